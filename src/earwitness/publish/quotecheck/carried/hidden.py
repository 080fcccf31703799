"""Q37: names, numbers and addresses in what readers do not see: comments, front matter, attributes, file names.

What was left in the source of pages has cost people their safety (methods §1.1): the same words count there as in
the text, and a name needs no capital letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.draft_hidden import HiddenText
from earwitness.publish.quotecheck.narrated.story import Story
from earwitness.records.judgement import Finding, Severity
from earwitness.records.statements import Certainty
from earwitness.text.person_names import NameKind

__all__ = ["hidden_data"]

_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBERS = ("phone", "email", "card", "iban", "handle", "document", "address", "birth")
_BY_US = re.compile(r"field (?:author|byline|editor|photo\w*|credit|translator)", re.IGNORECASE)


def hidden_data(story: Story) -> Iterator[Finding]:
    """One finding a place."""
    if not story.asked:
        return
    shown = [(one.start, one.start + len(one.text)) for one in story.parts if one.heading]
    own = HiddenText("file name", "the draft's own name", story.draft.name)
    for one in (*story.draft.hidden, own):
        if one is not own and any(start <= one.start < end for start, end in shown):
            continue  # a title or deck is shown, and looked at with the headlines
        found = _held(story, one) or _found(story, one)
        if found is not None:
            what, rule, severity = found
            yield story.finding(
                "Q37",
                _span(story, one),
                f"{what} stands in the source of the draft, where readers do not look and others do"
                f" ({one.kind}, {one.place}).",
                rule=rule,
                suggestion="Take it out of the file; a public page is built from what it may hold.",
                severity=severity,
            )


def _held(story: Story, one: HiddenText) -> tuple[str, str, Severity] | None:
    """A name that the archive holds, in any script and form."""
    given = ""
    for piece in _PIECE.findall(one.text):
        held = story.held.find(piece, capital=False)
        if held is None:
            continue
        if held.sealed or held.kind is not NameKind.GIVEN:
            kind = (
                "a sealed word"
                if held.sealed
                else f"the {held.kind.value} of somebody in the recordings"
            )
            return f"“{piece}”, {kind},", f"the archive has it, {held.where}", Severity.ERROR
        if piece[:1].isupper():
            given = piece
    if given:
        rule = "a given name that the archive holds"
        return f"“{given}”, a given name,", rule, Severity.WARNING
    return None


def _found(story: Story, one: HiddenText) -> tuple[str, str, Severity] | None:
    """What could identify anybody: numbers and addresses; names unless they are the makers'."""
    ask = story.checking.told.private
    for each in ask([one.text]) if ask else ():
        if each.public or each.certainty is Certainty.POSSIBLE:
            continue
        if each.kind in _NUMBERS:
            return f"“{each.surface}” ({each.kind})", each.reason, Severity.ERROR
        if each.kind == "name" and one.kind == "comment" and not _BY_US.match(one.place):
            return f"The name “{each.surface}”", each.reason, Severity.WARNING
    return None


def _span(story: Story, one: HiddenText) -> tuple[int, int]:
    end = story.draft.text.find("\n", one.start)
    end = len(story.draft.text) if end < 0 else end
    return one.start, min(end, one.start + len(one.text) + 20) if one.text else end
