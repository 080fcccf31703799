"""Finding translators by name: what is installed by others first, then our own."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from earwitness.errors import MissingEngine, UsageError
from earwitness.understand.translate import Translator, TranslatorChoice

__all__ = ["TRANSLATOR_GROUP", "load_translator", "translator_names"]

TRANSLATOR_GROUP = "earwitness.translators"

_BUILT_IN: Mapping[str, str] = {
    "ctranslate2": "earwitness.understand.engines.model_folder:FolderTranslator",
    "server": "earwitness.understand.engines.server:ServerTranslator",
}


def translator_names() -> tuple[str, ...]:
    """All names, without importing any engine.

    >>> translator_names()
    ('ctranslate2', 'server')
    """
    return tuple(sorted({*_BUILT_IN, *_installed()}))


def load_translator(choice: TranslatorChoice) -> Translator:
    """Make a translator as the section ``[translate]`` says; nothing is loaded or called yet.

    Raises:
        UsageError: no engine of that name, no such model, or no address.
        MissingEngine: it needs something that is not installed, or cannot be imported.
    """
    entry = _installed().get(choice.engine)
    target = entry.value if entry is not None else _BUILT_IN.get(choice.engine)
    if target is None:
        known = ", ".join(translator_names())
        raise UsageError(
            f"no translation engine is called '{choice.engine}'", do=f"Choose one of: {known}"
        )
    module, _, attribute = target.partition(":")
    try:
        kind = getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise MissingEngine(
            f"the engine '{choice.engine}' cannot be loaded: {error}", do="Install what it needs"
        ) from error
    return cast("Translator", kind.from_choice(choice))


def _installed() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=TRANSLATOR_GROUP)}
