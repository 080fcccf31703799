"""OPUS-MT, NLLB, M2M-100 or MADLAD-400 by CTranslate2, from a folder on this machine.

Nothing is ever downloaded: a folder holds the converted model and its SentencePiece model, as
``ct2-transformers-converter --copy_files`` leaves them.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any, Self

import msgspec

from earwitness.errors import BadAnswer, MissingEngine, UsageError
from earwitness.text.glossary import Term
from earwitness.text.translation_doubts import CUT_OFF
from earwitness.understand.engines.families import Family, Prefixes, family_of, prefixes
from earwitness.understand.translate import TranslatorChoice

__all__ = ["FolderSettings", "FolderTranslator"]

_INSTALL = "Run: pip install 'earwitness[translate]'"
_VOCABULARIES = ("shared_vocabulary", "target_vocabulary", "source_vocabulary")
_ONE_PIECE_MODEL = (
    "sentencepiece.bpe.model", "flores200_sacrebleu_tokenizer_spm.model", "spiece.model",
    "sentencepiece.model", "spm.model",
)  # fmt: skip
_SAMPLED_BYTES = 1 << 20
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class FolderSettings:
    """How a model translates.

    Args:
        beam_size: hypotheses kept.
        most_pieces: a longer line is cut at its sentences: models are trained on short ones, and
            what is over a model's limit would be left out without a word.
        device: "cpu", "cuda" or "auto".
        compute_type: number format of CTranslate2, such as "int8".
        threads: processor threads, 0 for the library's choice.
    """

    beam_size: int = 4
    most_pieces: int = 200
    device: str = "cpu"
    compute_type: str = "default"
    threads: int = 0


class FolderTranslator:
    """A model in a folder; which family it is of is read from its vocabulary.

    The model is loaded when the first line is translated: a plan needs version and digest only.

    Args:
        folder: with ``model.bin``, ``config.json``, a vocabulary, and ``source.spm`` with
            ``target.spm`` (OPUS-MT) or one SentencePiece model (NLLB, M2M-100, MADLAD).
        settings: beam, limits and device.

    Raises:
        UsageError: the folder is no such model.
        MissingEngine: ctranslate2 or sentencepiece is not installed.
    """

    name = "ctranslate2"
    needs_network = False
    reads_glossary = False  # such models take no instructions; lost terms are marked instead

    def __init__(self, folder: Path, settings: FolderSettings | None = None) -> None:
        self._folder = Path(folder)
        self._settings = settings or FolderSettings()
        self._check_files()
        for library in ("ctranslate2", "sentencepiece"):
            if importlib.util.find_spec(library) is None:
                raise MissingEngine(f"{library} is not installed", do=_INSTALL)
        self._family, self._known = family_of(self._vocabulary())
        self._spm = self._piece_models()

    @classmethod
    def from_choice(cls, choice: TranslatorChoice) -> Self:
        """Make the engine as the section ``[translate]`` says; see `Translator`.

        Raises:
            UsageError, MissingEngine: as the class.
        """
        if not choice.model:
            raise UsageError(
                "no model is named", where="[translate]", do="Give `model`, the folder of the model"
            )
        return cls(Path(choice.model).expanduser())

    @property
    def family(self) -> Family:
        return self._family

    @cached_property
    def version(self) -> str:
        """Library versions, family, and a digest of the model: sizes, and the ends of each file."""
        digest = sha256()
        for path in sorted(self._folder.iterdir()):
            if path.is_file():
                digest.update(f"{path.name} {path.stat().st_size}\n".encode())
                with path.open("rb") as file:
                    digest.update(file.read(_SAMPLED_BYTES))
                    file.seek(max(0, path.stat().st_size - _SAMPLED_BYTES))
                    digest.update(file.read(_SAMPLED_BYTES))
        library = package_version("ctranslate2")
        return f"{library}, {self._family.value} model {digest.hexdigest()[:12]}"

    @cached_property
    def settings_digest(self) -> str:
        essence = msgspec.json.encode((self._settings, self.version), order="sorted")
        return sha256(essence).hexdigest()[:16]

    def translate(
        self,
        lines: Sequence[str],
        source: str,
        target: str,
        terms: Sequence[Term] = (),  # noqa: ARG002 (see `reads_glossary`)
    ) -> list[str]:
        """Give one rendering for each line; see `Translator`.

        Raises:
            UsageError: the model does not know the target language.
            UnsupportedInput: it does not know the language spoken.
            MissingEngine: it cannot be loaded.
            BadAnswer: it failed on these lines.
        """
        told = prefixes(self._family, self._known, source, target)
        encoder, decoder = self._pieces
        parts: list[list[str]] = []
        owners: list[int] = []
        for number, line in enumerate(lines):
            for part in self._parts(line, encoder):
                parts.append(part)
                owners.append(number)
        rendered: list[list[str]] = [[] for _ in lines]
        for owner, text in zip(owners, self._run(parts, told, decoder), strict=True):
            rendered[owner].append(text)
        return [" ".join(one).strip() for one in rendered]

    def _parts(self, line: str, encoder: Any) -> Iterator[list[str]]:
        """The pieces of a line, cut at sentences and then anywhere once they are too many."""
        most = self._settings.most_pieces
        gathered: list[str] = []
        for sentence in _SENTENCE.split(line):
            pieces = list(encoder.encode(sentence, out_type=str))
            if gathered and len(gathered) + len(pieces) > most:
                yield gathered
                gathered = []
            gathered += pieces
            while len(gathered) > most:
                yield gathered[:most]
                gathered = gathered[most:]
        if gathered:
            yield gathered

    def _run(self, parts: Sequence[list[str]], told: Prefixes, decoder: Any) -> list[str]:
        if not parts:
            return []
        eos = self._config.get("eos_token", "</s>")
        end = [] if self._config.get("add_source_eos") else [eos]
        try:
            answers = self._model.translate_batch(
                [[*told.source, *part, *end] for part in parts],
                target_prefix=[list(told.target)] * len(parts) if told.target else None,
                beam_size=self._settings.beam_size,
                max_batch_size=1024,
                batch_type="tokens",
                max_input_length=0,
                # one limit for all, so that a line's words do not hang on the lines beside it
                max_decoding_length=2 * self._settings.most_pieces + 64,
                disable_unk=True,
                return_end_token=True,
            )
        except (RuntimeError, ValueError) as error:
            raise BadAnswer(
                f"the model failed on these lines: {str(error)[:200]}", where=str(self._folder)
            ) from error
        return [self._text(answer.hypotheses[0], told, decoder, eos) for answer in answers]

    def _text(self, tokens: Sequence[str], told: Prefixes, decoder: Any, eos: str) -> str:
        ended = eos in tokens
        left_out = {eos, "<s>", "<pad>", "<unk>", *told.target}
        kept = [token for token in tokens if token not in left_out]
        # a piece that the decoder does not know comes back with its own sign for a space
        text = " ".join(str(decoder.decode(kept)).replace("▁", " ").split())
        return text if ended or not text else f"{text} {CUT_OFF}"

    @cached_property
    def _config(self) -> dict[str, Any]:
        return dict(_json_of(self._folder / "config.json", dict))

    @cached_property
    def _model(self) -> Any:
        library = import_module("ctranslate2")
        try:
            return library.Translator(
                str(self._folder),
                device=self._settings.device,
                compute_type=self._settings.compute_type,
                intra_threads=self._settings.threads,
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise MissingEngine(
                f"the translation model cannot be loaded: {str(error)[:200]}",
                where=str(self._folder),
            ) from error

    @cached_property
    def _pieces(self) -> tuple[Any, Any]:
        """The SentencePiece models of source and target (the same one, but for OPUS-MT)."""
        library = import_module("sentencepiece")
        loaded = {}
        for path in set(self._spm):
            try:
                loaded[path] = library.SentencePieceProcessor(model_file=str(path))
            except (RuntimeError, OSError) as error:
                raise MissingEngine(
                    f"is no SentencePiece model: {str(error)[:200]}", where=str(path)
                ) from error
        return loaded[self._spm[0]], loaded[self._spm[1]]

    def _check_files(self) -> None:
        missing = [n for n in ("model.bin", "config.json") if not (self._folder / n).is_file()]
        if missing:
            raise UsageError(
                f"is not a translation model folder: {', '.join(missing)} not found",
                where=str(self._folder),
                do="Give the folder of a model converted for CTranslate2",
            )

    def _vocabulary(self) -> list[str]:
        for name in _VOCABULARIES:
            for path in (self._folder / f"{name}.json", self._folder / f"{name}.txt"):
                if path.is_file() and path.suffix == ".json":
                    return [str(token) for token in _json_of(path, list)]
                if path.is_file():
                    return path.read_text(encoding="utf-8", errors="replace").splitlines()
        raise UsageError(
            "is not a translation model folder: no vocabulary found",
            where=str(self._folder),
            do="Give the folder of a model converted for CTranslate2",
        )

    def _piece_models(self) -> tuple[Path, Path]:
        pair = self._folder / "source.spm", self._folder / "target.spm"
        if all(path.is_file() for path in pair):
            return pair
        for name in _ONE_PIECE_MODEL:
            path = self._folder / name
            if path.is_file():
                return path, path
        raise UsageError(
            "has no SentencePiece model: neither source.spm with target.spm nor any of "
            + ", ".join(_ONE_PIECE_MODEL),
            where=str(self._folder),
            do="Copy it from the model that this one was converted from (--copy_files)",
        )


def _json_of(path: Path, kind: type[Any]) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"cannot be read: {error}", where=str(path), do="Convert or copy the model again"
        ) from error
    if not isinstance(found, kind):
        raise UsageError(
            f"holds no {'list' if kind is list else 'table'}",
            where=str(path),
            do="Convert or copy the model again",
        )
    return found
