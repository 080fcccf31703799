"""`earwitness export`: the words of recordings in formats of other programs."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, on_terminal, say_json, tell
from earwitness.errors import EarwitnessError, UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.publish.exports.formats import Format
    from earwitness.publish.exports.gathering import Choice
    from earwitness.publish.exports.sheet import Sheet

__all__ = ["HELP", "export"]

HELP = """The words of a recording in a format of other programs. Subtitles: srt, vtt, ttml. For reading and
sorting: docx, txt, csv. For programs: json, whisperx. For linguists: textgrid (Praat), eaf (ELAN), rttm (who
speaks when).

The words are those that `earwitness show` shows first. What is held back is never written; what is bleeped or
inaudible has its mark. Lines without times are left out where a format needs times, and counted. Each file
says which recording and whose words these are, and that they are NOT REVIEWED where nobody has looked at them;
srt and rttm have no place for that: it is said on stderr.

Nothing is ever written over, unless with --replace. The files hold what is said, names included: they are for
the desk until somebody has cleared them.

\b
Examples:
  earwitness export 7k3m --as srt > call.srt
  earwitness export 7k3m --as docx --both --out call.docx
  earwitness export 7k3m --as vtt --language en --out call.en.vtt
  earwitness export 7k3m 9q2x --as eaf --out folder

\b
Exit codes: 0 all written; 1 written in part, or something could not be written; 2 called wrongly.
"""


@dataclass(frozen=True, slots=True)
class _Exported:
    """One recording, as a program that asked for --json sees it."""

    recording: str
    format: str
    path: Path | None
    lines: int
    versions: tuple[str, ...]
    reviewed: bool
    left_out: tuple[str, ...]
    problem: str = ""


def export(  # noqa: PLR0913 (each is an option of the command)
    names: Annotated[
        list[str], typer.Argument(metavar="REC...", help="Recordings; several go into a folder.")
    ],
    *,
    form: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORMAT",
            help="srt, vtt, ttml, docx, txt, csv, json, textgrid, eaf, rttm or whisperx.",
        ),
    ],
    language: Annotated[
        str,
        typer.Option(
            metavar="LANG", help="original, or the language of a translation: en, uk, ru."
        ),
    ] = "original",
    both: Annotated[
        bool, typer.Option("--both", help="The original with the translation beside it.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="A file; or a folder. Without it: stdout."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over files that are there.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export words."""
    if out is None and (as_json or len(names) > 1):
        needs = "--json says what was written" if as_json else "several recordings need a folder"
        raise UsageError(needs, do="Name it with --out")
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.exports.formats import format_named
    from earwitness.publish.exports.gathering import Choice

    chosen = format_named(form, both=both)
    if out is None and not chosen.text and on_terminal():
        raise UsageError(f"{chosen.name} is not for a terminal", do="Name a file with --out")
    folder = _folder(out, several=len(names) > 1)
    choice = Choice(language, both)
    with Desk.open(root) as desk:
        target = _Target(out, folder, chosen, replace=replace)
        done = [_export(desk, name, choice, target, alone=len(names) == 1) for name in names]
    if as_json:
        say_json(done)
    whole = not any(one.left_out or one.problem for one in done)
    if not whole:
        raise typer.Exit(FINDINGS)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where files go: a folder, one file, or stdout (neither)."""

    out: Path | None
    folder: Path | None
    format: Format
    replace: bool

    def path(self, sheet: Sheet) -> Path | None:
        """The file for a recording; None for stdout."""
        if self.folder is None:
            return self.out
        spoken = "" if sheet.language == "und" else sheet.language
        languages = "-".join(filter(None, (spoken, sheet.beside_language)))
        parts = filter(None, (sheet.recording_id, languages, self.format.ending))
        return self.folder / ".".join(parts)


def _folder(out: Path | None, *, several: bool) -> Path | None:
    """The folder that files go to; None where it is one file or stdout."""
    if out is None or not (several or out.is_dir()):
        return None
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"is no folder and cannot be made one ({error.strerror})",
            where=str(out),
            do="Several recordings go into a folder: choose another",
        ) from error
    return out


def _export(desk: Desk, name: str, choice: Choice, target: _Target, *, alone: bool) -> _Exported:
    """One recording. Among several, one that cannot be written does not stop the rest."""
    try:
        sheet, written = desk.export(name, target.format.name, choice)
        path = target.path(sheet)
        _write(path, written.content, replace=target.replace)
    except EarwitnessError as error:
        if alone:
            raise
        tell(f"earwitness: {name}: {error}")
        return _Exported(
            name, target.format.name, None, 0, (), reviewed=False, left_out=(), problem=str(error)
        )
    reviewed = all(one.reviewed for one in sheet.versions)
    if not target.format.names_version:
        for said in (*sheet.versions, *sheet.notes):
            tell(f"{sheet.recording_id}: {said}")
    for missing in written.left_out:
        tell(f"{sheet.recording_id}: left out: {missing}")
    if path is not None:
        tell(f"{path}: {count(len(sheet.lines), 'line')} of {sheet.recording_id}")
    return _Exported(
        sheet.recording_id,
        target.format.name,
        path,
        len(sheet.lines),
        tuple(one.id for one in sheet.versions),
        reviewed,
        written.left_out,
    )


def _write(path: Path | None, content: bytes, *, replace: bool) -> None:
    if path is None:
        sys.stdout.buffer.write(content)
        return
    try:
        if path.exists() and not replace:
            if path.is_file() and path.read_bytes() == content:
                return
            raise UsageError(
                "is there already", where=str(path), do="Give --replace, or another --out"
            )
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(
            f"cannot be written ({error.strerror})", where=str(path), do="Choose another --out"
        ) from error
