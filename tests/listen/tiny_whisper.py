"""A Whisper model of 4 MB with random weights and the real layout of special tokens."""

from __future__ import annotations

import json
from pathlib import Path

import ctranslate2
import numpy as np
import tokenizers
from faster_whisper.tokenizer import _LANGUAGE_CODES

CODES = [
    code for code in _LANGUAGE_CODES if code != "yue"
]  # 99, as in the first multilingual models
TEXT_TOKENS = 50257
WIDTH, HEADS, LAYERS, MELS = 16, 2, 1, 80
LAST_WORD = 40
TASKS = ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>"]


def build(folder: Path, seed: int = 7) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = _tokenizer(folder)
    spec = _spec(len(vocabulary), vocabulary.index("<|endoftext|>"), np.random.default_rng(seed))
    spec.decoder.projection.bias = _preference(vocabulary)
    spec.register_vocabulary(vocabulary)
    languages = [vocabulary.index(f"<|{code}|>") for code in CODES]
    spec.config.lang_ids = languages
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [vocabulary.index("<|endoftext|>")]
    spec.config.alignment_heads = [(0, 0), (0, 1)]
    spec.validate()
    spec.save(str(folder))
    (folder / "preprocessor_config.json").write_text(
        json.dumps(
            {
                "feature_size": MELS,
                "hop_length": 160,
                "n_fft": 400,
                "sampling_rate": 16000,
                "chunk_length": 30,
            }
        )
    )
    return folder


def _preference(vocabulary: list[str]) -> np.ndarray:
    """Few tokens are likely, so that the random model is sure of itself and ends soon."""
    bias = np.full(len(vocabulary), -30, np.float32)
    likely = {"w1": 6, "w2": 3, "w3": 3, "<|0.40|>": 0, "<|1.00|>": 0, "<|endoftext|>": 1}
    likely["<|28.00|>"] = (
        4  # behind the end of every sound in the tests: engines do give such times
    )
    for token, value in likely.items():
        bias[vocabulary.index(token)] = value
    for code in ("ru", "uk", "en"):
        bias[vocabulary.index(f"<|{code}|>")] = 0
    return bias


def _tokenizer(folder: Path) -> list[str]:
    letters = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    plain = sorted(letters)
    plain += [f"w{number}" for number in range(TEXT_TOKENS - 1 - len(plain))]
    plain.append("")  # by this empty token CTranslate2 knows a multilingual model
    special = [
        "<|endoftext|>",
        "<|startoftranscript|>",
        *(f"<|{code}|>" for code in CODES),
        *TASKS,
        "<|notimestamps|>",
    ]
    times = [f"<|{step * 0.02:.2f}|>" for step in range(1501)]
    model = tokenizers.models.BPE(
        vocab={token: index for index, token in enumerate(plain)}, merges=[]
    )
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    tokenizer.add_special_tokens(special)
    tokenizer.add_tokens(
        [tokenizers.AddedToken(time, special=False, normalized=False) for time in times]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    return [*plain, *special, *times]


def _spec(size: int, end: int, random: np.random.Generator) -> ctranslate2.specs.WhisperSpec:
    def weights(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.3).astype(np.float32)

    spec = ctranslate2.specs.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    spec.encoder.conv1.weight, spec.encoder.conv1.bias = weights(WIDTH, MELS, 3), weights(WIDTH)
    spec.encoder.conv2.weight, spec.encoder.conv2.bias = weights(WIDTH, WIDTH, 3), weights(WIDTH)
    spec.encoder.position_encodings.encodings = weights(1500, WIDTH)
    places = spec.decoder.position_encodings.encodings = weights(448, WIDTH)
    words = spec.decoder.embeddings.weight = weights(size, WIDTH)
    # A few words, then the end: without drawing words by chance, and fast.
    places[LAST_WORD:, 0], words[end, 0] = 40, 8
    spec.decoder.projection.weight = spec.decoder.embeddings.weight
    for side in (spec.encoder, spec.decoder):
        _norm(side.layer_norm)
        for layer in side.layer:
            _attention(layer.self_attention, weights, fused=3)
            if side is spec.decoder:
                _attention(layer.attention, weights, fused=1)
            _norm(layer.ffn.layer_norm)
            _linear(layer.ffn.linear_0, weights, 4 * WIDTH, WIDTH)
            _linear(layer.ffn.linear_1, weights, WIDTH, 4 * WIDTH)
    return spec


def _attention(spec, weights, *, fused: int) -> None:
    _norm(spec.layer_norm)
    if fused == 3:
        _linear(spec.linear[0], weights, 3 * WIDTH, WIDTH)
        _linear(spec.linear[1], weights, WIDTH, WIDTH)
    else:
        _linear(spec.linear[0], weights, WIDTH, WIDTH)
        _linear(spec.linear[1], weights, 2 * WIDTH, WIDTH)
        _linear(spec.linear[2], weights, WIDTH, WIDTH)


def _linear(spec, weights, rows: int, columns: int) -> None:
    spec.weight, spec.bias = weights(rows, columns), weights(rows)


def _norm(spec) -> None:
    spec.gamma, spec.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
