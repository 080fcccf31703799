"""`earwitness themes`: the codebook, which line speaks of what, coders' marks, and how far they agree."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.cli.times import span_words
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.records.sound import Recording

__all__ = ["HELP", "themes"]

HELP = """Which lines speak of what: being sent to die, unpaid, aid stolen, appeals, and other codes of a
codebook. Machines suggest codes; coders mark lines, each under a name. A count that is to be published wants a
second coder: Krippendorff's alpha says how far the two agree beyond chance. Without REC: the codebook.

The desk's own codebook: codebook.csv in the archive folder (start from `earwitness themes --codebook`), then
`earwitness run`. REFI-QDA codebooks (.qdc) of ATLAS.ti, MAXQDA, NVivo, QualCoder, Taguette go in and out.

\b
themes REC                       lines with their numbers, suggested and coded themes
themes code REC N,N CODE ...     you find these codes in lines N (--by)
themes uncode REC N,N CODE ...   you do not find them there (--by)
themes read REC                  you have judged all lines (--by): the rest is "not found"
themes take FILE                 take in a codebook, .qdc or CSV (--by, --because)

\b
Examples:
  earwitness themes
  earwitness themes code 7k3m 4,5 unpaid losses --by "E. Marrow"
  earwitness themes read 7k3m --by "E. Marrow"
  earwitness themes --counts                how often, by whom, with alpha
  earwitness themes --qdc > our.qdc         the codebook for other programs
  earwitness themes take theirs.qdc --by "E. Marrow" --because "agreed on 3 July"

\b
Exit codes: 0 shown or kept; 1 nothing is called so, or nothing was coded; 2 called wrongly.
"""

_VERBS = ("code", "uncode", "read", "take")


def themes(  # noqa: PLR0913 (each is an option of the command)
    what: Annotated[
        str, typer.Argument(metavar="REC", help="A recording; or what to do, see above.")
    ] = "",
    rest: Annotated[
        list[str] | None, typer.Argument(metavar="WORD", help="What follows a verb.")
    ] = None,
    *,
    counts: Annotated[
        bool, typer.Option("--counts", help="How often, by whom, with alpha.")
    ] = False,
    codebook: Annotated[
        bool, typer.Option("--codebook", help="Print the codebook as CSV, to edit.")
    ] = False,
    qdc: Annotated[bool, typer.Option("--qdc", help="Print it as a REFI-QDA codebook.")] = False,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who codes or decides.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show themes, or code lines."""
    given = rest or []
    if sum((counts, codebook, qdc, bool(what))) > 1:
        raise UsageError("--counts, --codebook, --qdc and REC exclude one another", do="Give one")
    if given and what not in _VERBS:
        raise UsageError(f"'{what}' is nothing to do", do=f"One of: {', '.join(_VERBS)}")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if what in _VERBS:
            _do(desk, what, given, (by, because), archive)
        elif counts:
            _say_counts(desk, as_json=as_json)
        elif codebook or qdc:
            _print_codebook(desk, qdc=qdc)
        elif what:
            _say_lines(desk, desk.recording(what), as_json=as_json)
        else:
            _say_codebook(desk, as_json=as_json)


def _do(
    desk: Desk, verb: str, given: list[str], signed: tuple[str, str], archive: Path | None
) -> None:
    by, because = signed
    needed = {"code": 3, "uncode": 3, "read": 1, "take": 1}[verb]
    if len(given) < needed:
        raise UsageError(f"`themes {verb}` needs more after it", do="`earwitness themes --help`")
    if verb == "take":
        book = desk.take_codebook(Path(given[0]), by=by, because=because)
        say(f"Taken in: {count(len(book.codes), 'code')}", style="bold")
        say(f"Next: {with_archive('earwitness run', archive)}")
        return
    recording = desk.recording(given[0])
    if verb == "read":
        desk.mark_read(recording.id, coder=by, because=because)
        say(f"Kept: {by} has judged all lines of {recording.id}", style="bold")
        return
    made = desk.mark(
        recording.id,
        _positions(given[1]),
        given[2:],
        coder=by,
        present=verb == "code",
        because=because,
    )
    noun = "found" if verb == "code" else "not there"
    say(f"Kept: {count(len(made), 'mark')} ({', '.join(given[2:])}: {noun}) by {by}", style="bold")
    say(f"Next: {with_archive(f'earwitness themes {recording.id}', archive)}")


def _positions(given: str) -> list[int]:
    parts = [one.strip() for one in given.split(",") if one.strip()]
    if not parts or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in parts):
        raise UsageError(f"'{given}' is no list of lines", do="Numbers with commas: 4,5,9")
    return [int(one) for one in parts]


def _print_codebook(desk: Desk, *, qdc: bool) -> None:
    from earwitness.understand.coding.codebook import codebook_csv
    from earwitness.understand.coding.qdc import write_qdc

    book = desk.codebook()
    if qdc:
        sys.stdout.write(write_qdc(book).decode())
    else:
        sys.stdout.write(codebook_csv(book.codes))


def _say_codebook(desk: Desk, *, as_json: bool) -> None:
    book = desk.codebook()
    suggested = Counter(code for one in desk.claims() if one.current for code in one.claim.themes)
    coded = {one.code: one.lines for one in desk.theme_counts().codes}
    if as_json:
        say_json(
            [
                {
                    "code": one.code,
                    "name": one.name,
                    "parent": one.parent,
                    "definition": one.definition,
                    "suggested": suggested[one.code],
                    "coded": coded.get(one.code, {}),
                }
                for one in book.codes
            ]
        )
        return
    say_table(
        ["code", "name", "suggested", "coded", "definition"],
        [
            [
                one.code,
                one.name,
                str(suggested[one.code]),
                " ".join(f"{who}: {n}" for who, n in coded.get(one.code, {}).items() if n),
                one.definition,
            ]
            for one in book.codes
        ],
    )
    tell("suggested: sentences in which a rule sees the code; coded: lines, by coder")


def _say_lines(desk: Desk, recording: Recording, *, as_json: bool) -> None:
    from earwitness.understand.coding.agreement import present_in

    marks = present_in(desk.codings())
    suggested: dict[tuple[str, int], list[str]] = {}
    for one in desk.claims(recording.id):
        stands = (one.claim.version_id, one.claim.spans[0].position)
        suggested.setdefault(stands, []).extend(one.claim.themes)
    rows = []
    for words in desk.words_to_code(recording.id):
        for line in words.lines:
            place = (recording.id, words.version_id, line.position)
            coded = {
                coder: sorted(code for (at, code), there in found.items() if at == place and there)
                for coder, found in marks.items()
            }
            rows.append(
                {
                    "line": line.position,
                    "version": words.version_id,
                    "start_ms": line.start_ms,
                    "end_ms": line.end_ms,
                    "voice": line.voice or "",
                    "text": line.text,
                    "suggested": sorted(set(suggested.get((words.version_id, line.position), ()))),
                    "coded": {coder: codes for coder, codes in coded.items() if codes},
                }
            )
    if as_json:
        say_json(rows)
    else:
        say(f"{recording.id}  {recording.title}", style="bold")
        for row in rows:
            _say_line(row)
    if not rows:
        tell(f"{recording.id} has no words to code")
        raise typer.Exit(FINDINGS)


def _say_line(row: dict[str, object]) -> None:
    start, end = row["start_ms"], row["end_ms"]
    place = span_words(
        start if isinstance(start, int) else None, end if isinstance(end, int) else None, "exact"
    )
    voice = f"{row['voice']}: " if row["voice"] else ""
    say(f"  {row['line']:>4}  {place}  {voice}{row['text']}")
    suggested, coded = row["suggested"], row["coded"]
    if isinstance(suggested, list) and suggested:
        say(f"        suggested by rules: {', '.join(suggested)}")
    if isinstance(coded, dict):
        for coder, codes in coded.items():
            say(f"        {coder}: {', '.join(codes)}")


def _say_counts(desk: Desk, *, as_json: bool) -> None:
    from earwitness.understand.coding.agreement import explain_count

    found = desk.theme_counts()
    told = {one.code: explain_count(one, found.coders) for one in found.codes}
    if as_json:
        say_json({"counts": found, "in_words": told})
        if not found.coders:
            raise typer.Exit(FINDINGS)
        return
    if not found.coders:
        tell("nothing was coded yet: `earwitness themes --help` says how")
        raise typer.Exit(FINDINGS)
    say("Lines judged: " + ", ".join(f"{who} {n}" for who, n in found.judged.items()))
    rows = [
        [
            one.code,
            " ".join(f"{who}: {n}" for who, n in one.lines.items()),
            " ".join(f"{who}: {n}" for who, n in one.recordings.items()),
            " ".join(f"{who}: {n}" for who, n in one.sounds.items()),
            str(one.both) if len(found.coders) > 1 else "",
            told[one.code],
        ]
        for one in found.codes
        if any(one.lines.values())
    ]
    say_table(["code", "lines", "recordings", "sounds", "both", "how sure"], rows)
    if len(found.coders) > 1 and found.together.value is not None:
        say(
            f"All codes together: alpha {found.together.value:.3f} over {found.together.units:,} pairs of"
            " line and code"
        )
    say("A count is of what coders found in these recordings, which somebody chose to publish.")
