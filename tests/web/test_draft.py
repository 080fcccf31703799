"""The room for drafts: kept, checked meanwhile, waived, and let out; and what is sent to do harm."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import time
from pathlib import Path

import lxml.html
import pytest
from starlette.testclient import TestClient

from earwitness.desk import Desk
from earwitness.records.redaction import ALL_RECORDINGS, Redaction, RedactionReason
from earwitness.web.app import make_app
from earwitness.web.house import House
from earwitness.web.wording import LANGUAGES
from tests.publish.docx_files import docx, p
from tests.web.conftest import ORIGIN, browse

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "drafts"
SCRIPT = "</textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


@pytest.fixture(scope="module")
def desk(made_once, tmp_path_factory):
    """Writes into an archive of this module's own: each test begins drafts of its own."""
    root = Path(shutil.copytree(made_once, tmp_path_factory.mktemp("drafts") / "archive"))
    yield from browse(House(root, by_name="E. Marrow"))


def begin(desk, text: str = "", file: tuple[str, bytes] | None = None, status: int = 303) -> str:
    """The address of a new draft."""
    files = {"file": file} if file else {"file": ("", b"")}
    answer = desk.client.post(
        "/draft",
        data={"text": text},
        files=files,
        headers={"Origin": ORIGIN},
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text[:2000]
    return answer.headers["location"] if status == 303 else answer.text


def sample(desk, name: str) -> str:
    return begin(desk, file=(name, (SAMPLES / name).read_bytes()))


def save(desk, address: str, base: int, text: str):
    return desk.send_json(f"{address}/text", {"base": base, "text": text})


def found(desk, address: str, **headers: str) -> lxml.html.HtmlElement:
    """The findings of the state that stands, when they are there."""
    for _ in range(200):
        told = desk.client.get(f"{address}/findings", headers=headers).json()
        if told["ready"]:
            return lxml.html.fragment_fromstring(told["html"], create_parent="div")
        time.sleep(0.05)
    raise AssertionError("it was never checked")


def codes(piece) -> list[str]:
    return piece.xpath(".//ol[@class='found']/li//h3//b/text()")


# --- keeping ---


def test_a_pasted_text_is_kept_listed_and_shown_as_it_is(desk):
    text = "\n\n# Про «млин»\n\nВін згорів. 𝔄\n"
    address = begin(desk, text)
    page = desk.page(address)
    assert page.get_element_by_id("text").text.removeprefix("\n") == text
    listed = desk.page("/draft").xpath(f"//a[@href='{address}']")
    assert listed[0].text_content() == "Про «млин»"
    assert (desk.house.root / "desk" / "drafts").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_text_file_is_kept_as_utf8(desk, encoding):
    text = "# Мельница\r\n\r\nОна сгорела, сказал он мне вчера вечером.\r\n"
    address = begin(desk, file=("млин.txt", text.encode(encoding)))
    shown = desk.client.get(f"{address}/text")
    assert shown.text == text.replace("\r\n", "\n")
    assert shown.headers["content-type"] == "text/plain; charset=utf-8"


def test_two_tabs_never_write_over_each_other(desk):
    address = begin(desk, "one")
    assert save(desk, address, 1, "from the first tab").json()["revision"] == 2
    refused = save(desk, address, 1, "from the second tab")
    assert refused.status_code == 409
    assert refused.json()["text"] == "from the first tab"
    assert refused.json()["revision"] == 2
    on_top = save(desk, address, 2, "from the second tab")
    assert (on_top.status_code, on_top.json()["revision"]) == (200, 3)
    kept = [desk.client.get(f"{address}/text?revision={one}").text for one in (1, 2, 3)]
    assert kept == ["one", "from the first tab", "from the second tab"]


def test_without_a_script_a_form_keeps_the_text_and_shows_both_in_a_conflict(desk):
    address = begin(desk, "one")
    assert desk.send(f"{address}/text", base="1", text="two").headers["location"] == address
    refused = desk.send(f"{address}/text", base="1", text="mine <b>")
    assert refused.status_code == 409
    page = lxml.html.document_fromstring(refused.text)
    assert page.get_element_by_id("text").text.strip() == "mine <b>"
    assert page.get_element_by_id("theirs").text.strip() == "two"
    assert page.xpath("//form[@id='typed']/input[@name='base']/@value") == ["2"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"base": "1", "text": "x"}',
        b'{"base": 1}',
        b'{"base": 1, "text": "\xff"}',
    ],
)
def test_what_is_no_text_of_a_draft_keeps_nothing(desk, body):
    address = begin(desk, "one")
    headers = {"Origin": ORIGIN, "Accept": "application/json", "Content-Type": "application/json"}
    answer = desk.client.post(f"{address}/text", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["what"]
    assert desk.client.get(f"{address}/text").text == "one"


def test_half_a_sign_and_null_bytes_do_not_spoil_the_text(desk):
    address = begin(desk, "Слово")
    headers = {"Origin": ORIGIN, "Accept": "application/json", "Content-Type": "application/json"}
    halved = b'{"base": 1, "text": "\xd0\xa1\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe \\ud83d"}'
    answer = desk.client.post(f"{address}/text", content=halved, headers=headers)
    assert answer.status_code in (200, 422)
    assert desk.client.get(f"{address}/text").text.startswith("Слово")
    latest = desk.client.get(f"{address}/findings").json()["revision"]
    assert save(desk, address, latest, "a\0b").status_code == 422


@pytest.mark.parametrize(
    "name",
    ["drf-000000000", "..", "%2e%2e", "..%2f..%2fsealed", "drf-000000000%00", "rec-000000000"],
)
def test_no_other_name_leads_out_of_the_drafts(desk, name):
    for address in (f"/draft/{name}", f"/draft/{name}/text", f"/draft/{name}/page/index.html"):
        answer = desk.client.get(address)
        assert answer.status_code == 404 or answer.url.path == "/", address
    assert desk.send(f"/draft/{name}/text", base="1", text="x").status_code in (404, 405)


def test_five_megabytes_are_kept_and_more_is_refused_in_a_sentence(desk):
    large = "а" * (5 << 19)  # two bytes each: 5 MB to the byte
    address = begin(desk, file=("large.txt", large.encode()))
    assert len(desk.page(address).get_element_by_id("text").text.strip()) == len(large)
    refused = save(desk, address, 1, large + "а")
    assert refused.status_code == 413
    assert "5 MB" in refused.json()["error"]["what"]
    for told in (
        begin(desk, file=("large.txt", (large + "а").encode()), status=413),
        begin(desk, file=("large.docx", b"PK\x03\x04" + b"0" * (5 << 20)), status=413),
        begin(desk, large + "а", status=413),
    ):
        assert "5 MB" in lxml.html.document_fromstring(told).xpath("//main")[0].text_content()


# --- files that are only read ---


def test_a_word_file_is_checked_read_only_and_a_newer_one_is_opened_over_it(desk):
    first = docx(p("Мельница", style="Heading1") + p("Она сгорела."))
    address = begin(desk, file=("mill.docx", first))
    page = desk.page(address)
    assert "Она сгорела." in page.get_element_by_id("text").text
    assert page.get_element_by_id("text").get("readonly") is not None
    assert save(desk, address, 1, "typed").status_code == 400
    given = desk.client.get(f"{address}/text")
    assert given.content == first
    assert given.headers["content-disposition"].startswith("attachment")
    newer = docx(p("Она не сгорела."))
    for base, status in (("1", 303), ("1", 409)):
        answer = desk.client.post(
            f"{address}/file",
            data={"base": base},
            files={"file": ("mill2.docx", newer if status == 303 else first)},
            headers={"Origin": ORIGIN},
            follow_redirects=False,
        )
        assert answer.status_code == status
    assert "не сгорела" in desk.page(address).get_element_by_id("text").text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.docx", b"PK\x03\x04 and nothing else"),
        ("text.docx", b"this is no zip at all"),
        ("sound.mp3", b"ID3"),
        ("nulls.md", b"a\0b"),
        ("x" * 300 + ".exe", b"MZ"),
    ],
)
def test_a_file_that_cannot_be_a_draft_is_refused_in_a_sentence(desk, name, data):
    before = len(desk.page("/draft").xpath("//ol[@class='list']/li"))
    answer = lxml.html.document_fromstring(
        desk.client.post("/draft", files={"file": (name, data)}, headers={"Origin": ORIGIN}).text
    )
    assert answer.xpath("//p[@class='wrong']")[0].text_content().strip()
    assert len(desk.page("/draft").xpath("//ol[@class='list']/li")) == before


def test_a_text_and_a_file_together_are_not_guessed_at(desk):
    begin(desk, "text", file=("a.md", b"file"), status=400)


# --- what is sent to do harm ---


def test_script_in_every_field_of_a_draft_stays_text(desk):
    text = f"# {SCRIPT}\n\n“I have not signed {SCRIPT} a single page,” she says. {SCRIPT}\n"
    address = begin(desk, file=(f"../{SCRIPT}.md", text.encode()))
    page, listed, piece = desk.page(address), desk.page("/draft"), found(desk, address)
    assert codes(piece)
    release = desk.page(f"{address}/release")
    for one in (page, listed, piece, release):
        assert not one.xpath(".//script[not(@src)] | .//img | .//*[@onerror]")
    assert page.get_element_by_id("text").text.removeprefix("\n") == text
    waived = desk.send(
        f"{address}/waive",
        code=codes(piece)[0],
        mark=piece.xpath(".//ol[@class='found']/li/@data-key")[0],
        because=SCRIPT,
    )
    assert waived.status_code == 303
    again = found(desk, address)
    assert SCRIPT in again.text_content()
    assert not again.xpath(".//script | .//img")


def test_a_reading_room_keeps_and_shows_no_draft(made_once, desk):
    address = begin(desk, "a secret")
    house = House(desk.house.root, read_only=True)
    with TestClient(make_app(house), base_url=ORIGIN) as client:
        assert client.get(f"/?key={house.key}").status_code == 200
        page = client.get("/draft")
        assert "keeps no drafts" in page.text
        assert "a secret" not in page.text
        for part in ("", "/text", "/findings", "/release", "/page/index.html"):
            answer = client.get(address + part)
            assert answer.status_code == 404
            assert "a secret" not in answer.text
        assert (
            client.post("/draft", data={"text": "x"}, headers={"Origin": ORIGIN}).status_code == 403
        )


# --- checking ---


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_findings_in_every_language_stand_beside_their_words(desk, language):
    name = f"flawed.{language}.md"
    address = sample(desk, name)
    text = (SAMPLES / name).read_text(encoding="utf-8")
    piece = found(desk, address, **{"Accept-Language": language})
    with Desk.open(desk.house.root) as other:
        report = other.check(SAMPLES / name)
    assert codes(piece) == [one.code for one in report.findings]
    for item, one in zip(piece.xpath(".//ol[@class='found']/li"), report.findings, strict=True):
        start, end = int(item.get("data-start")), int(item.get("data-end"))
        assert text[start:end] == item.get("data-words")
        assert one.reason in item.text_content()
        heard = item.xpath("./div[@class='heard']")
        assert bool(heard) == (one.heard is not None)
        if one.heard and one.heard.interval:
            (button,) = heard[0].xpath(".//button[@data-play]")
            assert button.get("data-play") == one.heard.recording_id
            assert int(button.get("data-from")) == one.heard.interval.start_ms
            assert one.heard.original in heard[0].text_content()
            assert one.heard.translation in heard[0].text_content()
    for address_of in ("/draft", address, f"{address}/release"):
        page = desk.page(address_of, **{"Accept-Language": language})
        assert page.get("lang") == language
        assert not re.search(r"\{\w+\}", page.xpath("//main")[0].text_content())


def test_a_text_is_checked_again_as_it_changes(desk):
    wrong = (SAMPLES / "flawed.en.md").read_text(encoding="utf-8")
    address = begin(desk, wrong)
    assert "Q04" in codes(found(desk, address))
    mended = wrong.replace("Forty people", "Twenty people")
    assert save(desk, address, 1, mended).status_code == 200
    assert "Q04" not in codes(found(desk, address))


def test_an_empty_draft_says_that_it_cannot_be_checked(desk):
    address = begin(desk, "")
    assert found(desk, address).xpath(".//p") is not None
    assert save(desk, address, 1, "Words.\n").status_code == 200


def test_a_finding_is_waived_and_taken_back_by_name_and_with_a_reason(desk):
    address = sample(desk, "flawed.en.md")
    piece = found(desk, address)

    def of(code: str):
        return piece.xpath(f".//ol[@class='found']/li[.//b='{code}']")[0]

    given = {"code": "Q20", "mark": of("Q20").get("data-key")}
    assert desk.send(f"{address}/waive", **given, because=" ").status_code == 400
    assert desk.send(f"{address}/waive", **given, because="a figure of speech").status_code == 303
    piece = found(desk, address)
    assert "waived" in of("Q20").get("class")
    assert "a figure of speech" in of("Q20").text_content()
    assert "E. Marrow" in of("Q20").text_content()
    assert desk.send(f"{address}/waive", **given, because="again").status_code == 400
    taken = {"waiver": of("Q20").xpath(".//input[@name='waiver']/@value")[0], "because": "no"}
    assert desk.send(f"{address}/take-back", **taken).status_code == 303
    piece = found(desk, address)
    assert "warning" in of("Q20").get("class")
    harm = {"code": "Q30", "mark": of("Q30").get("data-key"), "because": "a public name"}
    assert desk.send(f"{address}/waive", **harm).status_code == 303
    piece = found(desk, address)
    assert "waived" not in of("Q30").get("class")
    assert "one more person" in of("Q30").text_content()
    desk.send("/you", name="I. Reed", back="/")
    try:
        assert desk.send(f"{address}/waive", **harm).status_code == 303
    finally:
        desk.client.cookies.delete("earwitness-name")
    piece = found(desk, address)
    assert "waived" in of("Q30").get("class")


# --- letting out ---


@pytest.fixture(scope="module")
def let_out(desk):
    """The address of a draft whose page was written, and the page that said so."""
    address = sample(desk, "clean.en.md")
    form = desk.page(f"{address}/release").xpath("//form[@action=$at]", at=f"{address}/release")
    assert form
    answer = desk.send(
        f"{address}/release",
        revision="1",
        title="A <b>title",
        because="cleared",
        content_note="Swearing",
    )
    assert answer.status_code == 200, answer.text[:3000]
    return address, lxml.html.document_fromstring(answer.text)


def test_a_clean_draft_becomes_a_page_and_says_who_approved_what(let_out, desk):
    address, page = let_out
    assert "version 1" in page.xpath("//div[@class='good']")[0].text_content()
    quoted = page.xpath("//section[@aria-labelledby='approvals']//li")
    assert len(quoted) == 2
    assert all("approved by 0 of 2" in one.text_content() for one in quoted)
    recording = quoted[0].xpath(".//input[@name='recording']/@value")[0]
    for name, status in (("E. Marrow", 303), ("e.  marrow", 422), ("I. Reed", 303)):
        desk.send("/you", name=name, back="/")
        answer = desk.send(f"{address}/approve", recording=recording, because="listened to it")
        assert answer.status_code == status
    desk.client.cookies.delete("earwitness-name")
    told = desk.page(f"{address}/release").xpath("//section[@aria-labelledby='approvals']//li")
    assert "approved by 2 of 2: E. Marrow, I. Reed" in told[0].text_content()
    with Desk.open(desk.house.root) as other:
        assert other.situation(recording).approvals == ("E. Marrow", "I. Reed")


def test_the_page_is_looked_at_under_a_policy_that_runs_nothing_but_our_script(let_out, desk):
    address, _ = let_out
    given = desk.client.get(f"{address}/page/index.html")
    page = lxml.html.document_fromstring(given.text)
    policy = given.headers["content-security-policy"]
    assert "A <b>title" in page.xpath("//h1")[0].text_content()
    (script,) = page.xpath("//script[not(@type)]")
    (style,) = page.xpath("//style")
    for one, kind in ((script, "script-src"), (style, "style-src")):
        digest = base64.b64encode(hashlib.sha256(one.text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "sandbox allow-scripts" in policy
    assert "connect-src" not in policy  # default-src 'none' holds
    clip = page.xpath("//audio/@src")[0]
    part = desk.client.get(f"{address}/page/{clip}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"fLaC")
    (desk.house.root / "desk" / "pages" / address.removeprefix("/draft/") / "evil.js").write_text(
        "1"
    )
    for path in (
        "evil.js",
        ".earwitness-story",
        "..%2f..%2fdrafts",
        "%2e%2e/%2e%2e/%2e%2e/catalog.db",
    ):
        assert desk.client.get(f"{address}/page/{path}").status_code == 404
    (desk.house.root / "desk" / "pages" / address.removeprefix("/draft/") / "evil.js").unlink()


def test_what_keeps_a_page_back_is_said(let_out, desk):
    address, _ = let_out
    folder = desk.house.root / "desk" / "pages"
    flawed = sample(desk, "flawed.en.md")
    cases = [
        (flawed, {"revision": "1", "because": "now"}, "errors"),
        (address, {"revision": "9", "because": "now"}, "changed since"),
        (address, {"revision": "1", "because": ""}, "reason is missing"),
        (address, {"revision": "1", "because": "now", "corrections_to": "nobody"}, "no address"),
    ]
    for at, form, words in cases:
        answer = desk.send(f"{at}/release", **form)
        assert answer.status_code == 422
        page = lxml.html.document_fromstring(answer.text)
        assert words in page.xpath("//div[@role='alert']")[0].text_content()
    assert not (folder / flawed.removeprefix("/draft/")).exists()


def test_what_is_sealed_does_not_go_out(desk):
    with Desk.open(desk.house.root) as other:
        sealed = Redaction(RedactionReason.PRIVATE_PERSON, words=("Shmyhaieva",))
        other.redact(ALL_RECORDINGS, sealed, by="E. Marrow", because="asked for")
    text = (SAMPLES / "clean.en.md").read_text(encoding="utf-8") + "\nShmyhaieva was not told.\n"
    address = begin(desk, text)
    answer = desk.send(f"{address}/release", revision="1", because="now")
    told = lxml.html.document_fromstring(answer.text).xpath("//div[@role='alert']")
    assert answer.status_code == 422
    assert "withheld" in told[0].text_content()
    assert "Shmyhaieva" not in told[0].text_content()
    assert not (desk.house.root / "desk" / "pages" / address.removeprefix("/draft/")).exists()
