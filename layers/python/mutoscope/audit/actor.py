"""Who changes something, as the audit log keeps it: the person, by which key or session, from where, with what.

Every query that changes a record takes `actor=actor.values()` and calls the SQL function `audit` in its own statement,
so that no change is without its row. Nothing secret is ever in a row.
"""

from dataclasses import asdict, dataclass

_LONGEST_AGENT = 300


@dataclass(frozen=True)
class Actor:
    user_id: str | None
    """None before anybody has logged in, and for what the studio does by itself."""
    role: str | None = None
    key_id: str | None = None
    session_id: str | None = None
    address: str | None = None
    agent: str | None = None
    request_id: str | None = None

    def values(self) -> dict[str, str]:
        """The actor as the parameter `actor` of a query."""
        known = {name: value for name, value in asdict(self).items() if value is not None}
        if "agent" in known:
            # What a client calls itself is foreign text: bounded, and of characters that PostgreSQL's jsonb can hold.
            known["agent"] = "".join(each for each in known["agent"] if each.isprintable())[:_LONGEST_AGENT]
        return known


NOBODY = Actor(None)
