"""What a desk chooses for a page besides its draft."""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.errors import UsageError

__all__ = ["PageOptions"]

_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What a desk chooses for a page.

    Args:
        title: "" for that of the draft.
        content_note: words of warning that stand before everything, "" for none.
        corrections_to: address for readers' letters, "" for none.
        publisher: the organisation that publishes; without one no review is signed.
        story: name of the story that this is a new version of, where the folder does not say.
        by, because: who publishes, and why; the program itself where nobody is named.

    Raises:
        UsageError: the address is none.
    """

    title: str = ""
    content_note: str = ""
    corrections_to: str = ""
    publisher: str = ""
    story: str = ""
    by: str = ""
    because: str = ""

    def __post_init__(self) -> None:
        if self.corrections_to and not _ADDRESS.fullmatch(self.corrections_to):
            raise UsageError(
                f"'{self.corrections_to[:60]}' is no address for mail",
                where="--corrections-to",
                do="Write it as desk@example.org",
            )
