"""All commands under one name, and how each of them ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from earwitness.cli import (
    add,
    align,
    bag,
    card,
    check,
    claims,
    clip,
    conform,
    copies,
    correct,
    corroborate,
    decide,
    demo,
    desk,
    diff,
    doctor,
    entity,
    explain,
    export,
    find,
    media_review,
    mentions,
    models,
    new,
    play,
    private,
    prove,
    record,
    redact,
    review,
    run,
    show,
    sources,
    status,
    story,
    themes,
    timeline,
    translate,
    verify,
    voices,
)
from earwitness.cli.failures import end_with
from earwitness.cli.plain_help import Command

__all__ = ["app", "main"]

_HELP = """Earwitness keeps released recordings of speech as evidence: search them, check a story
against them, publish with every quotation playable.

\b
The way of a story:
  earwitness new my-archive
  cd my-archive
  earwitness add ~/incoming        take in a mixed pile
  earwitness run                   hear it, index it
  earwitness find зимой            search in any script
  earwitness check draft.md        hold a draft to the sound
  earwitness story draft.md --out page

\b
Exit codes: 0 done; 1 findings, no hits, or only partly done; 2 called wrongly.
Results go to stdout, messages and progress to stderr. --json makes results readable for programs.
To see it all on invented samples: earwitness demo
"""


class _Commands(TyperGroup):
    """Commands in the order of the work, with one way to fail."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if _is_about_the_call(error) or os.environ.get("EARWITNESS_TRACEBACK") == "1":
                raise
            raise end_with(error) from error
        except KeyboardInterrupt as error:
            raise end_with(error) from error
        return result


def _is_about_the_call(error: Exception) -> bool:
    """Whether typer itself says it: a wrong option, a missing argument."""
    return hasattr(error, "exit_code") and hasattr(error, "show")


app = typer.Typer(
    name="earwitness",
    help=_HELP,
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:  # noqa: FBT001 (typer calls it with the flag's value)
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 (start-up stays fast)

        print(f"earwitness {version('earwitness')}")  # noqa: T201 (the result)
        raise typer.Exit


@app.callback()
def _top(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and end."
        ),
    ] = False,
) -> None:
    """Stand above all commands."""


# In the order of the work, which is the order in the help.
for _function, _text, _short, _kind in (
    (new.new, new.HELP, "Make an archive.", Command),
    (add.add, add.HELP, "Take in files and folders, in any mixture.", Command),
    (run.run, run.HELP, "Hear and index what was taken in.", Command),
    (translate.translate, translate.HELP, "Words into another language.", Command),
    (desk.desk, desk.HELP, "Open the archive as a page in your browser.", Command),
    (status.status, status.HELP, "What the archive holds and what waits.", Command),
    (find.find, find.HELP, "Search words in any script and language.", find.QueryCommand),
    (show.show, show.HELP, "List recordings, or show one with all its words.", Command),
    (align.align, align.HELP, "Find the lines of a text in a sound.", Command),
    (diff.diff, diff.HELP, "Two versions of the words, word by word.", Command),
    (voices.voices, voices.HELP, "Who speaks when in a recording, by label.", Command),
    (mentions.mentions, mentions.HELP, "Who and what a recording speaks of.", Command),
    (entity.entity, entity.HELP, "All mentions of one name, in any script.", Command),
    (private.private, private.HELP, "What could identify a private person.", Command),
    (claims.claims, claims.HELP, "What is claimed, in which mood, from what knowledge.", Command),
    (themes.themes, themes.HELP, "Codes in lines, by coders; counts with their alpha.", Command),
    (copies.copies, copies.HELP, "Which files carry the same sound.", Command),
    (timeline.timeline, timeline.HELP, "Where a recording appeared, and when.", Command),
    (sources.sources, sources.HELP, "How many independent sources, and why.", Command),
    (
        corroborate.corroborate,
        corroborate.HELP,
        "What stands for and against a claim.",
        Command,
    ),
    (decide.decide, decide.HELP, "What you know about the dependence of sources.", Command),
    (correct.correct, correct.HELP, "Say what is wrong; settle it; the log.", Command),
    (redact.redact, redact.HELP, "Withhold a stretch, a voice, words.", Command),
    (play.play, play.HELP, "Hear a stretch of a recording.", Command),
    (check.check, check.HELP, "Hold a draft's quotations to the sound.", Command),
    (story.story, story.HELP, "Write a page whose quotations can be played.", Command),
    (clip.clip, clip.HELP, "A stretch with its words, as a film or to embed.", Command),
    (card.card, card.HELP, "A quotation as a picture.", Command),
    (export.export, export.HELP, "The words in formats of other programs.", Command),
    (prove.prove, prove.HELP, "Prove that a folder holds nothing withheld.", Command),
    (verify.verify, verify.HELP, "Recompute every hash and the custody chain.", Command),
    (record.record, record.HELP, "What people know: consent, plan, provenance, effort.", Command),
    (conform.conform, conform.HELP, "Hala, Leiden and Berkeley held against recordings.", Command),
    (explain.explain, explain.HELP, "All that is known at a second; or what a file is.", Command),
    (doctor.doctor, doctor.HELP, "Which parts are installed, what is missing.", Command),
    (demo.demo, demo.HELP, "Do the whole job once on invented samples.", Command),
):
    app.command(_function.__name__, help=_text, short_help=_short, cls=_kind)(_function)
review.review.command(
    "media",
    help=media_review.HELP,
    short_help="The verdict as a schema.org MediaReview.",
    cls=Command,
)(media_review.media_review)
app.add_typer(
    review.review,
    name="review",
    help=review.HELP,
    short_help="Checks, verdict, attribution, date: judge a recording.",
)
app.add_typer(
    bag.bag, name="bag", help=bag.HELP, short_help="Publish as a signed evidence bag; verify one."
)
app.add_typer(models.models, help=models.HELP, short_help="Speech models: list, get, where, why.")


def main() -> None:
    """The console script ``earwitness``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter shows its number; nothing fails over it.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    finally:
        with suppress(BrokenPipeError, ValueError):
            sys.stdout.flush()
