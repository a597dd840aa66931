"""Recording a change that no SQL statement makes: a stored file. All others are recorded by their own statement."""

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.studio import Studio


def record(studio: Studio, actor: Actor, change: Change) -> None:
    """Call it before the change: a row too many says what was tried, a row too few hides what was done."""
    studio.database.row("record_audit", actor=actor.values(), change=change.values())
