"""Deleting an account: everything that is its owner's goes, and what has to stay no longer says who it was.

From the first statement on nobody logs in or orders anything as this user. Whatever a crash leaves, and whatever a
stage that was under way still stores, an errand of a quarter of an hour later deletes.
"""

from collections.abc import Sequence

from mutoscope.accounts.administration import LastSuperAdmin
from mutoscope.accounts.api_keys import LOCAL_OWNER
from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import EmailAddress, read_email
from mutoscope.accounts.errand_messages import FarewellErrand, LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.secret_tokens import token_digest
from mutoscope.accounts.users import User, find_user_by_email
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.identifiers import new_id
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import job_from
from mutoscope.observability import logger
from mutoscope.studio import Studio

LOOK_AGAIN_SECONDS = 900
"""The longest that SQS delays a message; a stage that was under way has noticed its end long before."""
FOLDERS = ("inputs", "outputs", "references", "stages", "temp")


class OwnerStays(InvalidInput):
    """The owner of a studio on a laptop cannot be deleted."""

    code = "owner_stays"
    hint = "Delete the studio's home folder; it holds everything there is."


def delete_account(studio: Studio, user: User, actor: Actor) -> None:
    """The actor has proved to be the owner. `LastSuperAdmin` when nobody would be left to run the studio."""
    if user.user_id == LOCAL_OWNER:
        raise OwnerStays
    farewell = FarewellErrand(user_id=user.user_id, emails=_addresses(studio, user.user_id))
    studio.errands.send(farewell.model_dump_json(), delay=LOOK_AGAIN_SECONDS)
    row = studio.database.row("begin_deletion", user_id=user.user_id, actor=actor.values())
    if row is None or not row["begun"]:
        raise LastSuperAdmin
    forget_user(studio, user.user_id)
    finish_deletion(studio, user.user_id)
    if user.email is not None:
        request_letter(studio, LetterKind.FAREWELL, EmailAddress(user.email, user.email_key or ""), user=user)


def finish_deletion(studio: Studio, user_id: str) -> None:
    """Deletes all there is of a user whose deletion has begun; doing it again deletes what came since."""
    row = studio.database.row("deletion_begun", user_id=user_id)
    if row is not None and not row["begun"]:
        return
    for job in studio.database.rows("unfinished_jobs_of_user", user_id=user_id):
        cancel(studio, job_from(job))
    studio.uploads.abort_prefix(f"temp/{user_id}/")
    for folder in FOLDERS:
        studio.media.delete_prefix(f"{folder}/{user_id}/")
    forget_letters(studio, _addresses(studio, user_id))
    if row is not None and row["email_key"] is not None:
        studio.database.row("forget_account", account=token_digest(studio.settings, f"account:{row['email_key']}"))
    studio.database.row("pseudonymise_audit", user_id=user_id, pseudonym=new_id("gone"))
    # The user goes last, and with the row films, jobs, sessions and keys: a deletion that was cut off is found by it.
    studio.database.row("delete_user", user_id=user_id)
    logger.info("account deleted")


def forget_letters(studio: Studio, addresses: Sequence[str]) -> None:
    """Of addresses that nobody has any more: one that was given up may have become somebody else's."""
    nobodys = [each for each in addresses if find_user_by_email(studio.database, read_email(each).key) is None]
    studio.mailer.forget(nobodys)


def _addresses(studio: Studio, user_id: str) -> list[str]:
    return [str(row["email"]) for row in studio.database.rows("addresses_of_user", user_id=user_id)]
