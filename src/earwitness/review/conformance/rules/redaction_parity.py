"""Hala BP12.5: what is cut in the sound is cut in every text, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from earwitness.records.derivatives import DerivedRole
from earwitness.records.handing_on import Exported
from earwitness.records.protection import RedactedStretch
from earwitness.review.conformance.cues import cues
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import Outcome, Rule, fails, not_applicable, passes
from earwitness.review.conformance.searching import small_text, word_in
from earwitness.review.conformance.standing import Said
from earwitness.review.conformance.text_versions import TextVersion

__all__ = ["RULES"]


_MARK = re.compile(r"\[[^\]]+\]|█")


def _redacted_alike(item: Item) -> Outcome:
    """HALA-BP12.5: no redacted word in a text of the release, no untreated sound behind one."""
    stretches = item.said.all(RedactedStretch)
    if not stretches:
        return not_applicable("nothing of it is redacted")
    evidence = [one.id for one in stretches]
    for one in stretches:
        for leak in (*_leaks(item, one), *_one_sided(item, one)):
            return fails(leak, one.id)
    return passes("sound and texts are treated alike", *evidence)


def _texts_by_name(item: Item) -> dict[str, TextVersion]:
    return {one.id: one for one in item.texts}


def _leaks(item: Item, one: Said) -> Iterator[str]:
    """Sealed words in files that were released, in their names, and in lines at that time."""
    fields: RedactedStretch = one.fields
    for record in item.releases:
        for file in (*(one.file for one in record.fields.files), *record.fields.folder):
            where = f"{file.name} of {record.id}"
            word = word_in(file.path, fields.words)
            if word is None:
                yield f"{where} cannot be searched: it is not there"
            elif word:
                yield f"a redacted word stands in {where}"
            inside = [
                line
                for start, end, line in cues(small_text(file.path) or "")
                if fields.start_ms <= start < end <= fields.end_ms and _holds_words(line)
            ]
            if inside:
                yield f"{where} has words at {fields.start_ms} ms, where the sound is redacted"


def _holds_words(line: str) -> bool:
    """Whether a subtitle has words, and no mark in brackets that stands for one."""
    return any(map(str.isalpha, line)) and not _MARK.search(line)


def _one_sided(item: Item, one: Said) -> Iterator[str]:
    """A text that is not treated where the sound is; sound that is not treated where a text is."""
    fields: RedactedStretch = one.fields
    copies = {
        made.fields.file.sha256
        for made in item.derivatives
        if made.fields.role is DerivedRole.REDACTED
    }
    for sha256 in fields.files:
        if sha256 not in copies:
            yield f"{sha256[:16]}… is no redacted copy that is on record"
    if fields.files and not fields.texts and item.texts:
        yield "it is treated in the sound and in no text"
    if fields.texts and not fields.files and item.sounds:
        yield "it is treated in the texts and in no sound"
    texts = _texts_by_name(item)
    for record, file in item.exported():
        if record not in item.releases:
            continue  # the whole may go to those who are entitled to it, sealed
        name = f"{file.file.name} of {record.id}"
        if file.of in texts:
            if _covers(texts[file.of], fields) and not _treated(fields.texts, file, file.of):
                yield f"{name} is a text that is not treated"
        elif _holds(file, fields) and not _treated(fields.files, file):
            yield f"{name} is sound that is not treated"


def _treated(named: tuple[str, ...], file: Exported, *more: str) -> bool:
    return bool({file.file.sha256, *more} & set(named))


def _covers(text: TextVersion, fields: RedactedStretch) -> bool:
    """Whether a text has a line in the stretch; one without times may have it anywhere."""
    return any(
        line.start_ms is None
        or line.end_ms is None
        or (line.start_ms < fields.end_ms and line.end_ms > fields.start_ms)
        for line in text.lines
    )


def _holds(file: Exported, fields: RedactedStretch) -> bool:
    """Whether a file of sound has the stretch in it."""
    if (
        file.labelled_as is DerivedRole.CLIP
        and file.start_ms is not None
        and file.end_ms is not None
    ):
        return file.start_ms < fields.end_ms and file.end_ms > fields.start_ms
    return True


RULES: Mapping[str, Rule] = {"HALA-BP12.5": _redacted_alike}
