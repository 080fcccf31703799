"""Speech models of a few kilobytes in the layouts that onnx-asr loads: GigaAM v3 CTC and T-one.

Random weights, with a leaning: loud frames are letters, quiet ones are blank. So the words have
known times and no meaning.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
MELS, SUBSAMPLING = 64, 4
CHUNK, FRAMES, STATE = 2400, 10, 8


def gigaam(folder: Path, seed: int = 7, ending: str = ".onnx") -> Path:
    """A folder as of GigaAM v3 CTC: 16 kHz, log mel features, a step of 40 ms."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = ["▁", *LETTERS, "<blk>"]
    random = np.random.default_rng(seed)
    weights = random.standard_normal((len(tokens), MELS, 1)).astype(np.float32) * 0.1
    weights -= weights.mean(axis=1, keepdims=True)
    weights += 1.0 / MELS  # a letter is the likelier the louder it is; silence is -21 in each band
    bias = np.full(len(tokens), 8.0, np.float32)
    weights[-1], bias[-1] = 0.0, 0.0
    bias[0] += 0.5  # blanks between words
    nodes = [
        helper.make_node("Conv", ["features", "w", "b"], ["scores"], strides=[SUBSAMPLING]),
        helper.make_node("Transpose", ["scores"], ["steps"], perm=[0, 2, 1]),
        helper.make_node("LogSoftmax", ["steps"], ["log_probs"], axis=-1),
        helper.make_node("Identity", ["feature_lengths"], ["unused"]),
    ]
    inputs = [
        helper.make_tensor_value_info("features", TensorProto.FLOAT, ["b", MELS, "t"]),
        helper.make_tensor_value_info("feature_lengths", TensorProto.INT64, ["b"]),
    ]
    outputs = [
        helper.make_tensor_value_info("log_probs", TensorProto.FLOAT, ["b", "s", len(tokens)]),
        helper.make_tensor_value_info("unused", TensorProto.INT64, ["b"]),
    ]
    constants = [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(bias, "b")]
    _save(folder / f"v3_ctc{ending}", nodes, inputs, outputs, constants)
    rows = "".join(f"{token} {index}\n" for index, token in enumerate(tokens))
    (folder / "v3_vocab.txt").write_text(rows, encoding="utf-8")
    config = {"model_type": "gigaam", "version": "v3", "subsampling_factor": SUBSAMPLING}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def t_one(folder: Path, seed: int = 7) -> Path:
    """A folder as of T-one: 8 kHz samples in chunks of 300 ms, a step of 30 ms."""
    folder.mkdir(parents=True, exist_ok=True)
    tokens = ["|", *LETTERS]
    random = np.random.default_rng(seed)
    weights = random.standard_normal((CHUNK // FRAMES, len(tokens) + 1)).astype(np.float32)
    level = np.full((1, len(tokens) + 1), 60.0, np.float32)
    bias = np.full(len(tokens) + 1, -1.0, np.float32)
    weights[:, -1], level[0, -1], bias[-1] = 0.0, 0.0, 0.0
    nodes = [
        helper.make_node("Cast", ["signal"], ["real"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["real", "scale"], ["samples"]),
        helper.make_node("Reshape", ["samples", "shape"], ["frames"]),
        helper.make_node("MatMul", ["frames", "w"], ["mixed"]),
        helper.make_node("Abs", ["frames"], ["loud"]),
        helper.make_node("ReduceMean", ["loud"], ["mean"], axes=[2], keepdims=1),
        helper.make_node("MatMul", ["mean", "level"], ["lean"]),
        helper.make_node("Add", ["mixed", "lean"], ["sum"]),
        helper.make_node("Add", ["sum", "bias"], ["scores"]),
        helper.make_node("LogSoftmax", ["scores"], ["logprobs"], axis=-1),
        helper.make_node("Identity", ["state"], ["state_next"]),
    ]
    inputs = [
        helper.make_tensor_value_info("signal", TensorProto.INT32, ["b", CHUNK, 1]),
        helper.make_tensor_value_info("state", TensorProto.FLOAT16, ["b", STATE]),
    ]
    outputs = [
        helper.make_tensor_value_info(
            "logprobs", TensorProto.FLOAT, ["b", FRAMES, len(tokens) + 1]
        ),
        helper.make_tensor_value_info("state_next", TensorProto.FLOAT16, ["b", STATE]),
    ]
    constants = [
        numpy_helper.from_array(np.float32(1 / 32767), "scale"),
        numpy_helper.from_array(np.array([-1, FRAMES, CHUNK // FRAMES], np.int64), "shape"),
        numpy_helper.from_array(weights, "w"),
        numpy_helper.from_array(level, "level"),
        numpy_helper.from_array(bias, "bias"),
    ]
    _save(folder / "model.onnx", nodes, inputs, outputs, constants)
    config = {
        "decoder_params": {"vocabulary": [" " if one == "|" else one for one in tokens]},
        "encoder_params": {"reduction_kernel_size": 3},
        "pad_token_id": len(tokens),
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _save(path: Path, nodes, inputs, outputs, constants) -> None:
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
