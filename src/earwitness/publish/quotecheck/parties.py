"""Everybody in a recording: voices that are labelled, and sides that somebody says are not heard.

A described call whose quotations stand in a recording is that recording as an article tells it, so
what the article says about its unheard side counts for the recording too.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from earwitness.publish.quotecheck.heard_words import (
    Comparable,
    SpokenVersion,
    comparables,
    spoken_version,
)
from earwitness.publish.quotecheck.matching import align, most
from earwitness.publish.quotecheck.speakers import Party, name_keys
from earwitness.publish.quotecheck.units import UnitKind, units_of
from earwitness.store.catalog.sound import sides
from earwitness.store.catalog.statements import quotations_of
from earwitness.store.catalog.words import (
    marks,
    transcripts,
    translations,
    without_word_times,
)
from earwitness.store.renderings import renderings
from earwitness.text.language import guess_language

__all__ = ["described_as", "parties_of"]

_MACHINE_LABEL = re.compile(r"(?:speaker|spk|s|v)[ _-]?\d+", re.IGNORECASE)
_NOT_HEARD = re.compile(
    r"inaudible|not heard|not audible|не чут|не слышн|нерозбірл|неразборч", re.IGNORECASE
)
_AGREE = 0.8
_LEAST_WORDS = 6
_COVER = 0.8


def parties_of(
    db: sqlite3.Connection, recording_id: str, texts: Sequence[Comparable] | None = None
) -> tuple[Party, ...]:
    """The voices of a recording with all their labels, and its unheard sides.

    Args:
        texts: its texts, where they have been read already.
    """
    read = next((one.spoken for one in texts or () if one.spoken is not None), None)
    spoken = read or spoken_version(db, recording_id)
    found = []
    voices = dict.fromkeys(one.voice for one in spoken.utterances if one.voice) if spoken else {}
    if spoken:
        found = [_heard_party(db, recording_id, spoken, voice) for voice in voices]
    unheard: dict[str, None] = {}
    for identifier in (recording_id, *described_as(db, recording_id, texts)):
        for side in sides(db, identifier):
            if not side.audibility.heard:
                unheard.setdefault(side.label)
    unheard.update(dict.fromkeys(_unheard_labels(db, recording_id)))
    found += [
        Party(label, ((label, _language(label)),), heard=False, voice=None) for label in unheard
    ]
    if spoken and not unheard and len(voices) <= 1 and _is_one_sided(db, recording_id):
        found.append(_other_side(spoken))
    return tuple(found)


def _heard_party(
    db: sqlite3.Connection, recording_id: str, spoken: SpokenVersion, voice: str
) -> Party:
    """A voice with its own label, and those that translations and other versions give it."""
    labels = {voice: None} | dict.fromkeys(_labels_elsewhere(db, recording_id, spoken, voice))
    named = [one for one in labels if not _MACHINE_LABEL.fullmatch(one)]
    return Party(
        named[0] if named else voice,
        tuple((one, _language(one)) for one in named),
        heard=True,
        voice=voice,
    )


def _labels_elsewhere(
    db: sqlite3.Connection, recording_id: str, spoken: SpokenVersion, voice: str
) -> Iterator[str]:
    """Labels on the translation lines that render this voice, where nearly all agree."""
    voices = {one.position: one.voice for one in spoken.utterances}
    for version in translations(db, recording_id):
        if version.transcript_id is None:
            continue
        counted = Counter(
            line.voice
            for line in renderings(db, version, spoken.transcript.id)
            if line.voice
            and line.first is not None
            and line.first == line.last
            and voices.get(line.first) == voice
        )
        if counted and counted.most_common(1)[0][1] >= _AGREE * counted.total():
            yield str(counted.most_common(1)[0][0])


def _is_one_sided(db: sqlite3.Connection, recording_id: str) -> bool:
    """Some version marks places where the other side cannot be heard, as lines of nobody."""
    return any(
        not one.voice and _NOT_HEARD.search(one.no_speech)
        for version in transcripts(db, recording_id)
        for one in marks(db, version.id)
    )


def _other_side(spoken: SpokenVersion) -> Party:
    names: set[str] = set()
    for one in spoken.utterances:
        # The first word of a line is a capital for another reason.
        rest = one.text.partition(" ")[2]
        names |= name_keys(rest, one.language.split("-")[0])
    return Party("the other side", (), heard=False, voice=None, addressed=frozenset(names))


def described_as(
    db: sqlite3.Connection, recording_id: str, texts: Sequence[Comparable] | None = None
) -> tuple[str, ...]:
    """Calls that articles describe and whose quotations stand in this recording."""
    rows = db.execute(
        "select distinct q.recording_id from quotation q join recording r on r.id = q.recording_id"
        " where r.basis = 'described' order by r.rowid"
    ).fetchall()
    if not rows:
        return ()
    own = list(comparables(db, recording_id)) if texts is None else texts
    return tuple(row["recording_id"] for row in rows if _stands_in(db, row["recording_id"], own))


def _stands_in(db: sqlite3.Connection, described_id: str, texts: Sequence[Comparable]) -> bool:
    words = 0
    for quotation in quotations_of(db, described_id):
        for text in texts:
            units = units_of(quotation.text, text.language)
            if most(units, text.heard)[1] < _COVER:
                continue
            plain = sum(1 for unit in units if unit.kind is not UnitKind.BRACKET)
            match = align(units, text.heard)
            if match is not None and match.cover >= _COVER:
                words += plain
                break
        if words >= _LEAST_WORDS:
            return True
    return False


def _unheard_labels(db: sqlite3.Connection, recording_id: str) -> Iterator[str]:
    """Labels that stand only beside "[inaudible]" in some transcript of the recording."""
    for version in transcripts(db, recording_id):
        named = [one.voice for one in marks(db, version.id) if one.voice]
        if named:
            lines = without_word_times(db, version.id)
            speaking = {one.voice for one in lines if one.text}
            yield from (one for one in named if one not in speaking)


def _language(label: str) -> str:
    guess = guess_language(label)
    if guess.tag in ("ru", "uk"):
        return guess.tag
    return "en" if label.isascii() else "uk"
