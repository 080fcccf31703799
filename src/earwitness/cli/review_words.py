"""A recording's standing in words: its state, what is open, the verdict and wording that hold."""

from __future__ import annotations

from dataclasses import dataclass

from earwitness.cli.printing import say, say_table
from earwitness.desk import Desk
from earwitness.records.fuzzydate import Narrowed
from earwitness.records.review import CheckResult, Move, Rung, State, Verdict
from earwitness.review.gates.catalogue import catalogue
from earwitness.review.gates.ladder import standing_rung
from earwitness.review.gates.moves import blockers, next_state
from earwitness.review.gates.situation import Answer
from earwitness.review.gates.verdicts import standing_verdict
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.store.item_revision import item_revision
from earwitness.text.wording.allowed import say_date, say_person, say_recording

__all__ = ["Standing", "open_before_next", "say_standing", "standing_of"]


@dataclass(frozen=True, slots=True)
class VoiceStanding:
    """Who a voice is, as far as that holds; the name is sealed and not shown."""

    voice: str
    rung: Rung
    wording: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckStanding:
    """An answer that stands or lapsed."""

    check: str
    result: CheckResult
    by: str
    reason: str
    at: str
    record: str
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it, as `review show` prints it."""

    recording: str
    revision: str
    state: State
    next: State | None
    open: tuple[str, ...]
    verdict: Verdict
    verdict_missing: tuple[str, ...]
    wording: str
    date: Narrowed
    date_wording: str
    voices: tuple[VoiceStanding, ...]
    checks: tuple[CheckStanding, ...]
    approvals: tuple[str, ...]


def standing_of(desk: Desk, name: str, language: str) -> Standing:
    """What stands about a recording.

    Raises:
        NotInArchive, UsageError: as `Desk.recording`.
    """
    found, db = desk.recording(name), desk.archive.db
    now, date = desk.situation(found.id), desk.recorded(found.id)
    verdict, missing = standing_verdict(now)
    names = {one.id: one.name for one in sources(db)}
    seen = {one.id: names[one.source_id] for one in appearances_of_recording(db, found.id)}
    given = now.assessment[0] if now.assessment else None
    coming = next_state(now.state)
    return Standing(
        found.id,
        item_revision(db, found.id),
        now.state,
        coming,
        tuple(blockers(now, Move(now.state, coming)) if coming else ()),
        verdict,
        tuple(missing),
        say_recording(
            language,
            verdict,
            list(dict.fromkeys(seen.values())),
            parts=given.parts if given else "",
            routes=list(now.routes(CheckResult.PASS)),
        ),
        date,
        say_date(language, date),
        tuple(
            VoiceStanding(
                voice,
                rung := standing_rung(voice, now)[0],
                say_person(language, rung, one, seen.get(one.appearance, "")),
                tuple(standing_rung(voice, now)[1]),
            )
            for voice, (one, _) in now.attributions.items()
        ),
        tuple(
            CheckStanding(name, a.run.result, a.by, a.reason, a.at, a.record, lapsed)
            for answers, lapsed in ((now.answers, False), (now.lapsed, True))
            for name, a in sorted(answers.items(), key=_in_order)
        ),
        now.approvals,
    )


def _in_order(one: tuple[str, Answer]) -> tuple[int, str]:
    head = one[0].partition(".")[0]
    return list(catalogue()).index(head), one[0]


def open_before_next(standing: Standing) -> bool:
    """Whether something stands between the recording and its next state."""
    return bool(standing.open)


def say_standing(one: Standing) -> None:
    """Print it."""
    say(f"{one.recording}  {one.state.value}", style="bold")
    say(f"  seen: {one.revision.removeprefix('sha256:')[:12]}")
    say(f"  verdict: {one.verdict.value}. {one.wording}")
    for line in one.verdict_missing:
        say(f"    the verdict that was given does not hold now: {line}")
    say(f"  date: {one.date_wording}")
    for voice in one.voices:
        say(f"  {voice.voice}: {voice.rung.value}, {voice.wording}")
        for line in voice.missing:
            say(f"    what was said of it does not hold now: {line}")
    if one.approvals:
        say(f"  approved by: {', '.join(one.approvals)}")
    if one.checks:
        say()
        say_table(
            ["check", "result", "by", "why", "record"],
            [
                [
                    c.check,
                    f"{c.result.value}{' (lapsed)' if c.lapsed else ''}",
                    c.by,
                    c.reason,
                    c.record,
                ]
                for c in one.checks
            ],
        )
    if one.next is not None:
        say()
        say(f"Open before {one.next.value}: {len(one.open)}", style="bold")
        for line in one.open:
            say(f"  {line}")
