"""From a file to turns: stereo, mono, and sound in which nothing can be told."""

from __future__ import annotations

import dataclasses
import json

import msgspec
import numpy as np
import pytest

from earwitness.errors import UsageError
from earwitness.listen.voices.hearing_voices import VoicesSettings, find_voices
from earwitness.records.sound import SpanKind
from earwitness.records.voices import VoicesMethod

NOISE = np.random.default_rng(2)


def turns_of(heard) -> list[tuple[str, int, int]]:
    return [(one.voice, one.interval.start_ms, one.interval.end_ms) for one in heard.turns]


class TestStereo:
    def test_each_side_is_the_voice_of_its_channel(self, calls, sides, tmp_path):
        first, second, early, later = sides
        path = tmp_path / "call.wav"
        calls.write(path, np.stack((first, second)))
        heard = find_voices(path)
        assert heard.method is VoicesMethod.BY_CHANNEL
        assert {(one.voice, one.channel) for one in heard.turns} == {("V1", 0), ("V2", 1)}
        truth = [("A", a, b) for _, a, b in early] + [("B", a, b) for _, a, b in later]
        assert calls.error(truth, turns_of(heard)).confused_ms == 0
        assert calls.error(truth, turns_of(heard), collar_ms=250).rate < 0.05

    def test_a_quieter_copy_of_the_other_side_is_not_speech_of_this_one(
        self, calls, sides, tmp_path
    ):
        first, second, early, _ = sides
        leak = np.roll(first, 800) * 0.1  # 50 ms later, 20 dB down, as a line's echo
        path = tmp_path / "leak.wav"
        calls.write(path, np.stack((first, second + leak)))
        heard = find_voices(path)
        end_of_first = max(b for _, _, b in early)
        leaked = [t for t in heard.turns if t.channel == 1 and t.interval.end_ms < end_of_first]
        assert sum(one.interval.duration_ms for one in leaked) < 300
        assert any("quieter copy" in one for one in heard.because)
        assert not [one for one in heard.spans if one.kind is SpanKind.OVERLAP]

    def test_both_at_once_is_an_overlap(self, calls, sides, tmp_path):
        first, second, early, _ = sides
        offset = first.size - np.trim_zeros(second, "f").size
        path = tmp_path / "both.wav"
        calls.write(path, np.stack((first, np.roll(second, -offset))))
        heard = find_voices(path)
        both = sum(one.interval.duration_ms for one in heard.spans if one.kind is SpanKind.OVERLAP)
        assert heard.overlap_measured
        assert both > 0.4 * sum(b - a for _, a, b in early)

    def test_a_channel_without_speech_is_a_side_that_is_not_heard(self, calls, sides, tmp_path):
        first, _, _, _ = sides
        path = tmp_path / "one.wav"
        hiss = NOISE.standard_normal(first.size).astype(np.float32) * 0.001
        calls.write(path, np.stack((first, hiss)))
        heard = find_voices(path)
        assert {one.channel for one in heard.turns} == {0}
        unheard = [one for one in heard.spans if one.kind is SpanKind.INAUDIBLE]
        assert [(one.channel, one.interval.start_ms) for one in unheard] == [(1, 0)]
        assert not unheard[0].kind.holds_words

    def test_the_same_sound_on_both_channels_is_heard_as_one(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 2, 1)
        path = tmp_path / "dual.wav"
        calls.write(path, np.stack((call.mono, call.mono)))
        heard = find_voices(path)
        calls.write(tmp_path / "mono.wav", call.mono)
        assert heard.method is VoicesMethod.CLUSTERED
        assert heard.turns == find_voices(tmp_path / "mono.wav").turns
        assert "same sound" in heard.because[0]

    def test_microphones_in_one_room_are_no_sides(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 2, 1)
        hiss = NOISE.standard_normal(call.mono.size).astype(np.float32) * 0.003
        path = tmp_path / "room.wav"
        calls.write(path, np.stack((call.mono + hiss, np.roll(call.mono, 20) * 0.8)))
        heard = find_voices(path)
        assert heard.method is VoicesMethod.CLUSTERED
        assert {one.channel for one in heard.turns} == {None}


class TestMono:
    def test_two_voices_of_calls_that_no_setting_was_chosen_on(self, calls, tmp_path):
        errors, alone, counts = [], [], []
        for call in calls.spoken("held_out", 2, 6):
            path = tmp_path / "call.wav"
            calls.write(path, call.mono)
            heard = find_voices(path)
            counts.append(heard.voices)
            errors.append(calls.error(call.turns, turns_of(heard)))
            assert not heard.overlap_measured
            assert any("overlap is not measured" in one for one in heard.because)
            alone.append(calls.error(call.turns, [("V", a, b) for _, a, b in turns_of(heard)]))
        # a floor under what was measured
        assert calls.pooled(errors).rate < 0.20
        assert calls.pooled(errors).rate < 0.6 * calls.pooled(alone).rate
        assert counts.count(2) >= 3, counts

    def test_one_voice_stays_one(self, calls, tmp_path):
        # calls that settings were chosen on: this guards them; the benchmark judges on others
        counts = []
        for call in calls.spoken("tuning", 1, 6):
            path = tmp_path / "one.wav"
            calls.write(path, call.mono)
            heard = find_voices(path)
            counts.append(heard.voices)
            if heard.voices == 1:
                assert {one.score for one in heard.turns} == {None}
        assert counts.count(1) >= 5, counts

    def test_a_person_may_say_how_many_there_are(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 1, 1)
        path = tmp_path / "one.wav"
        calls.write(path, call.mono)
        assert find_voices(path, VoicesSettings(voices=2)).voices == 2
        call = calls.spoken("held_out", 2, 3)[2]
        calls.write(path, call.mono)
        assert find_voices(path, VoicesSettings(voices=1)).voices == 1

    def test_long_pauses_of_one_voice_hold_no_words_and_prove_nothing(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 1, 1, turns=4)
        gap = np.zeros(3 * 16_000, dtype=np.float32)
        path = tmp_path / "pauses.wav"
        calls.write(path, np.concatenate((call.mono, gap, call.mono, gap, call.mono, gap)))
        heard = find_voices(path)
        pauses = [one for one in heard.spans if one.kind is SpanKind.PAUSE]
        assert len(pauses) >= 3
        assert all("cannot be told" in one.detail for one in pauses)

    def test_a_bleep_is_nobodys_voice(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 1, 1)
        mono = call.mono.copy()
        start = call.turns[1][1] * 16
        tone = 0.25 * np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)
        mono[start : start + 16_000] = tone
        path = tmp_path / "bleep.wav"
        calls.write(path, mono)
        bleep = (start // 16 + 100, start // 16 + 900)
        inside = [t for t in find_voices(path).turns if t.interval.start_ms < bleep[1]]
        assert all(t.interval.end_ms <= bleep[0] + 100 for t in inside)


class TestNothingToTell:
    @pytest.mark.parametrize(
        ("name", "mono"),
        [
            ("digital silence", np.zeros(80_000, dtype=np.float32)),
            ("hiss", NOISE.standard_normal(80_000).astype(np.float32) * 0.01),
            ("one sample", np.zeros(1, dtype=np.float32)),
            ("a steady tone", np.sin(np.arange(160_000) * 0.4).astype(np.float32) * 0.3),
            (
                "chords",
                sum(
                    np.sin(2 * np.pi * hz * np.arange(320_000) / 16_000) * 0.1
                    for hz in (262, 330, 392, 523, 1046)
                ).astype(np.float32),
            ),
        ],
    )
    def test_no_turns_and_a_reason(self, calls, tmp_path, name, mono):
        for channels in (1, 2):
            path = tmp_path / f"{channels}.wav"
            calls.write(path, np.tile(mono, (channels, 1)))
            heard = find_voices(path)
            assert heard.method is VoicesMethod.NOTHING, (name, heard.turns)
            assert heard.turns == ()
            assert heard.because

    def test_a_second_of_speech_is_one_voice_and_says_why(self, calls, tmp_path):
        (call,) = calls.spoken("held_out", 2, 1)
        start = call.turns[0][1] * 16
        path = tmp_path / "short.wav"
        calls.write(path, call.mono[start : start + 16_000])
        heard = find_voices(path)
        assert heard.voices == 1
        assert "too little" in heard.because[0]

    def test_a_number_of_voices_that_is_none(self):
        with pytest.raises(UsageError, match="not a number of voices"):
            VoicesSettings(voices=-1)


def test_no_measure_of_a_voice_leaves(calls, tmp_path):
    """Always true 8: what comes out has times, labels and one score a turn, and nothing else."""
    (call,) = calls.spoken("held_out", 2, 1)
    path = tmp_path / "call.wav"
    calls.write(path, call.mono)
    heard = json.loads(msgspec.json.encode(find_voices(path)))
    assert set(heard) == {
        "duration_ms",
        "method",
        "overlap_measured",
        "turns",
        "spans",
        "because",
        "makers",
    }
    for turn in heard["turns"]:
        assert set(turn) == {"voice", "interval", "channel", "score"}
        assert turn["score"] is None or round(turn["score"], 2) == turn["score"]


def test_labels_go_by_the_order_of_being_heard(calls, tmp_path):
    call = calls.spoken("held_out", 2, 3)[2]
    path = tmp_path / "call.wav"
    calls.write(path, call.mono)
    labels = list(dict.fromkeys(one.voice for one in find_voices(path).turns))
    assert labels == [f"V{number}" for number in range(1, len(labels) + 1)]


def test_the_same_file_gives_the_same_answer(calls, tmp_path):
    (call,) = calls.spoken("held_out", 3, 1)
    path = tmp_path / "call.wav"
    calls.write(path, call.mono)
    assert dataclasses.asdict(find_voices(path)) == dataclasses.asdict(find_voices(path))
