"""Q18: the speaker passes on what others said, and the quotation shows it as the speaker's own knowledge."""

from __future__ import annotations

from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue, found_cue
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.records.claims import Claim, KnowledgeRoot
from earwitness.records.judgement import Finding
from earwitness.store.catalog.claims import claims_of_version
from earwitness.text.words import tokens

__all__ = ["dropped_tellers", "hearsay_flattened"]

_HEARSAY = frozenset(
    {
        KnowledgeRoot.TOLD_BY_NAMED,
        KnowledgeRoot.TOLD_BY_UNNAMED,
        KnowledgeRoot.RUMOUR,
        KnowledgeRoot.MEDIA,
    }
)
_SHORT_SENTENCE = 12  # words of a sentence that says who told the one before


def hearsay_flattened(q: Quoted) -> Iterator[Finding]:
    """Who told the speaker is left out of the quotation, and the story does not say it either."""
    if q.told_beside("narrated_hearsay"):
        return
    lost = list(dict.fromkeys(words for words, _ in dropped_tellers(q)))
    rule = "words for who told the speaker stand in the quoted sentence, outside the quotation"
    if not lost:
        following = _teller_after(q)
        claim = None if following else _claim(q)
        if following:
            lost, rule = [following], "the next sentence of the same voice says who told it"
        elif claim is not None:
            lost = [claim.said.told_by.words if claim.said.told_by else claim.words]
            rule = f"claim {claim.id}, knowledge: {claim.knowledge.value}"
    if lost:
        yield q.frame.finding(
            "Q18",
            q.span,
            f"The speaker has this from others: “{'”, “'.join(lost)}” is left out.",
            rule=rule,
            suggestion="Quote it, or say in the story that the speaker was told so.",
            heard=q.heard,
        )


def dropped_tellers(q: Quoted) -> Iterator[tuple[str, list[int]]]:
    """Words for who told it, in the quoted sentences, that are neither kept nor under an elision."""
    for sentence in q.sentences:
        for key in ("hearsay", "told_before"):
            for words, at in q.places_of(cue(q.language, key), sentence.first, sentence.last):
                after = any(kept > at[-1] for kept in q.kept if kept <= sentence.last)
                lost = not q.kept.intersection(at) and not q.cut.intersection(at)
                if lost and (key == "hearsay" or after):
                    yield words, at


def _teller_after(q: Quoted) -> str:
    following = q.following()
    if following is None or len(tokens(following.text)) > _SHORT_SENTENCE:
        return ""
    return following.text if found_cue(following.text, q.language, "told_after") else ""


def _claim(q: Quoted) -> Claim | None:
    """A claim in the quoted words that was read (or decided) to rest on others, unless they show it."""
    spoken = q.text.spoken
    if spoken is None or q.heard.first < 0 or q.text.is_whole(q.first, q.last):
        return None  # a whole line shows who told it
    if any(
        found_cue(q.frame.text, q.language, key) for key in ("hearsay", "told_before", "told_after")
    ):
        return None
    claims = [
        one
        for one in claims_of_version(q.checking.db, spoken.transcript.id)
        if any(q.heard.first <= span.position <= q.heard.last for span in one.spans)
    ]
    if q.text.translation is None:
        said = q.heard.original
        claims = [
            one
            for one in claims
            if any(said in s.words and len(said) < len(s.words) - 1 for s in one.spans)
        ]
    if not claims or any(one.knowledge not in _HEARSAY for one in claims):
        return None
    teller = claims[0].said.told_by
    shown = teller is not None and q.text.translation is None and teller.words in q.heard.original
    return None if shown else claims[0]
