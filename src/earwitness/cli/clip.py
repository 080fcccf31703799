"""`earwitness clip`: a stretch with its words, as a film or as a page to embed."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json
from earwitness.cli.stretch import stretch_of
from earwitness.errors import UsageError

__all__ = ["HELP", "clip"]

HELP = """Cut a stretch of a recording for others to show: a film (INTO.mp4) with its words burned in, in one
or two languages, and subtitle files beside it; or, if INTO is no .mp4, a folder with a small page that plays
the clip and can be embedded. A video keeps its picture; sound alone shows its course. How far the recording
is verified stands on every frame and on the page, with the SHA-256 of the clip and a commitment to the whole
(never its plain hash).

--subtitles names languages, `original` for the one spoken; the first is the one of your readers.

\b
Examples:
  earwitness clip 7k3m --from 0:17 --to 0:27 --subtitles en,original clip.mp4
  earwitness clip 7k3m --from 0:17 --to 0:27 --subtitles uk embed-folder

\b
Exit codes: 0 written; 1 no sound, or no words with times there; 2 called wrongly.
"""


def clip(
    rec: Annotated[
        str, typer.Argument(metavar="REC", help="A recording: its identifier or the start of it.")
    ],
    into: Annotated[
        Path, typer.Argument(metavar="INTO", help="A film (.mp4), or a new folder to embed.")
    ],
    *,
    start: Annotated[str, typer.Option("--from", metavar="T", help="Start of the stretch.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="T", help="End of the stretch.")] = "",
    subtitles: Annotated[
        str, typer.Option(metavar="LANG[,LANG]", help="Languages of the words, one or two.")
    ] = "original",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a clip."""
    stretch = stretch_of(start, end)
    if stretch is None:
        raise UsageError("which stretch is not said", do="Give --from and --to")
    languages = [one.strip() for one in subtitles.split(",") if one.strip()]
    if not 1 <= len(languages) <= 2 or len(set(languages)) != len(languages):
        raise UsageError("subtitles are in one or two languages", do="--subtitles en,original")
    if into.suffix and into.suffix.lower() != ".mp4":
        raise UsageError("a film is an .mp4", where=str(into), do="A folder has no ending")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        made = desk.clip_with_words(rec, stretch, languages, into)
    if as_json:
        say_json(made)
        return
    say(f"Written: {made.page or made.clip}", style="bold")
    say(f"SHA-256 of {made.clip.name}: {made.sha256}")
    for one in made.subtitles:
        say(f"  {one.name}")
    if made.frame:
        say("To embed it, put the folder on your site and write:")
        say(f"  {made.frame}")
