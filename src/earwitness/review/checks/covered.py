"""L3 by machine: spans that a tone, clipping or silence covers, which hold no words (methods §3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from earwitness.records.timecode import Interval
from earwitness.review.checks.answer import Answer, Evidence

__all__ = ["CHECK", "VERSION", "covered_spans"]

CHECK: Final = "L3"
VERSION: Final = "1"

_SAYS = {
    "bleep": "a tone of 900 to 1100 Hz covers the sound: no words are known here",
    "clipping": "the sound is clipped: words here are doubtful",
    "digital_silence": "digital silence: nothing was recorded here, or it was taken out",
}


def covered_spans(marks: Iterable[tuple[str, Interval]] | None) -> Answer:
    """What covers the sound, from the marks of a hearing.

    Args:
        marks: kind and place, as `listen` hears them; kinds that cover nothing are passed over. None
            where the recording was not heard.
    """
    explain = tuple(f"{kind}: {says}" for kind, says in _SAYS.items())
    if marks is None:
        return Answer(
            CHECK, "not_possible", "The recording was not heard yet.", (), explain, VERSION
        )
    found = sorted(((span, kind) for kind, span in marks if kind in _SAYS), key=lambda one: one[0])
    evidence = tuple(Evidence(kind.replace("_", " "), _SAYS[kind], span) for span, kind in found)
    if not evidence:
        return Answer(CHECK, "pass", "No bleep, clipping or digital silence.", (), explain, VERSION)
    count = "One span is" if len(evidence) == 1 else f"{len(evidence)} spans are"
    reason = f"{count} covered; no claim may rest on words there."
    return Answer(CHECK, "inconclusive", reason, evidence, explain, VERSION)
