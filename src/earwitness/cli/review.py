"""`earwitness review`: state, checks, verdict, attribution and date of a recording, each signed."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.plain_help import Command
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.cli.progress import sound
from earwitness.errors import UsageError
from earwitness.records.fuzzydate import Narrowed
from earwitness.records.review import (
    Assessment,
    Attribution,
    CheckResult,
    CheckRun,
    Confidence,
    DateBound,
    Move,
    Route,
    Rung,
    State,
    Verdict,
)

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from earwitness.desk import Desk
    from earwitness.records.signed import SignedRecord
    from earwitness.review.dates import DateHint

__all__ = ["HELP", "review"]

HELP = """Judge a recording: where it stands, which checks are open, what may be said of it. A machine
computes what it can (`examine`) and asks people for the rest (`answer`). Everything a person says is signed,
has a reason, lies on top of what was said before, and lapses when the recording changes. A verdict, a rung or
a step is only taken through its guards; what is missing is named.

\b
Examples:
  earwitness review show 7k3m
  earwitness review examine 7k3m
  earwitness review answer 7k3m P3 pass --by "E. Marrow" --because "their public channel, 12 July"
  earwitness review move 7k3m preserved --by "E. Marrow" --because "all of P1 to P6"

\b
Exit codes: 0 done; 1 something is open or failed, or nothing is called so; 2 refused, or called wrongly.
"""
_SHOW_HELP = """Where a recording stands, what is open before the next state, the verdict that stands with its
wording, who its voices are, and when it was made. Nothing is computed or changed by it.

\b
Examples:
  earwitness review show 7k3m
  earwitness review show 7k3m --language uk

\b
Exit codes: 0 nothing is open before the next state; 1 something is; 2 called wrongly.
"""
_CHECKS_HELP = """The checks: what is asked, by whom it is answered, and what an answer does not prove. Each stands before
a state that a recording may only reach with its answer.

\b
Examples:
  earwitness review checks
  earwitness review checks X2 --language ru

\b
Exit codes: 0 shown; 2 there is no such check.
"""
_EXAMINE_HELP = """Compute the checks that a machine can: hashes, custody, bounds, marks, alignment. Run it again
after anything changed; only what changed is kept.

\b
Example:
  earwitness review examine 7k3m

\b
Exit codes: 0 none failed; 1 some did; 2 called wrongly.
"""
_ANSWER_HELP = """Answer a check. Routes are X10.contact, X10.number_profile, X10.event_match,
X10.foreign_or_third_party_telecom, X10.internal_consistency, X10.signal.

\b
Examples:
  earwitness review answer 7k3m T6 inconclusive --by "E. Marrow" --because "they do not say"
  earwitness review answer 7k3m X10.contact pass --independent --evidence note-14 --by "E. Marrow" --because "…"

\b
Exit codes: 0 kept; 1 nothing is called so; 2 refused: it is computed, or the recording changed since --seen.
"""
_MOVE_HELP = """Take a recording to another state: intake, preserved, traced, transcribed, examined, assessed,
cleared, published; back to any earlier one; aside: quarantined, duplicate_of; out again: corrected, withdrawn.

\b
Examples:
  earwitness review move 7k3m traced --by "E. Marrow" --because "T1 to T6"
  earwitness review move 7k3m withdrawn --tombstone "We took this down on 3 May." --by … --because …

\b
Exit codes: 0 moved; 1 nothing is called so; 2 something is missing for it, each named.
"""
_ASSESS_HELP = """Give a verdict on whether a recording is genuine; whether its words are true is another question.
By somebody else than who took it in. --because is the rationale.

\b
Verdicts: unverified, consistent, partly_verified, verified, disputed, edited_affects_meaning,
not_credible, fabricated.

\b
Example:
  earwitness review assess 7k3m unverified --confidence moderate --by "I. Reed" --because "no route passed"

\b
Exit codes: 0 kept; 1 nothing is called so; 2 something is missing for it, each named.
"""
_ATTRIBUTE_HELP = """Say who a voice is and how that is known: A0 unknown, A1 a role by the publisher, A2 a role by what
is said, A3 a name in the call or caption, A4 linked, A5 confirmed by contact, A6 confirmed independently;
disputed, excluded. Never by the sound of a voice.

\b
Example:
  earwitness review attribute 7k3m V1 A1 --role "the mother of a soldier" --appearance app-4k2t…
      --by "E. Marrow" --because "their caption"

\b
Exit codes: 0 kept; 1 nothing is called so; 2 something is missing for it, each named.
"""
_DATE_HELP = """When a recording was made: bounds with their basis. Without EDTF: show them. Bounds that contradict
each other are both kept and shown, and narrow nothing.

\b
Examples:
  earwitness review date 7k3m
  earwitness review date 7k3m ../2025-04-19 --basis content_reference --by "E. Marrow"
      --because "'tomorrow is Easter' at 0:41"

\b
Exit codes: 0 shown or kept; 1 bounds contradict each other, or nothing is called so; 2 called wrongly.
"""
_APPROVE_HELP = """Approve this state of a recording for release. Two people are needed; it lapses when the recording
changes.

\b
Example:
  earwitness review approve 7k3m --by "I. Reed" --because "listened to all of it"

\b
Exit codes: 0 kept; 1 nothing is called so; 2 the same person approved it already.
"""
_TAKE_BACK_HELP = """Let something that was signed not hold any more. The record stays; this lies on top.

\b
Example:
  earwitness review take-back sig-4k2t… --by "E. Marrow" --because "the wrong recording"

\b
Exit codes: 0 done; 1 there is no such record; 2 it is a step (move back instead), or called wrongly.
"""

_Name = TypeVar("_Name", bound=StrEnum)
_ORDER = "PTLXC"  # of the gates
review = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_Rec = Annotated[str, typer.Argument(metavar="REC", help="A recording; the beginning will do.")]
_By = Annotated[str, typer.Option(metavar="NAME", help="Who says it.")]
_Because = Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")]
_Language = Annotated[str, typer.Option(metavar="TAG", help="Of the sentences: en, ru or uk.")]
_Evidence = Annotated[
    list[str] | None,
    typer.Option(metavar="WHAT", help="An identifier, address or note it rests on; repeatable."),
]


def _desk(archive: Path | None) -> AbstractContextManager[Desk]:
    root = choose_archive(archive)
    from earwitness.desk import Desk

    return Desk.open(root)


@review.command(
    "show", help=_SHOW_HELP, short_help="Where it stands and what is open.", cls=Command
)
def _show(
    rec: _Rec,
    *,
    language: _Language = "en",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    from earwitness.cli.review_words import open_before_next, say_standing, standing_of

    with _desk(archive) as desk:
        standing = standing_of(desk, rec, language)
    if as_json:
        say_json(standing)
    else:
        say_standing(standing)
    if open_before_next(standing):
        raise typer.Exit(FINDINGS)


@review.command(
    "checks", help=_CHECKS_HELP, short_help="What is asked, and its limits.", cls=Command
)
def _checks(
    check: Annotated[str, typer.Argument(metavar="CHECK", help="Such as X2; all without it.")] = "",
    *,
    language: _Language = "en",
    as_json: JsonOption = False,
) -> None:
    from earwitness.review.gates.catalogue import catalogue, check_named

    chosen = [check_named(check)] if check else list(catalogue().values())
    if as_json:
        say_json(chosen)
        return
    for one in chosen:
        say(f"{one.id}  before {one.gate.value}; answered by {one.by}", style="bold")
        say(f"  {one.question.get(language, one.question['en'])}")
        say(f"  does not prove: {one.cannot}")


@review.command(
    "examine", help=_EXAMINE_HELP, short_help="Compute what a machine can.", cls=Command
)
def _examine(rec: _Rec, *, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    from earwitness.work.examining import examine

    with _desk(archive) as desk, sound("listening") as told:
        found = sorted(examine(desk, rec, told), key=lambda one: _ORDER.index(one.run.check[:1]))
    if as_json:
        say_json(found)
    else:
        say_table(
            ["check", "result", "why"],
            [[one.run.check, one.run.result.value, one.reason] for one in found],
        )
        for one in found:
            for place in one.run.evidence[1:] if one.run.check.startswith("X") else ():
                say(f"  {one.run.check} {place}")
    if any(one.run.result is CheckResult.FAIL for one in found):
        raise typer.Exit(FINDINGS)


@review.command("answer", help=_ANSWER_HELP, short_help="Answer a check.", cls=Command)
def _answer(  # noqa: PLR0913 (each is an option of the command)
    rec: _Rec,
    check: Annotated[str, typer.Argument(metavar="CHECK", help="Such as T6 or X10.contact.")],
    result: Annotated[
        str,
        typer.Argument(metavar="RESULT", help="pass, fail, inconclusive, not_done, not_possible."),
    ],
    *,
    evidence: _Evidence = None,
    independent: Annotated[
        bool,
        typer.Option("--independent", help="A route that does not rest on the publisher."),
    ] = False,
    seen: Annotated[
        str, typer.Option(metavar="REVISION", help="What you looked at, as `show` printed it.")
    ] = "",
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    given = _one_of(CheckResult, result, "a result")
    run = CheckRun(check, given, tuple(evidence or ()), independent)
    with _desk(archive) as desk:
        _kept(desk.answer_check(rec, run, by=by, because=because, seen=seen), as_json=as_json)


@review.command("move", help=_MOVE_HELP, short_help="Take it to another state.", cls=Command)
def _move(  # noqa: PLR0913 (each is an option of the command)
    rec: _Rec,
    state: Annotated[str, typer.Argument(metavar="STATE", help="Where to.")],
    *,
    of: Annotated[
        str, typer.Option(metavar="REC", help="Of which recording it is a duplicate.")
    ] = "",
    tombstone: Annotated[
        str, typer.Option(metavar="WORDS", help="What stands where it stood, when withdrawn.")
    ] = "",
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    to = _one_of(State, state, "a state")
    with _desk(archive) as desk:
        other = desk.recording(of).id if of else ""
        fields = Move(State.INTAKE, to, other, tombstone)
        _kept(desk.move(rec, to, fields, by=by, because=because), as_json=as_json)
        for folder in desk.pages_of(rec) if to is State.WITHDRAWN else ():
            tell(f"Still out: {folder}. Next: earwitness story --withdrawn --out {folder}")


@review.command("assess", help=_ASSESS_HELP, short_help="Give a verdict.", cls=Command)
def _assess(  # noqa: PLR0913 (each is an option of the command)
    rec: _Rec,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="See above.")],
    *,
    confidence: Annotated[str, typer.Option(metavar="HOW", help="low, moderate or high.")] = "low",
    part: Annotated[
        str, typer.Option(metavar="WORDS", help="Which part is verified, and how.")
    ] = "",
    dissent: Annotated[
        str, typer.Option(metavar="WORDS", help="What those say who see it otherwise.")
    ] = "",
    evidence: _Evidence = None,
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    given = Assessment(
        _one_of(Verdict, verdict, "a verdict"),
        _one_of(Confidence, confidence, "a confidence"),
        dissent,
        tuple(evidence or ()),
        part,
    )
    with _desk(archive) as desk:
        _kept(desk.assess(rec, given, by=by, because=because), as_json=as_json)


@review.command("attribute", help=_ATTRIBUTE_HELP, short_help="Say who a voice is.", cls=Command)
def _attribute(  # noqa: PLR0913 (each is an option of the command)
    rec: _Rec,
    voice: Annotated[str, typer.Argument(metavar="VOICE", help="Its label, such as V1.")],
    rung: Annotated[str, typer.Argument(metavar="RUNG", help="A0 to A6, disputed, excluded.")],
    *,
    role: Annotated[str, typer.Option(metavar="WORDS", help="In the desk's words.")] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="The person's name; sealed.")] = "",
    appearance: Annotated[
        str, typer.Option(metavar="APP", help="The publication that says so.")
    ] = "",
    line: Annotated[str, typer.Option(metavar="UTT", help="The line that says so.")] = "",
    route: Annotated[
        list[str] | None, typer.Option(metavar="ROUTE", help="A route that passed; repeatable.")
    ] = None,
    court: Annotated[str, typer.Option(metavar="WORDS", help="Which court found so.")] = "",
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    routes = tuple(_one_of(Route, one, "a route") for one in route or ())
    given = Attribution(
        voice, _one_of(Rung, rung, "a rung"), role, name, appearance, line, routes, court
    )
    with _desk(archive) as desk:
        _kept(desk.attribute(rec, given, by=by, because=because), as_json=as_json)


@review.command(
    "date", help=_DATE_HELP, short_help="When it was made, and how that is known.", cls=Command
)
def _date(  # noqa: PLR0913 (each is an option of the command)
    rec: _Rec,
    edtf: Annotated[
        str, typer.Argument(metavar="EDTF", help="Such as 2025-04, ../2025-04-19.")
    ] = "",
    *,
    basis: Annotated[
        str,
        typer.Option(metavar="WHAT", help="content_reference, device, contact or court."),
    ] = "",
    evidence: _Evidence = None,
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    with _desk(archive) as desk:
        if edtf:
            given = DateBound(edtf, basis, tuple(evidence or ()))
            known = desk.bound_date(rec, given, by=by, because=because)
        else:
            known = desk.recorded(rec)
        hints = desk.date_hints(rec)
    if as_json:
        say_json({"recorded": known, "hints": hints})
    else:
        _say_date(known)
        _say_hints(hints)
    if known.contradictions:
        raise typer.Exit(FINDINGS)


@review.command("approve", help=_APPROVE_HELP, short_help="Approve it for release.", cls=Command)
def _approve(
    rec: _Rec,
    *,
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    with _desk(archive) as desk:
        _kept(desk.approve(rec, by=by, because=because), as_json=as_json)


@review.command(
    "take-back", help=_TAKE_BACK_HELP, short_help="Let something signed not hold.", cls=Command
)
def _take_back(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Such as sig-4k2t….")],
    *,
    by: _By = "",
    because: _Because = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    with _desk(archive) as desk:
        _kept(desk.take_back(record, by=by, because=because), as_json=as_json)


def _kept(one: SignedRecord, *, as_json: bool) -> None:
    if as_json:
        say_json(one)
    else:
        say(f"Kept ({one.id}), signed {one.by}")


def _say_date(known: Narrowed) -> None:
    from earwitness.cli.times import date_words

    say(f"recorded {date_words(known.date)}", style="bold")
    for one in known.by:
        say(f"  by {one.basis.value}: {one.edtf}  {one.note}")
    for one in known.aside:
        say(f"  stated by a publisher, narrows nothing: {one.edtf}  {one.note}")
    for one, other in known.contradictions:
        tell(
            f"these cannot both be right: {one.edtf} ({one.basis.value}: {one.note}) and "
            f"{other.edtf} ({other.basis.value}: {other.note}); neither narrows the date"
        )


def _say_hints(hints: list[DateHint]) -> None:
    from earwitness.records.timecode import format_ms

    for one in hints:
        at = "" if one.start_ms is None else f" at {format_ms(one.start_ms)}"
        days = ", ".join(map(str, one.days)) or "no day within the bounds"
        say(f"  “{one.words}”{at} can have been said on: {days} ({one.reason})")


def _one_of(kinds: type[_Name], text: str, what: str) -> _Name:
    known = {str(one): one for one in kinds}
    if text not in known:
        raise UsageError(f"'{text}' is not {what}", do=f"One of: {', '.join(known)}")
    return known[text]
