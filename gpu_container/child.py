"""The child that holds the models: loads torch once, takes orders from the worker, and answers step by step.

It lives as long as its worker: when the socket closes, it ends at once, whatever it was doing.
"""

import os
import sys
import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from multiprocessing.connection import Connection

from gpu_container.batcher import Batcher, Pending
from gpu_container.sharing import MOST_AT_ONCE
from gpu_container.wire import Done, Ready, Run, Stats, Stepped, Stop, failed
from mutoscope.engines.models import require_model
from mutoscope.errors import EngineFailed, MutoscopeError
from mutoscope.observability import logger
from mutoscope.settings import Settings, settings


class Child:
    def __init__(self, link: Connection, chosen: Settings) -> None:
        # Torch and the pipelines take seconds to import, and nothing else in the product imports them.
        from gpu_container.bay import open_bay, open_runner
        from gpu_container.runner import Told

        self._link = link
        self._sending = threading.Lock()
        self._settings = chosen
        self._bay = open_bay(chosen)
        self._runner = open_runner(self._bay)
        self._batcher = Batcher(self._runner.room)
        self._running: dict[int, Pending] = {}
        """What runs, by number; lanes enter and leave, the listener looks."""
        self._told = Told(
            stepped=lambda number, share: self._send(Stepped(number, share)),
            done=lambda number, result: self._send(Done(number, result)),
            failed=self._fail,
        )

    def serve(self) -> None:
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        self._watch()
        self._send(Ready(self._bay.card.name, self._bay.card.memory_mb))
        with ThreadPoolExecutor(MOST_AT_ONCE, "lane") as lanes:
            ends = [lanes.submit(self._work) for _ in range(MOST_AT_ONCE)]
            wait(ends, return_when=FIRST_EXCEPTION)
            self._batcher.close()
        for end in ends:
            end.result()

    def _work(self) -> None:
        """One lane: batch after batch, as long as there is room for one."""
        while batch := self._batcher.take():
            self._running.update({pending.number: pending for pending in batch})
            threading.Thread(target=self._prefetch, name="prefetch", daemon=True).start()
            try:
                self._run(batch)
            finally:
                self._batcher.done(batch)
                for pending in batch:
                    self._running.pop(pending.number, None)

    def _watch(self) -> None:
        from gpu_container import gpu_stats

        gpu_stats.tell(self._bay.device, lambda values: self._send(Stats(values)))

    def _run(self, batch: list[Pending]) -> None:
        try:
            self._runner.run(batch, self._told)
        except MutoscopeError as error:
            for pending in batch:
                self._fail(pending.number, error)
        except (RuntimeError, ValueError, TypeError, KeyError, OSError) as error:
            # What a model's own code raises: the batch fails, the child goes on.
            logger.exception("model failed", model=batch[0].model.name)
            for pending in batch:
                reason = f"{type(error).__name__}: {str(error)[:200]}"
                self._fail(pending.number, EngineFailed(engine=pending.model.name, reason=reason))

    def _prefetch(self) -> None:
        """Brings the weights of what waits into memory while the card computes."""
        for model in self._batcher.peek()[:1]:
            try:
                self._runner.prefetch(model)
            except (MutoscopeError, OSError, RuntimeError) as error:
                # The order itself will say what is wrong when its turn comes.
                logger.warning("prefetch failed", model=model.name, reason=str(error)[:200])

    def _listen(self) -> None:
        while True:
            try:
                order = self._link.recv()
            except (EOFError, OSError):
                os._exit(0)
            match order:
                case Run():
                    self._accept(order)
                case Stop():
                    self._stop(order.number)

    def _accept(self, order: Run) -> None:
        try:
            model = require_model(self._settings.catalogue, order.request.model)
            pending = Pending(order.number, model, order.request)
            # What fits in no way is refused before it waits.
            self._runner.room((), pending)
            self._batcher.put(pending)
        except MutoscopeError as error:
            self._fail(order.number, error)

    def _stop(self, number: int) -> None:
        self._batcher.stop(number)
        running = self._running.get(number)
        if running is not None:
            running.stopped.set()

    def _fail(self, number: int, error: BaseException) -> None:
        named = error if isinstance(error, MutoscopeError) else EngineFailed(engine="models", reason=str(error)[:200])
        self._send(failed(number, named))

    def _send(self, news: object) -> None:
        with self._sending:
            self._link.send(news)


def main() -> None:
    link = Connection(int(sys.argv[1]))
    Child(link, settings()).serve()


if __name__ == "__main__":
    main()
