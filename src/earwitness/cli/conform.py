"""`earwitness conform`: the Hala, Leiden and Berkeley texts held against recordings."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.review.conformance.report import Readiness

__all__ = ["HELP", "conform"]

HELP = """Hold recordings to the Hala Protocol, the Leiden Guidelines and the Berkeley Protocol, as restated in our
own words: 109 rows, each with one result and what it rests on. A machine decides from hashes, events and typed
fields; people answer the rest with `earwitness record`. What could not be read in the standards is called so.
The result is how ready the records are, not a mark, and nobody's certificate.

\b
Results: pass, warn (a weakness, not a bar), fail, not_attainable (sought, on record, not to be had),
not_applicable, needs_person, out_of_reach, not_encoded (the text was not retrieved, or this program
cannot decide it yet).

\b
Examples:
  earwitness conform 7k3m                              one recording, all three texts
  earwitness conform --profile leiden                  all recordings, one text
  earwitness conform 7k3m --row HALA-BP15.6            one row
  earwitness conform 7k3m --page report.html           a page for people
  earwitness conform 7k3m --listing container          members, hashes, labels

\b
Exit codes: 0 nothing fails; 1 something does, or nothing is called so; 2 called wrongly.
"""


def conform(
    thing: Annotated[
        str, typer.Argument(metavar="REC", help="A recording, or an archive; all without it.")
    ] = "",
    *,
    profile: Annotated[
        str, typer.Option(metavar="TEXT", help="hala, leiden or berkeley; all three without it.")
    ] = "",
    row: Annotated[
        list[str] | None,
        typer.Option(metavar="ROW", help="Only this row, or those that begin so; repeatable."),
    ] = None,
    page: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report as a page (HTML).")
    ] = None,
    listing: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write what belongs to REC, with hashes and labels."),
    ] = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check and print."""
    from earwitness.desk import Desk
    from earwitness.records.conformance import Standard

    known = {one.value: one for one in Standard}
    if profile and profile not in known:
        raise UsageError(f"'{profile}' is no text", do=f"One of: {', '.join(known)}")
    is_archive = bool(thing) and (Path(thing) / "catalog.db").is_file()
    root = choose_archive(Path(thing) if is_archive else archive)
    with Desk.open(root) as desk:
        named = "" if is_archive else thing
        reports = _checked(desk, named, known.get(profile), row or [], page)
        written = desk.container_listing(_one(named), listing) if listing is not None else []
    if as_json:
        say_json([one for report in reports for one in report.results])
    else:
        if len(reports) > 1 and not row:
            _say_overview(reports)
        else:
            for report in reports:
                _say(report)
        _say_meaning(reports)
    for path in [*([page] if page is not None else []), *written]:
        tell(f"written: {path.resolve().as_uri()}")
    if any(one.fails for one in reports):
        raise typer.Exit(FINDINGS)


def _one(thing: str) -> str:
    if not thing:
        raise UsageError("a listing is of one recording", do="Name the recording")
    return thing


def _checked(
    desk: Desk, thing: str, standard: object, rows: list[str], page: Path | None
) -> list[Readiness]:
    from earwitness.records.conformance import Standard

    chosen = standard if isinstance(standard, Standard) else None
    reports = desk.conform([thing] if thing else [], chosen, rows)
    if page is not None:
        desk.conformance_page(reports, rows, chosen, page)
    return reports


def _say_overview(reports: list[Readiness]) -> None:
    from earwitness.review.conformance.report import ORDER

    columns = ["recording", *(one.value for one in ORDER)]
    rows = [[one.item, *(str(len(one.of(result))) for result in ORDER)] for one in reports]
    say_table(columns, rows)
    say("Rows by result. Name a recording to see why; --page writes all of it.")


def _say(report: Readiness) -> None:
    from earwitness.review.conformance.report import ORDER, line_of

    name = f"{report.item}  {report.title}" if report.title else report.item
    say(name, style="bold")
    for sentence in report.summaries.values():
        say(sentence)
    rows = [
        [one.row, one.result.value, line_of(one)] for result in ORDER for one in report.of(result)
    ]
    say_table(["row", "result", "why"], rows)
    if report.unread:
        tell(f"{report.item}: signed records that cannot be read here: {', '.join(report.unread)}")
    for moment, waiting in report.asked_of_people.items():
        say(f"asked of people, {moment}: {', '.join(waiting)}")
    say()


def _say_meaning(reports: list[Readiness]) -> None:
    from earwitness.review.conformance.report import MEANING

    if not reports:
        say("No recording is here.")
    say(MEANING)
