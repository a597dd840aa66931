"""What cannot be set in letters: emoji, for which set-up's fonts have no shape and would draw a box with numbers.

A joiner goes only beside an emoji; in Hindi and Tamil it shapes the letters.
"""

import re

_EMOJI = "\U0001f000-\U0001faff\u231a\u231b\u23e9-\u23fa\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
_ATTACHED = "\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f"
_RUN = re.compile(rf"\s*(?:[{_EMOJI}][{_ATTACHED}]*\u200d?|[{_ATTACHED}])+")


def without_emoji(text: str) -> str:
    """The text without its emoji and the blanks before them: a mark after one stands beside the word."""
    return _RUN.sub("", text).strip()
