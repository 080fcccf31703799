"""X3, channels: one voice on both, a side each, a copy that comes late, or a channel that holds nothing."""

from __future__ import annotations

from typing import Final

from earwitness.audio.channel_pair import ChannelPair
from earwitness.review.checks.answer import Answer, Evidence, Result

__all__ = ["CHECK", "VERSION", "channel_layout"]

CHECK: Final = "X3"
VERSION: Final = "1"

_SAME_DB = -40.0
_SILENT_DBFS = -75.0
_MUCH_QUIETER_DB = 45.0
_COPY = 0.8
_PARTLY = 0.3
_FEWEST_WINDOWS = 3


def channel_layout(channels: int, pair: ChannelPair | None) -> Answer:
    """How the channels of a file are related.

    Args:
        channels: in the file.
        pair: of the first two channels; None where there is one only, or it was not measured.

    Returns:
        ``pass`` for one channel, the same sound on both, or a side each; ``inconclusive`` where a channel
        is silent, late, inverted or partly the other one, or there are more than two; never ``fail``.
    """
    if channels < 1 or (channels > 1 and pair is None):
        return _answer("not_possible", "unknown", "The channels were not measured.", ())
    if channels == 1 or pair is None:
        return _answer("pass", "one channel", "The file has one channel.", ("one channel",))
    if channels > 2:
        says = f"The file has {channels} channels; a telephone call has one or two."
        return _answer("inconclusive", "many channels", says, (f"{channels} channels",))
    return _of_two(pair)


def _of_two(pair: ChannelPair) -> Answer:
    result, kind, says, rule = _rule(pair)
    figures = (
        rule,
        f"levels {pair.level_dbfs[0]:.1f} and {pair.level_dbfs[1]:.1f} dBFS",
        f"what is left of one without the other: {pair.residual_db:.1f} dB",
        f"likeness {pair.likeness:.2f} at {pair.lag_ms:+.2f} ms",
        f"alike in {pair.shared:.0%} of {pair.windows} stretches where both sound",
    )
    return _answer(result, kind, says, figures)


def _rule(pair: ChannelPair) -> tuple[Result, str, str, str]:
    """Result, kind, sentence, and the rule that fired."""
    low, high = sorted(pair.level_dbfs)
    quiet = pair.level_dbfs.index(low) + 1
    if high < _SILENT_DBFS:
        return (
            "not_possible",
            "silence",
            "Both channels are silent.",
            f"both below {_SILENT_DBFS:g} dBFS",
        )
    if low < _SILENT_DBFS or high - low > _MUCH_QUIETER_DB:
        says = f"Channel {quiet} is silent: a side was not recorded, was removed, or there never was one."
        rule = f"below {_SILENT_DBFS:g} dBFS or {_MUCH_QUIETER_DB:g} dB below the other"
        return "inconclusive", "one is silent", says, rule
    if pair.residual_db <= _SAME_DB:
        rule = f"less than {_SAME_DB:g} dB is left of one without the other"
        if pair.inverted:
            says = (
                "Both channels carry the same sound, one turned over: mixing them leaves silence."
            )
            return "inconclusive", "inverted", says, rule
        return "pass", "identical", "Both channels carry the same sound.", rule
    if pair.likeness >= _COPY and abs(pair.lag_ms) >= 0.25:
        late = 2 if pair.lag_ms > 0 else 1
        says = f"Channel {late} is the other one, {abs(pair.lag_ms):.1f} ms late."
        return (
            "inconclusive",
            "one late",
            says,
            f"likeness of {_COPY:g} and more at 0.25 ms or more",
        )
    if pair.windows < _FEWEST_WINDOWS or pair.shared <= _PARTLY:
        says = "The channels carry different sound, as two sides of a call do."
        return "pass", "two sides", says, f"alike in at most {_PARTLY:.0%} of the stretches"
    says = "The channels share a part of their sound: two microphones, cross-talk, or a mix."
    return (
        "inconclusive",
        "partly shared",
        says,
        f"alike in more than {_PARTLY:.0%} of the stretches",
    )


def _answer(result: Result, kind: str, reason: str, explain: tuple[str, ...]) -> Answer:
    evidence = () if result == "not_possible" else (Evidence(kind, reason, explain=explain),)
    return Answer(CHECK, result, reason, evidence, explain, VERSION)
