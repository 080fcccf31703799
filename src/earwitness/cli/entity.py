"""`earwitness entity`: all mentions of one name, in any script, and what persons say about it."""

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

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.understand.mentions.answer import EntityAnswer, MentionLine

__all__ = ["HELP", "entity"]

HELP = """All mentions of somebody or something, in every recording, script and grammatical case: with time,
words, translation, the rule that found them, and how sure it is that they mean the same. Without NAME:
list what the archive speaks of.

An entity is a name or number that is spoken of, not an identified person: two recordings that say "Zima"
may mean two men. What you know, say so; your word lies on top of the rules and of earlier words, nothing
is overwritten.

\b
Examples:
  earwitness entity                          what is spoken of, the most often first
  earwitness entity Zima                     finds Зима, Зимой, Зими, Zyma
  earwitness entity "917-ї бригади"          finds "the 917th" too
  earwitness entity Sokil --same-as Сокол --by "E. Marrow" --because "one voice, one net"
  earwitness entity Zima --not-same-as ent-4k2t... --by "E. Marrow" --because "another brigade"
  earwitness entity Zima --not-here men-7k3m... --by "E. Marrow" --because "winter, not a man"
  earwitness entity --ftm > entities.json    FollowTheMoney, one entity a line; --csv for a table

\b
Exit codes: 0 shown or decided; 1 nothing is called so; 2 called wrongly.
"""


def entity(  # noqa: PLR0913 (each is an option of the command)
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A name in any script and case, or an identifier.")
    ] = "",
    *,
    same_as: Annotated[
        str, typer.Option(metavar="OTHER", help="NAME and OTHER are the same.")
    ] = "",
    not_same_as: Annotated[
        str, typer.Option(metavar="OTHER", help="NAME and OTHER are not the same.")
    ] = "",
    not_here: Annotated[
        list[str] | None,
        typer.Option(metavar="MENTION", help="This mention means another of that name."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")] = "",
    because: Annotated[str, typer.Option(metavar="WHY", help="The reason, for others.")] = "",
    as_ftm: Annotated[
        bool, typer.Option("--ftm", help="Print FollowTheMoney, one entity a line.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a row for each mention.")] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show or decide on an entity, or list them."""
    decided = [bool(same_as), bool(not_same_as), bool(not_here)]
    if sum(decided) + sum((as_ftm, as_csv, as_json and not any(decided))) > 1:
        raise UsageError("these options exclude one another", do="Give one of them at a time")
    if any(decided) and not name:
        raise UsageError("a decision needs a name in front", do="`earwitness entity --help`")
    root = choose_archive(archive)
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if any(decided):
            _decide(desk, name, same_as, not_same_as, not_here or [], (by, because), archive)
            return
        found = desk.entity(name) if name else desk.entities()
    if as_json:
        say_json(found)
    elif as_ftm or as_csv:
        _export(found, as_ftm=as_ftm)
    elif name:
        for one in found:
            _say(one)
    else:
        _list(found)
    if not found:
        raise typer.Exit(FINDINGS)


def _decide(
    desk: Desk,
    name: str,
    same_as: str,
    not_same_as: str,
    not_here: list[str],
    signed: tuple[str, str],
    archive: Path | None,
) -> None:
    by, because = signed
    if not_here:
        made = desk.split_entity(name, not_here, by=by, because=because)
        say(
            f"Decided: {count(len(not_here), 'mention')} of “{name}” are {made.id} now",
            style="bold",
        )
    else:
        link = desk.say_same(
            name, same_as or not_same_as, same=bool(same_as), by=by, because=because
        )
        words = "are the same" if link.same else "are not the same"
        say(f"Decided ({link.id}): {link.entity_id} and {link.other_id} {words}", style="bold")
    say(f"Next: {with_archive(f'earwitness entity {name}', archive)}")


def _export(found: tuple[EntityAnswer, ...], *, as_ftm: bool) -> None:
    from earwitness.understand.mentions.export import as_csv
    from earwitness.understand.mentions.export import as_ftm as ftm_lines

    if as_ftm:
        for line in ftm_lines(found):
            print(line)  # noqa: T201 (JSON: control characters are escaped)
    else:
        print(as_csv(found), end="")  # noqa: T201 (for a spreadsheet, byte for byte)


def _list(found: tuple[EntityAnswer, ...]) -> None:
    if not found:
        tell("nothing is known yet: `earwitness run` reads the words of all recordings")
        return
    say_table(
        ["entity", "kind", "name", "mentions", "sounds", "forms"],
        [
            [
                one.entity.id,
                one.entity.kind.value.replace("_", " "),
                one.entity.name,
                str(len(one.lines)),
                str(one.sounds),
                ", ".join(dict.fromkeys(line.mention.surface for line in one.lines))[:60],
            ]
            for one in found
        ],
    )


def _say(one: EntityAnswer) -> None:
    kind = one.entity.kind.value.replace("_", " ")
    detail = " ".join(f"{name}={value}" for name, value in one.entity.detail)
    say(
        f"{one.entity.name}  {kind}  {one.entity.id}{f'  ({detail})' if detail else ''}",
        style="bold",
    )
    for other in one.same_as:
        say(f"  the same, says a person: {other.name}  {other.kind.value}  {other.id}")
    for other in one.apart:
        say(f"  not the same, says a person: {other.name}  {other.kind.value}  {other.id}")
    for link in one.links:
        words = "the same" if link.same else "not the same"
        say(f"    {link.at[:10]} {link.by}: {words} ({link.reason})")
    recordings = {line.mention.recording_id for line in one.lines}
    say(
        f"  {count(len(one.lines), 'mention')} in {count(len(recordings), 'recording')},"
        f" {count(one.sounds, 'different sound')}"
    )
    for recording_id in dict.fromkeys(line.mention.recording_id for line in one.lines):
        say()
        say(recording_id, style="bold")
        for line in one.lines:
            if line.mention.recording_id == recording_id:
                _say_line(line)
    say()


def _say_line(line: MentionLine) -> None:
    place = span_words(line.start_ms, line.end_ms, line.timing)
    where = f" [in the translation, {line.language}]" if line.in_translation else ""
    voice = f"{line.voice}: " if line.voice else ""
    head = f"  {place}  {voice}"
    start = len(head) + line.mention.start
    marks = [(start, start + len(line.mention.surface))]
    say(f"{head}{line.text}{where}", marks=marks)
    for language, text in line.translations.items():
        say(f"      {language}: {text}")
    mention = line.mention
    say(
        f"      “{mention.surface}” {mention.id}: {mention.rule} ({mention.certainty.value}: {mention.reason})"
    )
    if line.link is not None:
        who = f", says {line.link.by}" if line.link.by_person else ""
        say(f"      means this: {line.link.certainty.value}{who} ({line.link.reason})")
