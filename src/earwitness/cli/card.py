"""`earwitness card`: a quotation as a picture."""

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

__all__ = ["HELP", "card"]

HELP = """Make a quote card: the words in both languages, who is said to speak, how far the recording is
verified, and the time to listen at. As a picture (.png, which holds nothing but its pixels) or a drawing
(.svg, whose words are words). What it says in words is written beside it, for those who do not see it.

Of a recording, choose a line (counted from 1, as `show` prints them) or a stretch; of a draft, a quotation
(counted from 1, as on its page), and a draft with errors gives no card. A speaker is never named.

\b
Examples:
  earwitness card 7k3m --line 4 card.png
  earwitness card 7k3m --from 0:17 --to 0:21 --language en card.png --shape square
  earwitness card draft.md --quotation 2 card.svg

\b
Exit codes: 0 written; 1 no such line or words; 2 called wrongly, the draft has errors, the words do not fit.
"""


def card(  # noqa: PLR0913 (each is an option of the command)
    source: Annotated[str, typer.Argument(metavar="REC|DRAFT", help="A recording, or a draft.")],
    into: Annotated[Path, typer.Argument(metavar="INTO", help="The card: .png or .svg.")],
    *,
    line: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="A line of the recording, from 1.")
    ] = None,
    start: Annotated[str, typer.Option("--from", metavar="T", help="Start of the stretch.")] = "",
    end: Annotated[str, typer.Option("--to", metavar="T", help="End of the stretch.")] = "",
    quotation: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="A quotation of the draft, from 1.")
    ] = None,
    language: Annotated[
        str,
        typer.Option(metavar="LANG", help="The translation that goes first; none without it."),
    ] = "",
    shape: Annotated[str, typer.Option(metavar="SHAPE", help="wide or square.")] = "wide",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a card."""
    stretch = stretch_of(start, end)
    ways = [one is not None for one in (line, stretch, quotation)]
    if sum(ways) != 1:
        raise UsageError(
            "say what stands on the card",
            do="One of: --line N, --from T --to T, or --quotation N of a draft",
        )
    if into.suffix.lower() not in (".png", ".svg"):
        raise UsageError("a card is a .png or an .svg", where=str(into))
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.pictures.card import Shape, alt_text, write_png, write_svg

    if shape.upper() not in Shape.__members__:
        raise UsageError(f"'{shape}' is no shape", do="wide or square")
    with Desk.open(root) as desk:
        if quotation is not None:
            made = desk.card_of_quotation(Path(source), quotation)
        else:
            made = desk.card_of_lines(source, language, line=line, stretch=stretch)
    write = write_png if into.suffix.lower() == ".png" else write_svg
    data = write(made, Shape[shape.upper()])
    beside = into.with_suffix(".alt.txt")
    try:
        into.write_bytes(data)
        beside.write_text(alt_text(made), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror})", where=str(into)) from error
    if as_json:
        say_json({"card": into.resolve(), "alt_text": beside.resolve(), "says": made})
    else:
        say(f"Written: {into}, and in words: {beside}")
