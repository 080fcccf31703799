"""Drafts on the disk: each state whole, none ever written over, nobody else's to read."""

from __future__ import annotations

import multiprocessing
import os
import signal
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import NotInArchive, OverLimit
from earwitness.store.working_drafts import (
    MOST_BYTES,
    begin_draft,
    keep_revision,
    revisions,
    working_draft,
    working_drafts,
)


def begun(root: Path, text: str = "# The mill\n\nIt burned.\n", ending: str = ".md"):
    return begin_draft(root, text.encode(), ending, name="", by="E. Marrow")


def test_a_draft_is_there_as_it_was_given(tmp_path):
    draft = begun(tmp_path)
    assert draft == working_draft(tmp_path, draft.id)
    assert (draft.title, draft.by, draft.latest.number) == ("The mill", "E. Marrow", 1)
    assert draft.latest.path.read_text() == "# The mill\n\nIt burned.\n"
    assert working_drafts(tmp_path) == [draft]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Про млин\n---\nтекст", "Про млин"),
        ("\n\n## «Никто не заменит»\n", "«Никто не заменит»"),
        ("just words", "just words"),
        ("- \n\n", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_first_line_that_says_something(tmp_path, text, title):
    assert begun(tmp_path, text).title == title


def test_only_the_owner_can_read_drafts(tmp_path):
    draft = begun(tmp_path)
    keep_revision(tmp_path, draft.id, 1, b"more")
    for place in [tmp_path / "desk" / "drafts", *(tmp_path / "desk" / "drafts").rglob("*")]:
        assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0, place


def test_a_base_that_moved_on_keeps_nothing_and_shows_what_stands(tmp_path):
    draft = begun(tmp_path, "one")
    assert keep_revision(tmp_path, draft.id, 1, b"two").taken
    refused = keep_revision(tmp_path, draft.id, 1, b"three")
    assert not refused.taken
    assert refused.draft.latest.path.read_bytes() == b"two"
    assert [one.number for one in revisions(tmp_path, draft.id)] == [1, 2]


def test_what_was_kept_already_is_not_kept_twice(tmp_path):
    """A browser that did not hear the answer sends the same again, with the base that it knows."""
    draft = begun(tmp_path, "one")
    for _ in range(3):
        kept = keep_revision(tmp_path, draft.id, 1, b"two")
        assert (kept.taken, kept.draft.latest.number) == (True, 2)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(-1, 6), st.binary(max_size=6)), max_size=12))
def test_nothing_that_was_taken_is_ever_lost_or_changed(tmp_path_factory, sent):
    root = tmp_path_factory.mktemp("drafts")
    draft = begun(root, "begin")
    held = [b"begin"]
    for base, data in sent:
        kept = keep_revision(root, draft.id, base, data)
        assert kept.taken == (data == held[-1] or base == len(held))
        if kept.taken and data != held[-1]:
            held.append(data)
        assert [one.path.read_bytes() for one in revisions(root, draft.id)] == held


@pytest.mark.parametrize(
    "identifier",
    [
        "",
        ".",
        "..",
        "../../sealed",
        "drf-",
        "drf-000000000/..",
        "DRF-000000000",
        "rec-000000000",
        "drf-000000000\n",
        "drf-00000000a",
        "drf-000000000",
    ],
)
def test_no_other_name_leads_anywhere(tmp_path, identifier):
    begun(tmp_path)
    for act in (
        lambda: working_draft(tmp_path, identifier),
        lambda: revisions(tmp_path, identifier),
        lambda: keep_revision(tmp_path, identifier, 1, b"x"),
    ):
        with pytest.raises(NotInArchive):
            act()


def test_five_megabytes_are_kept_and_one_byte_more_is_refused(tmp_path):
    draft = begin_draft(tmp_path, b"a" * MOST_BYTES, ".txt", name="", by="")
    with pytest.raises(OverLimit, match="5 MB"):
        keep_revision(tmp_path, draft.id, 1, b"a" * (MOST_BYTES + 1))
    with pytest.raises(OverLimit, match="5 MB"):
        begin_draft(tmp_path, b"a" * (MOST_BYTES + 1), ".txt", name="", by="")
    assert len(working_drafts(tmp_path)) == 1


def test_what_is_not_a_draft_is_passed_over(tmp_path):
    draft = begun(tmp_path)
    folder = tmp_path / "desk" / "drafts"
    (folder / ".half").mkdir()
    (folder / "notes.txt").write_text("mine")
    (draft.latest.path.parent / ".half").write_text("cut off")
    (draft.latest.path.parent / "drf-111111111-000009.md").write_text("another's")
    assert working_drafts(tmp_path) == [draft]
    assert len(revisions(tmp_path, draft.id)) == 1


def _write_until_killed(root: str, identifier: str, ready) -> None:
    number = 1
    while True:
        number += 1
        keep_revision(Path(root), identifier, number - 1, f"{number} ".encode() * 20_000)
        ready.set()


def test_a_program_that_is_killed_leaves_whole_states_and_no_lock(tmp_path):
    draft = begun(tmp_path, "1")
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    child = spawn.Process(target=_write_until_killed, args=(str(tmp_path), draft.id, ready))
    child.start()
    assert ready.wait(60)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    found = revisions(tmp_path, draft.id)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found[1:]:
        assert one.path.read_bytes() == f"{one.number} ".encode() * 20_000
    assert keep_revision(tmp_path, draft.id, found[-1].number, b"after").taken
