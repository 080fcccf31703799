"""The page of a clean draft: what stands on it, what must never, and that its sound is the recording's."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import lxml.html
import numpy as np
import pytest

from earwitness.audio.decode import decode_span
from earwitness.errors import UsageError
from earwitness.publish.quotecheck.check import check_draft
from earwitness.publish.story import write_story
from earwitness.records.identifiers import KINDS
from earwitness.store.catalog.sound import renditions

DISCLOSED = (
    "The call was published by the Surmach service, which takes a side. It could not be independently"
    " verified, and the son's replies cannot be heard."
)
DRAFTS = Path(__file__).resolve().parents[2] / "samples" / "drafts"


@pytest.fixture(scope="module")
def page(sample_archive, tmp_path_factory) -> Path:
    into = tmp_path_factory.mktemp("story") / "page"
    return write_story(sample_archive.archive, DRAFTS / "clean.en.md", into).page


@pytest.fixture
def story(sample_archive, tmp_path):
    """story(text): the page of a draft with that text, and what every story has to say."""

    def write(text: str) -> str:
        draft = tmp_path / f"{tmp_path.name}.md"
        draft.write_text(f"{text}\n\n{DISCLOSED}\n", encoding="utf-8")
        assert not check_draft(sample_archive.archive, draft).errors
        report = write_story(sample_archive.archive, draft, tmp_path / "page")
        return report.page.read_text(encoding="utf-8")

    return write


def test_the_page_is_whole_html_with_nothing_from_outside(page):
    html = page.read_text(encoding="utf-8")
    root = lxml.html.document_fromstring(html)
    assert root.get("lang") == "en"
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    for link in root.xpath("//@src | //@href"):
        assert re.fullmatch(r"clips/q\d\d\.(flac|(en|ru)\.vtt)|publication\.json", link)
    for name in ("http-equiv", "https://schema.org", "http://www.w3.org/ns/anno.jsonld"):
        html = html.replace(name, "")
    assert "http" not in html


def test_nothing_of_the_archive_but_recordings_stands_on_it(page, sample_archive):
    html = page.read_text(encoding="utf-8")
    db = sample_archive.archive.db
    paths = [row["path"] for row in db.execute("select path from receipt")]
    for name in {part for path in paths for part in (path, Path(path).name, Path(path).stem)}:
        assert name not in html
    assert str(sample_archive.archive.root) not in html
    told = html + (page.parent / "publication.json").read_text(encoding="utf-8")
    assert set(re.findall(rf"\b({'|'.join(KINDS)})-[0-9a-z]{{9}}\b", told)) == {"rec", "pub"}
    digests = {row["sha256"] for row in db.execute("select sha256 from artefact")}
    assert not digests & set(re.findall(r"[0-9a-f]{64}", told))
    assert {one.name for one in page.parent.iterdir()} == {
        "index.html",
        "publication.json",
        "clips",
        ".earwitness-story",
    }


def test_every_clip_is_there_with_its_sum_and_the_samples_of_the_recording(page, sample_archive):
    root = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
    sums = {
        row.xpath("string(td[1])"): row.xpath("string(td[2])") for row in root.xpath("//tbody/tr")
    }
    report = check_draft(sample_archive.archive, DRAFTS / "clean.en.md")
    heard = [one.heard for one in report.quotations if one.heard]
    clips = root.xpath("//audio/@src")
    assert clips == list(sums)
    assert len(clips) == len(heard) == 10
    for clip, place in zip(clips, heard, strict=True):
        path = page.parent / clip
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sums[clip]
        (rendition, *_) = renditions(sample_archive.archive.db, place.recording_id)
        whole, rate_hz = whole_of(sample_archive.archive.originals.path(rendition.sha256))
        cut, cut_rate_hz = whole_of(path)
        assert cut_rate_hz == rate_hz
        first = round(place.interval.start_ms * rate_hz / 1000)
        own = whole[first : first + len(cut)]
        assert abs(len(cut) - place.interval.duration_ms * rate_hz / 1000) <= 2
        assert np.abs(own - cut).max() < 2 / 32768  # what 16 bits can hold


def whole_of(path: Path) -> tuple[np.ndarray, int]:
    samples, rate_hz = decode_span(path, 0, 3_600_000, rate_hz=None)
    return np.atleast_2d(samples)[0], rate_hz


def test_what_a_machine_wrote_is_marked_on_the_page(page):
    root = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
    figures = root.xpath("//figure[@class='sound']")
    assert len(figures) == 10
    assert all("Machine transcript" in one.text_content() for one in figures)
    part = next(one for one in figures if "Не подписывай там ничего" in one.text_content())
    assert "The whole passage is played." in part.text_content()


def test_the_original_language_is_marked(page):
    root = lxml.html.document_fromstring(page.read_text(encoding="utf-8"))
    originals = root.xpath("//*[@class='original']/span[@lang='ru']")
    assert len(originals) == 9
    assert [one.text_content() for one in root.xpath("//q[@lang='ru']")] == [
        "“Ничего не подписывай”"
    ]


def test_the_page_speaks_the_language_of_its_draft(sample_archive, tmp_path):
    for language, words in (("uk", "Звідки ми це знаємо"), ("ru", "Откуда мы это знаем")):
        report = write_story(
            sample_archive.archive, DRAFTS / f"clean.{language}.md", tmp_path / language
        )
        html = report.page.read_text(encoding="utf-8")
        assert words in html
        for english in ("How we know", "Published by", "Play", "Machine", "Transcript", "clips on"):
            assert english not in html


def test_a_title_that_is_a_quotation_stands_once(sample_archive, tmp_path):
    report = write_story(sample_archive.archive, DRAFTS / "clean.uk.md", tmp_path / "page")
    root = lxml.html.document_fromstring(report.page.read_text(encoding="utf-8"))
    assert root.xpath("string(//h1)") == "«Я справді не знаю»: що чути в розмові про рапорт"
    assert [one.text_content() for one in root.xpath("//article//h2")] == []
    assert len(root.xpath("//audio")) == 7


def test_a_second_time_into_the_same_folder(sample_archive, tmp_path):
    into = tmp_path / "page"
    first = write_story(sample_archive.archive, DRAFTS / "clean.en.md", into).page.read_bytes()
    second = write_story(sample_archive.archive, DRAFTS / "clean.ru.md", into)
    assert second.page.read_bytes() != first
    assert len(list((into / "clips").glob("*.flac"))) == 5
    assert [one.name for one in tmp_path.iterdir()] == ["page"]


@pytest.mark.parametrize("added", ["index.html", "notes.txt"])
def test_a_foreign_folder_is_refused_and_left_alone(sample_archive, tmp_path, added):
    into = tmp_path / "page"
    if added == "notes.txt":
        write_story(sample_archive.archive, DRAFTS / "clean.ru.md", into)
    into.mkdir(exist_ok=True)
    (into / added).write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="story"):
        write_story(sample_archive.archive, DRAFTS / "clean.en.md", into)
    assert (into / added).read_text(encoding="utf-8") == "mine"


def test_a_flawed_draft_writes_nothing(sample_archive, tmp_path):
    with pytest.raises(UsageError, match="errors"):
        write_story(sample_archive.archive, DRAFTS / "flawed.en.md", tmp_path / "page")
    assert list(tmp_path.iterdir()) == []


def test_hostile_drafts_stay_text(story):
    html = story(
        '# A <script>alert(1)</script> "title"\' onload=x\n\n'
        "<script>alert(2)</script> <img src=x onerror=alert(3)> ![a](https://a.example/x.png)\n\n"
        "[go](javascript:alert(4)) [data](data:text/html,x) [fine](https://b.example/?a=1&b=2)\n\n"
        "A hidden sign \U000f0000 and \U000f0001 and \ue000.\n\n"
        "[a](https://c.example/ '“Twenty people have signed the complaint”')\n\n"
        "`“Twenty people have signed the complaint”`\n\n"
        "“Twenty *people* have signed the complaint,” she said <b>x</b>.\n"
    )
    root = lxml.html.document_fromstring(html)
    assert len(root.xpath("//script[not(@type='application/ld+json')]")) == 1
    assert root.xpath("//img") == []
    assert root.xpath("//article//b") == []
    links = root.xpath("//article//a/@href")
    assert set(links) <= {
        f"https://{x}" for x in ("a.example/x.png", "b.example/?a=1&b=2", "c.example/")
    }
    assert root.xpath("//@onload | //@onerror") == []
    assert "\U000f0000" not in html
    assert "alert(2)" in root.text_content()
    assert root.xpath("string(//h1)").startswith("A <script>")


def test_blocks_of_markdown_are_blocks(story):
    html = story(
        "# Title\n\n## A part\n\n- one\n- two\n\n> “Twenty people have signed the complaint,” she says.\n"
    )
    root = lxml.html.document_fromstring(html)
    assert [one.text_content() for one in root.xpath("//article/h2")] == ["A part"]
    assert len(root.xpath("//article/ul/li")) == 2
    assert root.xpath("//article/blockquote//q")
    assert root.xpath("//article/blockquote/following-sibling::figure")


def test_notes_pictures_and_players_of_a_draft_stay_in_it(story):
    """What authors write to each other, names of files and tags are no part of a page."""
    html = story(
        "# Title\n\n<!-- ask Ida Marrow -->\n\nSeen <!-- by Reed -->there.\n\n[//]: # (from Tarn)\n\n"
        '![a mill](ida-marrow.jpg)\n\n<figcaption>A caption.</figcaption>\n\n<figure><img src="tarn.jpg"></figure>\n\n'
        "“Twenty people have <!-- Ida: all? -->signed the complaint,” she says.\n\n5 < 6 & <b>bold</b>"
    )
    root = lxml.html.document_fromstring(html)
    (article,) = root.xpath("//article")
    words = " ".join(article.text_content().split())
    assert "Seen there." in words
    assert "A caption." in words
    assert "5 < 6 & <b>bold</b>" in words
    assert root.xpath("//article//q")
    for gone in (
        "Ida",
        "Reed",
        "Tarn",
        "tarn",
        "ida-marrow",
        "figcaption>",
        "<!--",
        "//]:",
        "![",
        "<img",
    ):
        assert gone not in words, gone
    for gone in ("Ida", "Reed", "Tarn", "ida-marrow", "tarn.jpg"):
        assert gone not in html, gone


def test_a_quotation_in_a_comment_is_not_quoted(sample_archive, tmp_path):
    draft = tmp_path / "note.md"
    draft.write_text(
        f"# T\n\n<!-- “Twenty people have signed the complaint,” -->\n\n{DISCLOSED}\n",
        encoding="utf-8",
    )
    assert check_draft(sample_archive.archive, draft).quotations == ()
