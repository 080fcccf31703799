"""Which models lie on this machine. Folders copied in by hand count as much as fetched ones."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from earwitness.listen.models.kinds import ModelKind, known_downloads, known_kinds
from earwitness.listen.models.onnx_files import explain_onnx

__all__ = [
    "MODELS_VARIABLE",
    "RECORD_NAME",
    "FoundModel",
    "ModelRecord",
    "find_models",
    "folder_digest",
    "look_at_folder",
    "models_folder",
]

MODELS_VARIABLE = "EARWITNESS_MODELS"
RECORD_NAME = ".earwitness-model.json"
_SAMPLED_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """What `earwitness models get` notes beside a model that it fetched.

    Attributes:
        name: of the model.
        address: where it came from.
        files: size in bytes and SHA-256 of each file.
    """

    name: str
    address: str
    files: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A folder that is, or was to be, a model.

    Attributes:
        name: of the folder.
        folder: where it lies.
        kind: which model it is; None if no kind is like it.
        quantization: "int8" where the files are the smaller ones, else "".
        missing: patterns of files that are not there.
        broken: files that are there and cannot be right, each with what is wrong with it.
        languages: codes of the languages it hears, "*" for very many, empty if that is not known.
        size_bytes: of all its files.
    """

    name: str
    folder: Path
    kind: ModelKind | None
    quantization: str = ""
    missing: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    size_bytes: int = 0

    @property
    def complete(self) -> bool:
        """Whether everything that it needs is there and looks whole."""
        return self.kind is not None and not self.missing and not self.broken

    def hears(self, language: str) -> bool:
        """Whether it is known to hear a language ("" for one that is not known)."""
        return "*" in self.languages or language in self.languages


def models_folder(given: Path | None = None, setting: str = "", root: Path | None = None) -> Path:
    """The models folder: as given, else EARWITNESS_MODELS, else the setting, else the home folder.

    Args:
        given: from an option of a command.
        setting: ``models`` under ``[transcribe]``.
        root: the archive, which a relative setting starts from.
    """
    if given is not None:
        return given
    variable = os.environ.get(MODELS_VARIABLE, "")
    if variable:
        return Path(variable)
    if setting:
        return (root or Path()) / Path(setting).expanduser()
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "earwitness" / "models"


def find_models(folder: Path) -> tuple[FoundModel, ...]:
    """All models in a models folder, by name; one folder may hold several kinds.

    Folders that start with a dot are drafts and are left out. A folder that cannot be read holds
    nothing.
    """
    try:
        inside = sorted(one for one in folder.iterdir() if one.is_dir() and one.name[:1] != ".")
    except OSError:
        return ()
    return tuple(found for one in inside for found in look_at_folder(one))


def look_at_folder(folder: Path) -> tuple[FoundModel, ...]:
    """What a folder is: every kind that is complete in it, else the one that lacks least."""
    record = _record(folder)
    size = sum(one.stat().st_size for one in _model_files(folder))
    seen = []
    for kind in known_kinds():
        looked = _as_kind(folder, kind)
        if looked is not None:
            quantization, missing, broken, share = looked
            broken += _against_record(folder, record, kind)
            languages = _languages(folder.name, record, kind)
            found = FoundModel(
                folder.name, folder, kind, quantization, missing, broken, languages, size
            )
            seen.append((share, found))
    whole = tuple(found for _, found in seen if found.complete)
    if whole:
        return whole
    if seen:
        return (max(seen, key=lambda one: one[0])[1],)
    return (FoundModel(folder.name, folder, None, size_bytes=size),)


def folder_digest(folder: Path) -> str:
    """A short digest of a model: names, sizes, and the ends of each file."""
    digest = sha256()
    for path in _model_files(folder):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
        with path.open("rb") as file:
            digest.update(file.read(_SAMPLED_BYTES))
            file.seek(max(0, size - _SAMPLED_BYTES))
            digest.update(file.read(_SAMPLED_BYTES))
    return digest.hexdigest()[:12]


def _model_files(folder: Path) -> list[Path]:
    """The files beside one another, then those in subfolders that are not hidden."""
    beside = sorted(one for one in folder.iterdir() if one.is_file() and one.name != RECORD_NAME)
    below = [
        one
        for sub in sorted(folder.iterdir())
        if sub.is_dir() and sub.name[:1] != "."
        for one in sorted(sub.rglob("*"))
        if one.is_file()
    ]
    return beside + below


def _as_kind(
    folder: Path, kind: ModelKind
) -> tuple[str, tuple[str, ...], tuple[str, ...], float] | None:
    """Quantization, what is missing, what is broken, and the share of files that are there."""
    tries = []
    for quantization in ("", "int8"):
        wanted = [_quantized(pattern, quantization) for pattern in kind.files]
        there = {pattern: sorted(folder.glob(pattern)) for pattern in wanted}
        own = [one for one in wanted if one != "config.json" and there[one]]
        missing = tuple(one for one in wanted if not there[one])
        if own:
            broken = tuple(
                f"{path.relative_to(folder).as_posix()} {what}"
                for paths in there.values()
                for path in paths
                if (what := _wrong_with(path))
            )
            broken += tuple(
                f"{pattern} stands for {len(paths)} files"
                for pattern, paths in there.items()
                if len(paths) > 1 and not pattern.startswith("vocabulary")
            )
            tries.append((len(own) / len(wanted), quantization, missing, broken))
    if not tries or not _config_fits(folder / "config.json", kind):
        return None
    share, quantization, missing, broken = max(tries, key=lambda one: (one[0], one[1] == ""))
    return quantization, missing, broken, share


def _quantized(pattern: str, quantization: str) -> str:
    if not quantization or not pattern.endswith(".onnx"):
        return pattern
    return f"{pattern.removesuffix('.onnx')}.{quantization}.onnx"


def _config_fits(path: Path, kind: ModelKind) -> bool:
    """Whether a config.json is one of that kind; one that cannot be read speaks against none."""
    if not path.is_file():
        return True
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    if not isinstance(config, dict):
        return True
    if kind.has_key and kind.has_key not in config:
        return False
    return not kind.model_type or config.get("model_type") == kind.model_type


def _wrong_with(path: Path) -> str:
    try:
        if path.stat().st_size == 0:
            return "is empty"
        if path.suffix == ".onnx":
            return explain_onnx(path)
        if path.suffix == ".json" and path.stat().st_size < 64 << 20:
            json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    except ValueError:
        return "is not JSON"
    return ""


def _record(folder: Path) -> ModelRecord | None:
    try:
        return msgspec.json.decode((folder / RECORD_NAME).read_bytes(), type=ModelRecord)
    except (OSError, msgspec.DecodeError):
        return None


def _against_record(folder: Path, record: ModelRecord | None, kind: ModelKind) -> tuple[str, ...]:
    """Files of a fetched model that no longer have the size that they were fetched with."""
    if record is None:
        return ()
    wrong = []
    for name, (size, _) in record.files.items():
        path = folder / name
        if path.is_file() and path.stat().st_size != size and _belongs(path.name, kind):
            wrong.append(f"{name} has {path.stat().st_size} bytes, {size} were fetched")
    return tuple(wrong)


def _belongs(name: str, kind: ModelKind) -> bool:
    return any(Path(name).match(Path(pattern).name) for pattern in kind.files)


def _languages(name: str, record: ModelRecord | None, kind: ModelKind) -> tuple[str, ...]:
    known = record.name if record is not None else name
    for one in known_downloads():
        if one.name == known and one.kind == kind.name and one.languages:
            return one.languages
    return kind.languages
