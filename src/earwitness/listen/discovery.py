"""Finding engines by name: what is installed by others first, then our own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from earwitness.errors import MissingEngine, UsageError

__all__ = ["SPEECH_GROUP", "TRANSCRIBER_GROUP", "engine_names", "load_engine"]

SPEECH_GROUP = "earwitness.speech"
TRANSCRIBER_GROUP = "earwitness.transcribers"

_BUILT_IN: Mapping[str, Mapping[str, str]] = {
    SPEECH_GROUP: {"silero": "earwitness.listen.engines.silero:SileroSpeech"},
    TRANSCRIBER_GROUP: {
        "scripted": "earwitness.listen.engines.scripted:ScriptedTranscriber",
        "whisper": "earwitness.listen.engines.whisper:WhisperTranscriber",
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
    entry = _installed(group).get(name)
    target = entry.value if entry is not None else _BUILT_IN.get(group, {}).get(name)
    if target is None:
        known = ", ".join(engine_names(group)) or "none"
        raise UsageError(f"no engine is called '{name}'", do=f"Choose one of: {known}")
    module, _, attribute = target.partition(":")
    try:
        kind = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingEngine(
            f"the engine '{name}' cannot be loaded: {error}", do="Install what it needs"
        ) from error
    return kind(**arguments)


def _installed(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=group)}
