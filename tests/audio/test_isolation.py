from __future__ import annotations

import ctypes
import os
import socket
import threading
import time

import pytest

from earwitness.audio.container import probe
from earwitness.audio.isolation import Isolated, IsolationSettings, deadline_s
from earwitness.audio.limits import ProcessLimits
from earwitness.errors import BrokenMedia, OverLimit
from earwitness.listen.hearing import HearingSettings, hear


@pytest.fixture(scope="module")
def child():
    with Isolated(IsolationSettings(limits=ProcessLimits(memory_bytes=3 << 30))) as running:
        yield running


def test_one_child_does_many_items(child):
    first = child.call(os.getpid, deadline_s=20)
    assert first == child.call(os.getpid, deadline_s=20) == child.pid
    assert first != os.getpid()


def test_a_recording_is_heard_with_progress(child, tmp_path, sounds):
    path = sounds.wav(tmp_path / "call.wav", sounds.noise(2000))
    told = []
    heard = child.call(
        hear, path, HearingSettings(speech_engine="none"), deadline_s=30, progress=told.append
    )
    assert heard.hearing.duration_ms == 2000
    assert told == [2000]


def test_an_error_of_ours_comes_back_whole(child, tmp_path):
    path = tmp_path / "empty.mp3"
    path.touch()
    with pytest.raises(BrokenMedia) as refused:
        child.call(probe, path, deadline_s=20)
    assert refused.value.what == "is empty (0 bytes)"
    assert refused.value.where == str(path)


def test_a_crash_is_named_and_the_next_item_runs(child):
    with pytest.raises(BrokenMedia, match="the decoder died with SIGSEGV"):
        child.call(ctypes.string_at, 0, deadline_s=20)
    assert child.call(os.getpid, deadline_s=20) == child.pid


def test_an_exit_is_named(child):
    with pytest.raises(BrokenMedia, match="exit code 7"):
        child.call(os._exit, 7, deadline_s=20)


def test_an_overrun_is_stopped(child):
    began = time.monotonic()
    with pytest.raises(OverLimit, match="took longer than"):
        child.call(time.sleep, 30, deadline_s=0.2)
    assert time.monotonic() - began < 5


def test_memory_is_limited(child):
    with pytest.raises(OverLimit, match="memory"):
        child.call(bytearray, 8 << 30, deadline_s=20)


def test_the_child_has_no_network(child):
    with pytest.raises(BrokenMedia, match="network"):
        child.call(socket.create_connection, ("127.0.0.1", 9), deadline_s=20)


def test_a_foreign_error_is_a_sentence(child):
    with pytest.raises(BrokenMedia, match="ZeroDivisionError"):
        child.call(divmod, 1, 0, deadline_s=20)


def test_the_child_is_replaced_after_its_items():
    with Isolated(IsolationSettings(max_items=1)) as short:
        assert short.call(os.getpid, deadline_s=20) != short.call(os.getpid, deadline_s=20)
        last = short.pid
    assert short.pid is None
    assert last is None


def test_the_deadline_follows_the_duration():
    assert deadline_s(3_600_000) == 60 + 1800
    assert deadline_s(None) == deadline_s(3_600_000)


def test_it_can_be_stopped_from_another_thread():
    child = Isolated()
    child.call(os.getpid, deadline_s=20)
    stopper = threading.Timer(0.2, child.stop)
    stopper.start()
    started = time.monotonic()
    with pytest.raises(BrokenMedia, match="SIGKILL"):
        child.call(time.sleep, 30, deadline_s=60)
    assert time.monotonic() - started < 5
    stopper.join()
    assert child.pid is None
    with pytest.raises(BrokenMedia, match="was stopped"):
        child.call(os.getpid, deadline_s=20)
