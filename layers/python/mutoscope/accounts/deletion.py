"""Deleting an account: everything that is its owner's goes, and what has to stay no longer says who it was.

From the first statement on nobody logs in or orders anything as this user. Whatever a crash leaves, and whatever a
stage that was under way still stores, an errand of a quarter of an hour later deletes.
"""

from mutoscope.accounts.api_keys import LOCAL_OWNER
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import FarewellErrand, LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.roles import Role
from mutoscope.accounts.users import User
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.identifiers import new_id
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import job_from
from mutoscope.observability import logger
from mutoscope.studio import Studio

LOOK_AGAIN_SECONDS = 900
"""The longest that SQS delays a message; a stage that was under way has noticed its end long before."""
FOLDERS = ("inputs", "outputs", "references", "stages")


class LastSuperAdmin(InvalidInput):
    """The only super admin of a studio cannot be deleted."""

    code = "last_super_admin"
    hint = "Give somebody else the role first. A studio on a laptop is deleted with its home folder."


def delete_account(studio: Studio, user: User, caller: Caller, actor: Actor) -> None:
    """The caller has proved to be the owner."""
    begin_deletion(studio, user, caller, actor)
    finish_deletion(studio, user.user_id)
    if user.email is not None:
        request_letter(studio, LetterKind.FAREWELL, EmailAddress(user.email, user.email_key or ""), user=user)


def begin_deletion(studio: Studio, user: User, caller: Caller, actor: Actor) -> None:
    """`LastSuperAdmin` when nobody would be left to run the studio."""
    alone = studio.database.row("other_super_admins", user_id=user.user_id) is None
    if user.user_id == LOCAL_OWNER or (caller.role == Role.SUPER_ADMIN and alone):
        raise LastSuperAdmin
    studio.errands.send(FarewellErrand(user_id=user.user_id).model_dump_json(), delay=LOOK_AGAIN_SECONDS)
    studio.database.row("begin_deletion", user_id=user.user_id, actor=actor.values())
    forget_user(studio, user.user_id)


def finish_deletion(studio: Studio, user_id: str) -> None:
    """Deletes all there is of a user whose deletion has begun; doing it again deletes what came since."""
    row = studio.database.row("deletion_begun", user_id=user_id)
    if row is not None and not row["begun"]:
        return
    for job in studio.database.rows("unfinished_jobs_of_user", user_id=user_id):
        cancel(studio, job_from(job))
    for folder in FOLDERS:
        studio.media.delete_prefix(f"{folder}/{user_id}/")
    studio.database.row("pseudonymise_audit", user_id=user_id, pseudonym=new_id("gone"))
    # The user goes last, and with the row films, jobs, sessions and keys: a deletion that was cut off is found by it.
    studio.database.row("delete_user", user_id=user_id)
    logger.info("account deleted")
