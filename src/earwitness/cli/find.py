"""`earwitness find`: words in any script, in the original or in translation."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.marking import matched_spans
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.periods import period_end, period_start
from earwitness.cli.plain_help import Command
from earwitness.cli.printing import say, say_json, tell
from earwitness.cli.query_line import join_query, keep_exclusions
from earwitness.cli.times import date_words, span_words
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Answer
    from earwitness.store.found_lines import FoundLine
    from earwitness.store.search import Filters

__all__ = ["HELP", "QueryCommand", "find", "say_hits"]

HELP = """Search what was said and what was published about it, in the original and in every
translation. Word forms and scripts do not matter: Zima finds Зима and Зимой.

All words must occur in one line. A "phrase" keeps its words together, -word leaves lines out that
hold it, word~ also takes spellings that differ by a letter or two. Words that begin with -- must
stand after a lone --.

\b
Examples:
  earwitness find зимой
  earwitness find Zima -bridge
  earwitness find "no radio link" --language en
  earwitness find прокуратура --source Surmach --since 2025-06 --until 2025-07

Dates are those of the recording. Often only "not after" is known: such a line is shown
if it may lie in the period. --since 2025 means from its first day, --until 2025-06 to its last.

\b
Exit codes: 0 found; 1 nothing found (as grep); 2 called wrongly.
"""


class QueryCommand(Command):
    """A command whose words may begin with a hyphen."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        options = {
            name: not getattr(one, "is_flag", False)
            for one in self.get_params(ctx)
            for name in one.opts
            if name.startswith("-")
        }
        return super().parse_args(ctx, keep_exclusions(args, options))


class Where(StrEnum):
    """Which words to search."""

    WORDS = "words"
    PUBLISHED = "published"


def find(  # noqa: PLR0913 (each is an option of the command)
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="Words to look for.")],
    *,
    source: Annotated[str, typer.Option(metavar="NAME", help="Published by this source.")] = "",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Lines with words in this language (ru, uk, en).")
    ] = "",
    voice: Annotated[str, typer.Option(metavar="LABEL", help="Said by this voice (V1).")] = "",
    since: Annotated[
        str, typer.Option(metavar="DATE", help="May be recorded on or after: 2025, 2025-06, ….")
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="DATE", help="May be recorded on or before the end of: 2025-06.")
    ] = "",
    where: Annotated[
        Where | None,
        typer.Option("--in", help="Only words heard, or only words published about recordings."),
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=1000, help="At most N hits.")] = 20,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search."""
    from earwitness.store.search import Filters

    filters = Filters(
        source=source,
        language=language,
        voice=voice,
        kind=where.value if where else "",
        since=period_start(since, "--since") if since else None,
        until=period_end(until, "--until") if until else None,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(f"--since {since} is after --until {until}")
    text = join_query(query)
    root = choose_archive(archive)
    answer, hint = _search(root, text, filters, limit)
    if as_json:
        say_json(_document(text, answer, archive))
    elif answer.lines:
        say_hits(answer, text, archive)
    else:
        tell(f"nothing found for {text}{hint}")
    if not answer.lines:
        raise typer.Exit(FINDINGS)


def _search(root: Path, text: str, filters: Filters, limit: int) -> tuple[Answer, str]:
    """The answer, and what may explain that it is empty."""
    from earwitness.desk import Desk
    from earwitness.store.catalog.receipts import sources
    from earwitness.text.words import fold

    with Desk.open(root) as desk:
        answer = desk.find(text, filters, limit)
        names = [one.name for one in sources(desk.archive.db)]
    if filters.source and fold(filters.source) not in {fold(name) for name in names}:
        there = ", ".join(f"'{name}'" for name in names) or "none"
        return answer, f"; no source is called '{filters.source}', there are: {there}"
    return answer, ""


def say_hits(answer: Answer, query: str, archive: Path | None) -> None:
    """Print hits, best first."""
    for line in answer.lines:
        _say_hit(line, query, archive)
    shown = len(answer.lines)
    more = "" if answer.total <= shown else " (--limit N shows more)"
    near = ", by near spelling: nothing is spelled so" if answer.loosened else ""
    tell(f"{shown} of {answer.total} hits{more}{near}")


def _say_hit(line: FoundLine, query: str, archive: Path | None) -> None:
    place = span_words(line.start_ms, line.end_ms, line.timing)
    head = [line.recording_id, place, line.voice, line.title]
    say("  ".join(one for one in head if one), style="dim")
    _say_marked("  " if line.language == "und" else f"  {line.language}: ", line.text, query)
    for language, text in line.translations.items():
        _say_marked(f"  {language}: ", text, query)
    if line.kind == "published":
        say(f"  published, not heard: {line.by}")
    sources = ", ".join(line.sources) or "source not stated"
    say(f"  {sources}; recorded {date_words(line.date)}")
    if line.playable:
        say(f"  {with_archive(line.play_command, archive)}")
    say()


def _say_marked(head: str, text: str, query: str) -> None:
    spans = [(start + len(head), end + len(head)) for start, end in matched_spans(text, query)]
    say(f"{head}{text}", marks=spans)


def _document(query: str, answer: Answer, archive: Path | None) -> dict[str, object]:
    hits = [
        {
            "recording_id": line.recording_id,
            "title": line.title,
            "kind": line.kind,
            "start_ms": line.start_ms,
            "end_ms": line.end_ms,
            "timing": line.timing,
            "voice": line.voice,
            "language": line.language,
            "text": line.text,
            "marked": matched_spans(line.text, query),
            "translations": line.translations,
            "sources": line.sources,
            "date": line.date,
            "edtf": line.date.edtf,
            "by": line.by,
            "score": line.score,
            "play": with_archive(line.play_command, archive) if line.playable else "",
        }
        for line in answer.lines
    ]
    return {"query": query, "total": answer.total, "loosened": answer.loosened, "hits": hits}
