"""`earwitness translate`: words into another language, by a machine or from a translator's file."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, tell
from earwitness.errors import UsageError

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.intake.translation_file import TakenTranslation
    from earwitness.understand.translate import TranslateSettings
    from earwitness.work.translating import OneTranslation

__all__ = ["HELP", "translate"]

HELP = """Translate the words of a recording line by line, or of all recordings without REC, with the
engine that [translate] in earwitness.toml names: a model on this machine (ctranslate2), or a server
at an address that you give (server). What a machine makes is a draft beside all other versions.

With --from FILE: take in what a translator made, in any transcript format or as plain lines. Its
lines are laid beside the words spoken; what a person has made or approved is shown before drafts.

\b
Examples:
  earwitness translate 7k3m --to en
  earwitness translate 7k3m --to en --engine ctranslate2 --model ~/models/opus-mt-ru-en
  earwitness translate 7k3m --from call.en.srt --lang en --maker "A. Translator"

\b
Exit codes: 0 done; 1 nothing was translated, or it failed; 2 called wrongly.
"""


def translate(  # noqa: PLR0913 (each is an option of the command)
    rec: Annotated[
        str, typer.Argument(metavar="REC", help="A recording; without it all of them.")
    ] = "",
    *,
    to: Annotated[
        str, typer.Option("--to", metavar="TAG", help="Language to translate into (en, uk).")
    ] = "",
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="ctranslate2 or server, instead of the settings'.")
    ] = "",
    model: Annotated[
        str, typer.Option(metavar="DIR", help="Folder of the model, or its name at the server.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Take in a translator's file instead."),
    ] = None,
    lang: Annotated[str, typer.Option(metavar="TAG", help="Language of that file.")] = "",
    maker: Annotated[str, typer.Option(metavar="NAME", help="Who translated it.")] = "",
    approved_by: Annotated[
        str, typer.Option(metavar="NAME", help="Who has approved that file.")
    ] = "",
    sure: Annotated[
        bool, typer.Option("--sure", help="Its language is right although it looks otherwise.")
    ] = False,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Translate."""
    root = choose_archive(archive)
    _check_options(
        file, rec, lang, maker, machine=to + engine + model, person=lang + maker + approved_by
    )
    from earwitness.desk import Desk

    with Desk.open(root) as desk:
        if file is not None:
            from earwitness.intake.translation_file import TranslationBy

            by = TranslationBy(lang, maker, approved_by, sure)
            taken = desk.take_in_translation(desk.recording(rec).id, file, by)
            say_json(taken) if as_json else _say_taken(taken, desk.recording(rec).id, archive)
            return
        settings = _settings(desk, engine, model)
        names = [desk.recording(rec).id] if rec else [one.id for one in desk.recordings()]
        if settings.engine == "server" and settings.address:
            tell(f"lines are sent to {settings.address}")
        from earwitness.work.translating import translate_now

        done = translate_now(desk.archive, names, (to,) if to else settings.to, settings)
    say_json([_document(one) for one in done]) if as_json else _say_done(
        done, settings.engine, archive
    )
    if not any(one.translation_id or one.known for one in done):
        raise typer.Exit(FINDINGS)


def _check_options(
    file: Path | None, rec: str, lang: str, maker: str, *, machine: str, person: str
) -> None:
    if file is None and person:
        raise UsageError("--lang, --maker and --approved-by go with --from FILE")
    if file is None:
        return
    if machine:
        raise UsageError("--to, --engine and --model go without --from", do="Say --lang for a file")
    missing = [
        name for name, value in (("REC", rec), ("--lang", lang), ("--maker", maker)) if not value
    ]
    if missing:
        raise UsageError(
            f"--from needs {', '.join(missing)}",
            do='earwitness translate REC --from FILE --lang en --maker "Name"',
        )


def _settings(desk: Desk, engine: str, model: str) -> TranslateSettings:
    from dataclasses import replace

    from earwitness.understand.translate import TranslateSettings

    settings = desk.archive.settings.section("translate", TranslateSettings)
    if engine:
        settings = replace(settings, engine=engine)
    if model:
        settings = replace(settings, model=model)
    if not settings.engine:
        raise UsageError(
            "no translation engine is set",
            do="Name one under [translate] in earwitness.toml, or say --engine NAME --model DIR",
        )
    return settings


def _document(one: OneTranslation) -> dict[str, object]:
    return {
        "recording": one.recording_id,
        "target": one.target,
        "translation": one.translation_id,
        "known": one.known,
        "why": one.why,
        "lines": len(one.made.lines) if one.made else 0,
        "left": one.made.left if one.made else [],
    }


def _say_done(done: list[OneTranslation], engine: str, archive: Path | None) -> None:
    for one in done:
        if one.translation_id is None or one.made is None:
            say(f"{one.recording_id}: {one.why.removesuffix('.')}.")
            continue
        say(
            f"{one.recording_id}: {count(len(one.made.lines), 'line')} into {one.target} "
            f"by {engine}, a draft ({one.translation_id}).",
            style="bold",
        )
        reasons = [left.why for left in one.made.left]
        for why in dict.fromkeys(reasons):
            say(f"  not translated: {count(reasons.count(why), 'line')} ({why})")
    if any(one.translation_id for one in done):
        say(f"Next: {with_archive('earwitness run', archive)} brings the search up to date")


def _say_taken(taken: TakenTranslation, recording_id: str, archive: Path | None) -> None:
    if taken.translation_id is None:
        say("Nothing new: this translation was in the archive before.", style="bold")
    else:
        say(
            f"Taken: {count(taken.lines, 'line')}, {taken.placed} of them beside words spoken; "
            f"{taken.rendered} of {taken.spoken} spoken lines are rendered ({taken.translation_id}).",
            style="bold",
        )
    for note in taken.notes:
        say(f"Note: {note}")
    say(f"Next: {with_archive(f'earwitness show {recording_id}', archive)}")
