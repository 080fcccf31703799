from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import UsageError
from earwitness.listen.align.align import Material, align_recordings
from earwitness.records.alignment import Fit
from earwitness.records.timecode import Interval
from earwitness.text.words import tokens

VOICES = {"ru": ("ru+f1", "ru+m2"), "uk": ("uk+m2", "uk+f3"), "en": ("en-us+f1", "en-us+m4")}
SPOKEN_ELSEWHERE = (
    "Корабль привёз апельсины из далёкой страны.",
    "Учитель математики забыл зонтик в трамвае.",
)


@pytest.fixture(scope="module")
def align(synthesiser):
    def one(mono, text, language="ru", **more):
        (found,) = align_recordings([Material(mono, text, **more)], language, synthesiser)
        return found

    return one


@pytest.fixture(scope="module")
def russian(talk, lines):
    return talk(lines["ru"], VOICES["ru"])


@pytest.fixture(scope="module")
def aligned(align, russian):
    return align(russian.mono, russian.lines)


def off_ms(found, talk_):
    return np.array(
        [
            np.inf if line.start_ms is None else abs(line.start_ms - start_ms)
            for line, start_ms in zip(found.lines, talk_.starts_ms, strict=True)
        ]
    )


def fits(found):
    return [line.fit for line in found.lines]


def check_is_whole(found, text, length_ms):
    """What holds of every alignment, however bad text and sound are."""
    assert len(found.lines) == len(text)
    assert found.reason
    assert found.maker.startswith("earwitness align ")
    for line, written in zip(found.lines, text, strict=True):
        assert [word.text for word in line.words] == [token.text for token in tokens(written)]
        assert line.reason
        assert (line.start_ms is None) == (line.end_ms is None)
        timed = [word for word in line.words if word.start_ms is not None]
        if line.start_ms is None:
            assert not timed
            continue
        assert 0 <= line.start_ms <= line.end_ms <= length_ms
        edges = [edge for word in timed for edge in (word.start_ms, word.end_ms)]
        assert edges == sorted(edges)
        assert line.start_ms <= edges[0]
        assert edges[-1] <= line.end_ms
    spans = sorted((one.start_ms, one.end_ms) for one in found.lines if one.start_ms is not None)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert all(0 <= one.start_ms < one.end_ms <= length_ms for one in found.unclaimed)


def check_has_no_times(found, text, reason):
    assert found.fit is Fit.DOES_NOT_BELONG
    assert reason in found.reason
    assert found.unclaimed == ()
    assert all(line.fit is Fit.DOES_NOT_BELONG for line in found.lines)
    assert all(line.start_ms is line.end_ms is line.score is None for line in found.lines)
    check_is_whole(found, text, 0)


@pytest.mark.parametrize(
    ("language", "how"),
    [
        ("ru", {"words_a_minute": 185, "pitch": 60}),
        ("ru", {"telephone": True}),
        ("uk", {}),
        ("uk", {"telephone": True, "words_a_minute": 130}),
        ("en", {}),
        ("en", {"telephone": True, "noise_db": 30}),
    ],
)
def test_lines_begin_and_end_where_they_are_said(align, talk, lines, language, how):
    said = talk(lines[language], VOICES[language], **how)
    found = align(said.mono, said.lines, language)
    assert found.fit is Fit.FITS
    assert set(fits(found)) == {Fit.FITS}
    # a short first word is now and then taken for part of the pause: the line begins with the next
    whole = np.array([line.words[0].start_ms is not None for line in found.lines])
    off = off_ms(found, said)
    assert off[whole].max() <= 60
    assert whole.sum() >= len(whole) - 1
    ends = [line.end_ms - end for line, end in zip(found.lines, said.ends_ms, strict=True)]
    assert np.median(np.abs(ends)) <= 40
    assert found.unclaimed == ()
    check_is_whole(found, said.lines, said.mono.size / 8)


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
def test_in_noise_most_lines_are_near(align, talk, lines, language):
    said = talk(lines[language], VOICES[language], noise_db=12)
    off = off_ms(align(said.mono, said.lines, language), said)
    assert np.median(off) <= 40
    assert (off <= 100).mean() >= 0.75


def test_several_recordings_are_aligned_in_their_order(align, talk, lines, synthesiser):
    texts = [lines["ru"][:4], ("",), lines["ru"][4:8], lines["ru"][8:]]
    said = [talk(text or ("да",), VOICES["ru"]) for text in (texts[0], (), texts[2], texts[3])]
    given_ = [Material(one.mono, text) for one, text in zip(said, texts, strict=True)]
    found = align_recordings(given_, "ru", synthesiser)
    check_has_no_times(found[1], ("",), "no words")
    for number in (0, 2, 3):
        assert off_ms(found[number], said[number]).max() <= 60
        assert set(fits(found[number])) == {Fit.FITS}
    assert align_recordings([], "ru", synthesiser) == []


def test_the_same_is_found_again(aligned, align, russian):
    """Nearly: espeak-ng never says a thing twice in quite the same way in one process."""
    again = align(russian.mono, russian.lines)
    starts = [[line.start_ms for line in one.lines] for one in (aligned, again)]
    assert starts[0] == pytest.approx(starts[1], abs=30)
    assert (fits(again), again.fit, again.maker) == (fits(aligned), aligned.fit, aligned.maker)


def test_lines_that_are_not_said_are_marked(align, russian):
    text = list(russian.lines)
    text.insert(4, SPOKEN_ELSEWHERE[0])
    text.insert(9, SPOKEN_ELSEWHERE[1])
    found = align(russian.mono, text)
    assert [n for n, one in enumerate(found.lines) if one.fit is not Fit.FITS] == [4, 9]
    assert found.lines[4].fit is found.lines[9].fit is Fit.DOES_NOT_BELONG
    assert found.fit is Fit.FITS
    assert "12 of 14" in found.reason
    check_is_whole(found, text, russian.mono.size / 8)


def test_exchanged_lines_are_found_where_they_are_said(align, russian):
    text = list(russian.lines)
    text[2], text[7] = text[7], text[2]
    found = align(russian.mono, text)
    assert [n for n, one in enumerate(found.lines) if one.fit is not Fit.FITS] == [2, 7]
    for here, there in ((2, 7), (7, 2)):
        assert abs(found.lines[here].start_ms - russian.starts_ms[there]) <= 60
        assert "out of its order" in found.lines[here].reason
    check_is_whole(found, text, russian.mono.size / 8)


def test_lines_that_are_missing_leave_their_speech_unclaimed(align, russian):
    text = [*russian.lines[:3], *russian.lines[5:]]
    found = align(russian.mono, text)
    assert set(fits(found)) == {Fit.FITS}
    for number in range(12):
        start_ms, end_ms = russian.starts_ms[number], russian.ends_ms[number]
        open_ms = sum(
            max(0, min(one.end_ms, end_ms) - max(one.start_ms, start_ms)) for one in found.unclaimed
        )
        share = open_ms / (end_ms - start_ms)
        assert share > 0.75 if number in (3, 4) else share < 0.1


def test_lines_without_words_are_kept_without_times(align, russian, aligned):
    text = ["😀", *russian.lines[:5], "...", *russian.lines[5:], ""]
    found = align(russian.mono, text)
    for place in (0, 6, 14):
        assert found.lines[place].start_ms is None
        assert found.lines[place].fit is Fit.DOUBTFUL
        assert "no words" in found.lines[place].reason
    spoken = [line for line in found.lines if line.words]
    assert [line.start_ms for line in spoken] == pytest.approx(
        [line.start_ms for line in aligned.lines], abs=30
    )
    assert found.fit is Fit.FITS


def test_a_line_that_changes_its_language(align, talk, lines):
    text = (*lines["ru"][:5], "Це моя хата, приїжджай.", "Пришли файл через Google Drive.")
    said = talk(text, VOICES["ru"])
    mixed = talk(["Це моя хата, приїжджай."], ["uk+m2"], seed=8)
    mono = np.concatenate([said.mono[: int(said.starts_ms[5] * 8) - 800], mixed.mono])
    found = align(mono, text[:6])
    assert set(fits(found)) == {Fit.FITS}
    assert found.lines[5].start_ms == pytest.approx(
        int(said.starts_ms[5]) - 100 + mixed.starts_ms[0], abs=60
    )


def test_one_line_alone_gets_its_time_but_is_not_said_to_fit(align, talk, lines):
    said = talk(lines["ru"][:1], VOICES["ru"])
    found = align(said.mono, lines["ru"][:1])
    assert found.fit is Fit.DOUBTFUL
    assert "too little sound" in found.lines[0].reason
    assert found.lines[0].start_ms == pytest.approx(said.starts_ms[0], abs=60)


def test_where_speech_is_heard_is_where_lines_stand(align, talk, lines):
    """The first part is speech, but an engine that listened says it is none (music, a radio)."""
    said = talk((*SPOKEN_ELSEWHERE, *lines["ru"][:6]), VOICES["ru"])
    from_ms = int(said.starts_ms[2]) - 100
    heard = [Interval(from_ms, said.mono.size // 8)]
    found = align(said.mono, lines["ru"][:6], speech=heard)
    assert [line.start_ms for line in found.lines] == pytest.approx(said.starts_ms[2:], abs=60)
    assert all(one.start_ms >= from_ms - 300 for one in found.unclaimed)


@pytest.mark.slow
def test_three_minutes_are_aligned_in_pieces(align, talk, lines):
    random = np.random.default_rng(4)
    words = sorted({token.text.lower() for line in lines["ru"] for token in tokens(line)})
    text = [" ".join(random.choice(words, random.integers(3, 9))) for _ in range(72)]
    said = talk(text, VOICES["ru"], telephone=True)
    assert said.mono.size > 180 * 8000
    found = align(said.mono, text)
    off = off_ms(found, said)
    assert np.median(off) <= 10
    assert (off <= 60).mean() >= 0.9
    assert fits(found).count(Fit.FITS) >= 70
    check_is_whole(found, text, said.mono.size / 8)


@pytest.mark.slow
def test_a_long_recording_with_a_part_that_is_not_in_the_text(align, talk, lines):
    random = np.random.default_rng(5)
    words = sorted({token.text.lower() for line in lines["ru"] for token in tokens(line)})
    text = [" ".join(random.choice(words, random.integers(3, 9))) for _ in range(160)]
    said = talk(text, VOICES["ru"])
    kept = [*range(60), *range(72, 160)]
    found = align(said.mono, [text[number] for number in kept])
    off = np.array(
        [
            np.inf if line.start_ms is None else abs(line.start_ms - said.starts_ms[number])
            for line, number in zip(found.lines, kept, strict=True)
        ]
    )
    assert (off <= 60).mean() >= 0.9
    assert any(
        one.start_ms < said.starts_ms[71] and one.end_ms > said.starts_ms[60]
        for one in found.unclaimed
    )


SECONDS = np.arange(8 * 8000) / 8000


@pytest.mark.parametrize(
    ("mono", "text", "reason"),
    [
        (np.sin(SECONDS), [], "no words"),
        (np.sin(SECONDS), ["", "...", "😀"], "no words"),
        (np.zeros(64_000), ["Да, слышу."], "no sound"),
        (np.zeros(0), ["Да, слышу."], "no sound"),
        (np.full(199, 0.1), ["Да, слышу."], "no sound"),
        (np.full(64_000, np.nan), ["Да, слышу."], "no sound"),
        (np.where(SECONDS == 1.5, np.inf, 0.1), ["Да, слышу."], "no sound"),
        (1e-5 * np.sin(2000 * SECONDS), ["Да, слышу."], "no sound"),
        (np.random.default_rng(1).normal(0, 0.1, 64_000), ["Да, слышу хорошо."], "even"),
        (0.3 * np.sin(2 * np.pi * 440 * SECONDS), ["Да, слышу хорошо."], "even"),
        (np.full(64_000, 0.5), ["Да, слышу хорошо."], "even"),
    ],
)
def test_bad_input_has_a_reason_and_no_times(align, mono, text, reason):
    check_has_no_times(align(mono.astype(np.float32), text), text, reason)


@pytest.mark.parametrize("notes_hz", [(262, 330, 392, 523), (440, 466, 494, 523, 587)])
def test_words_are_not_in_music(align, notes_hz):
    shape = np.hanning(3000)
    chords = [
        sum(np.sin(2 * np.pi * hz * overtone * SECONDS[:3000]) / overtone for overtone in (1, 2, 3))
        for hz in np.random.default_rng(1).choice(notes_hz, 20)
    ]
    mono = np.concatenate([0.2 * shape * chord for chord in chords]).astype(np.float32)
    text = ["Алло, вы меня слышите?", "Да, слышу хорошо.", "Завтра утром едем на склад."]
    found = align(mono, text)
    assert found.fit is not Fit.FITS
    check_is_whole(found, text, mono.size / 8)


def test_a_text_that_is_far_too_long_is_refused(align, russian, lines):
    text = list(lines["ru"]) * 16
    found = align(russian.mono[:24_000], text)
    check_has_no_times(found, text, "to say, the sound lasts 0:00:03")
    assert "the text takes about 0:0" in found.reason


def test_of_a_text_that_is_too_long_the_part_that_is_said_is_found(align, russian):
    cut_ms = 9_300
    found = align(russian.mono[: cut_ms * 8], russian.lines)
    assert off_ms(found, russian)[:3].max() <= 60
    assert all(line.fit is not Fit.FITS for line in found.lines[4:])
    assert found.fit is not Fit.FITS
    check_is_whole(found, russian.lines, cut_ms)


def test_no_speech_heard_is_a_reason(align, russian):
    check_has_no_times(
        align(russian.mono, russian.lines, speech=[]), russian.lines, "no speech is heard"
    )


def test_a_language_that_nobody_speaks_is_refused(align, russian):
    with pytest.raises(UsageError, match="no voice for the language 'tlh'"):
        align(russian.mono, russian.lines, "tlh")


@pytest.mark.parametrize(
    ("spoken", "written"), [("en", "ru"), ("ru", "en"), ("ru", "uk"), ("uk", "ru")]
)
def test_a_text_in_another_language_does_not_fit(align, talk, lines, spoken, written):
    said = talk(lines[spoken], VOICES[spoken])
    found = align(said.mono, lines[written], written)
    assert found.fit is not Fit.FITS
    check_is_whole(found, lines[written], said.mono.size / 8)


def test_the_text_of_another_call_does_not_fit(align, talk, lines):
    said = talk(lines["ru"][:6], VOICES["ru"])
    found = align(said.mono, lines["ru"][6:])
    assert found.fit is not Fit.FITS


@settings(deadline=None, max_examples=12)
@given(data=st.data())
def test_whatever_the_text_is_the_alignment_is_whole(align, russian, data):
    made_up = st.text(max_size=20)
    some = st.one_of(st.sampled_from([*russian.lines, *SPOKEN_ELSEWHERE, "", "12", "к"]), made_up)
    text = data.draw(st.lists(some, max_size=6))
    from_ms = data.draw(st.integers(0, 15_000))
    until_ms = from_ms + data.draw(st.integers(0, 15_000))
    mono = russian.mono[from_ms * 8 : until_ms * 8]
    found = align(mono, text)
    check_is_whole(found, text, until_ms - from_ms)
