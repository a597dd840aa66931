"""Settings: every default works on a laptop, and only what is named counts."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mutoscope.settings import Settings


def test_the_defaults_need_nothing() -> None:
    chosen = Settings()

    assert (chosen.home, chosen.port, chosen.media_delivery) == (Path(".mutoscope"), 8000, "stream")
    assert chosen.openai_base_url is None


def test_the_environment_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTOSCOPE_PORT", "9000")
    monkeypatch.setenv("MUTOSCOPE_HOME", "elsewhere")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://models.test/v1")

    chosen = Settings()

    assert (chosen.port, chosen.home, chosen.openai_base_url) == (9000, Path("elsewhere"), "http://models.test/v1")


@pytest.mark.parametrize(("name", "value"), [("PORT", "0"), ("PORT", "70000"), ("PORT", "x"), ("WORKERS", "0")])
def test_a_value_that_cannot_work_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"MUTOSCOPE_{name}", value)

    with pytest.raises(ValidationError):
        Settings()


def test_what_others_call_home_or_port_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("MUTOSCOPE_UNKNOWN", "x")

    assert Settings().port == 8000


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTOSCOPE_KEY_PEPPER", "the-pepper")
    monkeypatch.setenv("OPENAI_API_KEY", "the-key")

    shown = repr(Settings())

    assert "the-pepper" not in shown
    assert "the-key" not in shown


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


def test_what_is_kept_for_settings_is_found_by_equal_ones_and_by_no_others() -> None:
    kept = {Settings(bucket="a"): "a", Settings(bucket="a", port=1): "other port"}

    assert kept[Settings(bucket="a")] == "a"
    assert kept[Settings(bucket="a", port=1)] == "other port"
    assert Settings(bucket="b") not in kept
