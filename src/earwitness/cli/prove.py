"""`earwitness prove`: hold what is to go out against what is withheld, byte by byte and sound by sound."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, on_terminal, say, say_json, say_table, tell
from earwitness.records.timecode import format_span

if TYPE_CHECKING:
    from earwitness.review.redaction.proof import Proof

__all__ = ["HELP", "prove"]

HELP = """Prove that a folder, file or zip which is to go out holds nothing that is withheld.

Every file of sound and film in it is decoded (at 8, 16 and 48 kHz, each track, with and without edit list) and
each withheld stretch and its edges are measured; pieces of the withheld original are looked for in all of it.
Every byte is searched for every sealed word: in any case, inflection and script, in every usual encoding,
escaped, packed, inside zip, PNG, JPEG, ID3, Vorbis, FLAC, MP4, Matroska, PDF and SQLite, and in file names. Tags
that are not on the list of what may stand in a public file are told. What cannot be looked into is not proved.

Sealed words are never repeated in the report: they are named by their decision (`earwitness redact --list`).
What was not looked for is said. The result is kept: `earwitness review show` answers C6 and C7 from it.
`story` and `export` prove what they write by themselves.

\b
Examples:
  earwitness prove page
  earwitness prove page --recording 7k3m --json
  earwitness prove bag.zip --figures               what was measured in each stretch

\b
Exit codes: 0 proved; 1 something was found, do not let it out; 2 called wrongly.
"""


def prove(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", exists=True, help="A folder or file to go out.")
    ],
    *,
    recording: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REC", help="Only the withheld sound of this one; may be given several times."
        ),
    ] = None,
    figures: Annotated[bool, typer.Option("--figures", help="Show what was measured.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Prove a folder."""
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        told = tell if on_terminal() and not as_json else None
        proof = desk.prove(folder, recording or (), told)
    if as_json:
        say_json(proof)
    else:
        _say(proof, figures=figures)
    if not proof.proved:
        raise typer.Exit(FINDINGS)


def _say(proof: Proof, *, figures: bool) -> None:
    if figures and proof.stretches:
        say_table(
            ["file", "recording", "stretch", "method", "Hz", "decoded", "core dBFS", "edges", "original", "likeness"],
            [
                [
                    one.file,
                    one.recording,
                    format_span(one.interval.start_ms, one.interval.end_ms),
                    one.method,
                    str(one.rate_hz),
                    one.variant,
                    f"{one.core_dbfs:.0f}",
                    f"{one.edges_dbfs:.0f}",
                    f"{one.original_dbfs:.0f}",
                    f"{one.likeness:.2f}",
                ]
                for one in proof.stretches
            ],
        )  # fmt: skip
    if proof.finds:
        say_table(
            ["what", "file", "place", "about", "found"],
            [[one.kind.value, one.file, one.place, one.about, one.says] for one in proof.finds],
        )
    run = proof.run
    looked = (
        f"{count(run.files, 'file')} looked at, {run.media} of them sound or film; "
        f"{count(run.stretches, 'measurement')} of withheld stretches"
    )
    for limit in run.limits:
        tell(f"Note: {limit}")
    if proof.proved:
        say(f"Proved: nothing that is withheld was found. {looked}.", style="bold")
    else:
        say(f"NOT PROVED: {count(len(proof.finds), 'find')}. {looked}.", style="bold")
