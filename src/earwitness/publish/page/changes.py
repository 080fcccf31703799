"""What changed between two versions of a story, quotation by quotation.

Quotations keep a name of their own (``key``) over all versions, so that the log of a story, replayed from
the first version, gives what stands on its page. Words that a correction of privacy or a name took off are
in no entry of the log, not even in those that were written before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from earwitness.records.corrections import CorrectionKind, PublicChange
from earwitness.records.publication import (
    ChangeKind,
    Publication,
    PublishedQuotation,
    QuotationChange,
)

__all__ = ["changes_between", "explained", "replayed", "sealed", "with_keys"]

_SEALING = frozenset(one.value for one in CorrectionKind if one.words_stay_sealed)
_OWN_PLACE = 0.5  # share of the shorter of two stretches that makes them the same place


def with_keys(
    made: Sequence[PublishedQuotation], history: Sequence[Publication]
) -> list[PublishedQuotation]:
    """The quotations of a new version, each with the name that it had before, or one never used.

    A quotation is the one of the version before with the same words at the same place; else with the same
    words in the same recording; else the one at the same place.
    """
    before = list(history[-1].quotations) if history else []
    used = [int(one.key) for each in history for one in each.quotations if one.key.isdecimal()]
    keys: dict[int, str] = {}
    for same in (_same, _same_words, _same_place):
        for at, one in enumerate(made):
            found = next((other for other in before if same(other, one)), None)
            if at not in keys and found is not None:
                keys[at] = found.key
                before.remove(found)
    fresh = max(used, default=0)
    named = []
    for at, one in enumerate(made):
        if at not in keys:
            fresh += 1
        named.append(replace(one, key=keys.get(at) or str(fresh)))
    return named


def changes_between(
    before: Sequence[PublishedQuotation], after: Sequence[PublishedQuotation]
) -> list[QuotationChange]:
    """What happened to each quotation, those that went first; quotations have their keys."""
    then, now = ({one.key: one for one in each} for each in (before, after))
    found = [
        _change(ChangeKind.REMOVED, one, one.text, "")
        for key, one in then.items()
        if key not in now
    ]
    for key, one in now.items():
        old = then.get(key)
        if old is None:
            found.append(_change(ChangeKind.ADDED, one, "", one.text))
            continue
        if old.text != one.text:
            found.append(_change(ChangeKind.CHANGED, one, old.text, one.text))
        if old.original != one.original:
            found.append(_change(ChangeKind.ORIGINAL, one, old.original, one.original))
        if old.clip_sha256 != one.clip_sha256:
            found.append(_change(ChangeKind.SOUND, one, "", ""))
    return found


def explained(
    changes: Iterable[QuotationChange],
    corrections: Mapping[str, Sequence[PublicChange]],
    since: str,
) -> list[QuotationChange]:
    """The changes, each with the kind of the correction that was accepted since for that place.

    Former words of what no correction explains are left away: it may be that they had to go.

    Args:
        corrections: by recording.
        since: instant of the version before, ISO 8601.
    """
    found = []
    for one in changes:
        kinds = [
            given.kind
            for given in corrections.get(one.recording, ())
            if given.published_at >= since and _is_about(one, given)
        ]
        sealing = [kind for kind in kinds if kind in _SEALING]
        kind = (sealing or kinds or [""])[-1]
        found.append(replace(one, kind=kind, before=one.before if kind else ""))
    return found


def sealed(
    changes: Iterable[QuotationChange],
    corrections: Mapping[str, Sequence[PublicChange]],
    closed: Iterable[str] = (),
) -> list[QuotationChange]:
    """The changes as readers may see them: without words where a correction took words off that place.

    Args:
        closed: keys of which no words may be said.
    """
    shut = set(closed)
    listed = list(changes)
    for one in listed:
        given = corrections.get(one.recording, ())
        if one.kind in _SEALING or any(
            each.kind in _SEALING and _touches(one, each) for each in given
        ):
            shut.add(one.key)
    return [replace(one, before="", after="") if one.key in shut else one for one in listed]


def replayed(first: Mapping[str, str], log: Iterable[Sequence[QuotationChange]]) -> dict[str, str]:
    """The words of each quotation after all versions of a log; "" where they are not said.

    Args:
        first: the words of the first version, by key.
        log: the changes of each later version.
    """
    now = dict(first)
    for version in log:
        for one in version:
            if one.what is ChangeKind.REMOVED:
                now.pop(one.key, None)
            elif one.what in (ChangeKind.ADDED, ChangeKind.CHANGED):
                now[one.key] = one.after
    return now


def _change(what: ChangeKind, one: PublishedQuotation, before: str, after: str) -> QuotationChange:
    return QuotationChange(what, one.key, one.recording, one.start_ms, one.end_ms, before, after)


def _same(one: PublishedQuotation, other: PublishedQuotation) -> bool:
    return _same_words(one, other) and _same_place(one, other)


def _same_words(one: PublishedQuotation, other: PublishedQuotation) -> bool:
    return one.recording == other.recording and one.text == other.text


def _same_place(one: PublishedQuotation, other: PublishedQuotation) -> bool:
    if one.recording != other.recording:
        return False
    mine, theirs = one.interval, other.interval
    if mine is not None and theirs is not None:
        shorter = max(1, min(mine.duration_ms, theirs.duration_ms))
        return mine.overlap_ms(theirs) >= _OWN_PLACE * shorter
    if one.first < 0 or other.first < 0:
        return False
    return one.transcript == other.transcript and (
        one.first <= other.last and other.first <= one.last
    )


def _is_about(change: QuotationChange, given: PublicChange) -> bool:
    """Whether a correction names that place, by its time or by its words."""
    if given.start_ms is None or given.end_ms is None:
        return bool(given.before) and given.before in change.before
    return _touches(change, given)


def _touches(change: QuotationChange, given: PublicChange) -> bool:
    """Whether a correction is about that place; without times it may be about any."""
    if given.start_ms is None or given.end_ms is None:
        return True
    if change.start_ms is None or change.end_ms is None:
        return True
    return given.start_ms < change.end_ms and change.start_ms < given.end_ms
