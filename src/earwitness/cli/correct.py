"""`earwitness correct`: say what is wrong, settle it, and the log of changes."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.errors import MalformedInput, NotInArchive, Refused, UsageError
from earwitness.records.corrections import Correction, CorrectionKind, CorrectionState
from earwitness.records.timecode import format_ms, parse_timecode

if TYPE_CHECKING:
    from earwitness.records.corrections import Logged

__all__ = ["HELP", "correct"]

HELP = """Say what is wrong with the words of a recording, or with what is said about it; settle what others
say; list all of it. An accepted correction lays a new version on top, the old one stays. Who proposes does not
settle (two_person_release under [review]), except what a reader proposes. Without --line, --at and --words:
list the corrections. A story that was published (pub-…) has corrections of its text. Files that readers of a
page saved are taken in with `take`: the words are looked for in what was published, and wait to be settled.

\b
Examples:
  earwitness correct 7k3m                                       what was corrected, what waits
  earwitness correct 7k3m --line utt-4k2t… --words "нас двадцать" --kind typo --by … --because …
  earwitness correct 7k3m --line trl-4k2t…:3 --words "twenty of us" --kind translation --by … --because …
  earwitness correct 7k3m --at 0:41-0:44 --kind privacy --from reader --by "a reader" --because "my number"
  earwitness correct take ~/inbox/correction-*.json            what readers sent
  earwitness correct pub-7k3m9q2xb                              what waits about the text of a story
  earwitness correct --accept sig-9x2b… --by "I. Reed" --because "listened to it"
  earwitness correct 7k3m --public --json                       the log for readers

\b
Exit codes: 0 kept, or listed; 1 some wait to be settled, or nothing is called so; 2 called wrongly, refused.
"""


def correct(  # noqa: PLR0913 (each is an option of the command)
    rec: Annotated[
        str,
        typer.Argument(
            metavar="REC", help="A recording (the beginning will do), a story, or `take`."
        ),
    ] = "",
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="With `take`: correction files of readers."),
    ] = None,
    *,
    line: Annotated[
        str, typer.Option(metavar="LINE", help="utt-…, or trl-…:NUMBER of a translation.")
    ] = "",
    words: Annotated[str, typer.Option(metavar="WORDS", help="What should stand there.")] = "",
    at: Annotated[
        str, typer.Option(metavar="FROM-TO", help="The stretch that it is about, as 0:41-0:44.")
    ] = "",
    kind: Annotated[
        str,
        typer.Option(metavar="KIND", help="fact, quote, translation, name, privacy or typo."),
    ] = "fact",
    origin: Annotated[str, typer.Option("--from", metavar="WHO", help="desk or reader.")] = "desk",
    accept: Annotated[str, typer.Option(metavar="RECORD", help="Accept this correction.")] = "",
    reject: Annotated[str, typer.Option(metavar="RECORD", help="Reject this correction.")] = "",
    public: Annotated[
        bool, typer.Option("--public", help="List what readers are told, and no more.")
    ] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says it.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose, settle or list."""
    if rec == "take" or files:
        _take(rec, files or [], archive, as_json=as_json)
        return
    if bool(rec) == bool(accept or reject) or (accept and reject):
        raise UsageError(
            "say one thing: a recording, or a correction to accept or to reject",
            do="`earwitness correct --help` has examples",
        )
    if kind not in [*CorrectionKind]:
        raise UsageError(f"'{kind}' is no kind", do=f"One of: {', '.join(CorrectionKind)}")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if accept or reject:
            made = desk.settle(accept or reject, accept=bool(accept), by=by, because=because)
            _kept(made, f"{'Accepted' if accept else 'Rejected'} ({made.id})", as_json=as_json)
            if accept and not as_json:
                say(f"Next: {with_archive('earwitness run', archive)}, so that it is searched too")
            return
        if line or words or at:
            start, end = _stretch(at)
            given = Correction(CorrectionKind(kind), line, "", words, start, end, origin)
            made = desk.propose(rec, given, by=by, because=because)
            _kept(made, f"Kept ({made.id}); somebody else settles it", as_json=as_json)
            return
        waiting = [one for one in desk.change_log(rec) if one.state is CorrectionState.PROPOSED]
        if public:
            found = desk.public_log(rec)
            if as_json:
                say_json(found)
            else:
                say_table(
                    ["at", "kind", "before", "after"],
                    [[one.published_at[:16], one.kind, one.before, one.after] for one in found],
                )
            return
        _list(desk.change_log(rec), as_json=as_json)
    if waiting:
        raise typer.Exit(FINDINGS)


def _take(rec: str, files: list[Path], archive: Path | None, *, as_json: bool) -> None:
    """Every file is tried; one that is no correction never stops the rest."""
    if rec != "take" or not files:
        raise UsageError(
            "files are taken in with `take`" if files else "no file is named",
            do="`earwitness correct take FILE…`",
        )
    root = choose_archive(archive)
    from earwitness.desk import Desk

    taken, refused = [], []
    with Desk.open(root) as desk:
        for file in files:
            try:
                taken.append((file, desk.take_reader_file(file)))
            except (Refused, NotInArchive) as error:
                refused.append((file, str(error)))
    if as_json:
        say_json(
            {
                "taken": [
                    {
                        "file": file,
                        "correction": one.record.id,
                        "new": one.new,
                        "about": one.subject,
                        "quotation": one.quotation or None,
                    }
                    for file, one in taken
                ],
                "refused": [{"file": file, "reason": reason} for file, reason in refused],
            }
        )
    else:
        for _, one in taken:
            state = "Kept" if one.new else "Here already"
            say(f"{state}: {one.record.id} about {one.subject}; somebody of the desk settles it")
    for _, reason in refused:
        tell(f"not taken: {reason}")
    if refused:
        raise typer.Exit(FINDINGS)


def _kept(made: object, words: str, *, as_json: bool) -> None:
    if as_json:
        say_json(made)
    else:
        say(words)


def _stretch(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    first, _, last = text.partition("-")
    try:
        return parse_timecode(first), parse_timecode(last)
    except (ValueError, MalformedInput) as error:
        raise UsageError(f"'{text}' is not a stretch of time", do="Write 0:41-0:44") from error


def _list(found: list[Logged], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    if not found:
        tell("Nothing was corrected and nothing waits")
        return
    say_table(
        ["correction", "state", "kind", "at", "before", "after", "by", "because"],
        [
            [
                one.id,
                one.state.value,
                one.correction.kind.value,
                "" if one.correction.start_ms is None else format_ms(one.correction.start_ms),
                one.correction.before,
                one.correction.after,
                one.by,
                one.why,
            ]
            for one in found
        ],
    )
