"""Comparing without an archive, as a fixture: folders of tests are no packages."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import pytest

from earwitness.intake.take_in import GivenBy, take_in
from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.store.archive import Archive
from earwitness.work.run import run

TRUTH = Path(__file__).resolve().parents[3] / "samples" / "truth.json"


def _beside(name: str) -> ModuleType:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def codes() -> Callable[[str, str, str], list[str]]:
    """codes(draft, heard, language): what the quote check finds, each code once."""
    return _beside("comparing").codes


@pytest.fixture(scope="session")
def spoken_samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The sample releases as words alone, with approved translations, claims read; for reading only."""
    spoken = _beside("spoken_samples")
    folder = tmp_path_factory.mktemp("spoken")
    spoken.write_spoken_samples(json.loads(TRUTH.read_text(encoding="utf-8")), folder / "pile")
    archive = Archive.create(folder / "archive")
    take_in(archive, [folder / "pile"], GivenBy(approved_by="the desk"))
    run(archive)
    yield archive
    archive.close()


@pytest.fixture(scope="session")
def check_words(
    spoken_samples: Archive, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], CheckReport]:
    """check_words(text): the report on a draft with that text, against the samples as words."""
    draft = tmp_path_factory.mktemp("draft") / "draft.md"

    @lru_cache(maxsize=1000)
    def check(text: str) -> CheckReport:
        draft.write_text(text, encoding="utf-8")
        return check_draft(spoken_samples, draft)

    return check


@pytest.fixture(scope="session")
def released(
    spoken_samples: Archive, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Archive, Path]]:
    """The samples as words with posts, captions and a file each; and the folder of these files."""
    folder = tmp_path_factory.mktemp("released")
    archive = _beside("released_samples").release(spoken_samples, folder)
    yield archive, folder / "files"
    archive.close()
