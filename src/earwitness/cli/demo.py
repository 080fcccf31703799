"""`earwitness demo`: the whole way, on invented samples."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.add import say_intake
from earwitness.cli.check import say_check, summary
from earwitness.cli.failures import FINDINGS
from earwitness.cli.find import say_hits
from earwitness.cli.options import JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.cli.progress import steps, work
from earwitness.cli.run import say_run
from earwitness.cli.status import say_figures
from earwitness.cli.story import say_story
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.publish.quotecheck.check import CheckReport
    from earwitness.publish.story import StoryReport

__all__ = ["HELP", "demo"]

HELP = """Do the whole job once on the sample releases, which are invented: make an archive, take a
mixed pile in, hear it, search it in three scripts, check drafts with and without errors, and write
a page whose quotations play.

It needs the folder `samples` of the source checkout. The archive is made anew each time; a folder
that no earlier demo made is never touched.

\b
Examples:
  earwitness demo
  earwitness demo --into /tmp/demo-archive --samples ~/earwitness/samples

\b
Exit codes: 0 everything went as expected; 1 something did not; 2 no samples, or no place to write.
"""

_MARKER = ".earwitness-demo"
_APPROVER = "the demo's editor"
_QUERIES = ("зимой", "Zima", "мосту")
_HITS = 3


def demo(
    *,
    into: Annotated[Path, typer.Option(metavar="DIR", help="Where the archive is made.")] = Path(
        "demo-archive"
    ),
    samples: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The sample folder (default: found by itself)."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Go on with the archive of an earlier demo.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Do the whole job once."""
    folder = _samples(samples)
    desk = _open(into, keep=keep)
    with desk:
        checks, story = _go_through(desk, folder, into, quiet=as_json)
        counted = desk.figures()
    wrong = _unexpected(checks, story)
    if as_json:
        say_json(
            {
                "as_expected": not wrong,
                "unexpected": wrong,
                "archive": into.resolve(),
                "page": story.page.resolve() if story else None,
                "figures": counted,
                "checks": {name: summary(one) for name, one in checks.items()},
            }
        )
    else:
        _say_end(into, folder, story, wrong)
    if wrong:
        raise typer.Exit(FINDINGS)


def _samples(given: Path | None) -> Path:
    # src/earwitness/cli/demo.py stands three folders below the checkout.
    checkout = Path(__file__).resolve().parents[3] / "samples"
    for folder in [given] if given else [Path("samples"), checkout]:
        if (folder / "releases").is_dir() and (folder / "drafts").is_dir():
            return folder
    raise UsageError(
        "no samples are here",
        where=str(given or "samples"),
        do="Run it from the source checkout, or name the folder with --samples",
    )


def _open(into: Path, *, keep: bool) -> Desk:
    from earwitness.desk import Desk

    ours = (into / _MARKER).is_file()
    if into.exists() and not ours and (not into.is_dir() or any(into.iterdir())):
        raise UsageError(
            "is there already and no demo made it", where=str(into), do="Choose another with --into"
        )
    if keep and ours:
        return Desk.open(into)
    if ours:
        shutil.rmtree(into)
    desk = Desk.new(into)
    (into / _MARKER).write_text("made by `earwitness demo`, which may replace it\n")
    return desk


def _go_through(
    desk: Desk, folder: Path, into: Path, *, quiet: bool
) -> tuple[dict[str, CheckReport], StoryReport | None]:
    """All steps in order; each is said before it is done."""
    _take_in(desk, folder, quiet=quiet)
    _hear(desk, quiet=quiet)
    if not quiet:
        _search(desk, into)
    checks = _check(desk, folder, into, quiet=quiet)
    story = _publish(desk, folder, into, checks["clean.en.md"], quiet=quiet)
    return checks, story


def _step(number: int, what: str, command: str, *, quiet: bool) -> None:
    if quiet:
        return
    say()
    say(f"--- {number}. {what}:  {command}", style="bold")


def _take_in(desk: Desk, folder: Path, *, quiet: bool) -> None:
    from earwitness.intake.take_in import GivenBy

    releases = folder / "releases"
    command = f'earwitness add {releases} --approved-by "{_APPROVER}"'
    _step(1, "Take in a mixed pile", command, quiet=quiet)
    with steps("taking in") as told:
        report = desk.take_in([releases], GivenBy(approved_by=_APPROVER), told)
    if not quiet:
        say_intake(report)


def _hear(desk: Desk, *, quiet: bool) -> None:
    from earwitness.work.run import run

    _step(2, "Hear and index it", "earwitness run", quiet=quiet)
    with work() as told:
        report = run(desk.archive, told)
    if not quiet:
        say_run(report)
        _step(3, "What is there now", "earwitness status", quiet=quiet)
        say_figures(desk.figures())


def _search(desk: Desk, into: Path) -> None:
    for query in _QUERIES:
        _step(4, "Search in any script", f"earwitness find {query} --limit {_HITS}", quiet=False)
        answer = desk.find(query, None, _HITS)
        say_hits(answer, query, into)
        say(f"{count(answer.total, 'hit')} in all.")


def _check(desk: Desk, folder: Path, into: Path, *, quiet: bool) -> dict[str, CheckReport]:
    drafts = sorted((folder / "drafts").glob("*.md"))
    reports = {draft.name: desk.check(draft) for draft in drafts}
    for name in ("clean.en.md", "flawed.en.md"):
        if name not in reports:
            raise UsageError("is missing", where=str(folder / "drafts" / name))
    if quiet:
        return reports
    flawed = folder / "drafts" / "flawed.en.md"
    _step(5, "Check a draft with planted errors", f"earwitness check {flawed}", quiet=False)
    say_check(reports[flawed.name], into)
    _step(6, "Check all drafts", "earwitness check DRAFT", quiet=False)
    rows = [
        [name, "passes" if one.clean else "has errors", summary(one)]
        for name, one in reports.items()
    ]
    say_table(["draft", "verdict", "result"], rows)
    return reports


def _publish(
    desk: Desk, folder: Path, into: Path, checked: CheckReport, *, quiet: bool
) -> StoryReport | None:
    draft, page = folder / "drafts" / "clean.en.md", into.parent / "demo-page"
    command = f"earwitness story {draft} --out {page}"
    _step(7, "Publish the draft that passes", command, quiet=quiet)
    if not checked.clean:
        tell(f"not written: {draft} has errors")
        return None
    if (page / ".earwitness-story").is_file() and not desk.has_page(page):
        shutil.rmtree(page)  # of an earlier demo, whose archive is gone
    report = desk.story(draft, page)
    if not quiet:
        say_story(report)
    return report


def _unexpected(checks: dict[str, CheckReport], story: StoryReport | None) -> list[str]:
    """What did not go as it should: clean drafts pass, flawed ones do not, quotations play."""
    wrong = [
        f"{name} should pass and has errors"
        for name, one in checks.items()
        if name.startswith("clean") and not one.clean
    ]
    wrong += [
        f"{name} holds planted errors and none was found"
        for name, one in checks.items()
        if name.startswith("flawed") and one.clean
    ]
    if story is None:
        wrong.append("no page was written")
    elif not story.playable:
        wrong.append("no quotation of the page can be played")
    return wrong


def _say_end(into: Path, folder: Path, story: StoryReport | None, wrong: list[str]) -> None:
    say()
    for sentence in wrong:
        say(f"NOT AS EXPECTED: {sentence}", style="red")
    if not wrong:
        say("Everything went as expected.", style="bold")
    if story:
        say(f"The page: {story.page}")
        say(f"Open it:  {story.page.resolve().as_uri()}")
    say("Next, type:")
    say(f"  earwitness show --archive {into}")
    say(f"  earwitness find прокуратура --archive {into}")
    say(f"  earwitness check {folder / 'drafts' / 'flawed.uk.md'} --archive {into}")
    say(f"  earwitness verify --archive {into}")
