"""What persons decided, read so that a later decision stands for an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from earwitness.records.independence import Decision, DecisionKind, Key, Ruling

__all__ = ["Decided", "decided_by", "end_of_day", "read_decisions"]

_PAIRS = {
    DecisionKind.SPEAKERS_SAME: (Key.SPEAKER, True),
    DecisionKind.SPEAKERS_DISTINCT: (Key.SPEAKER, False),
    DecisionKind.CONVERSATION_SAME: (Key.CONVERSATION, True),
    DecisionKind.CONVERSATION_DISTINCT: (Key.CONVERSATION, False),
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that stand.

    Attributes:
        rulings: on two recordings, by the names under which copies are known as one.
        single: by topic and recording, appearance or source; those taken back are left out.
        quotes: by described call (or article) and recording: whether it quotes that recording.
    """

    rulings: tuple[Ruling, ...]
    single: Mapping[tuple[DecisionKind, str], Decision]
    quotes: Mapping[tuple[str, str], Decision]

    def on(self, kind: DecisionKind, subject: str) -> Decision | None:
        """The decision of a kind that stands for a subject."""
        return self.single.get((kind, subject))


def read_decisions(given: Sequence[Decision], same: Mapping[str, str]) -> Decided:
    """Lay the decisions on top of one another.

    What was decided on a copy holds for the recording whose sound it carries.

    Args:
        given: the earliest first.
        same: recording to the recording whose sound it carries.
    """
    pairs: dict[tuple[str, str, str], Decision] = {}
    single: dict[tuple[DecisionKind, str], Decision] = {}
    quotes: dict[tuple[str, str], Decision] = {}
    for one in given:
        subject, other = same.get(one.subject, one.subject), same.get(one.other, one.other)
        if one.kind in (DecisionKind.QUOTES, DecisionKind.QUOTES_NOT):
            quotes[one.subject, other] = one
        elif other:
            pairs[one.kind.topic, min(subject, other), max(subject, other)] = one
        elif one.value:
            single[one.kind, subject] = one
        else:
            single.pop((one.kind, subject), None)
    rulings = tuple(
        Ruling(*_ruled(one, key), reason=one.reason, by=decided_by(one))
        for key, one in pairs.items()
        if one.kind in _PAIRS
    )
    return Decided(rulings, single, quotes)


def decided_by(one: Decision) -> str:
    """Who decided and on which day, for people."""
    return f"decided by {one.by} on {one.at[:10]}"


def end_of_day(text: str) -> datetime:
    """The last instant of a day written as 2025-06-20, in UTC; or the instant written.

    Raises:
        ValueError: it is neither.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return instant + timedelta(days=1, seconds=-1) if len(text) == len("2025-06-20") else instant


def _ruled(one: Decision, pair: tuple[str, str, str]) -> tuple[Key, str, str, bool]:
    key, same = _PAIRS[one.kind]
    return key, pair[1], pair[2], same
