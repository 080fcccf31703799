"""The guard on other people's machine transcripts: Whisper large-v2 over released radio and calls.

What is there was counted: 10 recordings, 27 slots of half a minute, of which people marked 2 as
empty (``LEER``) and wrote words for 25. In 2 of these 25 the machine invented all the same: none of its
words is among those that people heard. The mark of the issue (20 of 22 invented held, at most 13 of
165 speech slots) was set on a larger set that is not here, and cannot be measured.
"""

from __future__ import annotations

import sys

import numpy as np
import pytest

from earwitness.intake.transcripts.slots import read_slots
from earwitness.listen.credit_lines import credit_matches, plain_words
from earwitness.listen.engines.scripted import ScriptedTranscriber
from earwitness.listen.heard import HeardSegment
from earwitness.listen.transcribe import TranscribeSettings, transcribe

RECORDINGS, SLOTS, EMPTY, MADE_UP_OVER_SPEECH = 10, 27, 2, 2
TAILS = 4  # "Продолжение следует..." behind speech, which the people took out


def slots(path):
    """The lines of each slot, by its start in milliseconds."""
    found = {}
    for line in read_slots(path.read_text(encoding="utf-8", errors="replace")).lines:
        found.setdefault(line.start_ms, []).append(line)
    return found


def judged(machine, languages):
    """The verdicts on each slot, through the way that an engine's words take."""
    script = tuple(
        HeardSegment(start_ms, start_ms + 30_000, " ".join(line.text for line in lines), "")
        for start_ms, lines in sorted(machine.items())
    )
    sound = np.zeros(16 * (script[-1].end_ms), np.float32)
    made = transcribe(
        sound, None, ScriptedTranscriber(script), TranscribeSettings(languages=languages)
    )
    found = {}
    for one in made.segments:
        found.setdefault(one.segment.start_ms, []).append(one)
    return found


@pytest.mark.real
@pytest.mark.parametrize("languages", [("ru",), ("ru", "uk"), ()], ids=["ru", "ru uk", "unknown"])
def test_yardstick_of_real_machine_transcripts(real, languages, capsys):
    folder = real / "intercepts_text" / "radio_analyzer" / "data"
    files = sorted((folder / "sent").glob("*/*/transcript_original.txt"))
    empty, made_up, spoken, tails = [], [], [], []
    for sent in files:
        people = slots(folder / "corrected" / sent.relative_to(folder / "sent"))
        for start_ms, (one, *rest) in judged(slots(sent), languages).items():
            written = " ".join(line.text for line in people[start_ms] if not line.no_speech)
            if not plain_words(written):
                empty.append(one)
            elif not set(plain_words(one.segment.text)) & set(plain_words(written)):
                made_up.append(one)
            else:
                spoken.append(one)
                tails += rest
                assert not credit_matches(one.segment.text) or credit_matches(written)
    held = [sum(not one.verdict.kept for one in kind) for kind in (empty, made_up, spoken)]
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {' '.join(languages) or 'unknown'}: held {held[0]} of {len(empty)} texts over"
            f" nothing, {held[1]} of {len(made_up)} made up over speech, {held[2]} of {len(spoken)}"
            f" with words that were said; {len(tails)} made-up tails held\n"
        )
    assert (len(files), len(empty) + len(made_up) + len(spoken)) == (RECORDINGS, SLOTS)
    assert (len(empty), len(made_up)) == (EMPTY, MADE_UP_OVER_SPEECH)
    assert held == [EMPTY, MADE_UP_OVER_SPEECH, 0]
    assert len(tails) == TAILS
    assert all(one.verdict.rule == "credit_line" and not one.verdict.kept for one in tails)
