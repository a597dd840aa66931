"""A sealed secret opens where it belongs and nowhere else."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from mutoscope.accounts.sealing import Place, SealBroken, seal, unseal
from mutoscope.adapters.master_key_data_keys import MasterKeyDataKeys, NoMasterKey
from mutoscope.settings import Settings

HERE = Place("user_1", "pkey_1", 1)
ONE_KEY = SecretStr("bW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tbW0=")
OTHER_KEY = SecretStr("b29vb29vb29vb29vb29vb29vb29vb29vb29vb29vb28=")


@pytest.fixture
def data_keys() -> MasterKeyDataKeys:
    return MasterKeyDataKeys(Settings(master_key=ONE_KEY))


def test_a_sealed_secret_opens_in_its_place(data_keys: MasterKeyDataKeys) -> None:
    assert unseal(data_keys, HERE, seal(data_keys, HERE, "sk-secret")) == "sk-secret"


@pytest.mark.parametrize("change", [{"tenant": "user_2"}, {"secret": "pkey_2"}, {"version": 2}])
def test_it_opens_for_no_other_tenant_row_or_version(
    data_keys: MasterKeyDataKeys, change: dict[str, str | int]
) -> None:
    sealed = seal(data_keys, HERE, "sk-secret")

    with pytest.raises(SealBroken):
        unseal(data_keys, replace(HERE, **change), sealed)  # type: ignore[arg-type]


def test_it_opens_under_no_other_master_key(data_keys: MasterKeyDataKeys) -> None:
    sealed = seal(data_keys, HERE, "sk-secret")

    with pytest.raises(SealBroken):
        unseal(MasterKeyDataKeys(Settings(master_key=OTHER_KEY)), HERE, sealed)


def test_the_secret_is_not_in_what_is_stored_and_no_two_seals_are_alike(data_keys: MasterKeyDataKeys) -> None:
    first, second = seal(data_keys, HERE, "sk-secret"), seal(data_keys, HERE, "sk-secret")

    assert "sk-secret" not in str(first)
    assert not set(first.values()) & set(second.values())


def test_without_a_master_key_nothing_is_sealed() -> None:
    with pytest.raises(NoMasterKey):
        seal(MasterKeyDataKeys(Settings()), HERE, "sk-secret")
