"""Times and voices carried over to a version that has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from earwitness.compare.carrying import carried_places, carry_places
from earwitness.desk import Desk
from earwitness.records.words import Timing, Utterance, Word
from earwitness.store.catalog.words import transcripts, utterances

REAL = Path(__file__).parents[3] / "shared" / "real" / "intercepts_text" / "radio_analyzer" / "data"


def line(position, text, start_ms=None, end_ms=None, **more):
    timing = Timing.NONE if start_ms is None else Timing.EXACT
    return Utterance(f"u{position}", "t", position, text, start_ms=start_ms, end_ms=end_ms,
                     **{"timing": timing, "language": "ru", **more})  # fmt: skip


TIMED = [
    line(0, "Мост цел, я видел сам.", 1000, 3000, voice="Клён"),
    line(1, "А что там с дорогой?", 4000, 6000, voice="Дуб"),
    line(2, "Дорога разбита.", 7000, 9000, voice="Клён"),
]


def test_lines_get_times_and_voice_of_the_words_they_share():
    bare = [line(0, "Мост целый, я видел сам."), line(1, "А что с дорогой? Дорога разбита.")]
    found = carry_places(bare, ("trs-1", TIMED))
    assert (found[0].start_ms, found[0].end_ms, found[0].voice) == (1000, 3000, "Клён")
    assert (found[0].times, found[0].basis) == ("line", "5 of 5 words are in trs-1")
    # two voices say it: no voice is suggested
    assert (found[1].start_ms, found[1].end_ms, found[1].voice) == (4000, 9000, "")


def test_times_of_words_are_closer_than_those_of_lines():
    words = tuple(
        Word(text, 1000 + 100 * n, 1080 + 100 * n)
        for n, text in enumerate(["мост", "цел", "я", "видел"])
    )
    timed = [line(0, "мост цел я видел", 1000, 9000, words=words)]
    found = carry_places([line(0, "мост цел"), line(1, "я видел")], ("trs-1", timed))
    assert [(one.start_ms, one.end_ms) for one in found.values()] == [(1000, 1180), (1200, 1380)]


def test_lines_with_their_own_times_and_lines_not_found_get_nothing():
    lines = [line(0, "Мост цел, я видел сам.", 5, 9), line(1, "Совсем другие слова тут стоят")]
    assert carry_places(lines, ("trs-1", TIMED)) == {}


@pytest.mark.real
def test_final_texts_of_real_intercepts_get_the_times_of_corrected_ones(tmp_path):
    if not REAL.is_dir():
        pytest.skip("../shared/real is not here")
    placed = right = total = 0
    with Desk.new(tmp_path / "archive") as desk:
        desk.take_in([REAL])
        db = desk.archive.db
        for one in desk.recordings():
            shown = transcripts(db, one.id)[0]
            found = carried_places(db, shown)
            lines = [u for u in utterances(db, shown.id) if u.text]
            if "'final'" not in shown.because or any(u.start_ms is not None for u in lines):
                continue
            total += len(lines)
            placed += len(found)
            starts = [found[u.position].start_ms for u in lines if u.position in found]
            right += starts == sorted(starts)
    assert total > 50
    assert placed >= 0.85 * total
    assert right >= 9  # of ten recordings whose lines then run forward
