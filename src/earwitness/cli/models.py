"""`earwitness models`: which speech models are here, where they belong, fetch one, and which is taken."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from earwitness.cli.failures import FINDINGS
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.plain_help import Command
from earwitness.cli.printing import say, say_json, say_table, size, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from earwitness.listen.asking import EngineSettings
    from earwitness.listen.models.folders import FoundModel
    from earwitness.listen.models.get import Download

__all__ = ["HELP", "models"]

HELP = """Speech models on this machine: list them, fetch one, say where they belong, and say which
engine would be taken. Nothing but `get` reaches the network.

\b
Examples:
  earwitness models list
  earwitness models where
  earwitness models get t-one
  earwitness models why --language ru

\b
Exit codes: 0 done; 1 a model is not whole, could not be fetched, or none can be taken;
2 called wrongly.
"""
_LIST_HELP = """List the models in the models folder: which engine each fits, and what is missing.
Folders that were copied in by hand count as much as fetched ones.

\b
Examples:
  earwitness models list
  earwitness models list --models /mnt/usb/models

\b
Exit codes: 0 all are whole (or there are none); 1 some are not; 2 called wrongly.
"""
_GET_HELP = """Fetch a model into the models folder. This reaches the network, and nothing else here
does. It says what it fetches and from where, checks every file, and leaves no half model behind.

\b
Examples:
  earwitness models get t-one
  earwitness models get whisper-large-v3 --dry-run
  earwitness models get t-one --from https://mirror.example

\b
Exit codes: 0 it is here; 1 it could not be fetched; 2 called wrongly.
"""
_WHERE_HELP = """Print the models folder: --models, else EARWITNESS_MODELS, else `models` under
[transcribe] in earwitness.toml, else a folder in your home.

\b
Examples:
  earwitness models where
  cp -r /mnt/usb/t-one "$(earwitness models where)"/

\b
Exit codes: 0 printed; 2 called wrongly.
"""
_WHY_HELP = """Say which engine listens to recordings of a language and band, and why, as
`engine = "auto"` would choose. Each candidate is named with the reason for or against it.

\b
Examples:
  earwitness models why
  earwitness models why --language ru --band telephone

\b
Exit codes: 0 an engine can be taken; 1 none can; 2 called wrongly.
"""

models = typer.Typer(name="models", help=HELP, no_args_is_help=True, rich_markup_mode=None)

ModelsOption = Annotated[
    Path | None,
    typer.Option("--models", metavar="FOLDER", help="The models folder (see `models where`)."),
]


class BandName(StrEnum):
    """Bands as typed."""

    TELEPHONE = "telephone"
    WIDE = "wide"


@models.command("list", help=_LIST_HELP, short_help="List the models here.", cls=Command)
def list_models(
    *, folder: ModelsOption = None, archive: ArchiveOption = None, as_json: JsonOption = False
) -> None:
    """List models."""
    from earwitness.listen.models.folders import find_models

    place = _folder(folder, archive)
    found = find_models(place)
    if as_json:
        say_json({"folder": place, "models": [_plain(one) for one in found]})
    elif not found:
        say(f"No models in {place}")
        say("Copy a model's folder there, or fetch one: earwitness models get NAME")
    else:
        say(f"Models in {place}", style="bold")
        rows = [
            [
                one.name,
                one.kind.says if one.kind else "not a model that is known",
                one.kind.engine if one.kind else "",
                " ".join(one.languages),
                size(one.size_bytes),
                "whole" if one.complete else "not whole" if one.kind else "",
            ]
            for one in found
        ]
        say_table(["folder", "model", "engine", "languages", "size", "state"], rows)
        for one in found:
            for lack in (*(f"{missing} is missing" for missing in one.missing), *one.broken):
                say(f"{one.name}: {lack}")
    if any(one.kind is not None and not one.complete for one in found):
        raise typer.Exit(FINDINGS)


@models.command("get", help=_GET_HELP, short_help="Fetch a model.", cls=Command)
def get_model(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the model.")],
    *,
    hub: Annotated[
        str | None,
        typer.Option("--from", metavar="ADDRESS", help="A hub with the same interface."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be fetched (asks the hub).")
    ] = False,
    folder: ModelsOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch a model."""
    from earwitness.listen.models.get import HUB, fetch_model, list_download, model_here

    place = _folder(folder, archive)
    here = model_here(name, place)
    if here is not None:
        answer = {"folder": here.folder, "fetched": False}
        _result(answer, f"{name} is here already: {here.folder}", as_json=as_json)
        return
    tell(f"asking {hub or HUB} for the files of {name}")
    download = list_download(name, hub or HUB)
    tell(f"{name}: {len(download.files)} files, {size(download.size_bytes)}, {download.address}")
    for one in download.files:
        tell(f"  {one.path} ({size(one.size_bytes)})")
    if dry_run:
        _result(download, f"Would be fetched to {place / name}", as_json=as_json)
        return
    fetched = fetch_model(download, place, _progress(download))
    answer = {"folder": fetched, "fetched": True}
    _result(answer, f"{name} is here now: {fetched}", as_json=as_json)


@models.command("where", help=_WHERE_HELP, short_help="Print the models folder.", cls=Command)
def where(
    *, folder: ModelsOption = None, archive: ArchiveOption = None, as_json: JsonOption = False
) -> None:
    """Print the models folder."""
    place = _folder(folder, archive).absolute()
    _result({"folder": place, "there": place.is_dir()}, str(place), as_json=as_json)


@models.command("why", help=_WHY_HELP, short_help="Which engine is taken, and why.", cls=Command)
def why(
    *,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Language, such as ru (default: the archive's setting)."),
    ] = None,
    band: Annotated[
        BandName | None,
        typer.Option(help="Telephone or wide band (default: both)."),
    ] = None,
    folder: ModelsOption = None,
    archive: ArchiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which engine is taken."""
    from dataclasses import replace

    from earwitness.listen.choice import AUTO, BANDS, explain_choice

    root = _archive(archive)
    settings = _settings(root)
    settings = replace(
        settings,
        engine=settings.engine or AUTO,
        language=settings.language if language is None else language,
    )
    bands = [one for one in BANDS if band is None or one == band.value]
    told = {one: explain_choice(settings, one, root, folder) for one in bands}
    if as_json:
        say_json({"language": settings.language, "engine": settings.engine, "bands": told})
    else:
        for one, reasons in told.items():
            say(f"{settings.language or 'language not set'}, {one} band:", style="bold")
            for line in reasons.lines:
                say(f"  {line}")
    if not all(reasons.taken for reasons in told.values()):
        raise typer.Exit(FINDINGS)


def _folder(given: Path | None, archive: Path | None) -> Path:
    from earwitness.listen.models.folders import models_folder

    root = _archive(archive)
    return models_folder(given, _settings(root).models, root)


def _archive(given: Path | None) -> Path | None:
    """The archive whose settings count; models can be looked at without any."""
    from earwitness.cli.archive_choice import choose_archive
    from earwitness.errors import ArchiveNotFound, UsageError

    try:
        return choose_archive(given)
    except (ArchiveNotFound, UsageError):
        return None


def _settings(root: Path | None) -> EngineSettings:
    from earwitness.listen.asking import EngineSettings
    from earwitness.store.settings import read_settings

    if root is None:
        return EngineSettings()
    return read_settings(root / "earwitness.toml").section("transcribe", EngineSettings)


def _plain(one: FoundModel) -> dict[str, object]:
    return {
        "name": one.name,
        "folder": one.folder,
        "kind": one.kind.name if one.kind else None,
        "engine": one.kind.engine if one.kind else None,
        "languages": one.languages,
        "size_bytes": one.size_bytes,
        "complete": one.complete,
        "missing": one.missing,
        "broken": one.broken,
    }


def _result(value: object, text: str, *, as_json: bool) -> None:
    if as_json:
        say_json(value)
    else:
        say(text)


def _progress(download: Download) -> Callable[[str, int, int], None]:
    """Tells each tenth of the whole, on stderr."""
    done: dict[str, int] = {}
    tenths = [0]

    def told(path: str, file_bytes: int, _: int) -> None:
        done[path] = file_bytes
        tenth = 10 * sum(done.values()) // max(download.size_bytes, 1)
        if tenth > tenths[-1]:
            tenths.append(tenth)
            tell(f"  {tenth * 10} %")

    return told
