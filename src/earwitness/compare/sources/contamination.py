"""Whether words may only repeat what was public already (I6)."""

from __future__ import annotations

from datetime import datetime

from earwitness.compare.sources.keys import Bundle, name_of
from earwitness.records.independence import KeyValue, LinkBasis

__all__ = ["contaminated", "may_repeat"]


def may_repeat(
    early: Bundle, late: Bundle, public_since: datetime | None
) -> tuple[LinkBasis, str] | None:
    """Why what is said in ``late`` may be taken from the public, and so from ``early``; None if not.

    Only bounds are compared: the latest instant at which the one can have been recorded with the
    earliest at which the other can have been public.

    Args:
        public_since: when the claim was public by other ways (a broadcast), if that is known.
    """
    recorded, public = late.first.recorded, early.public
    if not recorded.applies:
        return None
    if contaminated(late, public_since) and contaminated(early, public_since):
        return (
            LinkBasis.PLAUSIBLY_EQUAL,
            f"the claim was public by {_day(public_since)}, and neither is known to have been recorded before",
        )
    if not public.applies:
        return None
    name, other = name_of(late.first), name_of(early.first)
    if not recorded.is_known:
        return (
            LinkBasis.PLAUSIBLY_EQUAL,
            f"it is not known when {name} was recorded; it may repeat {other}, which was public",
        )
    if not public.is_known:
        return (
            LinkBasis.PLAUSIBLY_EQUAL,
            f"it is not known since when {other} was public; {name} may repeat it",
        )
    if _after(public, recorded):
        return None
    reason = (
        f"{other} was public on {_day(public.value)}, and {name} is only known to have been recorded"
        f" not after {_day(recorded.value)}; it may repeat it"
    )
    return LinkBasis.PLAUSIBLY_EQUAL, reason


def contaminated(bundle: Bundle, public_since: datetime | None) -> bool:
    """Whether it may have been recorded when the claim was public by other ways."""
    recorded = bundle.first.recorded
    if public_since is None or not recorded.applies:
        return False
    return recorded.value is None or recorded.value >= public_since


def _after(public: KeyValue[datetime], recorded: KeyValue[datetime]) -> bool:
    return public.value is not None and recorded.value is not None and public.value > recorded.value


def _day(instant: datetime | None) -> str:
    return instant.strftime("%Y-%m-%d %H:%M") if instant else "an unknown day"
