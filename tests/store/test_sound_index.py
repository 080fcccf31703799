"""The index of sounds: what was added is there, for many readers, after crashes and merges."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.fingerprint import VOID
from earwitness.errors import ArchiveBusy, ArchiveError
from earwitness.store.sound_index.index import SoundIndex
from earwitness.store.sound_index.keys import KEYS, keys_of, length_for
from earwitness.store.sound_index.segment import Segment, write_segment

WRITER = """
import sys, numpy as np
from pathlib import Path
from earwitness.store.sound_index.index import SoundIndex
index = SoundIndex(Path(sys.argv[1]))
draw = np.random.default_rng(7)
for number in range(10_000):
    index.add([(f"w{number}", draw.integers(1, 1 << 63, 40_000, dtype=np.uint64))])
    print(number, flush=True)
"""


def codes(seed: int, count: int = 500) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 1 << 63, count, dtype=np.uint64)


def test_what_is_added_is_found_once(tmp_path):
    index = SoundIndex(tmp_path / "sounds")
    assert index.codes == 0
    assert index.add([("a", codes(1)), ("b", codes(2))]) == 2
    assert index.add([("a", codes(3))]) == 0
    assert index.subjects() == {"a", "b"}
    assert (index.find("a") == codes(1)).all()
    assert index.find("c") is None
    again = SoundIndex(tmp_path / "sounds")
    assert (again.find("b") == codes(2)).all()


def test_readers_see_what_was_there_until_they_refresh(tmp_path):
    writer = SoundIndex(tmp_path)
    writer.add([("a", codes(1))])
    readers = [SoundIndex(tmp_path) for _ in range(3)]
    writer.add([("b", codes(2))])  # merges, and removes the segment that the readers have open
    for reader in readers:
        assert reader.subjects() == {"a"}
        assert (reader.find("a") == codes(1)).all()
        reader.refresh()
        assert reader.subjects() == {"a", "b"}


def test_segments_stay_few(tmp_path):
    index = SoundIndex(tmp_path)
    for number in range(60):
        index.add([(str(number), codes(number, 200))])
    assert len(index.segments) <= 6
    assert index.codes == 60 * 200
    assert (index.find("17") == codes(17, 200)).all()


def test_a_second_writer_is_refused(tmp_path):
    index = SoundIndex(tmp_path)
    index.add([("a", codes(1))])
    with (tmp_path / "writer.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(ArchiveBusy):
            SoundIndex(tmp_path).add([("b", codes(2))])
    assert SoundIndex(tmp_path).add([("b", codes(2))]) == 1


@pytest.mark.parametrize("after_s", [0.0, 0.05, 0.2])
def test_a_killed_writer_leaves_a_whole_index(tmp_path, after_s):
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    done = [int(child.stdout.readline()) for _ in range(3)]
    time.sleep(after_s)
    child.send_signal(signal.SIGKILL)
    done += [int(line) for line in child.communicate()[0].split()]
    index = SoundIndex(tmp_path)
    assert {f"w{number}" for number in done} <= index.subjects()
    for segment in index.segments:
        assert len(segment.codes) == segment.stretches[-1].stop
    assert index.add([("later", codes(1))]) == 1
    named = {one.name for one in tmp_path.iterdir() if one.is_dir()}
    assert len(named) == len(index.segments)  # leftovers are gone


@pytest.mark.parametrize("name", ["codes.npy", "starts-1.npy", "subjects.json"])
def test_a_damaged_index_says_what_to_do(tmp_path, name):
    SoundIndex(tmp_path).add([("a", codes(1))])
    (place,) = tmp_path.glob(f"s-*/{name}")
    place.write_bytes(b"nonsense")
    with pytest.raises(ArchiveError, match="rebuild-copies"):
        SoundIndex(tmp_path)


def test_a_damaged_manifest_says_what_to_do(tmp_path):
    SoundIndex(tmp_path).add([("a", codes(1))])
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(ArchiveError):
        SoundIndex(tmp_path)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 1 << 20), min_size=1, max_size=300), st.data())
def test_keys_lead_to_all_codes_that_have_them(tmp_path_factory, values, data):
    given_codes = np.array(values, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    folder = tmp_path_factory.mktemp("segment")
    write_segment(folder, [("one", given_codes)])
    segment = Segment(folder)
    asked = np.array([data.draw(st.sampled_from(given_codes.tolist()))], np.uint64)
    for number in range(KEYS):
        key = keys_of(asked, number, segment.key_bits)
        low, high = segment.bounds(number, key)
        found = segment.places(number, np.arange(low[0], high[0]))
        every = keys_of(given_codes, number, length_for(len(given_codes)))
        expected = np.flatnonzero((every == key) & (given_codes != VOID))
        assert sorted(found.tolist()) == expected.tolist()
