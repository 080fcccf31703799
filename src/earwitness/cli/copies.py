"""`earwitness copies`: which files carry the same sound, and what of it."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table
from earwitness.records.timecode import format_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from earwitness.compare.copies.answer import CopiesAnswer, CopyFile
    from earwitness.records.copies import SharedPassage, SharedPiece
    from earwitness.work.copies_of_file import FileCopies

__all__ = ["HELP", "copies"]

HELP = """Which files carry the same sound as a recording: copies encoded anew, excerpts and where they
stand in the whole, parts of compilations, bleeped and covered ones. Also for a file that is not in
the archive: it is compared and not taken in.

Sound is compared, not bytes or names. What chance or a common introduction could explain joins
nothing: it is listed for you to listen to. Confirm or refuse with
`earwitness decide same-sound REC REC` and `other-sound`. Without speech nothing can be told: hold
music and ringing are the same in calls that have nothing to do with one another.

\b
Examples:
  earwitness copies 7k3m
  earwitness copies ~/Downloads/clip.mp4
  earwitness copies 7k3m --json

\b
Exit codes: 0 shown; 1 no such recording, the file cannot be read, or copies cannot be told; 2 called
wrongly.
"""


def copies(
    name: Annotated[str, typer.Argument(metavar="REC|FILE", help="A recording, or a file.")],
    *,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show copies."""
    root = choose_archive(archive)
    path = Path(name)
    if path.is_file() or "/" in name:
        _file(root, path, as_json=as_json)
        return
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        found = desk.copies(name)
        others = {
            one: desk.recording(one).title
            for one in {*found.strings, *(other for p in found.passages for other in _ids(p))}
        }
    if as_json:
        say_json(found)
    else:
        _say(found, others)
    if found.cannot_tell:
        raise typer.Exit(FINDINGS)


def _file(root: Path, path: Path, *, as_json: bool) -> None:
    from earwitness.store.archive import Archive
    from earwitness.work.copies_of_file import ask_about_file

    with Archive(root) as opened:
        found = ask_about_file(opened, path)
    if as_json:
        say_json(found)
    else:
        _say_file(found)
    if found.cannot_tell:
        raise typer.Exit(FINDINGS)


def _say(found: CopiesAnswer, others: dict[str, str]) -> None:
    also = "" if found.asked == found.recording_id else f"  (stands for {found.asked}, too)"
    say(f"{found.recording_id}{also}", style="bold")
    if found.cannot_tell:
        say(f"  copies cannot be told: {found.cannot_tell}")
    if found.strings:
        say(f"  a compilation of parts of {count(len(found.strings), 'recording')}")
        for part in found.strings:
            say(f"    {part}  {others.get(part, '')}".rstrip())
    if len(found.files) > 1:
        say(f"  {count(len(found.files), 'file')} with this sound, the earliest known first")
        say()
        say_table(
            ["", "recording", "file", "length", "carries it as", "where", "score"],
            [_cells(one, found) for one in found.files],
        )
        for one in found.files:
            if one.left_out:
                gaps = ", ".join(
                    f"{_at(gap.start_ms)} to {_at(gap.end_ms)}" for gap in one.left_out
                )
                say(f"{_short(one.label)} lacks {gaps}")
    elif not found.strings and not found.cannot_tell:
        say("  no other file here carries this sound")
    for passage in found.passages:
        other = next((one for one in _ids(passage) if one != found.recording_id), "")
        say()
        say(f"{passage.verdict.value}: {other}  {others.get(other, '')}".rstrip(), style="bold")
        say(f"  {passage.reason}")
        say(f"  {_pieces(passage.link.pieces)}, score {passage.link.score:.1f}")
        say(f"  earwitness decide same-sound {' '.join(_ids(passage))} --by … --because …")


def _cells(one: CopyFile, found: CopiesAnswer) -> list[str]:
    marks = [
        word
        for word, sha256 in (
            ("longest", found.longest),
            ("earliest", found.earliest),
            ("cleanest", found.cleanest),
        )
        if sha256 == one.sha256
    ]
    return [
        ", ".join(marks),
        one.recording_id,
        _short(one.label),
        format_ms(one.duration_ms, millis=False),
        f"{one.relation.value}: {one.reason}",
        _pieces(one.pieces),
        "" if one.score is None else f"{one.score:.0f}",
    ]


def _say_file(found: FileCopies) -> None:
    say(found.path, style="bold")
    heard = "" if found.speech_ms is None else f", {found.speech_ms / 1000:.1f} s of speech"
    say(
        f"  {found.duration_ms / 1000:.1f} s{heard}; compared with {count(found.files_asked, 'file')}"
    )
    if found.cannot_tell:
        say(f"  copies cannot be told: {found.cannot_tell}")
        return
    if not found.found:
        say("  no file here carries this sound")
    for one in found.found:
        say()
        how = "" if one.sure else "suggested, listen to both: "
        say(f"{how}{one.recording_id}  {one.label}", style="bold")
        say(f"  {_pieces(one.link.pieces)}")
        say(
            f"  score {one.link.score:.1f}: {_chance(one.link.chance_per_million)} in a million"
            " questions would be as good by chance"
        )


def _pieces(pieces: Sequence[SharedPiece]) -> str:
    return "; ".join(
        f"{_at(one.here.start_ms)} to {_at(one.here.end_ms)} is {_at(one.there.start_ms)} to"
        f" {_at(one.there.end_ms)}" + (f" at {one.rate:.3f} x" if abs(one.rate - 1) > 0.004 else "")
        for one in pieces
    )


def _chance(per_million: float) -> str:
    return "fewer than one" if per_million < 1 else f"{per_million:,.0f}"


def _ids(passage: SharedPassage) -> tuple[str, str]:
    return passage.recording_id, passage.other_id


def _at(ms: int) -> str:
    return format_ms(ms)[:-2]


def _short(label: str) -> str:
    return label if len(label) <= 40 else "…" + label[-39:]
