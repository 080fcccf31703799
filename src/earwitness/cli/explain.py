"""`earwitness explain`: what a file would be taken as; or all that is known at a second of a recording."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json
from earwitness.errors import UsageError
from earwitness.records.timecode import format_ms, parse_timecode

__all__ = ["HELP", "explain"]

HELP = """REC:TIME: everything known at that second of a recording: the words in every version with who made
them and how sure, translations, the voice, mentions, claims, what is heard (speech, bleeps), which files carry
the moment and where their bytes came from; for each find of a machine the rule that made it.

FILE: say what `add` would take a file as, and which rule decides. Nothing is taken in, and no archive is
needed. What stands beside the file counts, as it does for `add`.

\b
Examples:
  earwitness explain 7k3m:0:41
  earwitness explain 7k3m:12.5 --json
  earwitness explain call.json
  earwitness explain incoming/*

\b
Exit codes: 0 explained, or every file would be taken; 1 some would not, or nothing is called so; 2 called
wrongly.
"""

_LEFT = ("broken_words", "image", "not_taken")
_MOMENT = re.compile(r"(?P<name>[^:]+):(?P<time>\d{1,9}(?::\d{1,2}){0,2}(?:[.,]\d{1,9})?)")


def explain(
    what: Annotated[
        list[str], typer.Argument(metavar="REC:TIME|FILE", help="A moment, or files to look at.")
    ],
    *,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Explain a moment, or what files are."""
    moments = [None if Path(one).exists() else _MOMENT.fullmatch(one) for one in what]
    if any(moments):
        if len(what) > 1:
            raise UsageError("one moment at a time", do="earwitness explain REC:TIME")
        found = moments[0]
        if found is not None:
            _explain_moment(found["name"], found["time"], archive, as_json=as_json)
        return
    for one in what:
        if not Path(one).exists():
            raise UsageError(
                f"'{one}' is neither a file nor a moment", do="Write REC:TIME, such as 7k3m:0:41"
            )
    files = [_look(Path(one)) for one in what]
    if as_json:
        say_json(files)
    else:
        for file in files:
            say(f"{file['file']}: {file['kind'].replace('_', ' ')} ({file['why']})")
    if any(file["kind"] in _LEFT for file in files):
        raise typer.Exit(FINDINGS)


def _explain_moment(name: str, time: str, archive: Path | None, *, as_json: bool) -> None:
    at_ms = parse_timecode(time)
    root = choose_archive(archive)
    from earwitness.cli.explain_moment import explain_moment
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        recording = desk.recording(name)
        hearing = desk.hearing(recording.id)
        if hearing is not None and at_ms >= hearing.duration_ms:
            raise UsageError(f"the recording ends at {format_ms(hearing.duration_ms)}", where=time)
        explain_moment(desk, recording, at_ms, as_json=as_json)


def _look(file: Path) -> dict[str, str]:
    from earwitness.intake.pile import GivenFile, shown_path
    from earwitness.intake.recognise import MEDIA_ENDINGS, Siblings, recognise

    if file.is_dir():
        return {"file": shown_path(file), "kind": "folder", "why": "add takes what is inside"}
    names = [one.name for one in file.parent.iterdir() if one.is_file()]
    stems = [Path(one).stem for one in names if Path(one).suffix.lower()[1:] in MEDIA_ENDINGS]
    beside = Siblings(frozenset(stems), frozenset(names))
    found = recognise(GivenFile(file, shown_path(file.name)), {file.parent: beside})
    return {"file": shown_path(file), "kind": found.kind.value, "why": found.why}
