"""Drafts in each format: the same story reads the same, and everything keeps its place in its own file."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earwitness.errors import (
    EarwitnessError,
    HostileInput,
    MalformedInput,
    OverLimit,
    UnsupportedInput,
)
from earwitness.publish.draft import Draft, read_draft
from earwitness.publish.picture_texts import picture_texts
from earwitness.text.quotations import find_quotations
from tests.publish.docx_files import STRICT, docx, p, r

PAGE = """<!doctype html>
<html lang="{language}">
<head><title>Mill closed</title>
<meta property="og:title" content="The mill is shut">
<meta name="twitter:description" content="Nobody came, she says">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Shut mill", "author": {{"name": "Ida Marsh"}}}}</script>
</head>
<body><nav>“Menu words in quotes are not the story”</nav>
<article>
<h1>The mill is shut</h1>
<p class="standfirst">Nobody came on Monday</p>
<!-- ask Petrov about it -->
<p>She says: <q>Nobody <b>will</b> stop
us there</q>.</p>
<blockquote><p>Bring the list.</p><p>Bring it all.</p><cite>the baker</cite></blockquote>
<figure><img src="mill.jpg" alt="A mill" data-desk="call Marsh"><figcaption>He said “yes, I am sure”</figcaption></figure>
<ul><li>one<ul><li>He said “inner words are here”</li></ul></li></ul>
<p style="display:none">hidden words</p>
</article></body></html>
"""


def read(folder: Path, name: str, data: str | bytes) -> Draft:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_draft(path)


def quoted(draft: Draft) -> list[str]:
    return [" ".join(one.text.split()) for one in find_quotations(draft.text)]


def hidden(draft: Draft) -> dict[str, str]:
    return {one.text: f"{one.kind}, {one.place}" for one in draft.hidden}


def test_a_page_is_read_as_its_readers_see_it(tmp_path):
    draft = read(tmp_path, "a.html", PAGE.format(language="en"))
    assert draft.title == "The mill is shut"
    assert quoted(draft) == ["Nobody will stop us there", "yes, I am sure", "inner words are here"]
    assert "> Bring the list.\n>\n> Bring it all.\n> — the baker" in draft.text
    assert "![A mill](mill.jpg)" in draft.text
    assert "hidden words" not in draft.text
    assert "Menu" not in draft.text


def test_quotation_marks_of_a_page_are_those_of_its_language(tmp_path):
    assert "«Nobody" in read(tmp_path, "a.html", PAGE.format(language="uk")).text


def test_a_place_in_a_page_is_named_by_paragraph_and_line(tmp_path):
    draft = read(tmp_path, "a.html", PAGE.format(language="en"))
    at = draft.text.index("Nobody will")
    assert (draft.line_of(at), draft.place_of(at)) == (13, "paragraph 3, line 13")
    assert draft.place_of(draft.text.index("yes, I am")).startswith(
        "paragraph 7 (caption), line 16"
    )
    assert draft.place_of(draft.text.index("Shut mill")) == "JSON-LD headline, line 6"


def test_a_card_that_repeats_the_headline_is_named_beside_it(tmp_path):
    draft = read(tmp_path, "a.html", PAGE.format(language="en"))
    assert draft.text.count("The mill is shut") == 1
    place = draft.place_of(draft.text.index("The mill is shut"))
    assert place == "paragraph 1 (heading), line 10 and og:title, line 4"


def test_what_a_page_hides_is_told_with_its_place(tmp_path):
    found = hidden(read(tmp_path, "a.html", PAGE.format(language="en")))
    assert found["ask Petrov about it"] == "comment, line 12"
    assert found["call Marsh"] == "attribute, data-desk, line 16"
    assert found["hidden words"] == "hidden element, line 18"
    assert found["Ida Marsh"] == "structured data, JSON-LD author.name, line 6"


def test_a_document_of_another_program_reads_the_same(tmp_path):
    made = python_docx.Document()
    made.core_properties.author = "Ida Marsh"
    made.add_heading("The mill is shut", 0)
    made.add_heading("On Monday", 2)
    made.add_paragraph("«Нас никто не остановит», — сказал пекарь.")
    made.add_paragraph("Bring the list.", style="Quote")
    made.add_table(1, 1).cell(0, 0).text = "He said “words in a cell”."
    made.save(str(tmp_path / "a.docx"))
    draft = read_draft(tmp_path / "a.docx")
    # The oracle is the library that wrote it: the same paragraphs in the same order.
    back = python_docx.Document(str(tmp_path / "a.docx"))
    assert [one.text for one in back.paragraphs] == [
        line.lstrip("#> ") for line in draft.text.split("\n") if line and "cell" not in line
    ]
    assert quoted(draft) == ["Нас никто не остановит, — сказал пекарь", "words in a cell"] or (
        quoted(draft) == ["Нас никто не остановит", "words in a cell"]
    )
    assert draft.place_of(draft.text.index("Нас")) == "paragraph 3"
    assert draft.line_of(draft.text.index("Нас")) == 3
    assert hidden(draft)["Ida Marsh"] == "property, creator"


def test_tracked_changes_are_read_as_accepted(tmp_path):
    body = p(
        "He said “we will ",
        '<w:del w:author="Marsh"><w:r><w:delText>never </w:delText></w:r></w:del>',
        '<w:ins w:author="Marsh"><w:r><w:t>all </w:t></w:r></w:ins>',
        "go”.",
    )
    moved = p(f"<w:moveFrom>{r('from here')}</w:moveFrom>", f"<w:moveTo>{r('to here')}</w:moveTo>")
    draft = read(tmp_path, "a.docx", docx(body + moved))
    assert "“we will all go”" in draft.text
    assert "to here" in draft.text
    assert "from here" not in draft.text
    assert hidden(draft)["never"] == "deleted text, paragraph 1"
    assert hidden(draft)["from here"] == "deleted text, paragraph 2"


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path):
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('We go ')}</w:p>"
    draft = read(tmp_path, "a.docx", docx(first + p("home.") + p("Then.")))
    assert draft.text.split("\n\n")[:2] == ["We go home.", "Then."]


def test_notes_comments_hidden_text_and_pictures_of_a_document(tmp_path):
    run = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
    drawing = '<w:r><w:drawing><w:docPr name="p1" descr="A mill “by night”"/></w:drawing></w:r>'
    footnotes = (
        f'<w:footnotes xmlns:w="{STRICT}"><w:footnote w:type="separator" w:id="0">{p("--")}</w:footnote>'
        f'<w:footnote w:id="2">{p("She said “noted words here”.")}</w:footnote></w:footnotes>'
    )
    comments = (
        f'<w:comments xmlns:w="{STRICT}"><w:comment w:id="4" w:author="I. Marsh">{p("call Petrov")}'
        "</w:comment></w:comments>"
    )
    parts = {"footnotes.xml": footnotes, "comments.xml": comments}
    data = docx(p("Body.", run) + p(drawing), parts, namespace=STRICT)
    draft = read(tmp_path, "a.docx", data)
    assert "![A mill “by night”](p1)" in draft.text
    assert draft.place_of(draft.text.index("noted")) == "footnote 2"
    assert hidden(draft)["unseen"] == "hidden text, paragraph 1"
    assert hidden(draft)["call Petrov"] == "comment, comment 4 by I. Marsh"


def test_a_text_box_is_read_once(tmp_path):
    box = f"<w:txbxContent>{p('Words in a box.')}</w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    draft = read(tmp_path, "a.docx", docx(p("Before.", both)))
    assert draft.text.count("Words in a box.") == 1


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"", MalformedInput, "broken"),
        (b"PK\x03\x04 and no more", MalformedInput, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", UnsupportedInput, "old Word"),
        (docx("")[:-30], MalformedInput, "broken"),
        (docx("<w:p>"), MalformedInput, "cannot be read"),
        (
            docx(p("a"), {"styles.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}),
            HostileInput,
            "entities",
        ),
    ],
)
def test_a_broken_document_is_told_in_a_sentence(tmp_path, data, error, says):
    with pytest.raises(error, match=says):
        read(tmp_path, "a.docx", data)


def test_a_zip_of_something_else_is_no_document(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(MalformedInput, match="without a document"):
        read_draft(tmp_path / "a.docx")


def test_a_document_that_explodes_is_refused(tmp_path):
    with pytest.raises(HostileInput, match="explode"):
        read(tmp_path, "a.docx", docx(p("a" * 30_000_000)))


@pytest.mark.parametrize("name", ["a.pdf", "a.odt", "a.rtf", "a.doc"])
def test_another_format_is_refused_with_what_to_do(tmp_path, name):
    with pytest.raises(UnsupportedInput, match="Save it in one of these"):
        read(tmp_path, name, "words")


def test_a_draft_of_five_megabytes_is_read_and_a_larger_one_refused(tmp_path):
    line = "Слова истории, и ещё одни слова в ней. "
    text = line * (5 * 1024 * 1024 // len(line.encode()) - 1) + "\n\nHe said “the last words”.\n"
    assert len(text.encode()) <= 5 * 1024 * 1024
    assert len(read(tmp_path, "a.md", text).paragraphs) == 2
    assert quoted(read(tmp_path, "a.html", f"<p>{text}</p>")) == ["the last words"]
    with pytest.raises(OverLimit, match="over 5 MB"):
        read(tmp_path, "a.md", text + "x" * 6_000_000)


def test_html_nested_too_deep_is_refused(tmp_path):
    with pytest.raises(HostileInput, match="deep"):
        read(tmp_path, "a.html", "<div>" * 5000 + "words")


@pytest.mark.parametrize(
    "text",
    [
        "He said “one\ntwo ‘three\nfour’ five” and left.",
        "Он сказал: «раз\nдва „три\nчетыре“ пять» и ушёл.",
        "Він сказав: «раз\nдва “три\nчотири” п’ять» і пішов.",
        "He said \"one\ntwo 'three\nfour' five\" and left.",
    ],
)
def test_nested_quotations_over_line_breaks_read_alike_in_every_format(tmp_path, text):
    plain = quoted(read(tmp_path, "a.txt", text))
    page = quoted(read(tmp_path, "a.html", f"<p>{text}</p>"))
    broken = quoted(read(tmp_path, "b.html", f"<p>{text.replace(chr(10), '<br>')}</p>"))
    document = quoted(read(tmp_path, "a.docx", docx(p(text.replace("\n", " ")))))
    assert len(plain) == 2
    assert plain == page == broken == document


def test_nested_lists_and_quotations_in_markdown_keep_their_lines(tmp_path):
    text = "# T\n\n- one\n  - He said “inner words are here”\n    1. She said “and these words too”\n\n> > A block.\n"
    draft = read(tmp_path, "a.md", text)
    assert quoted(draft) == ["inner words are here", "and these words too"]
    assert draft.place_of(draft.text.index("inner")) == "line 4"
    assert draft.column_of(draft.text.index("inner")) == 14


def test_what_the_pictures_beside_a_draft_carry(tmp_path):
    artist = b"Ida Marsh\0"
    entry = struct.pack("<HHII", 0x013B, 2, len(artist), 26)
    exif = b"Exif\0\0" + b"II*\0" + struct.pack("<IH", 8, 1) + entry + bytes(4) + artist
    jpeg = b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + b"\xff\xda"
    (tmp_path / "mill.jpg").write_bytes(jpeg)
    (tmp_path.parent / "outside.jpg").write_bytes(jpeg)
    draft = read(
        tmp_path, "a.md", "![A mill](mill.jpg) ![x](../outside.jpg) ![y](https://a.b/c.jpg)\n"
    )
    found = [one for one in draft.hidden if one.kind == "picture data"]
    assert [(one.place, one.text) for one in found] == [("mill.jpg, Exif artist", "Ida Marsh")]
    page = read(tmp_path, "a.html", '<p>Words <img src="mill.jpg"></p>')
    assert hidden(page)["Ida Marsh"] == "picture data, mill.jpg, Exif artist"
    document = read(tmp_path, "a.docx", docx(p("Words."), {"word/media/image1.jpg": jpeg}))
    assert hidden(document)["Ida Marsh"] == "picture data, image1.jpg, Exif artist"


def test_texts_of_every_kind_of_picture():
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packed = zlib.compress("Прізвище".encode())
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"Author\0Marsh")
    png += chunk(b"iTXt", b"Note\0\x01\0\0\0" + packed)
    assert list(picture_texts(png)) == [("PNG Author", "Marsh"), ("PNG Note", "Прізвище")]
    xmp = b'<x:xmpmeta xmlns:x="a"><dc:creator>Ida</dc:creator></x:xmpmeta>'
    webp = b"RIFF\0\0\0\0WEBP" + b"XMP " + struct.pack("<I", len(xmp)) + xmp
    assert ("XMP", "Ida") in list(picture_texts(webp))
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0a\x1c\x02\x50\0\x05Marsh"
    iptc = b"\xff\xd8\xff\xed" + struct.pack(">H", len(block) + 2) + block
    assert list(picture_texts(iptc)) == [("IPTC author", "Marsh")]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"\xff\xd8\xff\xe1",
            b"\x89PNG\r\n\x1a\n",
            b"II*\0",
            b"MM\0*",
            b"RIFF\0\0\0\0WEBP",
            b"GIF89a",
            b"",
        ]
    ),
)
def test_no_bytes_break_the_reading_of_pictures(data, head):
    for place, words in picture_texts(head + data):
        assert place
        assert isinstance(words, str)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<blockquote>",
                "<q>",
                "</q>",
                "<li>",
                "<ul>",
                "</ul>",
                "<cite>",
                "</cite>",
                "<img alt='a'>",
                "<h1>",
                "“a",
                "b”",
                "<br>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "words ",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_no_page_breaks_the_reader_and_places_hold(tmp_path_factory, text):
    try:
        draft = read(tmp_path_factory.mktemp("html"), "a.html", text)
    except EarwitnessError:
        return
    assert [one.start for one in draft.places] == sorted(one.start for one in draft.places)
    for paragraph in draft.paragraphs:
        assert draft.text[paragraph.start : paragraph.start + len(paragraph.text)] == paragraph.text
        assert draft.place_of(paragraph.start)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
def test_no_damaged_document_breaks_the_reader(tmp_path_factory, at, junk):
    good = docx(p("Words “and more”.") * 20, {"comments.xml": f'<w:comments xmlns:w="{STRICT}"/>'})
    at %= len(good)
    try:
        read(tmp_path_factory.mktemp("docx"), "a.docx", good[:at] + junk + good[at + len(junk) :])
    except EarwitnessError:
        return


@pytest.mark.parametrize("blank", [" " * 400_000, "<!-- a " * 60_000, "\t" * 400_000])
def test_a_line_of_blanks_is_read_once(tmp_path, blank):
    """A comment that was taken out leaves such a line; read again from each blank it would take an hour."""
    draft = tmp_path / "a.md"
    draft.write_text(f"  First words.\n\n{blank}", encoding="utf-8")
    started = time.process_time()
    paragraphs = read_draft(draft).paragraphs
    assert time.process_time() - started < 5
    assert [one.text for one in paragraphs] == ["  First words."]
