"""Which engine listens to a recording: by its language, its band, and what is on this machine.

A named engine is taken as named. ``engine = "auto"`` goes down a list, the order of which is a table
that a person can read (`ORDER`, docs/how-to/choose-a-speech-engine.md) and replace in the settings.
A server is never in the table: sound goes to no other machine unless a setting says so by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from earwitness.errors import EarwitnessError, UsageError
from earwitness.listen.asking import EngineRequest, EngineSettings, ServerSettings
from earwitness.listen.discovery import TRANSCRIBER_GROUP, engine_names, load_transcriber
from earwitness.listen.glossary import read_glossary
from earwitness.listen.models.folders import FoundModel, find_models, models_folder
from earwitness.listen.models.kinds import known_kinds
from earwitness.listen.transcribe import Transcriber

__all__ = [
    "AUTO",
    "BANDS",
    "ORDER",
    "Band",
    "Chosen",
    "choose_engine",
    "explain_choice",
    "order_for",
]

Band = Literal["telephone", "wide"]
BANDS: tuple[Band, ...] = ("telephone", "wide")

AUTO = "auto"
_RUSSIAN = ("gigaam-v3-rnnt", "gigaam-v3-ctc", "gigaam-v2-rnnt", "gigaam-v2-ctc")
_RUSSIAN_LATER = (
    "gigaam-v3-e2e-rnnt",  # writes figures and sentences as it sees fit: less literal
    "gigaam-v3-e2e-ctc",
    "whisper",
    "gigaam-multilingual-ctc",
    "nemo-tdt",
    "vosk",
)
_MANY = ("whisper", "nemo-tdt", "nemo-aed", "nemo-rnnt", "nemo-ctc", "vosk")
# What was made for a language, or for the telephone, goes before what was made for all.
ORDER: Mapping[str, tuple[str, ...]] = {
    "ru telephone": ("t-one", *_RUSSIAN, *_RUSSIAN_LATER),
    "ru wide": (*_RUSSIAN, *_RUSSIAN_LATER, "t-one"),
    "kk": ("gigaam-multilingual-ctc", *_MANY),
    "ky": ("gigaam-multilingual-ctc", *_MANY),
    "uz": ("gigaam-multilingual-ctc", *_MANY),
    "en": (*_MANY, "pocketsphinx"),
    "": ("whisper",),  # not known: only Whisper says for each stretch what it is
    "*": _MANY,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """An engine, and what it is asked for.

    Attributes:
        engine: its name.
        request: model, language, hints and server.
        version: name and version of engine and model, as the results will name them.
        digest: digest of everything that may change the words.
        reaches: address that sound is sent to, "" for an engine on this machine.
        because: one line on each candidate, the chosen one last.
    """

    engine: str
    request: EngineRequest
    version: str
    digest: str
    reaches: str = ""
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an engine is taken, or none: one line on each candidate, in order."""

    lines: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What does not change from one candidate to the next."""

    settings: EngineSettings
    folder: Path
    hints: tuple[str, ...]
    models: tuple[FoundModel, ...]


def choose_engine(
    settings: EngineSettings, band: Band, root: Path | None = None, models: Path | None = None
) -> Chosen:
    """The engine that listens to recordings of a band. Nothing is loaded.

    Args:
        settings: the section ``[transcribe]``; its ``engine`` is not "".
        band: "telephone" for sound of up to 4 kHz.
        root: the archive, from which relative paths in the settings start.
        models: the models folder, if it was named on the command line.

    Raises:
        UsageError: a setting is wrong, or no candidate can be taken; the sentence says why for each.
        MissingEngine: what the named engine needs is not installed.
    """
    around = _surroundings(settings, root, models)
    if settings.engine != AUTO:
        request = _request(around, _named_model(around))
        made = load_transcriber(settings.engine, request)
        return _chosen(settings.engine, request, made, ("the settings name it",))
    chosen, _ = _search(around, band)
    if chosen is not None:
        return chosen
    raise UsageError(
        f"engine 'auto' finds nothing for language '{settings.language or 'not set'}', {band} band",
        where=str(around.folder),
        do="`earwitness models why` says what it looked for; `earwitness models get` fetches a model",
    )


def explain_choice(
    settings: EngineSettings, band: Band, root: Path | None = None, models: Path | None = None
) -> Reasons:
    """Each candidate in order, and why it is or is not taken; the twin of `choose_engine`."""
    try:
        if settings.engine != AUTO:
            return Reasons(choose_engine(settings, band, root, models).because, taken=True)
        chosen, tried = _search(_surroundings(settings, root, models), band)
    except EarwitnessError as error:
        return Reasons((f"{settings.engine}: {error}",), taken=False)
    if chosen is not None:
        return Reasons(chosen.because, taken=True)
    return Reasons((*tried, "none of them can be taken: nothing is transcribed"), taken=False)


def order_for(settings: EngineSettings, band: Band) -> tuple[str, ...]:
    """The order in which "auto" looks: the settings' own table first, then ours.

    >>> order_for(EngineSettings(language="ru"), "telephone")[0]
    't-one'
    >>> order_for(EngineSettings(language="uk", order={"uk": ("server",)}), "wide")
    ('server',)
    """
    language = settings.language.split("-", maxsplit=1)[0].lower()
    keys = (f"{language} {band}".strip(), language, "*")
    for table in (settings.order, ORDER):
        for key in keys:
            # a language that is not known is no language that the table does not name
            if key in table and (key != "*" or language or table is settings.order):
                return tuple(table[key])
    return ORDER["*"]


def _search(around: _Surroundings, band: Band) -> tuple[Chosen | None, tuple[str, ...]]:
    """The first candidate that can be taken, and what was said of those before it."""
    tried: list[str] = []
    for candidate, model in _candidates(around, band, tried):
        engine = model.kind.engine if model is not None and model.kind is not None else candidate
        request = _request(around, str(model.folder) if model is not None else "")
        try:
            made = load_transcriber(engine, request)
        except EarwitnessError as error:
            tried.append(f"{candidate}: {error}")
            continue
        at = f" in {model.folder}" if model is not None else ""
        why = f"{candidate}{at}: chosen, the first of the order that is here"
        return _chosen(engine, request, made, (*tried, why)), tuple(tried)
    return None, tuple(tried)


def _surroundings(
    settings: EngineSettings, root: Path | None, models: Path | None
) -> _Surroundings:
    _check_order(settings)
    folder = models_folder(models, settings.models, root)
    hints: tuple[str, ...] = ()
    if settings.glossary:
        hints = read_glossary((root or Path()) / Path(settings.glossary).expanduser())
    return _Surroundings(settings, folder, hints, find_models(folder))


def _check_order(settings: EngineSettings) -> None:
    known = {kind.name for kind in known_kinds()} | set(engine_names(TRANSCRIBER_GROUP))
    for key, names in settings.order.items():
        for name in names:
            if name not in known:
                raise UsageError(
                    f"[transcribe.order] '{key}' names '{name}', which is no engine and no model",
                    do=f"Choose from: {', '.join(sorted(known))}",
                )


def _candidates(
    around: _Surroundings, band: Band, tried: list[str]
) -> Iterator[tuple[str, FoundModel | None]]:
    """Candidates in order, each with its model; what has none is noted in ``tried``."""
    language = around.settings.language.split("-", maxsplit=1)[0].lower()
    kinds = {kind.name for kind in known_kinds()}
    for name in order_for(around.settings, band):
        if name not in kinds:
            yield name, None
            continue
        fitting = [one for one in around.models if one.kind is not None and one.kind.name == name]
        if not fitting:
            tried.append(f"{name}: no such model in {around.folder}")
        for model in fitting:
            if not model.complete:
                lacks = ", ".join((*(f"no {one}" for one in model.missing), *model.broken))
                tried.append(f"{name}: {model.folder} is not whole: {lacks}")
            elif not model.hears(language):
                tried.append(f"{name}: {model.name} is not known to hear '{language}'")
            else:
                yield name, model


def _named_model(around: _Surroundings) -> str:
    """A model by its path, or by the name of its folder in the models folder."""
    model = around.settings.model
    inside = around.folder / model
    if model and "/" not in model and not Path(model).exists() and inside.is_dir():
        return str(inside)
    return model


def _request(around: _Surroundings, model: str) -> EngineRequest:
    settings = around.settings
    server = None
    if settings.server:
        server = ServerSettings(
            settings.server,
            settings.server_model,
            settings.server_key_env,
            settings.server_timeout_s,
        )
    return EngineRequest(model, settings.language, around.hints, server)


def _chosen(
    engine: str, request: EngineRequest, made: Transcriber, because: tuple[str, ...]
) -> Chosen:
    return Chosen(
        engine,
        request,
        f"{made.name} {made.version}",
        made.settings_digest,
        made.reaches,
        because,
    )
