"""Links through CloudFront, checked as CloudFront does: by the public halves of the keys that it was told."""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from mutoscope.adapters.aws.link_keys import make_link_keys, public_half
from mutoscope.adapters.aws.s3_media import S3Media
from mutoscope.adapters.aws.session import client
from mutoscope.errors import Unavailable
from mutoscope.settings import Settings
from mutoscope.studio import Studio

EDGE = "https://d111111abcdef8.cloudfront.net"
KEY = "outputs/user_1/job_1/film.mp4"
NAME = "चावल & rice.mp4"


@dataclass(frozen=True)
class Edge:
    """What CloudFront knows of a key group: public halves by the ids that it gave them."""

    keys: Mapping[str, RSAPublicKey]

    def lets_in(self, link: str, *, at: float | None = None) -> bool:
        """By the published form of a canned policy: the link without what the signature added, and when it ends."""
        asked, _, signed = link.partition("&Expires=")
        said = {name: values[0] for name, values in parse_qs(f"Expires={signed}").items()}
        until = int(said["Expires"])
        policy = (
            f'{{"Statement":[{{"Resource":"{asked}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{until}}}}}}}]}}'
        )
        signature = base64.b64decode(said["Signature"].translate(str.maketrans("-_~", "+=/")))
        hashed = {"SHA256": SHA256()}[said["Hash-Algorithm"]]
        try:
            self.keys[said["Key-Pair-Id"]].verify(signature, policy.encode(), PKCS1v15(), hashed)
        except InvalidSignature:
            return False
        return (at or time.time()) < until


@pytest.fixture
def settings(studio: Studio) -> Iterator[Settings]:
    secrets = client("secretsmanager", studio.settings)
    made = secrets.create_secret(Name=studio.settings.bucket, SecretString='{"unused": "made by CloudFormation"}')
    named = {"media_url": EDGE, "link_keys": "first", "link_key_id": "K1", "link_secret_arn": made["ARN"]}
    yield studio.settings.model_copy(update=named)
    secrets.delete_secret(SecretId=made["ARN"], ForceDeleteWithoutRecovery=True)


def edge_of(settings: Settings, **ids: str) -> Edge:
    kept = kept_keys(settings)
    found = {id: load_pem_public_key(kept[public_half(name)].encode()) for name, id in ids.items()}
    return Edge({id: key for id, key in found.items() if isinstance(key, RSAPublicKey)})


def kept_keys(settings: Settings) -> dict[str, str]:
    secrets = client("secretsmanager", settings)
    kept: dict[str, str] = json.loads(secrets.get_secret_value(SecretId=settings.link_secret_arn)["SecretString"])
    return kept


def link_of(settings: Settings, *, seconds: int = 60, download: bool = False) -> str:
    return S3Media(settings).presign(KEY, filename=NAME, seconds=seconds, download=download)


def test_a_link_leads_to_the_edge_and_is_let_in_until_it_ends(settings: Settings) -> None:
    make_link_keys(settings)
    edge = edge_of(settings, first="K1")

    link = link_of(settings)

    assert link.startswith(f"{EDGE}/{KEY}?")
    assert edge.lets_in(link)
    assert not edge.lets_in(link, at=time.time() + 61)


@pytest.mark.parametrize(("this", "that"), [("job_1", "job_2"), ("inline", "attachment"), ("Expires=1", "Expires=2")])
def test_nothing_of_a_link_can_be_changed(settings: Settings, this: str, that: str) -> None:
    make_link_keys(settings)
    link = link_of(settings)

    changed = link.replace(this, that)

    assert changed != link
    assert not edge_of(settings, first="K1").lets_in(changed)


def test_a_link_gives_the_file_the_name_that_the_bucket_would(settings: Settings) -> None:
    make_link_keys(settings)
    direct = settings.model_copy(update={"media_url": ""})

    named = [parse_qs(urlsplit(link_of(each, download=True)).query) for each in (settings, direct)]

    dispositions = [each["response-content-disposition"] for each in named]
    assert dispositions[0] == dispositions[1]
    assert dispositions[0][0].startswith("attachment; filename*=UTF-8''%E0%A4%9A")


def test_a_link_is_spelled_in_letters_that_no_browser_rewrites(settings: Settings) -> None:
    make_link_keys(settings)

    query = urlsplit(link_of(settings)).query

    assert set(query) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~%=&")


def test_keys_are_made_once_and_the_rest_of_the_secret_stays(settings: Settings) -> None:
    first = make_link_keys(settings)
    kept = kept_keys(settings)

    again = make_link_keys(settings)

    assert (first, again) == (["first"], [])
    assert kept_keys(settings) == kept
    assert kept.keys() == {"unused", "first-private", "first-public"}


def test_while_a_key_is_changed_links_of_both_are_let_in(settings: Settings) -> None:
    make_link_keys(settings)
    old = link_of(settings)
    changed = settings.model_copy(update={"link_keys": "second first", "link_key_id": "K2"})

    made = make_link_keys(changed)

    edge = edge_of(changed, first="K1", second="K2")
    assert made == ["second"]
    assert "Key-Pair-Id=K2" in link_of(changed)
    assert edge.lets_in(old)
    assert edge.lets_in(link_of(changed))


def test_the_secret_is_asked_for_once_by_a_process(settings: Settings) -> None:
    make_link_keys(settings)
    media = S3Media(settings)
    media.presign(KEY, filename=NAME, seconds=60)
    secrets = client("secretsmanager", settings)
    secrets.put_secret_value(SecretId=settings.link_secret_arn, SecretString="{}")

    link = media.presign(KEY, filename=NAME, seconds=60)

    assert f"{EDGE}/{KEY}" in link


def test_where_links_lead_to_the_bucket_no_key_is_made(settings: Settings) -> None:
    assert make_link_keys(settings.model_copy(update={"link_keys": ""})) == []
    assert kept_keys(settings).keys() == {"unused"}


def test_where_the_secret_cannot_be_had_a_link_is_unavailable() -> None:
    away = Settings(aws_endpoint_url="http://127.0.0.1:1", media_url=EDGE, link_keys="first", link_secret_arn="arn")

    with pytest.raises(Unavailable):
        S3Media(away).presign(KEY, filename=NAME, seconds=60)
