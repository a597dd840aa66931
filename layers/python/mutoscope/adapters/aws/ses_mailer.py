"""The `Mailer` port over Amazon SES, version 2 of its interface."""

from collections.abc import Sequence

from botocore.exceptions import ClientError

from mutoscope.adapters.aws.failures import code, translated
from mutoscope.adapters.aws.session import client
from mutoscope.observability import logger
from mutoscope.ports import Mail
from mutoscope.settings import Settings

_WHAT = "The mail service"
_REFUSED = {"MessageRejected", "BadRequestException"}


class SesMailer:
    def __init__(self, settings: Settings) -> None:
        self._ses = client("sesv2", settings)
        self._sender = settings.mail_from

    def send(self, mail: Mail) -> None:
        """A letter that SES refuses for good (a suppressed address, say) is logged, not tried for ever."""
        with translated(_WHAT):
            try:
                self._ses.send_email(
                    FromEmailAddress=self._sender,
                    Destination={"ToAddresses": [mail.to]},
                    Content={
                        "Simple": {
                            "Subject": _text(mail.subject),
                            "Body": {"Text": _text(mail.text), "Html": _text(mail.html)},
                        }
                    },
                )
            except ClientError as error:
                if code(error) not in _REFUSED:
                    raise
                logger.warning("mail refused", reason=code(error))

    def forget(self, addresses: Sequence[str]) -> None:
        """SES keeps no letters."""


def _text(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
