"""Quote cards: the strongest allowed words and no stronger, nothing but pixels, words that fit or a refusal."""

from __future__ import annotations

import io
import itertools
import struct
from pathlib import Path

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.pictures.card import Card, Shape, alt_text, placed, write_png, write_svg
from earwitness.publish.pictures.typeset import Face, Setting, font, wrap

GOLDEN = Path(__file__).parent / "golden"
CARD = Card(
    words="“There are <twenty> of us left & no more”",
    language="en",
    beside="Нас осталось двадцать, и ни ґанку, ні їжі.",
    beside_language="ru",
    speaker="A speaker who is not known to us",
    about="This is a recording published by Surmach; it could not be independently verified.",
    badge="Not independently verified",
    notes=("Machine transcript: it may be wrong, listen for yourself.",),
    place="rec-000000000 · 0:00:01.000 – 0:00:03.000",
)


def chunks(data: bytes) -> list[bytes]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, found = 8, []
    while at < len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        found.append(data[at + 4 : at + 8])
        at += 12 + size
    return found


def test_the_drawing_is_as_agreed():
    assert write_svg(CARD).decode() == (GOLDEN / "card.svg").read_text(encoding="utf-8")


def test_the_drawing_is_xml_whose_words_are_the_card_s():
    root = lxml.etree.fromstring(write_svg(CARD))
    texts = " ".join(root.xpath("//*[local-name()='text']/text()"))
    assert CARD.words in texts
    assert CARD.beside in texts
    assert root.xpath("string(//*[local-name()='title'])") == CARD.words
    assert not root.xpath("//*[local-name()='script'] | //@href")


@pytest.mark.parametrize("shape", list(Shape))
def test_a_picture_holds_nothing_but_pixels(shape):
    data = write_png(CARD, shape)
    assert set(chunks(data)) == {b"IHDR", b"IDAT", b"IEND"}
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == shape.value
        assert picture.info == {}
        assert len(picture.getcolors(1 << 20)) > 20


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("times", [1, 3, 6])
def test_all_lines_lie_inside_and_none_upon_another(shape, times):
    card = Card(**{**{n: getattr(CARD, n) for n in CARD.__slots__}, "words": CARD.words * times})
    width, height = shape.value
    lines = placed(card, shape)
    assert all(one.x > 0 and one.x + one.width <= width - 40 for one in lines)
    assert all(one.setting.size < one.y <= height - 20 for one in lines)
    tops = sorted((one.y - one.setting.size * 0.75, one.y) for one in lines)
    assert all(before[1] <= after[0] + 6 for before, after in itertools.pairwise(tops))


def test_what_does_not_fit_is_refused():
    card = Card(**{**{n: getattr(CARD, n) for n in CARD.__slots__}, "words": "слово " * 400})
    with pytest.raises(UsageError, match="do not fit"):
        write_png(card)


def test_signs_that_the_fonts_lack_are_named():
    card = Card(**{**{n: getattr(CARD, n) for n in CARD.__slots__}, "words": "«Так 🙂»"})
    with pytest.raises(UsageError, match="🙂"):
        write_svg(card)


@given(
    st.text(alphabet="абвїґє —xyz,.-", max_size=300), st.integers(18, 60), st.integers(120, 1000)
)
def test_lines_never_run_over_and_lose_no_letter(text, size, width):
    setting = Setting(Face.SERIF, size, (0, 0, 0))
    lines = wrap(text, setting, width)
    assert all(font(Face.SERIF, size).getlength(one) <= width or len(one) == 1 for one in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_a_card_of_a_recording_says_what_is_allowed(sample_archive):
    rec = next(
        one.id
        for one in sample_archive.desk.recordings()
        if one.id in sample_archive.recordings["R01"]
        and sample_archive.archive.db.execute(
            "select 1 from transcript where recording_id = ?", (one.id,)
        ).fetchone()
    )
    card = sample_archive.desk.card_of_lines(rec, "en", line=3, stretch=None)
    assert card.beside
    assert card.badge == "Not independently verified"
    assert "Сурмач" in card.about
    assert card.speaker == "A speaker who is not known to us"
    assert card.place.startswith(rec)
    assert card.words in alt_text(card)
    with pytest.raises(NotInArchive):
        sample_archive.desk.card_of_lines(rec, "en", line=500, stretch=None)


def test_a_flawed_draft_gives_no_card(sample_archive):
    drafts = Path(__file__).resolve().parents[2] / "samples" / "drafts"
    assert sample_archive.desk.card_of_quotation(drafts / "clean.uk.md", 1).words.startswith("«")
    with pytest.raises(UsageError, match="errors"):
        sample_archive.desk.card_of_quotation(drafts / "flawed.en.md", 1)
    with pytest.raises(UsageError, match="no quotation 99"):
        sample_archive.desk.card_of_quotation(drafts / "clean.uk.md", 99)
