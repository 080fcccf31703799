"""What a publisher says in a caption, as assertions about the recordings that the post carries."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence

from earwitness.errors import Refused
from earwitness.intake.article import read_article
from earwitness.intake.articles.records import ParsedArticle
from earwitness.intake.articles.statements import find_unheard
from earwitness.records.artefacts import Appearance
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Audibility, Side
from earwitness.records.statements import Assertion
from earwitness.store.catalog.sound import add_side
from earwitness.store.catalog.statements import add_assertion
from earwitness.text.quotations import mask_quotations

__all__ = ["enter_caption", "side_label"]

_POSSESSIVE = re.compile(r"(?<=s)[’']\Z|[’']s\Z")


def enter_caption(
    db: sqlite3.Connection, appearance: Appearance, recording_ids: Sequence[str]
) -> None:
    """Keep the caption, and each thing it states, as the publisher's words about each recording.

    A side that the caption says cannot be heard is a side of the recording that may hold no words.
    """
    parsed = _read(appearance.caption)
    about: Sequence[str | None] = recording_ids or [None]
    for recording_id in about:
        whole = Assertion(
            new_identifier("ass"),
            appearance.id,
            recording_id,
            "caption",
            "stated",
            appearance.caption,
            start=0,
            end=len(appearance.caption),
        )
        for assertion in [whole, *_stated(parsed, appearance.id, recording_id)]:
            add_assertion(db, assertion)
        if recording_id is not None:
            for side in _unheard(appearance.caption, appearance.id, recording_id):
                add_side(db, side)


def side_label(whose: str | None) -> str:
    """How a side that cannot be heard is called: "Roma's replies" are those of Roma."""
    return _POSSESSIVE.sub("", whose or "") or "the other side"


def _read(caption: str) -> ParsedArticle | None:
    try:
        return read_article(caption.encode("utf-8", "replace"), name="caption.txt")
    except Refused:
        return None


def _stated(
    parsed: ParsedArticle | None, appearance_id: str, recording_id: str | None
) -> Iterator[Assertion]:
    for one in parsed.statements if parsed else ():
        offset = parsed.paragraphs[one.paragraph].start if parsed else 0
        state = "unknown" if one.state == "unknown" else "hedged" if one.hedge else "stated"
        yield Assertion(
            new_identifier("ass"),
            appearance_id,
            recording_id,
            one.kind.value,
            state,
            one.words,
            one.hedge or "",
            offset + one.start,
            offset + one.end,
        )


def _unheard(caption: str, appearance_id: str, recording_id: str) -> Iterator[Side]:
    """Sides that the caption says cannot be heard; a caption need not introduce a call for that."""
    for one in find_unheard(mask_quotations(caption, keep_terms=True)):
        yield Side(
            new_identifier("sid"),
            recording_id,
            side_label(one.whose),
            Audibility.INAUDIBLE,
            appearance_id,
            caption[one.start : one.end],
        )
