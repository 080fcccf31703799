"""Times as formats write them. All from whole milliseconds: nothing is rounded twice."""

from __future__ import annotations

__all__ = ["clock", "seconds"]


def clock(ms: int, point: str = ".") -> str:
    """``hh:mm:ss.mmm``; hours have two digits or more.

    >>> clock(3723004), clock(1500, ",")
    ('01:02:03.004', '00:00:01,500')
    """
    whole, millis = divmod(ms, 1000)
    minutes, s = divmod(whole, 60)
    h, m = divmod(minutes, 60)
    return f"{h:02d}:{m:02d}:{s:02d}{point}{millis:03d}"


def seconds(ms: int) -> str:
    """Seconds with three decimals.

    >>> seconds(61005)
    '61.005'
    """
    return f"{ms // 1000}.{ms % 1000:03d}"
