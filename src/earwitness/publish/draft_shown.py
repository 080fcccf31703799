"""What of a draft its readers are shown: comments, pictures and the tags of players are blanked, all else keeps its place.

Blanks stand for what is taken out, one for one, so that every offset still counts.
"""

from __future__ import annotations

import re

from earwitness.publish.draft_hidden import COMMENT, LINK_COMMENT

__all__ = ["shown_text", "without_comments"]

_PICTURE = re.compile(r"!\[[^\[\]]{0,4000}\]\([^()\n]{0,4000}\)")
_LAYOUT = re.compile(
    r"</?(?:figure|figcaption|picture|img|source|audio|video|track|iframe|embed|object)\b[^<>]{0,4000}>",
    re.IGNORECASE,
)
_INK = re.compile(r"[^\n]")


def without_comments(text: str) -> str:
    """A draft without its authors' notes to each other; a comment that is never closed goes to the end.

    >>> without_comments("Seen.<!-- ask Ida -->!")
    'Seen.                !'
    """
    return _blanked(text, COMMENT, LINK_COMMENT)


def shown_text(text: str) -> str:
    """A draft as its page shows it: no comments, no pictures (none of them is ours to publish), no tags of players.

    >>> shown_text("<figcaption>A mill.</figcaption>![x](ida.jpg)").strip()
    'A mill.'
    """
    return _blanked(without_comments(text), _PICTURE, _LAYOUT)


def _blanked(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda found: _INK.sub(" ", found[0]), text)
    return text
