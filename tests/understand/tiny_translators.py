"""Translation models of a few kB with random weights, in the formats of the real ones.

The weights are written with CTranslate2's own specifications, as its converters do; the
SentencePiece models are trained here on a few invented lines.
"""

from __future__ import annotations

import io
from pathlib import Path

import ctranslate2
import numpy as np
import sentencepiece

LINES = [
    "мы стоим у моста и ждём команду",
    "она звонила из города вчера вечером",
    "we stand at the bridge and wait for the order",
    "she called from the town last evening",
    "сколько людей осталось в посёлке",
    "how many people are left in the village",
] * 20
WIDTH, HEADS, LAYERS = 16, 2, 1
LANGUAGES = ("ru", "uk", "en")
LONG = {"ru": "rus_Cyrl", "uk": "ukr_Cyrl", "en": "eng_Latn"}


def marian(folder: Path, *, targets: tuple[str, ...] = ()) -> Path:
    folder.mkdir(parents=True)
    pieces = _pieces(folder / "source.spm")
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    vocabulary = ["</s>", "<unk>", *(f">>{one}<<" for one in targets), *pieces]
    spec = _spec(len(vocabulary), pre_norm=False, activation="SWISH")
    spec.decoder.start_from_zero_embedding = True
    return _save(spec, folder, vocabulary, start="</s>")


def nllb(folder: Path) -> Path:
    folder.mkdir(parents=True)
    pieces = _pieces(folder / "sentencepiece.bpe.model")
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces, *LONG.values()]
    return _save(_spec(len(vocabulary)), folder, vocabulary, start="</s>")


def m2m(folder: Path) -> Path:
    folder.mkdir(parents=True)
    pieces = _pieces(folder / "sentencepiece.bpe.model")
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces, *(f"__{one}__" for one in LANGUAGES)]
    return _save(_spec(len(vocabulary)), folder, vocabulary, start="</s>")


def madlad(folder: Path) -> Path:
    folder.mkdir(parents=True)
    symbols = [f"<2{one}>" for one in LANGUAGES]
    pieces = _pieces(folder / "spiece.model", symbols)
    vocabulary = ["<pad>", "</s>", "<unk>", *pieces]
    spec = _spec(len(vocabulary), t5=True)
    return _save(spec, folder, vocabulary, start="<pad>", shared=False)


def _pieces(path: Path, symbols: list[str] | None = None) -> list[str]:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES),
        model_writer=model,
        vocab_size=120,
        hard_vocab_limit=False,
        user_defined_symbols=symbols or [],
        minloglevel=2,
        num_threads=1,
    )
    path.write_bytes(model.getvalue())
    read = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [read.id_to_piece(number) for number in range(read.get_piece_size())]
    return [piece for piece in pieces if piece not in ("<unk>", "<s>", "</s>")]


def _save(spec, folder: Path, vocabulary: list[str], *, start: str, shared: bool = True) -> Path:
    # Few tokens are likely, so that a random model is sure of itself and ends soon.
    bias = np.full(len(vocabulary), -4, np.float32)
    for number, token in enumerate(vocabulary):
        if token.isalpha() or token.startswith("▁"):
            bias[number] = 0
        if not token.isascii():
            bias[number] = -30  # it answers in English letters
    bias[vocabulary.index("</s>")] = 1
    spec.decoder.projection.bias = bias
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.config.eos_token, spec.config.unk_token = "</s>", "<unk>"
    spec.config.decoder_start_token = start
    spec.validate()
    spec.save(str(folder))
    return folder


def _spec(size: int, *, pre_norm: bool = True, activation: str = "RELU", t5: bool = False):
    random = np.random.default_rng(11)

    def weights(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.4).astype(np.float32)

    spec = ctranslate2.specs.TransformerSpec.from_config(
        (LAYERS, LAYERS),
        HEADS,
        pre_norm=pre_norm,
        activation=ctranslate2.specs.Activation[activation],
        relative_attention_bias=t5,
        rms_norm=t5,
        ffn_glu=t5,
    )
    spec.encoder.embeddings[0].weight = weights(size, WIDTH)
    spec.decoder.embeddings.weight = spec.encoder.embeddings[0].weight
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for side in (spec.encoder, spec.decoder):
        if t5:
            side.scale_embeddings = False
        else:
            side.position_encodings.encodings = weights(512, WIDTH)
        if pre_norm:
            _norm(side.layer_norm, t5=t5)
        for layer in side.layer:
            _attention(layer.self_attention, weights, fused=3, t5=t5)
            if side is spec.decoder:
                _attention(layer.attention, weights, fused=1, t5=t5)
            _norm(layer.ffn.layer_norm, t5=t5)
            _linear(layer.ffn.linear_0, weights, 4 * WIDTH, WIDTH, t5=t5)
            if t5:
                _linear(layer.ffn.linear_0_noact, weights, 4 * WIDTH, WIDTH, t5=t5)
            _linear(layer.ffn.linear_1, weights, WIDTH, 4 * WIDTH, t5=t5)
    return spec


def _attention(spec, weights, *, fused: int, t5: bool) -> None:
    _norm(spec.layer_norm, t5=t5)
    shapes = [3 * WIDTH, WIDTH] if fused == 3 else [WIDTH, 2 * WIDTH, WIDTH]
    for linear, rows in zip(spec.linear, shapes, strict=True):
        _linear(linear, weights, rows, WIDTH, t5=t5)
    if t5:
        spec.queries_scale = 1.0
        if fused == 3:
            spec.relative_attention_bias = weights(32, HEADS)
            spec.relative_attention_max_distance = np.dtype("int32").type(128)


def _linear(spec, weights, rows: int, columns: int, *, t5: bool) -> None:
    spec.weight = weights(rows, columns)
    if not t5:
        spec.bias = weights(rows)


def _norm(spec, *, t5: bool) -> None:
    spec.gamma = np.ones(WIDTH, np.float32)
    if not t5:
        spec.beta = np.zeros(WIDTH, np.float32)
