from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from mutoscope.engines.speak.espeak_library import utter
from mutoscope.engines.speak.tone import Tone
from mutoscope.errors import EngineFailed

ENGLISH = Tone("en-us+f3", 150, 50, 50)


def test_word_events_name_the_character_and_the_sample_a_word_begins_at() -> None:
    utterance = utter("Hello, world.", ENGLISH)

    assert [word.character for word in utterance.words] == [0, 7]
    assert utterance.words[0].sample == 0
    assert 0 < utterance.words[1].sample < len(utterance.samples)


def test_what_was_said_before_changes_no_sample() -> None:
    first = utter("Hello, world.", ENGLISH)
    utter("Etwas ganz anderes.", Tone("de+m3", 120, 30, 80))

    assert np.array_equal(utter("Hello, world.", ENGLISH).samples, first.samples)


def test_a_voice_the_library_does_not_have_is_an_error() -> None:
    with pytest.raises(EngineFailed, match="no voice xx-nowhere"):
        utter("Hello", Tone("xx-nowhere", 150, 50, 50))


def test_voice_data_deep_in_the_file_system_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path.joinpath(*["a-rather-long-folder-name"] * 8)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path())
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(deep / "espeak-ng-data"))

    assert len(utter("Hello", ENGLISH).samples) > 5_000


def test_missing_voice_data_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: str(tmp_path))

    with pytest.raises(EngineFailed, match="cannot read its voice data"):
        utter("Hello", ENGLISH)
