"""API keys: shown once, kept as digests under a pepper, and refused without saying why."""

import re
from dataclasses import replace

import pytest
from pydantic import SecretStr

from mutoscope.accounts.api_keys import LOCAL_OWNER, caller_of_key, checksum, digest, issue, register_owner
from mutoscope.errors import Unauthenticated
from mutoscope.settings import NoPepper
from mutoscope.studio import Studio


def test_a_key_is_known_by_its_form() -> None:
    key = issue()

    assert re.fullmatch(r"mut_live_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}[0-9a-f]{8}", key.secret)
    assert key.secret.split("_")[2] == key.key_id
    assert issue().secret != key.secret


def test_a_registered_key_is_its_owners(studio: Studio) -> None:
    key = issue()

    register_owner(studio, key)
    register_owner(studio, key)

    assert caller_of_key(studio, key.secret).user_id == LOCAL_OWNER


def test_a_key_that_is_mistyped_or_was_never_registered_is_refused_alike(studio: Studio) -> None:
    key = issue()
    register_owner(studio, key)
    mistyped = key.secret[:20] + ("a" if key.secret[20] != "a" else "b") + key.secret[21:]

    with pytest.raises(Unauthenticated) as first:
        caller_of_key(studio, mistyped)
    with pytest.raises(Unauthenticated) as second:
        caller_of_key(studio, issue().secret)

    assert first.value.message == second.value.message


@pytest.mark.parametrize("secret", ["", "mut_", "sk-abc", checksum(""), "mut_" + checksum("mut_"), "mut_\0", "é" * 60])
def test_what_has_not_the_form_of_a_key_is_refused(studio: Studio, secret: str) -> None:
    with pytest.raises(Unauthenticated):
        caller_of_key(studio, secret)


def test_a_key_is_worth_nothing_under_another_pepper(studio: Studio) -> None:
    key = issue()
    register_owner(studio, key)
    other = replace(studio, settings=studio.settings.model_copy(update={"key_pepper": SecretStr("salt")}))

    with pytest.raises(Unauthenticated):
        caller_of_key(other, key.secret)


def test_nothing_is_digested_where_no_pepper_is_known(studio: Studio) -> None:
    untold = replace(studio, settings=studio.settings.model_copy(update={"key_pepper": SecretStr("")}))

    with pytest.raises(NoPepper):
        register_owner(untold, issue())


def test_the_digest_is_not_the_secret() -> None:
    assert digest("secret", "a") != digest("secret", "b")
    assert "secret" not in digest("secret", "a")
    assert re.fullmatch(r"[0-9a-f]{64}", digest("secret", "a"))
