"""Dates as people give them to a search: a year, a month or a day, always the whole of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from earwitness.errors import UsageError

__all__ = ["period_end", "period_start"]

_FORMS = ("%Y-%m-%d", "%Y-%m", "%Y")
_LENGTHS = (10, 7, 4)
_FIRST_YEAR, _LAST_YEAR = 1800, 2999  # sound recording, and typing errors


def period_start(text: str, option: str) -> datetime:
    """The first moment of a period, in UTC.

    Args:
        text: ``2025``, ``2025-06`` or ``2025-06-17``.
        option: the option it was given to, for the error.

    Raises:
        UsageError: another form, or a day that no calendar has.

    >>> period_start("2025-06", "--since").isoformat()
    '2025-06-01T00:00:00+00:00'
    """
    return _read(text, option)[0]


def period_end(text: str, option: str) -> datetime:
    """The last second of a period, in UTC.

    Raises:
        UsageError: as `period_start`.

    >>> period_end("2024-02", "--until").isoformat()
    '2024-02-29T23:59:59+00:00'
    """
    start, form = _read(text, option)
    if form == "%Y":
        following = start.replace(year=start.year + 1)
    elif form == "%Y-%m":
        following = (start + timedelta(days=31)).replace(day=1)
    else:
        following = start + timedelta(days=1)
    return following - timedelta(seconds=1)


def _read(text: str, option: str) -> tuple[datetime, str]:
    written = text.strip()
    for form, length in zip(_FORMS, _LENGTHS, strict=True):
        if len(written) != length or not written.isascii():
            continue
        try:
            start = datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            break
        if _FIRST_YEAR <= start.year <= _LAST_YEAR:
            return start, form
    raise UsageError(
        f"'{written[:40]}' is not a date",
        where=option,
        do="Write a year, month or day: 2025, 2025-06 or 2025-06-17",
    )
