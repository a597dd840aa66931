"""When a delivery that failed is tried again: exponential backoff with full jitter, over about a day.

Each wait is drawn evenly from nothing to the longest, so that a server that comes back is not met by all at once
(Brooker, "Exponential Backoff and Jitter"); drawn from these it is a day in the mean, and 47 hours at most.
"""

import random

LONGEST_WAITS = (10, 30, 120, 600, 1800, 7200, 21_600, 36_000, 50_400, 50_400)
"""Seconds before the second try, the third, and so on."""
MOST_TRIES = len(LONGEST_WAITS) + 1
PATIENCE_SECONDS = 3 * 86_400
"""A webhook to which nothing has arrived for so long is switched off at its next failure."""
_chance = random.SystemRandom()


def wait_after(tries: int) -> float | None:
    """Seconds to wait after so many tries; None when there is no other."""
    if tries >= MOST_TRIES:
        return None
    return _chance.uniform(0, LONGEST_WAITS[tries - 1])
