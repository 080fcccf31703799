"""Q15 and Q16: slang that a reader cannot know, and swearing that was put in or taken out in translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.records.judgement import Finding, Severity
from earwitness.text.slang import SlangUse, shipped_slang, slang_in
from earwitness.text.stems import stem_keys
from earwitness.text.words import tokens

__all__ = ["register", "slang_literal"]

_NUMBERED = re.compile(r"\d|сот|трьохс|п'ятис", re.IGNORECASE)
_LEAST_LETTERS = 4


def slang_literal(q: Quoted) -> Iterator[Finding]:
    """Slang in the words spoken whose sense stands neither in the quotation nor beside it."""
    for use in slang_in(q.heard.original, shipped_slang()):
        senses = [one.sense for one in use.senses]
        if not _is_code(use):
            continue
        told = _stems(f"{q.frame.text} {q.narration}")
        if any(_stems(sense) & told for sense in senses):
            continue
        if q.text.translation is None and not q.quotation.text.casefold().count(
            use.surface.casefold()
        ):
            continue
        yield q.frame.finding(
            "Q15",
            q.span,
            f"“{use.surface}” can be slang: {senses[0]}. Readers are not told.",
            rule=f"glossary, {use.senses[0].source}",
            suggestion="If it is meant so here, explain it in brackets or in the story.",
            heard=q.heard,
            severity=Severity.WARNING,
        )
        return


def _is_code(use: SlangUse) -> bool:
    """Numbers for dead and wounded, and code words: what is read literally by everybody else."""
    return bool(_NUMBERED.search(use.surface)) or any(
        re.search(
            r"drone|killed|wounded|mortar|shell|grenade|missing|tank|rocket|code word", one.sense
        )
        for one in use.senses
    )


def _stems(text: str) -> set[str]:
    return {
        key
        for one in tokens(text)
        if len(one.text) >= _LEAST_LETTERS
        for key in stem_keys(one.text)
    }


def register(q: Quoted) -> Iterator[Finding]:
    """Swearing on one side of a translation only; where words of a line are left out nothing is said."""
    if q.text.translation is None or q.heard.first < 0:
        return
    spoken = cue("und", "swearing").search(q.heard.original)
    written = cue("und", "swearing").search(q.frame.text)
    marked = re.search(r"[*#@$]{1,}|\[[^\]]+\]", q.frame.text)
    if spoken and not written and not marked and q.text.is_whole(q.first, q.last):
        what, words = "The speaker swears", spoken[0]
    elif written and not spoken:
        what, words = "The quotation swears, the speaker does not", written[0]
    else:
        return
    yield q.frame.finding(
        "Q16",
        q.span,
        f"{what} (“{words}”): the translation changes the register.",
        rule="a list of swear words, in the words spoken and in the quotation",
        suggestion="Translate as it is said, with letters masked if need be, or mark it: [swears].",
        heard=q.heard,
        severity=Severity.WARNING,
    )
