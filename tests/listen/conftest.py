from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

REAL = Path(__file__).parents[3] / "shared" / "real"


@pytest.fixture(scope="session")
def sounds() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "sounds", Path(__file__).parents[1] / "audio" / "sounds.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here")
    return REAL
