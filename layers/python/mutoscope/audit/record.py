"""Recording a change that no SQL statement makes: a stored file. All others are recorded by their own statement."""

from mutoscope.audit.actor import Actor
from mutoscope.studio import Studio


def record(
    studio: Studio,
    actor: Actor,
    action: str,
    resource_type: str,
    resource_id: str,
    *,
    old: dict[str, object] | None = None,
    new: dict[str, object] | None = None,
) -> None:
    """Call it before the change: a row too many says what was tried, a row too few hides what was done."""
    studio.database.row(
        "record_audit",
        actor=actor.values(),
        action=action,
        resource_type=resource_type,
        resource_id=resource_id,
        old=old,
        new=new,
    )
