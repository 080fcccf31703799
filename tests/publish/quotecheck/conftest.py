"""Comparing without an archive, as a fixture: folders of tests are no packages."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def codes() -> Callable[[str, str, str], list[str]]:
    """codes(draft, heard, language): what the quote check finds, each code once."""
    path = Path(__file__).with_name("comparing.py")
    spec = importlib.util.spec_from_file_location("comparing", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.codes
