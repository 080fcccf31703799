from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def tiny_onnx() -> ModuleType:
    pytest.importorskip("onnx")
    place = Path(__file__).parents[1] / "tiny_onnx.py"
    spec = importlib.util.spec_from_file_location("tiny_onnx", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
