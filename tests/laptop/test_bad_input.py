"""Bad input ends in one clear sentence with what to do, a non-zero exit code, and nothing written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mutoscope.cli import main
from mutoscope.laptop.supervisor import LittleDisk, require_room
from mutoscope.settings import settings

Answer = tuple[int, str]
Run = Callable[..., Answer]

FILM_ID = "film_01m00000000000000000000000"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in an empty folder and answers its exit code and what it said on standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MUTOSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "400")

    def answer(*words: str, **environment: str) -> Answer:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        monkeypatch.setattr("sys.argv", ["mutoscope", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        settings.cache_clear()
        return int(ended.value.code or 0), capsys.readouterr().err

    return answer


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["film"], "exactly one of TOPIC, FROM and SCRIPT; none was given"),
        (["film", "--topic", "x", "--from", "y"], "TOPIC and FROM were given"),
        (["film", "--topic", ""], "TOPIC is not valid: it is empty"),
        (["film", "--topic", " \n "], "TOPIC is not valid: it is empty"),
        (["film", "--topic", "x" * 5000], "it has 5,000 characters; the limit is 4,000"),
        (["film", "--from", "missing.pdf"], "There is no file missing.pdf"),
        (["film", "--from", "http://example.com/"], "is not an https address"),
        (["film", "--from", "https://127.0.0.1/"], "is in a private network"),
        (["film", "--from", "https://[::ffff:10.0.0.1]/"], "is in a private network"),
        (["film", "--topic", "x", "--language", "tlh"], "The language tlh is not known"),
        (["film", "--topic", "x", "--length", "soon"], "'soon' is not a whole number"),
        (["film", "--topic", "x", "--length", "5"], "it has to be at least 10"),
        (["film", "--topic", "x", "--aspect", "4:3"], "'4:3' is not one of '16:9', '9:16' or '1:1'"),
        (["film", "--topic", "x", "--captions", "loud"], "'loud' is not one of"),
        (["film", "--topic", "x", "--seed", "-1"], "it has to be at least 0"),
        (["film", "--topic", "x", "--out", "film.avi"], "OUT has to name an .mp4 file"),
        (["film", "--topic", "x", "--out", "/proc/film.mp4"], "The folder /proc cannot be written to"),
        (["film", "--script", "missing.txt"], "missing.txt cannot be read"),
        (["script"], "exactly one of TOPIC, FROM and SCRIPT"),
        (["scene", "film_1", "s01"], "send at least one of narration"),
        (["scene", "", "s01", "--narration", "x"], "'' is not the id of a film."),
        (["scene", FILM_ID, "../build", "--narration", "x"], "'../build' is not the id of a scene."),
        (["cancel", ""], "'' is not the id of a film."),
        (["cancel", "../credits"], "'../credits' is not the id of a film."),
        (["cancel", f"{FILM_ID}\n"], "is not the id of a film."),
    ],
)
def test_bad_words_are_refused_before_anything_starts(
    run: Run, tmp_path: Path, words: list[str], sentence: str
) -> None:
    code, said = run(*words)

    assert code == 1
    assert said.startswith("Error: ")
    assert sentence in said
    assert "Traceback" not in said
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["film", "--topic", "x", "--length", "soon"], "film"),
        (["script", "--topic", "x", "--length", "soon"], "script"),
        (["scene", "film_1", "s01"], "scene"),
        (["scene", "film_1", "s01", "--narration", "x" * 2_000], "scene"),
    ],
)
def test_the_advice_names_the_command_that_was_given(run: Run, words: list[str], command: str) -> None:
    _, said = run(*words)

    assert f"`mutoscope {command} --help` lists the options." in said


def test_who_names_no_film_is_told_where_the_films_are_listed(run: Run) -> None:
    _, said = run("cancel", "rice")

    assert "`mutoscope films` lists the films with their ids." in said


def test_a_file_of_300_megabytes_is_refused_unread(run: Run, tmp_path: Path) -> None:
    with (tmp_path / "big.txt").open("wb") as file:
        os.truncate(file.fileno(), 300_000_000)

    code, said = run("film", "--from", "big.txt")

    assert code == 1
    assert "has 300 MB; a document has at most 50 MB" in said


def test_a_script_of_500_scenes_is_refused_with_the_limit(run: Run, tmp_path: Path) -> None:
    (tmp_path / "script.txt").write_text("\n\n".join(f"Scene {number}." for number in range(500)))

    code, said = run("film", "--script", "script.txt")

    assert code == 1
    assert "The script has 500 scenes; a film takes at most 60." in said


@pytest.mark.parametrize(("port", "reason"), [("99999", "99999 is too large"), ("http", "is not a whole number")])
def test_a_setting_that_cannot_be_is_named(run: Run, port: str, reason: str) -> None:
    code, said = run("films", MUTOSCOPE_PORT=port)

    assert code == 1
    assert "MUTOSCOPE_PORT" in said
    assert reason in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--voice", "nobody"], "There is no voice nobody"),
        (["--voice", "de-calm-man"], "The voice de-calm-man speaks de, and the text is in en"),
        (["--style", "oil"], "There is no style oil"),
        (["--music", "polka"], "There is no mood polka"),
    ],
)
def test_an_unknown_choice_is_refused_before_the_studio_starts(
    run: Run, tmp_path: Path, words: list[str], sentence: str
) -> None:
    code, said = run("film", "--topic", "Rice", *words)

    assert code == 1
    assert sentence in said
    assert "Choose one" in said
    assert not (tmp_path / "home").exists()


def test_a_home_with_little_room_is_told_how_much_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mutoscope.laptop.supervisor.LEAST_FREE_BYTES", 10**18)

    with pytest.raises(LittleDisk, match=r"has \d+ MB free, and a studio needs 1000000000000 MB"):
        require_room(tmp_path)
