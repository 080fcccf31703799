"""The table of model kinds (`kinds.toml`): what a folder must hold to be which model."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import msgspec

from earwitness.errors import UsageError

__all__ = ["KnownDownload", "ModelKind", "download_named", "known_downloads", "known_kinds"]

_FILE = "kinds.toml"


@dataclass(frozen=True, slots=True)
class ModelKind:
    """A layout of files that one engine loads; the keys of ``[[kind]]`` in the table.

    Attributes:
        name: as people and settings name it.
        says: what it is, for people.
        engine: name of the engine that it fits.
        files: patterns of the files that it needs, relative to its folder.
        loads_as: name that the engine's library loads it by.
        extra: patterns of files that are taken along where there are any.
        languages: codes of the languages it hears, "*" for very many, empty where it depends.
        band: "telephone" for models made for 8 kHz, "" for others.
        has_key: key that config.json must have.
        model_type: value of ``model_type`` in config.json.
    """

    name: str
    says: str
    engine: str
    files: tuple[str, ...]
    loads_as: str = ""
    extra: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    band: str = ""
    has_key: str = ""
    model_type: str = ""


@dataclass(frozen=True, slots=True)
class KnownDownload:
    """A model that can be fetched; the keys of ``[[download]]`` in the table.

    Attributes:
        name: of the model and its folder.
        kind: name of its kind.
        repo: owner/name at the model hub.
        languages: codes of the languages it hears, where the kind does not say.
    """

    name: str
    kind: str
    repo: str
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    kind: tuple[ModelKind, ...]
    download: tuple[KnownDownload, ...]


def known_kinds() -> tuple[ModelKind, ...]:
    """All kinds, in the order in which they are tried."""
    return _table().kind


def known_downloads() -> tuple[KnownDownload, ...]:
    """All models that can be fetched."""
    return _table().download


def download_named(name: str) -> tuple[KnownDownload, ModelKind]:
    """The model of that name, and its kind.

    Raises:
        UsageError: no model of that name can be fetched.
    """
    for one in _table().download:
        if one.name == name:
            return one, next(kind for kind in _table().kind if kind.name == one.kind)
    known = ", ".join(one.name for one in _table().download)
    raise UsageError(
        f"no model is called '{name}'",
        do=f"Choose one of: {known}. Any other model can be copied into the folder that "
        "`earwitness models where` prints",
    )


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = files("earwitness.listen.models").joinpath(_FILE).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Table)
