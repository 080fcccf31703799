"""A desk with one recording, its words in two languages, and short ways to sign and to check."""

from __future__ import annotations

import json
import math
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from earwitness.desk import Desk
from earwitness.intake.take_in import GivenBy
from earwitness.records.conformance import RowResult
from earwitness.records.signed import SignedRecord
from earwitness.review.conformance.kinds import kind_named

RU = "1\n00:00:00,100 --> 00:00:01,000\nМам, нас осталось двадцать.\n\n2\n00:00:01,000 --> 00:00:01,900\nГоворит Шевченко.\n"
EN = "1\n00:00:00,100 --> 00:00:01,000\nMum, twenty of us are left.\n\n2\n00:00:01,000 --> 00:00:01,900\nShevchenko says so.\n"


def write_tone(path: Path, hz: float = 400.0) -> Path:
    """Two seconds of a tone, 8 kHz mono."""
    values = [int(9000 * math.sin(2 * math.pi * hz * n / 8000)) for n in range(16000)]
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(struct.pack(f"<{len(values)}h", *values))
    return path


class Case:
    """A desk, a recording, and a folder for files that lie outside the archive."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        folder.mkdir(exist_ok=True)
        recordings = desk.recordings()
        self.rec = recordings[0].id if recordings else ""

    @property
    def db(self) -> Any:
        return self.desk.archive.db

    @property
    def sha256(self) -> str:
        """Of the sound as received."""
        row = self.db.execute(
            "select sha256 from rendition where recording_id = ?", (self.rec,)
        ).fetchone()
        return str(row["sha256"])

    def texts(self, table: str = "transcript") -> list[str]:
        rows = self.db.execute(
            f"select id from {table} where recording_id = ? order by rowid",  # noqa: S608 (ours)
            (self.rec,),
        )
        return [row["id"] for row in rows]

    def sign(
        self,
        kind: str,
        fields: dict[str, Any] | None = None,
        *,
        of: str = "",
        by: str = "E. Marrow",
    ) -> SignedRecord:
        return self.desk.keep_record(
            kind_named(kind), of or self.rec, fields or {}, by=by, because="as seen"
        )

    def row(self, name: str, of: str = "") -> RowResult:
        (report,) = self.desk.conform([of or self.rec], rows=[name])
        return next(one for one in report.results if one.row.rstrip("+") == name)

    def result(self, name: str, of: str = "") -> str:
        return self.row(name, of).result.value

    def file(self, name: str, data: bytes | str = b"words") -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def copy(self, name: str = "working.wav") -> Path:
        """A copy of the bytes as received."""
        return self.file(name, self.desk.archive.originals.path(self.sha256).read_bytes())

    def add(self, *paths: Path) -> None:
        self.desk.take_in(list(paths), GivenBy())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.new(tmp_path / "archive") as desk:
        yield desk


@pytest.fixture
def case(desk: Desk, tmp_path: Path) -> Case:
    """A sound with a transcript and a translation."""
    pile = tmp_path / "pile"
    pile.mkdir()
    write_tone(pile / "call.wav")
    (pile / "call.ru.srt").write_text(RU, encoding="utf-8")
    (pile / "call.en.srt").write_text(EN, encoding="utf-8")
    desk.take_in([pile])
    return Case(desk, tmp_path / "files")


@pytest.fixture
def export(tmp_path: Path) -> Callable[[], Path]:
    """An export of a channel with one recording, as Telegram Desktop writes it."""

    def make() -> Path:
        folder = tmp_path / "export"
        (folder / "files").mkdir(parents=True)
        write_tone(folder / "files" / "a.wav")
        message = {
            "id": 11,
            "type": "message",
            "date": "2031-03-09T20:20:00",
            "date_unixtime": "1930846800",
            "from": "Zarichchia",
            "from_id": "channel4242",
            "file": "files/a.wav",
            "media_type": "audio_file",
            "mime_type": "audio/wav",
            "duration_seconds": 2,
            "text": "Мать говорит с сыном.",
            "text_entities": [{"type": "plain", "text": "Мать говорит с сыном."}],
        }
        chat = {
            "name": "Zarichchia",
            "type": "public_channel",
            "id": 4242,
            "messages": [message],
        }
        (folder / "result.json").write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
        return folder

    return make
