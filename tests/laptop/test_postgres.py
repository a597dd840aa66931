"""The embedded PostgreSQL starts in any folder that a home can have, and says why when it does not."""

from pathlib import Path

import psycopg
import pytest

from mutoscope.laptop.postgres import EmbeddedPostgres, PostgresBroken


def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / """it's $HOME `date` "5" a\\b""" / "postgres"
    folder.parent.mkdir()
    postgres = EmbeddedPostgres(folder)

    try:
        with psycopg.connect(postgres.start()) as connection:
            answered = connection.execute("SELECT current_setting('data_directory')").fetchone()
    finally:
        postgres.stop()

    assert answered == (str(folder),)
    assert not postgres.is_alive()


def test_a_folder_that_cannot_be_used_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("a file where a folder should be")

    with pytest.raises(PostgresBroken) as broken:
        EmbeddedPostgres(tmp_path / "postgres").start()

    assert "Error" not in broken.value.message
