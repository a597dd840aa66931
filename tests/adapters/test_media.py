"""The contract of `Media`: files by key, whole or not at all."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from mutoscope.adapters.aws import s3_media, session
from mutoscope.adapters.aws.s3_media import S3Media
from mutoscope.adapters.aws.s3_uploads import S3Uploads
from mutoscope.errors import Unavailable
from mutoscope.ports import StoredFile
from mutoscope.settings import Settings
from mutoscope.studio import Studio


@pytest.fixture
def keys_of_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A role's, as Lambda has them; nothing is asked with them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    session._client.cache_clear()
    yield
    session._client.cache_clear()


def test_what_is_put_is_there_whole(studio: Studio, tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"rice" * 1000)

    studio.media.put_file("outputs/a.mp4", source, "video/mp4")
    studio.media.fetch("outputs/a.mp4", target)

    assert target.read_bytes() == source.read_bytes()
    assert studio.media.get_bytes("outputs/a.mp4") == source.read_bytes()
    assert studio.media.stat("outputs/a.mp4") == StoredFile(size=4000, content_type="video/mp4")


def test_what_is_large_is_put_and_fetched_whole_in_parts(studio: Studio, tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(bytes(range(256)) * (s3_media._LARGE // 256) + b"and a bit more")

    studio.media.put_file("outputs/a.mp4", source, "video/mp4")
    studio.media.fetch("outputs/a.mp4", target)

    assert target.read_bytes() == source.read_bytes()
    assert studio.media.stat("outputs/a.mp4") == StoredFile(size=source.stat().st_size, content_type="video/mp4")


def test_what_is_put_again_is_replaced(studio: Studio) -> None:
    studio.media.put_bytes("temp/a", b"first", "text/plain")

    studio.media.put_bytes("temp/a", b"second", "text/html")

    assert studio.media.get_bytes("temp/a") == b"second"
    assert studio.media.stat("temp/a") == StoredFile(size=6, content_type="text/html")


def test_what_is_not_there_is_nothing(studio: Studio) -> None:
    assert studio.media.get_bytes("temp/nothing") is None
    assert studio.media.stat("temp/nothing") is None


def test_a_range_has_both_of_its_ends(studio: Studio) -> None:
    studio.media.put_bytes("temp/a", b"0123456789", "text/plain")

    assert b"".join(studio.media.read_range("temp/a", 2, 5)) == b"2345"


def test_a_copy_keeps_bytes_and_type(studio: Studio) -> None:
    studio.media.put_bytes("stages/a", b"rice", "video/mp4")

    studio.media.copy("stages/a", "outputs/a")

    assert studio.media.get_bytes("outputs/a") == b"rice"
    assert studio.media.stat("outputs/a") == StoredFile(size=4, content_type="video/mp4")


def test_a_folders_files_are_listed_with_their_sizes_and_no_others(studio: Studio) -> None:
    for key in ("temp/a/2", "temp/a/1", "temp/ab"):
        studio.media.put_bytes(key, b"rice", "text/plain")

    listed = studio.media.list_files("temp/a/")

    assert [(file.key, file.size) for file in listed] == [("temp/a/1", 4), ("temp/a/2", 4)]
    assert all(abs(file.stored_at - time.time()) < 3_600 for file in listed)
    assert studio.media.list_files("temp/nothing/") == []


def test_deleting_a_prefix_deletes_no_more_than_that(studio: Studio) -> None:
    for key in ("temp/a/1", "temp/a/2", "temp/ab"):
        studio.media.put_bytes(key, b"x", "text/plain")

    studio.media.delete_prefix("temp/a/")

    assert [studio.media.stat(key) is None for key in ("temp/a/1", "temp/a/2", "temp/ab")] == [True, True, False]


def test_a_link_gives_the_file_under_its_name(studio: Studio) -> None:
    studio.media.put_bytes("outputs/a", b"rice", "video/mp4")

    with urlopen(studio.media.presign("outputs/a", filename="rice.mp4", seconds=60)) as answer:
        assert answer.read() == b"rice"
        assert "rice.mp4" in answer.headers["content-disposition"]


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_in_the_cloud_links_and_uploads_lead_to_the_buckets_name_in_its_region(region: str, keys_of_aws: None) -> None:
    settings = Settings(bucket="films", aws_region=region)

    link = S3Media(settings).presign("outputs/a", filename="a.mp4", seconds=60)
    form = S3Uploads(settings).form("temp/a", "video/mp4", 1, 60)

    assert {urlsplit(each).netloc for each in (link, form.url)} == {f"films.s3.{region}.amazonaws.com"}


def test_a_store_that_does_not_answer_is_unavailable(nowhere: Studio, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")

    with pytest.raises(Unavailable):
        nowhere.media.get_bytes("a")
    with pytest.raises(Unavailable):
        nowhere.media.put_file("a", file, "text/plain")
    with pytest.raises(Unavailable):
        list(nowhere.media.read_range("a", 0, 1))


def test_a_bucket_that_is_not_there_yet_is_unavailable(studio: Studio, tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x")
    missing = S3Media(studio.settings.model_copy(update={"bucket": "not-made-yet"}))

    with pytest.raises(Unavailable):
        missing.put_bytes("a", b"x", "text/plain")
    with pytest.raises(Unavailable):
        missing.put_file("a", file, "text/plain")
