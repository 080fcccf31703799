"""What is withheld is replaced sample by sample; the rest is bit for bit what it was."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.audio.decode import decode_span
from earwitness.audio.disguise import disguise, disguise_of
from earwitness.audio.redacted_stretches import treatments, widened
from earwitness.audio.redaction import BLEEP_DBFS, write_master
from earwitness.audio.sound_writer import CODINGS, SoundWriter, coded_rate
from earwitness.errors import UsageError
from earwitness.records.redaction import (
    Redaction,
    RedactionMethod,
    RedactionReason,
    RedactionSettings,
    StandingRedaction,
    Treatment,
)
from earwitness.records.timecode import Interval
from tests.audio.sounds import noise, sine, wav

MUTE, BLEEP, REVOICE, DISGUISE = RedactionMethod
spans = st.tuples(st.integers(0, 100_000), st.integers(1, 5_000)).map(
    lambda pair: Interval(pair[0], pair[0] + pair[1])
)
decisions = st.lists(
    st.tuples(spans, st.sampled_from(RedactionMethod), st.sampled_from([None, 0, 1])), max_size=8
)


def standing(given_spans):
    return [
        StandingRedaction(
            f"sig-{number}",
            "rec-1",
            Redaction(
                RedactionReason.PRIVATE_PERSON,
                method,
                (span,),
                channel,
                sound="ab" if method is REVOICE else "",
                seed=number,
            ),
            "E. Marrow",
            "2026-01-01T00:00:00+00:00",
            "why",
        )
        for number, (span, method, channel) in enumerate(given_spans)
    ]


@given(spans, st.integers(0, 500), st.integers(1, 1_000))
def test_edges_only_move_outward_to_whole_steps(span, margin_ms, step_ms):
    wide = widened(span, RedactionSettings(margin_ms, step_ms))
    assert wide.start_ms <= max(0, span.start_ms - margin_ms)
    assert wide.end_ms >= span.end_ms + margin_ms
    assert wide.start_ms % step_ms == 0
    assert wide.end_ms % step_ms == 0
    assert wide.start_ms > span.start_ms - margin_ms - step_ms
    assert wide.end_ms < span.end_ms + margin_ms + step_ms


def test_settings_that_leave_something_are_refused():
    with pytest.raises(UsageError, match="margin_ms is -1"):
        widened(Interval(1, 2), RedactionSettings(-1, 500))


@given(decisions)
def test_nothing_overlaps_everything_named_is_covered_and_the_safest_method_wins(given_decisions):
    made = treatments(standing(given_decisions), RedactionSettings())
    for first, second in pairwise(made):
        assert first.interval.end_ms <= second.interval.start_ms
    for span, method, channel in given_decisions:
        for at in (span.start_ms, (span.start_ms + span.end_ms) // 2, span.end_ms - 1):
            (over,) = [one for one in made if one.interval.start_ms <= at < one.interval.end_ms]
            assert over.channel in (None, channel)
            assert not method.removes or over.method.removes
            assert list(RedactionMethod).index(over.method) <= list(RedactionMethod).index(method)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_rest_is_bit_for_bit_what_it_was(tmp_path, rate_hz, channels):
    sound = np.stack([noise(3_000, rate_hz=rate_hz, seed=number) for number in range(channels)])
    source = wav(tmp_path / "a.wav", sound, rate_hz)
    made = write_master(
        source, "", [Treatment(Interval(500, 1_500), MUTE)], {}, tmp_path / "m.flac"
    )
    assert made.time_map == ()
    before, _ = decode_span(source, 0, 4_000, rate_hz=None)
    after, rate = decode_span(tmp_path / "m.flac", 0, 4_000, rate_hz=None)
    assert rate == rate_hz
    first, last = 500 * rate_hz // 1000, -(-1_500 * rate_hz // 1000)
    assert np.array_equal(before[:, :first], after[:, :first])
    assert np.array_equal(before[:, last:], after[:, last:])
    assert not after[:, first:last].any()


def test_a_bleep_is_the_same_whatever_it_covers(tmp_path):
    loud, quiet = noise(2_000, amplitude=0.3), noise(2_000, amplitude=0.001, seed=2)
    made = []
    for name, sound in (("loud", loud), ("quiet", quiet)):
        source = wav(tmp_path / f"{name}.wav", sound)
        target = tmp_path / f"{name}.flac"
        write_master(source, "", [Treatment(Interval(500, 1_500), BLEEP)], {}, target)
        made.append(decode_span(target, 500, 1_500, rate_hz=None)[0])
    assert np.array_equal(*made)
    assert 20 * np.log10(np.abs(made[0]).max()) == pytest.approx(BLEEP_DBFS, abs=0.1)


def test_one_side_of_a_call_is_muted_and_the_other_stays(tmp_path):
    source = wav(tmp_path / "a.wav", np.stack([noise(2_000), noise(2_000, seed=2)]))
    target = tmp_path / "m.flac"
    write_master(source, "", [Treatment(Interval(500, 1_000), MUTE, 1)], {}, target)
    before, _ = decode_span(source, 500, 1_000, rate_hz=None)
    after, _ = decode_span(target, 500, 1_000, rate_hz=None)
    assert np.array_equal(before[0], after[0])
    assert not after[1].any()


def test_a_voice_put_in_its_place_has_its_own_length_and_the_map_is_kept(tmp_path):
    source = wav(tmp_path / "a.wav", noise(4_000))
    said = wav(tmp_path / "said.wav", sine(300, 1_730))
    one = Treatment(Interval(1_000, 2_000), REVOICE, sound="ab")
    made = write_master(source, "", [one], {"ab": said}, tmp_path / "m.flac")
    assert made.duration_ms == 4_000 - 1_000 + 1_760  # to whole 40 ms
    before, after = made.time_map[0], made.time_map[2]
    assert (before.artefact, before.recording_start_ms) == (Interval(0, 1_000), 0)
    assert (after.artefact, after.recording_start_ms) == (Interval(2_760, 4_760), 2_000)
    original, _ = decode_span(source, 2_000, 4_000, rate_hz=None)
    moved, _ = decode_span(tmp_path / "m.flac", 2_760, 4_760, rate_hz=None)
    assert np.array_equal(original, moved)


def test_what_ends_after_the_recording_ends_with_it(tmp_path):
    source = wav(tmp_path / "a.wav", noise(1_700))
    target = tmp_path / "m.flac"
    made = write_master(source, "", [Treatment(Interval(1_000, 2_500), MUTE)], {}, target)
    assert made.duration_ms == 1_700
    assert not decode_span(target, 1_000, 1_700, rate_hz=None)[0].any()


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**63 - 1))
def test_a_disguise_changes_the_sound_its_pitch_and_its_length(seed):
    chosen = disguise_of(seed)
    assert not 0.9 < chosen.power < 1.1
    assert 0.02 < abs(chosen.speed - 1) < 0.09
    sound = sine(200, 500) + 0.1 * noise(500)
    made = disguise(sound, 16_000, chosen)
    assert made.size == pytest.approx(sound.size / chosen.speed, rel=0.01)
    assert np.isfinite(made).all()
    assert np.abs(made).max() <= 1


@pytest.mark.parametrize("ending", sorted(CODINGS))
def test_files_for_others_hold_no_tag_and_no_name_of_a_program(tmp_path, ending):
    import av

    sound, rate_hz = noise(1_500)[None], coded_rate(ending, 16_000)
    loud = np.repeat(sound, rate_hz // 16_000, axis=1) if rate_hz == 48_000 else sound
    path = tmp_path / f"a{ending}"
    with SoundWriter(path, ending) as out:
        out.write(loud, rate_hz)
    with av.open(str(path)) as made:
        tags = dict(made.metadata) | dict(made.streams.audio[0].metadata)
    allowed = {"language", "handler_name", "vendor_id", "major_brand", "minor_version"}
    assert set(tags) <= allowed | {"compatible_brands", "encoder"}
    assert tags.get("encoder", "Lavf") == "Lavf"  # of the frame that holds the length of an MP3
    assert tags.get("handler_name", "SoundHandler") == "SoundHandler"
    back, _ = decode_span(path, 0, 3_000, rate_hz=rate_hz)
    assert abs(back.shape[1] - loud.shape[1]) <= rate_hz // 20


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"'\.xyz'"):
        SoundWriter(tmp_path / "a.xyz", ".xyz")
