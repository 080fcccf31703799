"""A finding that somebody answers for: who let it stand, and why. Kept as a signed record, never changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from earwitness.records.signed import SignedRecord

__all__ = ["HARM_TO_PEOPLE", "WAIVER", "GivenWaiver", "Waiver", "waived_by"]

WAIVER = "waiver"
HARM_TO_PEOPLE = frozenset({"Q30", "Q31", "Q35", "Q37"})  # these need two different people


@dataclass(frozen=True, slots=True)
class Waiver:
    """What a waiver is bound to: when any of it changes, it lapses.

    Attributes:
        code: of the finding.
        words: of the draft, and ``sentence``: the one they stand in; white space does not count.
        reason: what the finding says is wrong: it holds the heard words that were changed.
        recording, original, translation: what is heard there, "" where the finding points to nothing.
        draft: name of the file, and ``place`` in it: for people, binds nothing.
    """

    code: str
    words: str
    sentence: str
    reason: str
    recording: str
    original: str
    translation: str
    draft: str = ""
    place: str = ""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name this finding by what it says."""
        bound = [
            self.code,
            self.words,
            self.sentence,
            self.reason,
            self.recording,
            self.original,
            self.translation,
        ]
        plain = json.dumps([" ".join(one.split()) for one in bound], ensure_ascii=False)
        return hashlib.sha256(plain.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class GivenWaiver:
    """A waiver as it was signed, and whether it was taken back."""

    record: SignedRecord
    waiver: Waiver
    taken_back: bool = False


def waived_by(code: str, records: list[SignedRecord]) -> tuple[str, ...]:
    """Who waived a finding, when they are enough; () when they are not.

    >>> one = SignedRecord("sig-1", WAIVER, "f", "{}", "I. Marsh", "2024", "a joke")
    >>> waived_by("Q20", [one]), waived_by("Q30", [one, one])
    (('I. Marsh',), ())
    """
    people = {" ".join(one.by.casefold().split()): one.by for one in records}
    needed = 2 if code in HARM_TO_PEOPLE else 1
    return tuple(people.values()) if len(people) >= needed else ()
