"""What was changed, as the audit log keeps it: the action in the past tense, the resource, its values before and after.

Values are what their owner may read anyway; a secret is told of by its last four characters and its version at most.
"""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    action: str
    resource_type: str
    resource_id: str
    old: dict[str, Any] | None = None
    new: dict[str, Any] | None = None

    def values(self) -> dict[str, Any]:
        """The change as the parameter `change` of a query."""
        return asdict(self)
