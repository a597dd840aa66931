"""The `DataKeys` port, over KMS and over the laptop's master key: one contract."""

import pytest

from mutoscope.adapters.aws.kms_data_keys import KmsDataKeys
from mutoscope.adapters.aws.session import client
from mutoscope.adapters.master_key_data_keys import MasterKeyDataKeys
from mutoscope.errors import Unavailable
from mutoscope.ports import DataKeys
from mutoscope.studio import Studio


@pytest.fixture(params=["kms", "master key"])
def data_keys(studio: Studio, request: pytest.FixtureRequest) -> DataKeys:
    if request.param == "master key":
        return MasterKeyDataKeys(studio.settings)
    key = client("kms", studio.settings).create_key()["KeyMetadata"]["KeyId"]
    return KmsDataKeys(studio.settings.model_copy(update={"kms_key": key}))


def test_a_data_key_is_unwrapped_in_its_context(data_keys: DataKeys) -> None:
    made = data_keys.new("user_1|pkey_1|1")

    assert len(made.plain) == 32
    assert made.plain not in made.wrapped
    assert data_keys.unwrap(made.wrapped, "user_1|pkey_1|1") == made.plain


def test_every_data_key_is_another(data_keys: DataKeys) -> None:
    assert data_keys.new("a").plain != data_keys.new("a").plain


def test_where_no_key_store_answers_it_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        KmsDataKeys(nowhere.settings.model_copy(update={"kms_key": "k"})).new("a")
