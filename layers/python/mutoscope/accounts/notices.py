"""What users want to be written to about, as their preferences say: `{"notices": {"film_completed": true}}`.

Nobody gets such a letter who did not ask for it.
"""

from typing import Any

from mutoscope.accounts.users import User

NOTICES = "notices"
FILM_COMPLETED = "film_completed"


def wants_letter_of_films(user: User) -> bool:
    notices = user.preferences.get(NOTICES)
    return isinstance(notices, dict) and notices.get(FILM_COMPLETED) is True


def require_notices(preferences: dict[str, Any]) -> dict[str, Any]:
    """Raises ValueError for what would ask for nothing, so that nobody waits for a letter in vain."""
    notices = preferences.get(NOTICES, {})
    if not isinstance(notices, dict):
        raise ValueError(f'{NOTICES} must be an object like {{"{FILM_COMPLETED}": true}}')
    for name, wanted in notices.items():
        if name != FILM_COMPLETED:
            raise ValueError(f"{NOTICES} knows {FILM_COMPLETED} and nothing else")
        if not isinstance(wanted, bool):
            raise ValueError(f"{NOTICES}.{name} must be true or false")
    return preferences
