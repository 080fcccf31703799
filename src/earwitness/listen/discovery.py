"""Finding engines by name: what is installed by others first, then our own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from earwitness.errors import MissingEngine, UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.transcribe import Transcriber

__all__ = [
    "SPEECH_GROUP",
    "SYNTHESISER_GROUP",
    "TRANSCRIBER_GROUP",
    "engine_names",
    "load_engine",
    "load_transcriber",
]

SPEECH_GROUP = "earwitness.speech"
TRANSCRIBER_GROUP = "earwitness.transcribers"
SYNTHESISER_GROUP = "earwitness.synthesisers"

_BUILT_IN: Mapping[str, Mapping[str, str]] = {
    SPEECH_GROUP: {"silero": "earwitness.listen.engines.silero:SileroSpeech"},
    SYNTHESISER_GROUP: {"espeak-ng": "earwitness.listen.engines.espeak:EspeakSynthesiser"},
    TRANSCRIBER_GROUP: {
        "whisper": "earwitness.listen.engines.whisper:WhisperTranscriber",
        "onnx-asr": "earwitness.listen.engines.onnx_asr:OnnxAsrTranscriber",
        "pocketsphinx": "earwitness.listen.engines.pocketsphinx:PocketSphinxTranscriber",
        "server": "earwitness.listen.engines.server:ServerTranscriber",
    },
}


def engine_names(group: str) -> tuple[str, ...]:
    """All names in a group, without importing any engine.

    >>> engine_names(SPEECH_GROUP)
    ('silero',)
    """
    return tuple(sorted({*_BUILT_IN.get(group, {}), *_installed(group)}))


def load_engine(group: str, name: str, **arguments: Any) -> Any:
    """Make an engine by its name.

    Args:
        group: `SPEECH_GROUP` or `TRANSCRIBER_GROUP`.
        name: one of `engine_names`.
        arguments: passed to the engine's class.

    Raises:
        UsageError: no engine of that name.
        MissingEngine: it needs something that is not installed, or cannot be imported.
    """
    return _engine_class(group, name)(**arguments)


def load_transcriber(name: str, request: EngineRequest) -> Transcriber:
    """Make a transcriber as the section ``[transcribe]`` says; its model is not loaded yet.

    Raises:
        UsageError: no engine of that name, or no such model.
        MissingEngine: it needs something that is not installed, or cannot be imported.
    """
    kind = _engine_class(TRANSCRIBER_GROUP, name)
    return cast("Transcriber", kind.from_settings(request))


def _engine_class(group: str, name: str) -> Any:
    entry = _installed(group).get(name)
    target = entry.value if entry is not None else _BUILT_IN.get(group, {}).get(name)
    if target is None:
        known = ", ".join(engine_names(group)) or "none"
        raise UsageError(f"no engine is called '{name}'", do=f"Choose one of: {known}")
    module, _, attribute = target.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingEngine(
            f"the engine '{name}' cannot be loaded: {error}", do="Install what it needs"
        ) from error


def _installed(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=group)}
