"""`earwitness private`: what could identify a private person, in a recording or in a file."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.cli.times import span_words
from earwitness.errors import ArchiveNotFound, UsageError

if TYPE_CHECKING:
    from earwitness.store.archive import Archive
    from earwitness.understand.private.answer import PrivateLine
    from earwitness.understand.private.public_people import PublicPeople

__all__ = ["HELP", "private"]

HELP = """What could identify a private person: names, telephone numbers (also said in words, and over
several lines), mail, handles, addresses, cards and accounts, papers and plates, dates of birth, health,
children. Of a recording: its words, translations, titles, captions and file names. Of a file (a draft,
a page, a transcript): its text as it stands, and its name.

Nothing is changed. It finds too much rather than too little: most finds of a name are harmless, and
what it did not find may be there all the same. Public people are shown and marked. Names under which
files were received are sealed: of them only the kind of a find is told.

More public people: public_people.csv in the archive folder (surname, given, who, alone).

\b
Examples:
  earwitness private 7k3m
  earwitness private 7k3m --why            the rule and its reason
  earwitness private page/index.html       before it goes out
  earwitness private draft.md --json

\b
Exit codes: 0 nothing was found, or only public people; 1 something was found; 2 called wrongly.
"""


def private(
    name: Annotated[str, typer.Argument(metavar="REC|FILE", help="A recording, or a file.")],
    *,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Only this kind; may be given several times."),
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Also the rule and its reason.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what could identify a private person."""
    from earwitness.understand.private.finds import Kind

    for one in set(kind or ()) - {*Kind}:
        raise UsageError(f"'{one}' is no kind of find", do=f"One of: {', '.join(Kind)}")
    everything = _of_file(Path(name), archive) if Path(name).is_file() else _of(name, archive)
    found = [one for one in everything if not kind or one.find.kind in kind]
    if as_json:
        say_json(found)
    elif found:
        _say(found, why=why)
    if any(not one.find.public for one in found):
        raise typer.Exit(FINDINGS)
    if not found:
        tell("nothing was found; that is no proof that nothing is there")


def _of(name: str, archive: Path | None) -> tuple[PrivateLine, ...]:
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        _tell_problems(desk.archive)
        return desk.private(desk.recording(name).id)


def _of_file(path: Path, archive: Path | None) -> tuple[PrivateLine, ...]:
    from earwitness.cli.text_file import text_file_lines
    from earwitness.understand.private.answer import private_in_text

    lines = text_file_lines(path)
    return private_in_text(lines, path.name, _public_people(archive))


def _public_people(archive: Path | None) -> PublicPeople:
    """Those of the archive that would be used here, if there is one: a file needs none."""
    from earwitness.store.archive import Archive
    from earwitness.understand.private.answer import desk_public_people
    from earwitness.understand.private.public_people import shipped_public_people

    try:
        root = choose_archive(archive)
    except (ArchiveNotFound, UsageError):
        return shipped_public_people()
    opened = Archive(root, read_only=True)
    try:
        _tell_problems(opened)
        return desk_public_people(opened)
    finally:
        opened.close()


def _tell_problems(archive: Archive) -> None:
    """Rows of the desk's list that were left out, with line and reason."""
    from earwitness.understand.private.answer import desk_public_people

    for problem in desk_public_people(archive).problems:
        tell(problem)


def _say(found: list[PrivateLine], *, why: bool) -> None:
    rows = []
    for one in found:
        find = one.find
        place = span_words(one.start_ms, one.end_ms, one.timing) if one.timing else ""
        where = one.where.value + (f" ({one.language})" if one.language else "")
        row = [
            place or f"line {one.position + 1}",
            where,
            find.kind.value,
            find.surface or "(sealed)",
            find.certainty.value,
            f"public: {find.public}" if find.public else "",
        ]
        rows.append([*row, f"{find.rule}: {find.reason}"] if why else row)
    say_table(["place", "in", "kind", "words", "how sure", "", *(["why"] if why else [])], rows)
    kinds = Counter(one.find.kind.value for one in found if not one.find.public)
    public = sum(bool(one.find.public) for one in found)
    said = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    say(
        f"{count(sum(kinds.values()), 'find')}{': ' if said else ''}{said}; {public} public",
        style="bold",
    )
