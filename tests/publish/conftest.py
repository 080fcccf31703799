"""Small archives made of words alone: fictional people, no sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from earwitness.intake.take_in import GivenBy, take_in
from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.records.review import Standing
from earwitness.records.told import Told
from earwitness.store.archive import Archive
from earwitness.store.index_lines import update_index
from earwitness.store.search import SearchIndex

Files = dict[str, str]


@pytest.fixture
def archive_of(tmp_path: Path) -> Callable[..., Archive]:
    """archive_of({"call.srt": "..."}): an archive with these files taken in, indexed."""

    def make(files: Files, **given: str) -> Archive:
        pile = tmp_path / "pile"
        for name, text in files.items():
            (pile / name).parent.mkdir(parents=True, exist_ok=True)
            (pile / name).write_text(text, encoding="utf-8")
        root = tmp_path / "archive"
        archive = Archive(root) if root.exists() else Archive.create(root)
        take_in(archive, [pile], GivenBy(**given))
        index = SearchIndex(archive.search_folder)
        rows = archive.db.execute("select id from recording").fetchall()
        update_index(archive, index, [row["id"] for row in rows])
        index.close()
        return archive

    return make


@pytest.fixture
def check(tmp_path: Path) -> Callable[[Archive, str], CheckReport]:
    """check(archive, text): the report on a draft with that text, and with a verdict that stands."""

    def run(archive: Archive, text: str, stands: Standing | None = None) -> CheckReport:
        draft = tmp_path / "draft.md"
        draft.write_text(text, encoding="utf-8")
        return check_draft(archive, draft, Told(lambda _: stands or Standing()))

    return run
