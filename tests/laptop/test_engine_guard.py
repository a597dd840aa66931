"""The embedded AWS engine answers this studio's programs, and no page, program or person beside them."""

from pathlib import Path

import httpx
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from pydantic import SecretStr

from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.aws.s3_uploads import S3Uploads
from mutoscope.adapters.aws.session import ENGINE_KEY, client
from mutoscope.laptop.aws_engine import AwsEngine
from mutoscope.laptop.home import Home
from mutoscope.laptop.processes import Processes
from mutoscope.ports import Mail
from mutoscope.settings import Settings
from mutoscope.studio import Studio

PAGE = {"Origin": "https://evil.test"}
CALLS = {
    "s3": "list_buckets",
    "sqs": "list_queues",
    "dynamodb": "list_tables",
    "stepfunctions": "list_state_machines",
    "kms": "list_keys",
}


@pytest.fixture
def letter(studio: Studio) -> str:
    """The path of a letter in the mailbox."""
    S3Mailbox(studio.settings).send(Mail("mira@example.com", "Welcome", "#token=secret", ""))
    listed = client("s3", studio.settings).list_objects_v2(Bucket=studio.settings.bucket, Prefix="mailbox/")
    return f"/{studio.settings.bucket}/{listed['Contents'][0]['Key']}"


def engine_of(studio: Studio) -> httpx.Client:
    return httpx.Client(base_url=str(studio.settings.aws_endpoint_url), trust_env=False)


@pytest.mark.parametrize("headers", [{}, PAGE, {"Authorization": "Bearer x"}, {"Authorization": "AWS studio:x"}])
def test_nobody_reads_a_letter_who_does_not_sign(studio: Studio, letter: str, headers: dict[str, str]) -> None:
    with engine_of(studio) as engine:
        answers = [engine.get(letter, headers=headers), engine.get("/_ministack/sqs/messages", headers=headers)]

    assert [each.status_code for each in answers] == [403, 403]
    assert "secret" not in answers[0].text
    assert "access-control-allow-origin" not in answers[0].headers


def test_a_page_in_a_browser_is_not_allowed_to_ask(studio: Studio, letter: str) -> None:
    asked = {**PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-amz-target"}

    with engine_of(studio) as engine:
        answer = engine.options(letter, headers=asked)

    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(("service", "call"), CALLS.items())
def test_another_secret_opens_no_service(studio: Studio, service: str, call: str) -> None:
    stranger = studio.settings.model_copy(update={"aws_secret": SecretStr("test")})

    with pytest.raises(ClientError) as refused:
        getattr(client(service, stranger), call)()

    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    getattr(client(service, studio.settings), call)()


@pytest.mark.parametrize(("key", "status"), [(ENGINE_KEY, 200), ("test", 403), ("", 403), ("000000000000", 403)])
def test_only_the_studios_own_key_is_known(studio: Studio, key: str, status: int) -> None:
    request = signed_look_at_tables(studio, key)

    with engine_of(studio) as engine:
        answer = engine.post("/", content=request.data, headers=dict(request.headers))

    assert answer.status_code == status


def test_a_signed_request_with_another_body_is_refused(studio: Studio) -> None:
    request = signed_look_at_tables(studio, ENGINE_KEY)

    with engine_of(studio) as engine:
        answer = engine.post("/", content=b'{"Limit": 1}', headers=dict(request.headers))

    assert answer.status_code == 403


def test_a_link_opens_its_one_file_and_no_other(studio: Studio, letter: str) -> None:
    studio.media.put_bytes("outputs/a.txt", b"mine", "text/plain")
    link = httpx.URL(studio.media.presign("outputs/a.txt", filename="a.txt", seconds=60))

    with engine_of(studio) as engine:
        own = engine.get(link)
        others = engine.get(link.copy_with(path=letter))
        longer = engine.get(link.copy_merge_params({"X-Amz-Expires": "6000"}))

    assert (own.status_code, own.text) == (200, "mine")
    assert [others.status_code, longer.status_code] == [403, 403]


def test_a_form_is_taken_only_with_this_studios_signature(studio: Studio) -> None:
    stranger = studio.settings.model_copy(update={"aws_secret": SecretStr("test")})
    own, others = (S3Uploads(each).form("temp/a", "text/plain", 4, 60) for each in (studio.settings, stranger))
    unsigned = {name: value for name, value in own.fields.items() if name != "x-amz-signature"}

    answers = [
        httpx.post(own.url, data=dict(fields), files={"file": b"rice"}, trust_env=False).status_code
        for fields in (others.fields, unsigned, {"key": "temp/a"}, own.fields)
    ]

    assert answers == [403, 403, 403, 204]


@pytest.mark.parametrize("path", ["/", "/_ministack/reset", "/000000000000/queue"])
def test_a_signed_form_opens_nothing_but_the_bucket(studio: Studio, path: str) -> None:
    form = S3Uploads(studio.settings).form("temp/a", "text/plain", 4, 60)
    headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables"}

    with engine_of(studio) as engine:
        answer = engine.post(path, data=dict(form.fields), files={"file": b"rice"}, headers=headers)

    assert answer.status_code >= 400
    assert "TableNames" not in answer.text


def test_a_page_of_the_studio_may_ask_to_send_and_no_other_page(studio: Studio) -> None:
    asked = {"Access-Control-Request-Method": "PUT"}

    with engine_of(studio) as engine:
        own, others = (
            engine.options("/bucket/temp/a", headers={**asked, "Origin": origin})
            for origin in (f"http://127.0.0.1:{Settings().port}", "https://evil.test")
        )

    assert (own.status_code, own.headers["access-control-allow-origin"]) == (204, "http://127.0.0.1:8000")
    assert others.status_code == 403


def test_every_start_has_a_secret_of_its_own(tmp_path: Path) -> None:
    home = Home(tmp_path)
    processes = Processes(home.processes, home.logs)

    secrets = {AwsEngine(home, Settings(), processes, 1).secret.get_secret_value() for _ in range(2)}

    assert len(secrets) == 2
    assert all(len(secret) == 64 for secret in secrets)


def signed_look_at_tables(studio: Studio, key: str) -> AWSRequest:
    headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}
    url = f"{studio.settings.aws_endpoint_url}/"
    request = AWSRequest("POST", url, headers, b"{}")
    SigV4Auth(Credentials(key, studio.settings.aws_secret.get_secret_value()), "dynamodb", "us-east-1").add_auth(
        request
    )
    return request
