"""Files in pieces: whatever order, size and name a stranger's browser sends them with."""

from __future__ import annotations

import hashlib
import stat
import threading
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import HostileInput, NotInArchive, OverLimit, UsageError
from earwitness.intake.incoming import Incoming, incoming_name
from earwitness.intake.paths import check_relative


@pytest.fixture
def incoming(tmp_path) -> Incoming:
    return Incoming(tmp_path / "desk" / "incoming", 10_000_000)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("call.mp3", "call.mp3"),
        ("тека/запис №1.ogg", "тека/запис №1.ogg"),
        ("../../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\x\\call.mp3", "Users/x/call.mp3"),
        ("a\x00b\n.mp3", "ab.mp3"),
        ("запис\u202e3pm.exe", "запис3pm.exe"),
        ("./a//b/./c", "a/b/c"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("\ud800.mp3", ".mp3"),
    ],
)  # fmt: skip
def test_a_name_stays_inside_and_does_nothing(given_name, kept):
    assert incoming_name(given_name) == kept


@settings(max_examples=60)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["..", ".", "C:", "a" * 300, "я" * 300, "", "x.mp3"])).map("/".join)
)
def test_any_name_can_be_written_and_prints_plainly(name):
    found = incoming_name(name)
    assert check_relative(found) == found
    assert all(len(one.encode()) <= 240 for one in found.split("/"))
    assert not any(unicodedata.category(one) in ("Cc", "Cf", "Cs") for one in found)


def test_a_long_name_keeps_its_ending():
    assert incoming_name("я" * 400 + ".mp3").endswith("я.mp3")


def test_a_file_in_pieces_is_the_file_and_only_we_may_read_it(incoming, tmp_path):
    data = bytes(range(256)) * 4000
    now = incoming.begin("a/call.mp3", len(data), 1_700_000_000_000)
    while not now.whole:
        now = incoming.add(now.key, now.have, data[now.have : now.have + 100_001])
    assert stat.S_IMODE((tmp_path / "desk" / "incoming").stat().st_mode) == 0o700
    (folder,) = incoming.hand_over()
    (file,) = [one for one in folder.rglob("*") if one.is_file()]
    assert (file.relative_to(folder).as_posix(), file.read_bytes()) == ("a/call.mp3", data)
    assert file.stat().st_mtime == 1_700_000_000
    assert incoming.files() == []
    assert incoming.waiting() == 1
    assert incoming.hand_over() == [folder]
    incoming.forget([folder])
    assert (incoming.waiting(), incoming.hand_over()) == (0, [])


def test_after_a_break_it_goes_on_where_it_was(incoming, tmp_path):
    now = incoming.begin("call.mp3", 300, 5)
    incoming.add(now.key, 0, b"a" * 100)
    again = Incoming(tmp_path / "desk" / "incoming", 10_000_000).begin("call.mp3", 300, 5)
    assert (again.key, again.have) == (now.key, 100)
    assert again.tail == hashlib.sha256(b"a" * 100).hexdigest()
    assert incoming.begin("call.mp3", 300, 6).key != now.key
    assert incoming.begin("call.mp3", 301, 5).have == 0


@pytest.mark.parametrize("offset", [0, 99, 101, 10**15])
def test_a_piece_for_another_place_changes_nothing(incoming, offset):
    now = incoming.begin("call.mp3", 300)
    incoming.add(now.key, 0, b"a" * 100)
    assert incoming.add(now.key, offset, b"b" * 50).have == 100
    assert incoming.begin("call.mp3", 300).tail == hashlib.sha256(b"a" * 100).hexdigest()


def test_more_bytes_than_were_said_are_refused_and_not_kept(incoming):
    now = incoming.begin("call.mp3", 10)
    with pytest.raises(HostileInput, match="more than the 10 bytes"):
        incoming.add(now.key, 0, b"a" * 11)
    assert incoming.begin("call.mp3", 10).have == 0


def test_two_tabs_that_send_the_same_file_make_it_once(incoming):
    data = bytes(range(251)) * 3000

    def tab() -> None:
        now = incoming.begin("call.mp3", len(data))
        while not now.whole:
            now = incoming.add(now.key, now.have, data[now.have : now.have + 7001])

    tabs = [threading.Thread(target=tab) for _ in range(3)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    (folder,) = incoming.hand_over()
    assert (folder / "call.mp3").read_bytes() == data


def test_files_of_one_name_both_stay_and_an_empty_one_is_whole_at_once(incoming):
    for size, changed in ((1, 1), (1, 2), (0, 1)):
        now = incoming.begin("a", size, changed)
        incoming.add(now.key, 0, b"x" * size)
    under = incoming.begin("a/b", 1)
    incoming.add(under.key, 0, b"y")
    assert all(one.whole for one in incoming.files())
    (folder,) = incoming.hand_over()
    assert sorted(one.stat().st_size for one in folder.rglob("*") if one.is_file()) == [0, 1, 1, 1]


def test_the_same_files_make_the_same_pile(incoming):
    homes = []
    for _ in range(2):
        for name in ("a.mp3", "a.srt"):
            now = incoming.begin(name, 1, 7)
            incoming.add(now.key, 0, b"x")
        (folder,) = incoming.hand_over()
        homes.append(folder.name)
        incoming.forget([folder])
    assert homes[0] == homes[1]


def test_limits(incoming, tmp_path):
    with pytest.raises(OverLimit, match="at most"):
        incoming.begin("call.mp3", 10_000_001)
    with pytest.raises(OverLimit, match="GB free"):
        Incoming(tmp_path / "desk" / "incoming", 2**62).begin("call.mp3", 2**60)
    with pytest.raises(UsageError):
        incoming.begin("call.mp3", -1)
    for key in ("../../x", "f" * 32, ""):
        with pytest.raises(NotInArchive):
            incoming.add(key, 0, b"x")
        incoming.drop(key)


def test_what_is_dropped_is_gone(incoming):
    now = incoming.begin("call.mp3", 10)
    incoming.drop(now.key)
    assert incoming.files() == []
