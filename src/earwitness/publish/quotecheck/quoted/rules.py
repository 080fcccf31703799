"""All rules about a quotation, in the order of the codes, and which finding makes another one needless."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from earwitness.publish.quotecheck.differences import Difference, differences
from earwitness.publish.quotecheck.findings import altered
from earwitness.publish.quotecheck.quoted.context import Quoted
from earwitness.publish.quotecheck.quoted.context_loss import context_loss
from earwitness.publish.quotecheck.quoted.drift import drifted_from_original, is_drift
from earwitness.publish.quotecheck.quoted.elision import elision
from earwitness.publish.quotecheck.quoted.hearsay import dropped_tellers, hearsay_flattened
from earwitness.publish.quotecheck.quoted.hedge_dropped import dropped_hedges, hedge_dropped
from earwitness.publish.quotecheck.quoted.joined import joined
from earwitness.publish.quotecheck.quoted.relayed import relayed
from earwitness.publish.quotecheck.quoted.standing import no_anchor, stale_words, withdrawn
from earwitness.publish.quotecheck.quoted.unclear import from_unclear
from earwitness.publish.quotecheck.quoted.vocabulary import register, slang_literal
from earwitness.records.judgement import Finding

__all__ = ["RULES", "words_changed"]

RULES: tuple[Callable[[Quoted], Iterator[Finding]], ...] = (
    hedge_dropped,
    elision,
    from_unclear,
    drifted_from_original,
    relayed,
    slang_literal,
    register,
    context_loss,
    hearsay_flattened,
    withdrawn,
    no_anchor,
)


def words_changed(q: Quoted) -> list[Finding]:
    """Words that are not as heard, under the code that says most.

    A quotation that was stitched or reordered, or that stands so in an older version, is no list of single
    changed words; words left out that are a doubt or a teller are Q05 and Q18.
    """
    found = differences(q.place.match, q.frame.units, q.units, q.text.sentence_starts)
    if not found:
        return []
    whole = [
        *stale_words(q.checking, q.frame, q.place, q.heard),
        *joined(q.checking, q.frame, q.heard),
    ]
    known = {at for _, places in (*dropped_hedges(q), *dropped_tellers(q)) for at in places}
    codes = {(one.code, one.after): kind for one in found if (kind := is_drift(q, one))}
    told: list[Finding] = []
    for one in found:
        if one.code == "Q02" and (whole or _is_known(one, known)):
            continue
        told += altered(
            q.frame, q.place, q.heard, (one,), drift=codes.get((one.code, one.after), "")
        )
    return [*whole, *told]


def _is_known(one: Difference, known: set[int]) -> bool:
    return not one.quoted and bool(one.heard) and set(one.heard) <= known
