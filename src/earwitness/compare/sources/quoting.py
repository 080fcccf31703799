"""Do an article's quotations stand in the words of a recording, also in another language?

An article in English quotes a Russian call in translation. So its quotations are looked for in every
version of the words and in every translation that the archive has. What is found is a suggestion
with a score and a reason; a person confirms it or says that it is not so.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from earwitness.compare.sources.decided import Decided, decided_by
from earwitness.compare.spoken_version import SpokenVersion
from earwitness.records.independence import Decision, DecisionKind
from earwitness.store.catalog.words import transcripts, translation_lines, translations, utterances
from earwitness.text.language import guess_language
from earwitness.text.transliteration import latin_key
from earwitness.text.word_alignment import SpokenUnit, align_units, units_of

__all__ = ["FoundWords", "QuoteLink", "WordsText", "find_words", "quote_links", "texts_of"]

_FOUND = 0.6  # of a quotation's words, in order, within a stretch half as long again
_LEAST_WORDS = 3  # shorter ones ("He is alive") stand in many calls
_CALL = 0.5  # of the words of all quotations of a call
_TELLING_WORDS = 5  # that one quotation must share, so that small talk alone links nothing
_NAME_LETTERS = 3


@dataclass(frozen=True, slots=True)
class WordsText:
    """A version of the words of a recording, or a translation of them, ready to be searched.

    Attributes:
        version: identifier of the transcript or translation; ``what`` calls it for people.
        keys: for each unit what makes it the same as another: its form, its stem, a name's sound.
        voices: for each line, who says it; "" where that is not known.
    """

    recording_id: str
    version: str
    what: str
    language: str
    units: tuple[SpokenUnit, ...]
    keys: tuple[frozenset[str], ...]
    lines: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Where words stand best in a text.

    Attributes:
        shared: words of the quotation that stand there in order, in any form; ``of`` how many.
        line: the line in which most of them stand.
    """

    text: WordsText
    shared: int
    of: int
    line: int

    @property
    def share(self) -> float:
        return self.shared / self.of


@dataclass(frozen=True, slots=True)
class QuoteLink:
    """That an article quotes a recording.

    Attributes:
        described: the call that the article describes, "" where intake found none.
        recording_id: whose sound it is.
        score: share of the words of the quotations that was found, 0 to 1; None where decided.
        state: ``decided`` or ``suggested``.
        found: quotations that were found, of ``quotations``; all of them where a person decided.
    """

    appearance_id: str
    described: str
    recording_id: str
    score: float | None
    state: str
    reason: str
    found: int
    quotations: int


def texts_of(db: sqlite3.Connection, recordings: Sequence[str]) -> list[WordsText]:
    """All versions and translations of recordings that carry the same sound; held lines left out."""
    found = []
    for name in recordings:
        for version in transcripts(db, name):
            spoken = SpokenVersion.of(version.id, utterances(db, version.id))
            found.append(
                WordsText(
                    name,
                    version.id,
                    f"the {version.language} words of {name} ({version.id})",
                    version.language,
                    tuple(spoken.units),
                    tuple(map(_keys, spoken.units)),
                    tuple(line.text for line in spoken.lines),
                    tuple(line.voice or "" for line in spoken.lines),
                )
            )
        for translated in translations(db, name):
            lines = translation_lines(db, translated.id)
            texts = [line.text for line in lines]
            units = units_of(texts, [translated.language] * len(texts))
            found.append(
                WordsText(
                    name,
                    translated.id,
                    f"the translation into {translated.language} of {name} ({translated.id})",
                    translated.language,
                    tuple(units),
                    tuple(map(_keys, units)),
                    tuple(texts),
                    tuple(line.voice or "" for line in lines),
                )
            )
    return found


def find_words(words: str, texts: Sequence[WordsText]) -> FoundWords | None:
    """The place where most of the words stand, in order; None where fewer than three words in five do.

    Forms of one word count as the same, so do spellings of a name (Zima, Zyma).
    """
    quoted = units_of([words])
    if len(quoted) < _LEAST_WORDS:
        return None
    best = max(
        (found for text in texts for found in _in_text(quoted, text)),
        key=lambda found: found.shared,
        default=None,
    )
    return best if best is not None and best.share >= _FOUND else None


def quote_links(
    db: sqlite3.Connection, recordings: Sequence[str], canonical: str, decided: Decided
) -> tuple[list[QuoteLink], list[str]]:
    """The articles that quote a sound, decided or suggested; and notes on what cannot be compared.

    Args:
        recordings: all that carry the sound.
        canonical: the one that stands for them.
    """
    texts = texts_of(db, recordings)
    found: list[QuoteLink] = []
    unread: set[str] = set()
    for (appearance_id, described), quotations in _described(db).items():
        if described in recordings:
            continue
        ruling = _ruling(decided, appearance_id, described, canonical)
        if ruling is not None and ruling.kind is DecisionKind.QUOTES:
            reason = f"{decided_by(ruling)}: {ruling.reason}"
            ids, count = (appearance_id, described, canonical), len(quotations)
            found.append(QuoteLink(*ids, None, "decided", reason, count, count))
        if ruling is not None or _settled_elsewhere(decided, described):
            continue
        link = _suggested(appearance_id, described, canonical, quotations, texts)
        if link is not None:
            found.append(link)
        else:
            unread.add(_base(guess_language(" ".join(quotations)).tag))
    return found, [*_notes(canonical, texts, unread)]


def _notes(canonical: str, texts: Sequence[WordsText], unread: set[str]) -> Iterator[str]:
    """Which articles could not be held to the recording at all."""
    missing = sorted(unread - {_base(text.language) for text in texts} - {"und"})
    if missing and not texts:
        yield f"{canonical} has no words yet: no article can be held to it"
    elif missing:
        yield (
            f"articles here also quote calls in {', '.join(missing)}; {canonical} has no words in"
            f" that language, so nothing can be said of them (earwitness translate {canonical})"
        )


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0]


def _described(db: sqlite3.Connection) -> Mapping[tuple[str, str], list[str]]:
    """Quotations of articles by article and by the call that it describes."""
    rows = db.execute(
        "select q.appearance_id, coalesce(q.recording_id, '') described, q.text from quotation q"
        " join appearance a on a.id = q.appearance_id"
        " where q.role = 'speech' and a.kind = 'article' order by a.rowid, q.position"
    )
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        found.setdefault((row["appearance_id"], row["described"]), []).append(row["text"])
    return found


def _suggested(
    appearance_id: str,
    described: str,
    canonical: str,
    quotations: Sequence[str],
    texts: Sequence[WordsText],
) -> QuoteLink | None:
    places = [place for one in quotations if (place := find_words(one, texts)) is not None]
    if not any(place.shared >= _TELLING_WORDS for place in places):
        return None
    total = sum(len(units_of([one])) for one in quotations)
    shared = sum(place.shared for place in places)
    if shared < _CALL * total:
        return None
    where = Counter(place.text.what for place in places).most_common(1)[0][0]
    reason = (
        f"{len(places)} of {len(quotations)} quotations stand in {where}: {shared} of {total} words"
    )
    return QuoteLink(
        appearance_id,
        described,
        canonical,
        round(shared / total, 3),
        "suggested",
        reason,
        len(places),
        len(quotations),
    )


def _ruling(
    decided: Decided, appearance_id: str, described: str, canonical: str
) -> Decision | None:
    return decided.quotes.get((described, canonical)) or decided.quotes.get(
        (appearance_id, canonical)
    )


def _settled_elsewhere(decided: Decided, described: str) -> bool:
    """Whether a person has said which other recording the described call is."""
    return any(
        described and subject == described and one.kind is DecisionKind.QUOTES
        for (subject, _), one in decided.quotes.items()
    )


def _in_text(quoted: Sequence[SpokenUnit], text: WordsText) -> Iterator[FoundWords]:
    """The best place in one text: the stretch that has most of the words, then word by word."""
    ours = [_keys(unit) for unit in quoted]
    wanted = frozenset().union(*ours)
    hits = [not wanted.isdisjoint(keys) for keys in text.keys]
    size = len(quoted) + max(2, len(quoted) // 2)
    if not any(hits):
        return
    counts = [sum(hits[: min(size, len(hits))])]
    for start in range(1, max(1, len(hits) - size + 1)):
        counts.append(counts[-1] - hits[start - 1] + hits[start + size - 1])
    start = counts.index(max(counts))
    stretch = text.units[start : start + size]
    same = [
        stretch[b]
        for a, b in align_units(quoted, stretch)
        if a is not None and b is not None and not ours[a].isdisjoint(text.keys[start + b])
    ]
    if same:
        line = Counter(unit.line for unit in same).most_common(1)[0][0]
        yield FoundWords(text, len(same), len(quoted), line)


def _keys(unit: SpokenUnit) -> frozenset[str]:
    keys = {unit.key, unit.stem}
    if unit.text[:1].isupper() and len(unit.key) >= _NAME_LETTERS:
        keys.add(f"sounds {latin_key(unit.key)}")
    return frozenset(keys)
