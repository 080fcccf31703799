"""The change log of a story as readers see it: versions, what changed in each, corrections by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from earwitness.publish.page.changes import sealed
from earwitness.records.corrections import CorrectionKind, CorrectionsOf, PublicChange
from earwitness.records.publication import Publication, QuotationChange
from earwitness.store.catalog.publications import Edition

__all__ = ["Corrected", "LoggedVersion", "corrections_about", "public_changes"]

_SEALING = frozenset(one.value for one in CorrectionKind if one.words_stay_sealed)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction that no changed quotation shows.

    Attributes:
        key: of the quotation that it is about, "" for the text of the story.
        before, after: words that stood, and stand, on the page; "" where they may not be said.
    """

    kind: str
    key: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class LoggedVersion:
    """One version in the log.

    Attributes:
        at: instant at which it went out, ISO 8601.
        revised: other words stand on the page than in the version before.
    """

    version: int
    at: str
    changes: tuple[QuotationChange, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    withdrawn: bool = False
    revised: bool = False


def corrections_about(
    story: str, publications: Sequence[Publication], given: CorrectionsOf
) -> dict[str, list[PublicChange]]:
    """Accepted corrections by recording, those of the story with each and under its own name."""
    own = list(given(story)) if story else []
    names = dict.fromkeys(name for one in publications for name in one.recordings)
    found = {name: sorted([*given(name), *own], key=lambda one: one.published_at) for name in names}
    return {**found, story: own} if story else found


def public_changes(
    history: Sequence[Edition],
    current: tuple[Publication, str],
    corrections: Mapping[str, Sequence[PublicChange]],
    story: str,
) -> list[LoggedVersion]:
    """The log of a story, the first version first.

    Words that a correction took off are said in no entry; after a withdrawal nothing that was there before
    it is said again.

    Args:
        history: the versions that went out.
        current: the one that goes out now, and when.
        corrections: as `corrections_about` gives them.
    """
    versions = [*((one.publication, one.at) for one in history), current]
    gone = max((at for at, (one, _) in enumerate(versions) if one.withdrawn), default=-1)
    closed = {one.key for each, _ in versions[: gone + 1] for one in each.quotations}
    closed |= {one.key for each, _ in versions[: gone + 1] for one in each.changes}
    told = iter(sealed([one for each, _ in versions for one in each.changes], corrections, closed))
    shut = any(one.kind in _SEALING and one.start_ms is None for one in corrections.get(story, ()))
    found = []
    since, before = "", None
    for number, (one, at) in enumerate(versions):
        changes = tuple(next(told) for _ in one.changes)
        others: tuple[Corrected, ...] = ()
        if before is not None and not one.withdrawn:
            quiet = shut or number <= gone
            others = _others((before, one), (since, at), corrections, story, quiet=quiet)
        revised = before is None or (one.title, one.text) != (before.title, before.text)
        found.append(LoggedVersion(one.version, at, changes, others, one.withdrawn, revised))
        since, before = at, one
    return found


def _others(
    pair: tuple[Publication, Publication],
    between: tuple[str, str],
    corrections: Mapping[str, Sequence[PublicChange]],
    story: str,
    *,
    quiet: bool,
) -> tuple[Corrected, ...]:
    """Corrections that were accepted in between and that no changed quotation shows."""
    before, now = pair
    since, until = between
    shown = {(one.key, one.kind) for one in now.changes if one.kind}
    found = []
    for one in (*before.quotations, *now.quotations):
        for given in corrections.get(one.recording, ()):
            place = one.interval
            if not since <= given.published_at <= until or place is None:
                continue
            if given.start_ms is None or given.end_ms is None:
                continue
            touches = given.start_ms < place.end_ms and place.start_ms < given.end_ms
            if touches and (one.key, given.kind) not in shown:
                found.append(Corrected(given.kind, one.key))
    for given in corrections.get(story, ()):
        if since <= given.published_at <= until:
            sealing = quiet or given.kind in _SEALING
            found.append(
                Corrected(
                    given.kind,
                    "",
                    given.before if not sealing and given.before in before.text else "",
                    given.after if not sealing and given.after in now.text else "",
                )
            )
    return tuple(dict.fromkeys(found))
