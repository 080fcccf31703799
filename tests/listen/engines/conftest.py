from __future__ import annotations

import importlib.util
import socket
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest


@pytest.fixture(scope="session")
def tiny_onnx() -> ModuleType:
    pytest.importorskip("onnx_asr")
    place = Path(__file__).parents[1] / "tiny_onnx.py"
    spec = importlib.util.spec_from_file_location("tiny_onnx", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def two_bursts() -> np.ndarray:
    """Six seconds: quiet but for a loud second from 1 s on and one from 4 s on."""
    sound = np.zeros(6 * 16_000, np.float32)
    for start_s in (1, 4):
        burst = np.random.default_rng(start_s).standard_normal(16_000) * 0.3
        sound[start_s * 16_000 : (start_s + 1) * 16_000] = burst
    return sound


@pytest.fixture
def no_network(monkeypatch):
    """Whoever opens a connection or looks up a name fails the test."""
    reached = []

    def refuse(*arguments, **_):
        reached.append(arguments)
        raise OSError("the test allows no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield reached
    assert reached == []
