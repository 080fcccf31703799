"""A small archive of words with times, a draft of any of its lines, and what its page says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from earwitness.desk import Desk
from earwitness.publish.page.options import PageOptions
from earwitness.records.corrections import Correction, CorrectionKind
from earwitness.records.review import Move, State
from earwitness.store.signing import Signature, sign
from earwitness.work.run import run

LINES = (
    "Мам, нас осталось двадцать человек из сотни.",
    "Вчера приезжал Зяблик и забрал все рации.",
    "Я больше не вернусь на ту высоту никогда.",
    "Скажи отцу, что деньги так и не пришли.",
)
DISCLOSED = (
    "Запись опубликовала служба «Сурмач», сторона конфликта. Подлинность записи независимо подтвердить не"
    " удалось, второй стороны разговора не слышно."
)
WHO = {"by": "E. Marrow", "because": "listened"}


@dataclass
class Story:
    """A desk, one recording, and a page in a folder."""

    desk: Desk
    folder: Path
    options: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Path:
        return self.folder / "page"

    @property
    def rec(self) -> str:
        return self.desk.recordings()[0].id

    def publish(self, quotations: Sequence[str], text: str = "", name: str = "draft.md") -> Any:
        """Publish a draft with these quotations, and return what was reported."""
        said = "\n\n".join(f"«{one}», — говорит он." for one in quotations)
        draft = self.folder / name
        draft.write_text(f"# Звонок\n\n{said}\n\n{text}\n\n{DISCLOSED}\n", encoding="utf-8")
        return self.desk.story(draft, self.page, PageOptions(**self.options))

    def correct(self, line: int, kind: str) -> None:
        """An accepted correction of the stretch of a line."""
        given = Correction(
            CorrectionKind(kind),
            start_ms=line * 4000 + 1000,
            end_ms=line * 4000 + 4000,
            origin="reader",
        )
        one = self.desk.propose(self.rec, given, **WHO)
        self.desk.settle(one.id, accept=True, **WHO)

    def move(self, to: State, tombstone: str = "") -> None:
        """A step as it was signed; the gates before it have tests of their own."""
        given = Move(State.PUBLISHED, to, tombstone=tombstone)
        sign(self.desk.archive, "move", self.rec, given, Signature("I. Reed", "received"))

    def described(self) -> dict[str, Any]:
        return json.loads((self.page / "publication.json").read_text(encoding="utf-8"))

    def html(self) -> str:
        return (self.page / "index.html").read_text(encoding="utf-8")

    def log(self) -> list[str]:
        """What the page's log says, the last version first."""
        root = lxml.html.document_fromstring(self.html())
        return [
            " ".join(one.text_content().split()) for one in root.xpath("//ol[@class='versions']/li")
        ]

    def public(self) -> str:
        """Every byte that is public, as text."""
        files = [one for one in self.page.rglob("*") if one.is_file()]
        return "\n".join(one.read_bytes().decode("utf-8", "replace") for one in files)


def made(folder: Path) -> Desk:
    pile = folder / "pile"
    pile.mkdir()
    blocks = [
        f"{n + 1}\n00:00:{n * 4 + 1:02d},000 --> 00:00:{n * 4 + 4:02d},000\n{line}\n"
        for n, line in enumerate(LINES)
    ]
    (pile / "call.ru.srt").write_text("\n".join(blocks), encoding="utf-8")
    desk = Desk.new(folder / "archive")
    desk.take_in([pile])
    run(desk.archive)
    return desk


@pytest.fixture
def story(tmp_path):
    with made(tmp_path) as desk:
        yield Story(desk, tmp_path)
