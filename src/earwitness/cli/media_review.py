"""`earwitness review media`: the verdict that stands, in the words of schema.org."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say_json
from earwitness.errors import UsageError

__all__ = ["HELP", "media_review"]

HELP = """The verdict that stands about a recording as a schema.org MediaReview (JSON-LD), for the page that
publishes it. It says whether the recording is what it is presented as; whether its words are true is ClaimReview,
which belongs to an article that checks a fact, and is not made here.

consistent and verified are OriginalMediaContent; edited_affects_meaning is EditedOrCroppedContent; not_credible
and fabricated need --manipulation. unexamined, unverified, partly_verified and disputed have no word in
schema.org, and are refused.

Nothing of the desk's own reasons is written: give readers theirs with --body.

\b
Example:
  earwitness review media 7k3m --by "The Example Desk" --on 2026-05-04 --body "We spoke to both."

\b
Exit codes: 0 printed; 1 nothing is called so; 2 the verdict cannot be said so, or called wrongly.
"""


def media_review(  # noqa: PLR0913 (each is an option of the command)
    rec: Annotated[str, typer.Argument(metavar="REC", help="A recording.")],
    *,
    by: Annotated[str, typer.Option(metavar="NAME", help="The organisation that publishes it.")],
    on: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Day of publication.")
    ],
    url: Annotated[str, typer.Option(metavar="URL", help="Where it can be heard.")] = "",
    published_as: Annotated[
        str, typer.Option(metavar="WORDS", help="Where and as what it was published.")
    ] = "",
    body: Annotated[
        str, typer.Option(metavar="WORDS", help="How it is known, written for readers.")
    ] = "",
    manipulation: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="EditedOrCroppedContent, TransformedContent or StagedContent."
        ),
    ] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,  # noqa: ARG001 (it is JSON in any case)
) -> None:
    """Print a MediaReview."""
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.publish.exports.media_review import Manipulation, Reviewed

    if manipulation not in ("", *Manipulation):
        raise UsageError(
            f"'{manipulation}' is not what can be done to a recording",
            do=f"One of: {', '.join(Manipulation)}",
        )
    done = Manipulation(manipulation) if manipulation else None
    given = Reviewed(by, on.date(), url, published_as, body, done)
    with Desk.open(root) as desk:
        say_json(desk.media_review(rec, given))
