"""What an operator does once the stacks are there: the mail domain, the migrations, the first super admin."""

from typing import Any

from cdk.config import Config
from rehearsal.cloud import Cloud


def verify_mail_domain(cloud: Cloud, config: Config) -> None:
    """The engine takes the domain for verified at once; SES waits for its records in the DNS."""
    ses = cloud.engine.client("sesv2")
    ses.create_email_identity(EmailIdentity=config.domain)
    ses.put_account_details(
        MailType="TRANSACTIONAL", WebsiteURL=config.web_url, UseCaseDescription="Letters", ProductionAccessEnabled=True
    )


def migrate(cloud: Cloud) -> list[str]:
    """Answers the migrations that were applied."""
    applied: list[str] = _operate(cloud, task="migrate")["applied"]
    return applied


def appoint(cloud: Cloud, email: str) -> None:
    _operate(cloud, task="appoint", email=email)


def _operate(cloud: Cloud, **event: str) -> dict[str, Any]:
    return cloud.invoke("operate", event)
