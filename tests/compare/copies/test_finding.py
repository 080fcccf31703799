"""A sound against an index: the right place, and nothing where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest

from earwitness.audio.fingerprint import codes_of, projections, soft_signs
from earwitness.compare.copies.chance import DECISIVE_PER_MILLION, chance_per_million
from earwitness.compare.copies.finding import find_copies, questions
from earwitness.store.sound_index.index import SoundIndex

RATE = 8000


def babble(seconds: float, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    count = int(seconds * RATE)
    sound = np.zeros(count)
    at = 0
    while at < count:
        length = int(draw.uniform(0.05, 0.3) * RATE)
        hz = np.fft.rfftfreq(length, 1 / RATE)
        centre, width = draw.uniform(300, 3200), draw.uniform(100, 800)
        shape = np.exp(-(((hz - centre) / width) ** 2))
        burst = np.fft.irfft(np.fft.rfft(draw.standard_normal(length)) * shape, length)
        sound[at : at + length] = (burst * np.hanning(length))[: count - at]
        at += length + int(draw.uniform(0, 0.05) * RATE)
    return (0.2 * sound / np.abs(sound).max()).astype(np.float32)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    found = SoundIndex(tmp_path_factory.mktemp("index"))
    found.add([(f"s{seed}", codes_of(babble(60, seed))) for seed in range(12)])
    return found


def ask(index, sound, **more):
    return find_copies(index.segments, soft_signs(projections(sound)), **more)


def test_an_excerpt_is_found_at_its_place(index):
    noisy = babble(60, 3)[17 * RATE : 29 * RATE] + 0.01 * babble(12, 99)
    (found,) = ask(index, noisy.astype(np.float32))
    assert found.subject == "s3"
    (piece,) = found.pieces
    assert abs(piece.there_s - 17) < 0.02
    assert abs(piece.start_s) < 0.05
    assert abs(piece.end_s - 12) < 0.05
    assert chance_per_million(found.score, index.codes) < DECISIVE_PER_MILLION


@pytest.mark.parametrize("rate", [0.98, 1.02])
def test_another_speed_is_found_and_told(index, rate):
    sound = babble(60, 5)
    at = np.arange(int(len(sound) / rate)) * rate
    (found,) = ask(index, np.interp(at, np.arange(len(sound)), sound).astype(np.float32))
    assert found.subject == "s5"
    assert abs(found.pieces[0].rate - rate) < 0.001
    assert sum(one.end_s - one.start_s for one in found.pieces) > 55


def test_a_cut_and_two_parts_of_others_are_pieces_of_their_own(index):
    parts = [
        babble(60, 1)[: 15 * RATE],
        babble(60, 1)[30 * RATE : 45 * RATE],
        babble(60, 2)[: 12 * RATE],
    ]
    found = {one.subject: one for one in ask(index, np.concatenate(parts))}
    assert set(found) == {"s1", "s2"}
    first, second = found["s1"].pieces
    assert abs((second.there_s - second.start_s) - 15) < 0.02  # the offset is exact
    assert abs(first.end_s - 15) < 0.3  # an edge is where agreement ends: half a patch is its blur
    assert abs(second.start_s - 15) < 0.3
    assert abs(found["s2"].pieces[0].start_s - 30) < 0.3


def test_unknown_sound_silence_and_tones_find_nothing(index):
    assert ask(index, babble(30, 777)) == []
    t = np.arange(20 * RATE) / RATE
    assert ask(index, np.zeros(20 * RATE, np.float32)) == []
    assert ask(index, (0.3 * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)) == []


@pytest.mark.parametrize("seconds", [0.6, 1.0, 1.5, 2.0, 3.0])
def test_an_index_smaller_than_a_question_is_asked_too(tmp_path, seconds):
    small = SoundIndex(tmp_path)
    noise = np.random.default_rng(1).standard_normal(int(seconds * RATE)).astype(np.float32) / 10
    small.add([("noise", codes_of(noise))])
    for sound in (noise, babble(10, 3), babble(1.6, 4)):
        for found in ask(small, sound):
            assert found.subject == "noise"


def test_the_sound_itself_is_not_its_copy(index):
    assert ask(index, babble(60, 3), but="s3") == []


def test_an_empty_index_and_a_short_sound(tmp_path, index):
    assert ask(SoundIndex(tmp_path), babble(10, 3)) == []
    assert ask(index, babble(0.3, 3)) == []
    assert questions(0) == []


def test_chance_falls_with_the_score_and_grows_with_the_index():
    assert (
        chance_per_million(8, 10**6) > chance_per_million(12, 10**6) > chance_per_million(20, 10**6)
    )
    assert chance_per_million(12, 10**8) > chance_per_million(12, 10**6)
    assert 0 <= chance_per_million(300, 10**8) < 1e-6
    assert chance_per_million(-50, 10**8) == pytest.approx(10**6)
