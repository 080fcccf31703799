"""Speech activity by Silero VAD (ONNX), streaming.

Model and window layout: https://github.com/snakers4/silero-vad (MIT); the weights, in the form
that takes a whole sequence of windows in one run, ship in the faster-whisper wheel.
"""

from __future__ import annotations

import importlib.util
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import MissingEngine

__all__ = ["SileroSpeech", "SileroStream", "find_weights"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_WINDOW = 512
_CONTEXT = 64
_STATE = 128
_WEIGHTS = "assets/silero_vad_v6.onnx"
_BATCH = 1000


def find_weights() -> Path:
    """The weights inside the faster-whisper wheel, found without importing it.

    Raises:
        MissingEngine: the wheel is not installed or holds no such weights.
    """
    spec = importlib.util.find_spec("faster_whisper")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / _WEIGHTS
        if path.is_file():
            return path
    raise MissingEngine(
        "the weights for speech activity (Silero) are not installed",
        do="Run: pip install --no-deps faster-whisper==1.2.1",
    )


class SileroSpeech:
    """The engine: one ONNX session, one thread, any number of streams.

    Args:
        weights: the ONNX file; by default the one in the faster-whisper wheel.

    Raises:
        MissingEngine: weights or onnxruntime are not installed, or the weights do not load.
    """

    name = "silero-vad"
    rate_hz = _RATE_HZ
    window_samples = _WINDOW

    def __init__(self, weights: Path | None = None) -> None:
        self._weights = weights or find_weights()
        self._session = _session(self._weights)

    @cached_property
    def version(self) -> str:
        digest = sha256(self._weights.read_bytes()).hexdigest()[:12]
        return f"{self._weights.stem} sha256:{digest}"

    def stream(self) -> SileroStream:
        return SileroStream(self._session)


class SileroStream:
    """One channel: carries the recurrent state and the 64 samples before the next window."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._h = np.zeros((1, 1, _STATE), dtype=np.float32)
        self._c = np.zeros((1, 1, _STATE), dtype=np.float32)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)
        self._rest = np.zeros(0, dtype=np.float32)

    def feed(self, mono: Samples) -> Samples:
        """Take (n,) float32 at 16 kHz; give one probability for each whole window of 32 ms."""
        samples = np.concatenate((self._rest, mono)) if self._rest.size else mono
        whole = samples.size // _WINDOW * _WINDOW
        self._rest = samples[whole:].copy()
        return self._run(samples[:whole])

    def finish(self) -> Samples:
        """Give the probability of the last window, filled up with zeros."""
        if not self._rest.size:
            return np.zeros(0, dtype=np.float32)
        last = np.zeros(_WINDOW, dtype=np.float32)
        last[: self._rest.size] = self._rest
        self._rest = self._rest[:0]
        return self._run(last)

    def fork(self) -> SileroStream:
        """A second stream in the same state."""
        twin = SileroStream(self._session)
        twin._h, twin._c = self._h, self._c
        twin._context, twin._rest = self._context, self._rest
        return twin

    def _run(self, samples: Samples) -> Samples:
        if not samples.size:
            return np.zeros(0, dtype=np.float32)
        windows = samples.reshape(-1, _WINDOW)
        fed = np.empty((len(windows), _CONTEXT + _WINDOW), dtype=np.float32)
        fed[:, _CONTEXT:] = windows
        fed[0, :_CONTEXT] = self._context
        fed[1:, :_CONTEXT] = windows[:-1, -_CONTEXT:]
        self._context = windows[-1, -_CONTEXT:].copy()
        found = []
        for start in range(0, len(fed), _BATCH):
            probabilities, self._h, self._c = self._session.run(
                None, {"input": fed[start : start + _BATCH], "h": self._h, "c": self._c}
            )
            found.append(np.asarray(probabilities, dtype=np.float32).reshape(-1))
        return np.concatenate(found)


def _session(weights: Path) -> Any:
    try:
        import onnxruntime  # noqa: PLC0415 (optional: the message names the command)
    except ImportError as error:
        raise MissingEngine(
            "onnxruntime is not installed: speech activity cannot be measured",
            do="Run: pip install onnxruntime",
        ) from error
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = 1
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(
            str(weights), providers=["CPUExecutionProvider"], sess_options=options
        )
    except (
        RuntimeError,
        OSError,
        ValueError,
        onnxruntime.capi.onnxruntime_pybind11_state.Fail,
        onnxruntime.capi.onnxruntime_pybind11_state.InvalidProtobuf,
        onnxruntime.capi.onnxruntime_pybind11_state.NoSuchFile,
    ) as error:
        raise MissingEngine(
            f"the weights for speech activity cannot be loaded: {str(error)[:200]}",
            where=str(weights),
            do="Run: pip install --no-deps --force-reinstall faster-whisper==1.2.1",
        ) from error
