"""The parts that `doctor` looks at. Each is tried alone: one that is missing hides no other."""

# ruff: noqa: PLC0415  (each part is imported only when it is looked at)
from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from earwitness.errors import EarwitnessError, MissingEngine

__all__ = ["Part", "look_at_parts"]

_CORE = "pip install earwitness"
_SPEECH = "pip install --no-deps faster-whisper==1.2.1"
_TRANSLATE = "pip install 'earwitness[translate]'"
_WHISPER = "pip install 'earwitness[whisper]'"
_ONNX_ASR = "pip install 'earwitness[onnx-asr]'"
_POCKETSPHINX = "pip install 'earwitness[pocketsphinx]'"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the program or the machine.

    Attributes:
        state: ``ok``, ``missing``, or ``not set`` for what waits for a setting.
        detail: version or reason.
        adds: what it is for, or what would work with it.
        install: the command that adds it.
        needed: whether Earwitness is incomplete without it.
    """

    name: str
    state: Literal["ok", "missing", "not set"]
    detail: str
    adds: str
    install: str
    needed: bool = True


def look_at_parts(archive: Path | None) -> list[Part]:
    """Look at everything.

    Args:
        archive: an archive to look at as well, or None.
    """
    return [
        Part("python", "ok", f"{platform.python_version()} ({sys.executable})", "", ""),
        Part("platform", "ok", platform.platform(), "", ""),
        _part("decoding", _decoding, "reads sound and video", _CORE),
        _part("resampling", _resampling, "brings all sound to one rate", _CORE),
        _part("speech activity", _speech, "finds where people speak", _SPEECH, needed=False),
        _part("search", _search, "searches words", _CORE),
        _part("morphology ru", lambda: _morphology("Зимой", "ru"), "Russian word forms", _CORE),
        _part("morphology uk", lambda: _morphology("Зимою", "uk"), "Ukrainian word forms", _CORE),
        _part("stems en", lambda: _morphology("winters", "en"), "English word forms", _CORE),
        _part("articles", _articles, "reads articles in HTML", _CORE),
        _part("pages", _pages, "writes story pages", _CORE),
        _part("whisper engine", _whisper, "transcribes on this machine", _WHISPER, needed=False),
        _part(
            "translation engine",
            _translation,
            "translates on this machine",
            _TRANSLATE,
            needed=False,
        ),
        _part("onnx-asr engine", _onnx_asr, "transcribes Russian well", _ONNX_ASR, needed=False),
        _part("pocketsphinx", _pocketsphinx, "English, roughly", _POCKETSPHINX, needed=False),
        _player(),
        *_archive_parts(archive),
    ]


def _part(
    name: str, look: Callable[[], str], adds: str, install: str, *, needed: bool = True
) -> Part:
    try:
        return Part(name, "ok", look(), adds, install, needed)
    except EarwitnessError as error:
        return Part(name, "missing", error.what, adds, install, needed)
    except Exception as error:  # noqa: BLE001 (a broken native library can raise anything)
        return Part(name, "missing", f"{type(error).__name__}: {error}", adds, install, needed)


def _decoding() -> str:
    import av

    return f"av {version('av')}, FFmpeg {getattr(av, 'ffmpeg_version_info', 'unknown')}"


def _resampling() -> str:
    import soxr

    return f"soxr {soxr.__version__}"


def _speech() -> str:
    from earwitness.listen.discovery import SPEECH_GROUP, load_engine

    engine = load_engine(SPEECH_GROUP, "silero")
    return f"{engine.name} ({engine.version}), onnxruntime {version('onnxruntime')}"


def _search() -> str:
    import tantivy

    return f"tantivy {getattr(tantivy, '__version__', version('tantivy'))}"


def _morphology(word: str, language: str) -> str:
    from earwitness.text.stems import stem

    return f"{word} -> {stem(word, language)}"


def _articles() -> str:
    import lxml.html  # noqa: F401 (loading it is the test)

    return f"lxml {version('lxml')}"


def _pages() -> str:
    import jinja2  # noqa: F401 (loading it is the test)

    return f"jinja2 {version('jinja2')}"


def _whisper() -> str:
    if find_spec("ctranslate2") is None:
        raise MissingEngine("ctranslate2, which runs the model, is not installed")
    return f"faster-whisper {version('faster-whisper')}"


def _translation() -> str:
    for name in ("ctranslate2", "sentencepiece"):
        if find_spec(name) is None:
            raise MissingEngine(f"{name} is not installed")
    return f"ctranslate2 {version('ctranslate2')}, sentencepiece {version('sentencepiece')}"


def _onnx_asr() -> str:
    if find_spec("onnx_asr") is None:
        raise MissingEngine("onnx-asr, which runs GigaAM, T-one and others, is not installed")
    return f"onnx-asr {version('onnx-asr')}"


def _pocketsphinx() -> str:
    if find_spec("pocketsphinx") is None:
        raise MissingEngine("pocketsphinx, which carries its English weights, is not installed")
    return f"pocketsphinx {version('pocketsphinx')}"


def _player() -> Part:
    from earwitness.cli.play import PLAYERS

    found = [name for name in PLAYERS if shutil.which(name)]
    adds = "lets `earwitness play` be heard; without one it writes the clip and prints its path"
    if found:
        return Part("player", "ok", ", ".join(found), adds, "", needed=False)
    install = "apt install pipewire-bin, or any of: " + ", ".join(PLAYERS)
    return Part("player", "missing", "none found", adds, install, needed=False)


def _archive_parts(root: Path | None) -> list[Part]:
    if root is None:
        return [Part("archive", "not set", "none here (earwitness new makes one)", "", "")]
    return [
        _part("archive", lambda: _archive(root), f"the archive {root}", "earwitness verify"),
        _model(root),
    ]


def _archive(root: Path) -> str:
    from earwitness.store.archive import Archive
    from earwitness.store.figures import figures

    with Archive(root) as archive:
        counted = figures(archive.db)
    held = counted.recordings_with_sound + counted.recordings_by_words
    return f"{root.resolve()}: {held:,} recordings, {counted.set_aside:,} items set aside"


def _model(root: Path) -> Part:
    """Whether the engine that the archive's settings ask for can be had here."""
    adds = "words for recordings that came without a transcript"
    install = f"Set engine and model under [transcribe] in {root / 'earwitness.toml'}"

    def part(state: Literal["ok", "missing", "not set"], detail: str) -> Part:
        return Part("speech model", state, detail, adds, install, needed=False)

    try:
        from earwitness.listen.asking import EngineSettings
        from earwitness.listen.choice import BANDS, choose_engine
        from earwitness.store.settings import read_settings

        settings = read_settings(root / "earwitness.toml").section("transcribe", EngineSettings)
        if not settings.engine:
            return part("not set", "no engine is set: words come from what was published")
        chosen = [choose_engine(settings, band, root) for band in BANDS]
    except (EarwitnessError, ImportError, PackageNotFoundError) as error:
        return part("missing", str(error))
    return part("ok", "; ".join(dict.fromkeys(one.version for one in chosen)))
