"""What protects people: consent, redaction, and the signature under the word "anonymised"."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Anonymised",
    "ChannelState",
    "Consent",
    "ConsentAct",
    "ConsentForm",
    "ConsentState",
    "RedactedStretch",
]


class ConsentAct(StrEnum):
    """What is consented to."""

    TRANSFER = "transfer"
    PUBLISH = "publish"


class ConsentForm(StrEnum):
    """In which form consent was given."""

    WRITTEN = "written"
    RECORDED = "recorded"


class ConsentState(StrEnum):
    """What came of asking."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_POSSIBLE = "not_possible"
    NOT_SOUGHT = "not_sought"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person who is heard said to a transfer or publication.

    Attributes:
        voice: label in the recording, ``all`` for everybody in it.
        subject: sealed identifier of the person.
    """

    voice: str
    act: ConsentAct
    state: ConsentState
    form: ConsentForm | None = None
    subject: str = field(default="", metadata={"sealed": True})
    is_staff: bool = False


@dataclass(frozen=True, slots=True)
class RedactedStretch:
    """Something that must not be heard or read.

    Attributes:
        start_ms, end_ms: in the recording.
        files: SHA-256 of the sound or film files in which it is treated.
        texts: versions, and SHA-256 of exported texts, in which it is treated.
        words: what must not stand anywhere, in every language and script; sealed.
    """

    start_ms: int
    end_ms: int
    files: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=(), metadata={"sealed": True})


class ChannelState(StrEnum):
    """Whether one of the three ways to be identified was closed."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Anonymised:
    """A signature that nobody can be identified in these files any more.

    Attributes:
        files: SHA-256 of the redacted files.
        voice, background, words: the three channels; ``not_needed`` needs its reason in ``why``.
    """

    files: tuple[str, ...]
    voice: ChannelState = ChannelState.OPEN
    background: ChannelState = ChannelState.OPEN
    words: ChannelState = ChannelState.OPEN
    why: str = ""

    @property
    def answered(self) -> bool:
        """Whether none of the channels is open, and what is not needed has its reason."""
        states = (self.voice, self.background, self.words)
        return ChannelState.OPEN not in states and (
            ChannelState.NOT_NEEDED not in states or bool(self.why.strip())
        )
