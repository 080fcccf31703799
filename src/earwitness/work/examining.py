"""The checks of a recording's sound, in a child process: what they find goes to the machine's answers."""

from __future__ import annotations

from collections.abc import Callable

from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.desk import Desk
from earwitness.errors import EarwitnessError
from earwitness.records.review import CheckResult, CheckRun
from earwitness.records.timecode import Interval, format_ms
from earwitness.review.checks.answer import Answer
from earwitness.review.checks.of_file import check_file
from earwitness.review.gates.machine import Found
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.catalog.sound import renditions

__all__ = ["examine"]

_CHECKS = ("X1", "X2", "X3")
_COVERS = ("bleep", "clipping")


def examine(desk: Desk, name: str, told: Callable[[int], None] = lambda _: None) -> list[Found]:
    """Compute every check that a machine can; the sound is listened to once for each version of a check.

    Args:
        told: the milliseconds of sound that are done.

    Raises:
        NotInArchive, UsageError: as `Desk.recording`.
    """
    recording = desk.recording(name)
    now = desk.situation(recording.id)
    kept = [now.machine[check] for check in _CHECKS if check in now.machine]
    files = renditions(desk.archive.db, recording.id)
    if not files:
        return desk.examine(recording.id)
    # the file that came first stands for the sound; copies have checks of their own
    sha256 = files[0].sha256
    if len(kept) == len(_CHECKS) and all(one.run.evidence[:1] == (sha256,) for one in kept):
        found = [Found(one.run, one.reason) for one in kept]
        return desk.examine(recording.id, found)
    return desk.examine(recording.id, _of_sound(desk, recording.id, sha256, told))


def _of_sound(
    desk: Desk, recording_id: str, sha256: str, told: Callable[[int], None]
) -> list[Found]:
    archive, hearing = desk.archive, desk.hearing(recording_id)
    known = [
        Interval(one.start_ms, one.end_ms)
        for one in (hearing.marks if hearing else ())
        if one.kind in _COVERS
    ]
    ending = received_ending(archive.db, sha256)
    patience = deadline_s(hearing.duration_ms if hearing else None)
    try:
        with Isolated() as child:
            answers = child.call(
                check_file,
                archive.originals.path(sha256),
                ending,
                known,
                deadline_s=patience,
                progress=told,
            )
    except EarwitnessError as error:
        return [
            Found(
                CheckRun(one, CheckResult.NOT_POSSIBLE, (sha256,), machine=True, maker="sound"),
                f"the sound cannot be listened to: {error}",
            )
            for one in _CHECKS
        ]
    return [_found(one, sha256) for one in answers]


def _found(answer: Answer, sha256: str) -> Found:
    """Each place by its time, so that a person can go and listen."""
    places = [
        one.says if one.interval is None else f"{format_ms(one.interval.start_ms)} {one.says}"
        for one in answer.evidence
    ]
    run = CheckRun(
        answer.check,
        CheckResult(answer.result),
        (sha256, *places),
        machine=True,
        maker=f"{answer.check} {answer.version}",
    )
    return Found(run, answer.reason)
