"""`earwitness claims`: what is said to be so, by whom, how, from what knowledge; and what persons say of it."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, tell
from earwitness.cli.times import span_words
from earwitness.errors import UsageError
from earwitness.records.claims import PARTS, ClaimStatus, KnowledgeRoot, Modality, Suggester

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.records.claims import Claim
    from earwitness.understand.claims.answer import ClaimLine
    from earwitness.understand.claims.deciding import Changes

__all__ = ["HELP", "claims"]

HELP = """What is said in a recording: one claim a sentence, with how it is meant (asserted, hedged, passed on,
asked, ordered, wished, supposed, perhaps in jest), from what knowledge the words show it is said, and the
words for who does what to whom, where, when, how many. A claim says that something is said, not that it is so.
What a publisher states of the recording is not in it: it stands apart, as the publisher's.

Rules suggest; persons confirm, reject, change or add. Each decision names who and why, is an event of the
custody chain, and lies on top of what was there: nothing is overwritten. Without REC: all recordings.

\b
claims REC                 the claims of a recording
claims confirm CLAIM       it is said so; with --modality, --knowledge, --part,
                           --theme, --sentence, --status: with these changes
claims reject CLAIM        no such thing is said here
claims add REC --words W   a claim that was not suggested; W stands in a line
claims history CLAIM       all revisions

\b
Examples:
  earwitness claims 7k3m
  earwitness claims 7k3m --modality asserted --why
  earwitness claims confirm clm-4k2t --by "E. Marrow" --because "I listened"
  earwitness claims confirm clm-4k2t --modality hedged --part "actor=командир" --theme losses \\
      --by "E. Marrow" --because "she says 'вроде' right before"
  earwitness claims add 7k3m --words "нас бросили" --by "E. Marrow" --because "half a sentence"
  earwitness claims --ftm > claims.json     FollowTheMoney, one entity a line; --csv for a table

\b
Exit codes: 0 shown or decided; 1 nothing is called so, or nothing is claimed; 2 called wrongly.
"""

_DECISIONS = ("confirm", "reject", "add", "history")


def claims(  # noqa: PLR0913 (each is an option of the command)
    what: Annotated[
        str, typer.Argument(metavar="REC", help="A recording; or what to do, see above.")
    ] = "",
    name: Annotated[str, typer.Argument(metavar="CLAIM", help="Behind a verb: which.")] = "",
    *,
    modality: Annotated[
        str, typer.Option(metavar="KIND", help="Only these; with confirm or add: it is this.")
    ] = "",
    knowledge: Annotated[
        str, typer.Option(metavar="ROOT", help="Only these; with confirm or add: it is this.")
    ] = "",
    theme: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Only these; with confirm or add: it has these codes."),
    ] = None,
    part: Annotated[
        list[str] | None,
        typer.Option(metavar="PART=WORDS", help=f"Words of the line: {', '.join(PARTS)}."),
    ] = None,
    sentence: Annotated[
        str, typer.Option(metavar="TEXT", help="A neutral sentence beside the words.")
    ] = "",
    status: Annotated[
        str, typer.Option(metavar="STATUS", help="What a person holds of it once it is reviewed.")
    ] = "",
    words: Annotated[str, typer.Option(metavar="WORDS", help="With add: as they stand.")] = "",
    line: Annotated[
        int | None, typer.Option(metavar="N", help="With add: the line, if several hold the words.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    why: Annotated[bool, typer.Option("--why", help="Also the rules that fired.")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Also rejected claims and those of older versions.")
    ] = False,
    as_ftm: Annotated[bool, typer.Option("--ftm", help="Print FollowTheMoney lines.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a row for each claim.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show claims, or decide on one."""
    if sum((as_ftm, as_csv, as_json)) > 1:
        raise UsageError("--ftm, --csv and --json exclude one another", do="Give one of them")
    chosen = _chosen(modality, knowledge, status)
    root = choose_archive(archive)
    from earwitness.desk import Desk
    from earwitness.understand.claims.deciding import Changes

    changes = Changes(
        chosen[2],
        chosen[0],
        chosen[1],
        sentence,
        _parts(part or []),
        tuple(theme) if theme else None,
    )
    with Desk.open(root) as desk:
        if what in _DECISIONS:
            _decide(desk, what, name, changes, (words, line, by, because), archive, as_json=as_json)
            return
        if name:
            raise UsageError(f"'{what}' is nothing to do", do=f"One of: {', '.join(_DECISIONS)}")
        recording = desk.recording(what) if what else None
        found = desk.claims(recording.id if recording else "")
        stated = _assertions(desk, recording.id) if recording else []
    shown = [one for one in found if _wanted(one, changes, every=every)]
    if as_json:
        say_json({"claims": shown, "publishers_state": stated} if recording else shown)
    elif as_ftm or as_csv:
        _export(shown, as_ftm=as_ftm)
    elif recording is None:
        _say_all(found)
    else:
        say(f"{recording.id}  {recording.title}", style="bold")
        for one in shown:
            _say(one, why=why)
        _say_stated(stated)
    if not shown:
        tell(
            "nothing of that kind is claimed here"
            if found
            else f"no claims are known here; `{with_archive('earwitness run', archive)}` reads new words"
        )
        raise typer.Exit(FINDINGS)


def _chosen(
    modality: str, knowledge: str, status: str
) -> tuple[Modality | None, KnowledgeRoot | None, ClaimStatus | None]:
    for given, kinds, noun in (
        (modality, Modality, "modality"),
        (knowledge, KnowledgeRoot, "knowledge root"),
        (status, ClaimStatus, "status of a claim"),
    ):
        if given and given.replace("-", "_") not in [*kinds]:
            raise UsageError(f"'{given}' is no {noun}", do=f"One of: {', '.join(kinds)}")
    return (
        Modality(modality.replace("-", "_")) if modality else None,
        KnowledgeRoot(knowledge.replace("-", "_")) if knowledge else None,
        ClaimStatus(status.replace("-", "_")) if status else None,
    )


def _parts(given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, mark, words = one.partition("=")
        if not mark or name.strip() not in PARTS:
            raise UsageError(
                f"'{one}' is no part of a claim", do=f"PART=WORDS, PART one of: {', '.join(PARTS)}"
            )
        found[name.strip()] = words.strip()
    return found


def _decide(
    desk: Desk,
    verb: str,
    name: str,
    changes: Changes,
    given: tuple[str, int | None, str, str],
    archive: Path | None,
    *,
    as_json: bool,
) -> None:
    from dataclasses import replace

    words, line, by, because = given
    if not name:
        raise UsageError(f"`claims {verb}` needs a name after it", do="`earwitness claims --help`")
    if verb == "history":
        _say_history(desk.claim_history(name), as_json=as_json)
        return
    if verb == "add":
        recording = desk.recording(name)
        made = desk.add_claim(recording.id, words, changes, position=line, by=by, because=because)
    else:
        status = (
            ClaimStatus.REJECTED if verb == "reject" else changes.status or ClaimStatus.REVIEWED
        )
        made = desk.revise_claim(name, replace(changes, status=status), by=by, because=because)
    if as_json:
        say_json(made)
        return
    say(f"{made.status.value} ({made.id}, revision {made.revision}): “{made.words}”", style="bold")
    say(f"Next: {with_archive(f'earwitness claims {made.recording_id}', archive)}")


def _wanted(line: ClaimLine, changes: Changes, *, every: bool) -> bool:
    one = line.claim
    if not every and (
        one.status is ClaimStatus.REJECTED or (not line.current and not one.by_person)
    ):
        return False
    if changes.modality is not None and one.modality is not changes.modality:
        return False
    if changes.knowledge is not None and one.knowledge is not changes.knowledge:
        return False
    if changes.status is not None and one.status is not changes.status:
        return False
    return changes.themes is None or bool(set(changes.themes) & set(one.themes))


def _assertions(desk: Desk, recording_id: str) -> list[str]:
    """What publishers state about the recording: theirs, never a claim of a speaker."""
    from earwitness.cli.show_recording import assertion_words
    from earwitness.store.catalog.receipts import appearance, sources
    from earwitness.store.catalog.statements import assertions_about

    db = desk.archive.db
    names = {one.id: one.name for one in sources(db)}
    found = []
    for one in assertions_about(db, recording_id):
        appeared = appearance(db, one.appearance_id)
        by = names[appeared.source_id] if appeared else one.appearance_id
        found.append(assertion_words(by, one))
    return found


def _export(shown: list[ClaimLine], *, as_ftm: bool) -> None:
    from earwitness.understand.claims.export import claims_as_csv, claims_as_ftm

    if as_ftm:
        for line in claims_as_ftm(shown):
            print(line)  # noqa: T201 (JSON: control characters are escaped)
    else:
        print(claims_as_csv(shown), end="")  # noqa: T201 (for a spreadsheet, byte for byte)


def _say_all(found: tuple[ClaimLine, ...]) -> None:
    by_recording: dict[str, list[ClaimLine]] = {}
    for one in found:
        if one.claim.status is not ClaimStatus.REJECTED and one.current:
            by_recording.setdefault(one.claim.recording_id, []).append(one)
    rows = []
    for recording_id, lines in by_recording.items():
        kinds = [one.claim.modality for one in lines]
        reviewed = sum(one.claim.by_person for one in lines)
        rows.append(
            [
                recording_id,
                str(len(lines)),
                str(reviewed),
                ", ".join(
                    f"{kinds.count(kind)} {kind.value.replace('_', ' ')}"
                    for kind in Modality
                    if kind in kinds
                ),
            ]
        )
    if rows:
        say_table(["recording", "claims", "by persons", "how they are said"], rows)


def _say(line: ClaimLine, *, why: bool) -> None:
    one = line.claim
    place = span_words(one.start_ms, one.end_ms, "exact")
    voice = f"{one.said_by}: " if one.said_by else ""
    older = "" if line.current else "  [in an older version of the words]"
    say()
    say(f"  {place}  {voice}{one.words}{older}")
    for language, text in line.translations.items():
        say(f"      {language}: {text}")
    if one.sentence != one.words:
        say(f"      in short: {one.sentence}")
    kind, root = one.modality.value.replace("_", " "), one.knowledge.value.replace("_", " ")
    themes = f"; themes {', '.join(one.themes)}" if one.themes else ""
    negated = "; negated" if one.negated else ""
    say(f"      {kind} ({one.certainty.value}); knowledge: {root}{negated}{themes}")
    said = [
        f"{part.replace('_', ' ')} “{span.words}”{_named(line, part)}"
        for part in PARTS
        if (span := getattr(one.said, part)) is not None
    ]
    if said:
        say(f"      {', '.join(said)}")
    say(f"      {one.id}: {_made(one)}")
    if why:
        for rule in one.rules:
            say(f"        {rule}")


def _named(line: ClaimLine, part: str) -> str:
    names = dict.fromkeys(
        f"{one.entity_name} {one.entity_id}"
        for one in line.mentions
        if one.part == part and one.entity_id
    )
    return f" ({', '.join(names)})" if names else ""


def _made(one: Claim) -> str:
    status = one.status.value.replace("_", " ")
    if one.by_person:
        return f"{status}, says {one.made_by} ({one.because})"
    if one.because:
        return f"{status} by {one.made_by} ({one.because})"
    noun = "a model's suggestion" if one.suggested_by is Suggester.MODEL else "suggestion"
    return f"{noun} by {one.made_by}"


def _say_stated(stated: list[str]) -> None:
    if stated:
        say()
        say("What publishers state (theirs, not said in the recording)", style="bold")
        for one in stated:
            say(f"  {one}")


def _say_history(found: list[Claim], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    say(f"{found[0].id}  “{found[0].words}”: {count(len(found), 'revision')}", style="bold")
    for one in found:
        themes = f", themes {', '.join(one.themes)}" if one.themes else ""
        say(
            f"  {one.revision}  {one.at[:16]}  {one.modality.value}, {one.knowledge.value}{themes}:"
            f" {_made(one)}"
        )
