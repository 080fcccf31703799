from __future__ import annotations

import pytest

from earwitness.errors import MalformedInput
from earwitness.intake.transcripts.parsed import Timing
from earwitness.intake.transcripts.slots import read_slots

FILE = """Model: whisper-large-v2 Task: transcribe
###START OF ORIGINAL TRANSCRIPTION FROM FILE demo-007###
######## START OF 000001.MP3 (0:00:00 - 0:00:30s) ########
- Граніт, я Сойка.
Прийом.
-- Чую.
######## START OF 000002.MP3 (0:00:28 - 0:00:58s) ########
LEER !!!
######## START OF 000003.MP3 (later) ########
- Кінець.

xxxxxxxxxxxxxxxxxxxxxxxxxxxx

Bemerkung (vermutlich):

Сойка = позивний
"""


def test_slots() -> None:
    found = read_slots(FILE)
    assert (found.maker, found.task, found.title) == ("whisper-large-v2", "transcribe", "demo-007")
    assert [(line.voice, line.text, line.no_speech) for line in found.lines] == [
        ("1", "Граніт, я Сойка. Прийом.", None),
        ("2", "Чую.", None),
        (None, "", "LEER"),
        ("1", "Кінець.", None),
    ]
    assert [(line.start_ms, line.end_ms) for line in found.lines[1:]] == [
        (0, 30_000),
        (28_000, 58_000),
        (None, None),
    ]
    assert found.lines[0].timing is Timing.WINDOW
    assert [(problem.line, problem.what[:13]) for problem in found.problems] == [
        (9, "bounds cannot"),
        (16, "note left out"),
    ]


def test_a_translation_names_its_language() -> None:
    text = FILE.replace("transcribe", "translate english-german").replace(
        "0:00:00 - 0:00:30s", "0 - 30s"
    )
    found = read_slots("заголовок\n" + text)
    assert (found.task, found.language) == ("translate", "de")
    assert found.lines[0].end_ms == 30_000
    assert found.problems[0].line == 1


def test_rows_without_dashes_are_lines() -> None:
    found = read_slots("######## START OF 1.MP3 (0 - 30s) ########\nодин\nдва\n")
    assert [line.text for line in found.lines] == ["один", "два"]


def test_no_slot_is_refused() -> None:
    with pytest.raises(MalformedInput):
        read_slots("###START OF GERMAN TRANSLATION FROM FILE x###\nтекст")
