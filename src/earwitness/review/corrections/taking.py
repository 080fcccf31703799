"""What readers send: correction files of story pages, read as what strangers wrote.

A file names a story, its version, words of its page (W3C TextQuoteSelector) and what should stand there.
The words are looked for in what was published; nothing of the file is believed besides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from earwitness.errors import MalformedInput, NotInArchive, OverLimit, UnreadableFile
from earwitness.records.corrections import Correction, CorrectionKind, CorrectionState
from earwitness.records.identifiers import is_identifier
from earwitness.records.publication import Publication, PublishedQuotation
from earwitness.records.signed import SignedRecord
from earwitness.review.corrections.log import change_log
from earwitness.store.archive import Archive
from earwitness.store.catalog.publications import Edition, editions
from earwitness.store.signing import Signature, sign
from earwitness.text.encoding import decode_text
from earwitness.text.json_reading import read_json

__all__ = ["FromReader", "Taken", "read_reader_file", "take_reader_file"]

_LARGEST = 64 * 1024
_LONGEST = {"exact": 2_000, "prefix": 200, "suffix": 200, "value": 4_000, "contact": 300}
_ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_READER = "a reader"


@dataclass(frozen=True, slots=True)
class FromReader:
    """What a file says."""

    story: str
    version: int
    kind: CorrectionKind
    exact: str
    prefix: str
    suffix: str
    should_say: str
    contact: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file.

    Attributes:
        record: the proposal; new: False if the same was here already.
        subject: the recording whose quotation it is about, else the story.
        quotation: key of the quotation, "" for the text of the story.
    """

    record: SignedRecord
    new: bool
    subject: str
    quotation: str


def read_reader_file(path: Path) -> FromReader:
    """Read a correction file.

    Raises:
        UnreadableFile: it cannot be read.
        OverLimit: it is larger than any that a page makes.
        MalformedInput: it is none; the sentence says where.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error.strerror})", where=str(path)) from error
    if len(data) > _LARGEST:
        raise OverLimit("is over 64 kB: no page makes such a correction", where=str(path))
    where = str(path)
    read = read_json(decode_text(data, where=where).text, where=where)
    target, body, given = (_part(read, name, where) for name in ("target", "body", "correction"))
    selector = _part(target, "selector", where)
    if given.get("format") != 1 or selector.get("type") != "TextQuoteSelector":
        raise MalformedInput("is no correction file of a story page", where=where)
    story, version, kind = target.get("source"), given.get("version"), given.get("kind")
    if not isinstance(story, str) or not is_identifier(story, "pub"):
        raise MalformedInput("names no story", where=where)
    if type(version) is not int or version < 1:
        raise MalformedInput("names no version of a story", where=where)
    if not isinstance(kind, str) or kind not in [*CorrectionKind]:
        raise MalformedInput("says not what is wrong", where=where)
    found = FromReader(
        story,
        version,
        CorrectionKind(kind),
        _words(selector, "exact", where),
        _words(selector, "prefix", where),
        _words(selector, "suffix", where),
        _words(body, "value", where),
        _words(given, "contact", where),
    )
    if not found.exact or not found.should_say:
        raise MalformedInput("names no words, or says not what should stand there", where=where)
    return found


def take_reader_file(archive: Archive, path: Path) -> Taken:
    """Keep what a reader's file says as a proposal; somebody of the desk settles it.

    Raises:
        UnreadableFile, OverLimit, MalformedInput: as `read_reader_file`.
        NotInArchive: the story or version was not published from here, or the words do not stand in it.
    """
    given = read_reader_file(path)
    edition = _edition(archive, given, str(path))
    at = _place(edition.publication, given)
    if at is None:
        raise NotInArchive(
            f"the words do not stand in version {given.version} of {given.story}: “{given.exact[:80]}”",
            where=str(path),
        )
    quotation = _quotation_at(edition.publication, at, at + len(given.exact))
    subject = quotation.recording if quotation else given.story
    made = Correction(
        given.kind,
        before=given.exact,
        after=given.should_say,
        start_ms=quotation.start_ms if quotation else None,
        end_ms=quotation.end_ms if quotation else None,
        origin="reader",
    )
    key = quotation.key if quotation else ""
    for one in change_log(archive.db, subject):
        if one.correction == made and one.state is CorrectionState.PROPOSED:
            record = SignedRecord(one.id, "correction", subject, "", one.by, one.at, one.why)
            return Taken(record, new=False, subject=subject, quotation=key)
    reason = f"{given.story}, version {given.version}"
    if given.contact:
        reason += f"; contact: {given.contact}"
    record = sign(archive, "correction", subject, made, Signature(_READER, reason))
    return Taken(record, new=True, subject=subject, quotation=key)


def _edition(archive: Archive, given: FromReader, where: str) -> Edition:
    history = editions(archive.db, given.story)
    if not history:
        raise NotInArchive(f"no story is called '{given.story}'", where=where)
    for one in history:
        if one.publication.version == given.version and not one.publication.withdrawn:
            return one
    raise NotInArchive(f"{given.story} has no version {given.version} with words", where=where)


def _place(one: Publication, given: FromReader) -> int | None:
    """Where the words stand; of several places the one whose surroundings fit best."""
    text, best, most = one.text, None, -1
    at = text.find(given.exact)
    while at >= 0:
        end = at + len(given.exact)
        fits = _common_end(text[:at], given.prefix) + _common_start(text[end:], given.suffix)
        if fits > most:
            best, most = at, fits
        at = text.find(given.exact, at + 1)
    return best


def _common_start(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _common_end(one: str, other: str) -> int:
    return _common_start(one[::-1][: len(other)], other[::-1])


def _quotation_at(one: Publication, start: int, end: int) -> PublishedQuotation | None:
    """The quotation of which a stretch of the page holds words."""
    for quotation in one.quotations:
        around = quotation.prefix + quotation.text + quotation.suffix
        at = one.text.find(around)
        while at >= 0:
            first = at + len(quotation.prefix)
            if start < first + len(quotation.text) and first < end:
                return quotation
            at = one.text.find(around, at + 1)
    return None


def _part(read: object, name: str, where: str) -> dict[str, Any]:
    found = read.get(name) if isinstance(read, dict) else None
    if not isinstance(found, dict):
        raise MalformedInput(f"is no correction file of a story page: no '{name}'", where=where)
    return found


def _words(read: dict[str, Any], name: str, where: str) -> str:
    """Words of a stranger: one row, nothing that acts on a screen, no longer than a page lets them be."""
    found = read.get(name, "")
    if not isinstance(found, str):
        raise MalformedInput(f"'{name}' is no text", where=where)
    if len(found) > _LONGEST[name]:
        raise OverLimit(f"'{name}' is longer than {_LONGEST[name]} characters", where=where)
    bare = re.sub(r"\s+", " ", _ACTING.sub("", found))
    return bare if name in ("prefix", "suffix") else bare.strip()
