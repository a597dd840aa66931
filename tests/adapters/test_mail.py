"""Letters by SES and in the laptop's mailbox, and tickets that are taken once."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from mutoscope.adapters.aws import dynamodb_tickets
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.aws.ses_mailer import SesMailer
from mutoscope.adapters.aws.session import ENGINE_KEY, client
from mutoscope.errors import Unavailable
from mutoscope.ports import Mail
from mutoscope.studio import Studio

LETTER = Mail(to="mira@example.com", subject="Grüße, नमस्ते", text="Hello.\n", html="<p>Hello.</p>")


def test_a_letter_goes_out_by_ses_under_the_studios_address(studio: Studio) -> None:
    client("sesv2", studio.settings).create_email_identity(EmailIdentity="studio@localhost")

    SesMailer(studio.settings).send(LETTER)

    request = AWSRequest("GET", f"{studio.settings.aws_endpoint_url}/_ministack/ses/messages")
    keys = Credentials(ENGINE_KEY, studio.settings.aws_secret.get_secret_value())
    SigV4Auth(keys, "ses", studio.settings.aws_region).add_auth(request)
    with urllib.request.urlopen(urllib.request.Request(request.url, headers=dict(request.headers))) as answer:
        sent = json.dumps(json.load(answer), ensure_ascii=False)
    assert LETTER.to in sent
    assert LETTER.subject in sent
    assert "studio@localhost" in sent


def test_a_mail_service_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    for mailer in (SesMailer(nowhere.settings), S3Mailbox(nowhere.settings)):
        with pytest.raises(Unavailable):
            mailer.send(LETTER)


def test_the_mailbox_keeps_letters_the_newest_first(studio: Studio) -> None:
    box = S3Mailbox(studio.settings)
    for number in range(3):
        box.send(Mail(LETTER.to, str(number), LETTER.text, LETTER.html))

    assert [kept.mail.subject for kept in box.letters()] == ["2", "1", "0"]
    assert [kept.mail.subject for kept in box.letters(most=1)] == ["2"]


def test_a_ticket_is_taken_once_by_whoever_comes_first(studio: Studio) -> None:
    studio.tickets.keep("state", "note", 60)

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(studio.tickets.take, ["state"] * 8))

    assert sorted(map(str, taken)) == ["None"] * 7 + ["note"]


def test_a_ticket_that_was_never_kept_is_none(studio: Studio) -> None:
    assert studio.tickets.take("nothing") is None


def test_a_ticket_is_worth_nothing_after_its_time(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    studio.tickets.keep("state", "note", 60)
    real = dynamodb_tickets.time.time
    monkeypatch.setattr(dynamodb_tickets.time, "time", lambda: real() + 61)

    assert studio.tickets.take("state") is None
