from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def chat() -> ModuleType:
    return _module("chat_server")


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> SimpleNamespace:
    """One tiny model of each family."""
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sentencepiece")
    module = _module("tiny_translators")
    root = tmp_path_factory.mktemp("translators")
    return SimpleNamespace(
        marian=module.marian(root / "opus-ru-en"),
        marian_many=module.marian(root / "opus-ru-mul", targets=("eng", "ukr", "deu")),
        nllb=module.nllb(root / "nllb"),
        m2m=module.m2m(root / "m2m"),
        madlad=module.madlad(root / "madlad"),
    )
