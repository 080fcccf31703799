"""One small archive with real sound (12 s of a sample call), words with times, a translation; made once, copied."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from earwitness.audio.clips import write_clip
from earwitness.audio.decode import decode_span
from earwitness.desk import Desk
from earwitness.intake.take_in import GivenBy
from earwitness.intake.translation_file import TranslationBy
from earwitness.records.redaction import Redaction, RedactionReason
from earwitness.work.run import run

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "releases"
CALL = SAMPLES / "telegram_surmach" / "files" / "call_0412.mp3"

# The words are made up: what matters is which of them have times inside of what is withheld.
LINES = [
    (0.5, 2.9, "Mother", "Алло, сынок, ты меня слышишь?"),
    (3.0, 5.9, "Mother", "Тут Зинаида Кукушкина опять приходила вчера"),
    (6.0, 8.9, "Mother", "Она живёт на улице Полевой, дом восемь."),
    (9.0, 11.5, "Mother", "Береги себя, мы тебя очень ждём."),
]
ENGLISH = [
    "Hello, my son, can you hear me?",
    "Zinaida Kukushkina came here again yesterday",
    "She lives in Poleva Street, house eight.",
    "Take care, we are waiting for you very much.",
]


def whisper_json(lines) -> str:
    segments = []
    for start, end, voice, text in lines:
        words = text.split()
        step = (end - start) / len(words)
        segments.append(
            {
                "start": start,
                "end": end,
                "text": text,
                "speaker": voice,
                "words": [
                    {
                        "word": word,
                        "start": round(start + at * step, 3),
                        "end": round(start + (at + 1) * step, 3),
                        "score": 0.9,
                    }
                    for at, word in enumerate(words)
                ],
            }
        )
    return json.dumps({"segments": segments, "language": "ru"}, ensure_ascii=False)


@pytest.fixture(scope="session")
def made_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pile = tmp_path_factory.mktemp("pile")
    samples, rate_hz = decode_span(CALL, 2_000, 14_000, rate_hz=None)
    write_clip(samples, rate_hz, pile / "call.wav")
    (pile / "call.json").write_text(whisper_json(LINES), encoding="utf-8")
    root = tmp_path_factory.mktemp("made") / "archive"
    with Desk.new(root) as desk:
        desk.take_in([pile], GivenBy())
        run(desk.archive)
        rec = next(one for one in desk.recordings() if one.basis.value == "sound").id
        english = pile / "call.en.txt"
        english.write_text("\n".join(ENGLISH) + "\n", encoding="utf-8")
        desk.take_in_translation(rec, english, TranslationBy("en", "A. Ivanova"))
    return root


@pytest.fixture
def desk(made_archive: Path, tmp_path: Path) -> Iterator[Desk]:
    root = tmp_path / "archive"
    shutil.copytree(made_archive, root)
    with Desk.open(root) as opened:
        yield opened


@pytest.fixture
def rec(desk: Desk) -> str:
    return next(one for one in desk.recordings() if one.basis.value == "sound").id


@pytest.fixture
def redact(desk: Desk, rec: str):
    """redact(spans, **fields): a decision about the recording."""

    def make(*spans, name=None, sound=None, **fields):
        from earwitness.records.timecode import Interval

        given = Redaction(
            RedactionReason.THIRD_PARTY, spans=tuple(Interval(*one) for one in spans), **fields
        )
        return desk.redact(
            name or rec, given, by="E. Marrow", because="not hers to tell", sound=sound
        )

    return make


def dbfs(samples: np.ndarray) -> float:
    """Level of the loudest channel in dB of full scale."""
    power = np.atleast_2d(samples.astype(np.float64) ** 2).mean(axis=1).max()
    return float(10 * np.log10(power + 1e-30))
