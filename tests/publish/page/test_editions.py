"""Versions of a story: what is recorded, what the log says and must not say, what a withdrawal leaves."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.page.changes import replayed
from earwitness.records.publication import ChangeKind, QuotationChange
from earwitness.records.review import State
from earwitness.store.catalog.publications import editions, latest_editions, latest_of_draft
from earwitness.store.catalog.signed import signed_about
from tests.publish.page.conftest import LINES, Story, made


def test_a_version_is_recorded_with_its_quotations_and_files(story):
    report = story.publish(LINES[:2])
    (edition,) = editions(story.desk.archive.db, report.story)
    one = edition.publication
    assert (one.version, one.previous, one.withdrawn) == (1, "", False)
    assert [each.text for each in one.quotations] == [f"«{line}»" for line in LINES[:2]]
    assert [(each.start_ms, each.end_ms) for each in one.quotations] == [(1000, 4000), (5000, 8000)]
    assert {each.recording for each in one.quotations} == {story.rec}
    assert all(each.transcript.startswith("trs-") for each in one.quotations)
    assert one.draft_sha256 == hashlib.sha256((story.folder / "draft.md").read_bytes()).hexdigest()
    there = {
        path.relative_to(story.page).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in story.page.rglob("*")
        if path.is_file()
    }
    assert {file.path: file.sha256 for file in one.files} == there
    assert latest_of_draft(story.desk.archive.db, "draft.md") == edition
    assert latest_of_draft(story.desk.archive.db, "other.md") is None
    assert story.desk.verify().differences == ()


def test_the_standards_find_the_release(story):
    story.publish(LINES[:1])
    (release,) = signed_about(story.desk.archive.db, story.rec, ("release",))
    fields = json.loads(release.body)
    assert fields["audience"] == "public"
    assert {one["path"].rpartition("/")[2] for one in fields["folder"]} >= {
        "index.html",
        "publication.json",
    }
    assert story.desk.conform([story.rec])


def test_what_is_public_names_nothing_of_the_desk(story):
    story.options = {"by": "I. Reed", "because": "cleared by the desk"}
    story.publish(LINES[:1], name="secret-name.md")
    public = story.public()
    for word in ("I. Reed", "cleared by", "secret-name", "trs-", "sig-", str(story.folder)):
        assert word not in public
    draft = hashlib.sha256((story.folder / "secret-name.md").read_bytes()).hexdigest()
    assert draft not in public


def test_anchors_are_web_annotations_that_hold(story):
    story.publish(LINES[:2], text="Он повторяет это дважды.")
    one = story.described()
    (edition,) = latest_editions(story.desk.archive.db)
    assert one["version"] == 1
    for quotation in one["quotations"]:
        selector = quotation["target"]["selector"]
        around = selector["prefix"] + selector["exact"] + selector["suffix"]
        assert edition.publication.text.count(around) == 1
        assert quotation["body"][0]["selector"]["value"] in ("t=1,4", "t=5,8")
        assert quotation["body"][0]["source"] == f"urn:earwitness:{story.rec}"
    graph = one["linked_data"]["@graph"]
    assert [each["@type"] for each in graph] == ["NewsArticle"]
    listed = {each["path"]: each["sha256"] for each in one["files"]}
    index = (story.page / "index.html").read_bytes()
    assert listed["index.html"] == hashlib.sha256(index).hexdigest()
    assert "publication.json" not in listed


def test_the_same_draft_again_is_a_version_without_changes(story):
    first = story.publish(LINES[:2])
    second = story.publish(LINES[:2])
    assert (second.story, second.version) == (first.story, 2)
    assert second.changes == ("Опубликовано снова; слова страницы те же.",)
    assert second.changes[0] in story.log()[0]
    third = story.publish(LINES[:2], text="Он повторяет это дважды.")
    assert third.changes == ("Изменён текст страницы; цитаты те же.",)


def test_added_and_taken_out(story):
    story.publish(LINES[:2])
    story.correct(0, "fact")
    story.publish(LINES[1:3])
    newest = story.log()[0]
    assert f"Добавлена цитата: «{LINES[2]}»" in newest
    assert f"Убрана цитата: «{LINES[0]}» (факт)" in newest
    keys = [one["quotation"] for one in story.described()["quotations"]]
    assert keys == ["2", "3"]


def test_what_nobody_explained_is_not_said_again(story):
    story.publish(LINES[:2])
    story.publish(LINES[1:2])
    assert "Убрана цитата." in story.log()[0]
    assert LINES[0] not in story.public()


def test_a_shortened_quotation_is_a_change_with_both_wordings(story):
    story.publish([LINES[0]])
    story.correct(0, "quote")
    story.publish([LINES[0].replace(" из сотни", "")])
    assert (
        f"было: «{LINES[0]}», стало: «Мам, нас осталось двадцать человек.» (цитата)"
        in story.log()[0]
    )
    (change,) = story.described()["log"][1]["changes"]
    assert (change["what"], change["quotation"], change["correction"]) == ("changed", "1", "quote")


@pytest.mark.parametrize("kind", ["privacy", "name"])
def test_a_correction_of_privacy_leaves_the_words_nowhere(story, kind):
    story.publish([LINES[1]])
    story.correct(1, kind)
    story.publish(["Вчера приезжал"])
    assert "Зяблик" not in story.public()
    story.publish(["Вчера приезжал", LINES[3]])
    assert "Зяблик" not in story.public()
    assert len(story.log()) == 3


def test_words_that_a_later_correction_takes_off_go_from_older_entries_too(story):
    story.publish([LINES[1].replace(" и забрал все рации", "")])
    story.correct(1, "quote")
    story.publish([LINES[1]])
    assert "Зяблик" in story.log()[0]
    story.correct(1, "privacy")
    story.publish([LINES[0]])
    assert "Зяблик" not in story.public()


def test_a_withdrawal_leaves_a_tombstone_and_nothing_of_the_story(story):
    story.options = {"corrections_to": "desk@example.org"}
    story.publish(LINES[:2])
    story.move(State.WITHDRAWN, "Мы сняли эту запись <b>3 мая</b>.\nПричина известна редакции.")
    with pytest.raises(UsageError, match="withdrawn"):
        story.publish(LINES[:2])
    story.desk.withdraw_page(story.page)
    html = story.html()
    assert "Мы сняли эту запись &lt;b&gt;3 мая&lt;/b&gt;." in html
    assert "Эта страница отозвана" in html
    public = story.public()
    assert "Звонок" not in public
    assert not any(line in public for line in LINES)
    assert {one.name for one in story.page.iterdir()} == {
        "index.html",
        "publication.json",
        ".earwitness-story",
    }
    assert story.described()["withdrawn"] is True
    with pytest.raises(UsageError, match="already"):
        story.desk.withdraw_page(story.page)


def test_after_a_withdrawal_nothing_older_is_said_again(story):
    story.publish(LINES[:2])
    story.correct(0, "quote")
    story.publish([LINES[0].replace(" из сотни", ""), LINES[1]])
    story.move(State.WITHDRAWN, "Снято.")
    story.desk.withdraw_page(story.page)
    story.move(State.PRESERVED)
    story.publish([LINES[3]])
    public = story.public()
    assert LINES[3] in public
    assert not any(line in public for line in LINES[:2])
    assert [one.split(",")[0] for one in story.log()] == [f"Версия {n}" for n in (4, 3, 2, 1)]


def test_only_what_was_withdrawn_gets_a_tombstone(story):
    story.publish(LINES[:1])
    with pytest.raises(UsageError, match="nothing that this page quotes"):
        story.desk.withdraw_page(story.page)
    with pytest.raises(NotInArchive):
        story.desk.withdraw_page(story.folder / "nowhere")


def test_a_page_of_another_archive_is_left_alone(story, tmp_path):
    story.publish(LINES[:1])
    (tmp_path / "b").mkdir()
    with made(tmp_path / "b") as desk:
        other = Story(desk, tmp_path / "b")
        shutil.copytree(story.page, other.page)
        with pytest.raises(UsageError, match="another archive"):
            other.publish(LINES[:1])


def test_a_story_goes_on_in_another_folder(story):
    first = story.publish(LINES[:1])
    shutil.rmtree(story.page)
    story.options = {"story": first.story}
    assert story.publish(LINES[:2]).version == 2
    story.options = {"story": "pub-000000000"}
    with pytest.raises((UsageError, NotInArchive)):
        story.publish(LINES[:2])


def test_nothing_is_recorded_if_the_page_cannot_be_put_there(story, monkeypatch):
    report = story.publish(LINES[:1])
    before = story.public()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("earwitness.publish.story.swap", fail)
    with pytest.raises(OSError, match="space"):
        story.publish(LINES[:2])
    assert len(editions(story.desk.archive.db, report.story)) == 1
    assert story.public() == before


def test_digests_are_those_of_sha256sum(story):
    story.publish(LINES[:2])
    listed = "".join(f"{one['sha256']}  {one['path']}\n" for one in story.described()["files"])
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "-"], input=listed, text=True, cwd=story.page, check=False,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


_WORDINGS = [(line, line) for line in LINES] + [
    (LINES[0], "Мам, нас осталось двадцать человек"),
    (LINES[1], "Вчера приезжал Зяблик"),
    (LINES[2], "Я больше не вернусь на ту высоту"),
]
_STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("publish"),
            st.lists(st.sampled_from([words for _, words in _WORDINGS]), max_size=3, unique=True),
        ),
        st.tuples(
            st.just("correct"),
            st.tuples(
                st.integers(0, 3), st.sampled_from(["quote", "privacy", "fact", "translation"])
            ),
        ),
        st.tuples(st.just("withdraw"), st.none()),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=_STEPS)
def test_any_sequence_leaves_a_log_that_replays_to_the_page(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    with made(folder) as desk:
        _follow(Story(desk, folder), steps)


def _follow(story, steps):
    first: dict[str, str] | None = None
    for step, given_ in steps:
        if step == "publish":
            if not _published(story, given_):
                continue
            now = {
                one["quotation"]: one["target"]["selector"]["exact"]
                for one in story.described()["quotations"]
            }
            first = now if first is None else first
            _replays(story, first, now)
        elif step == "correct":
            story.correct(*given_)
        elif story.desk.pages_of(story.rec):
            story.move(State.WITHDRAWN, "Снято.")
            story.desk.withdraw_page(story.page)
            _replays(story, first or {}, {})
            story.move(State.PRESERVED)


def _published(story, lines: list[str]) -> bool:
    """Publish; other words for a quotation that is out, which nobody corrected, are refused and change nothing."""
    before = story.public() if story.page.exists() else ""
    try:
        story.publish(lines)
    except UsageError:
        assert "Q40" in {one.code for one in story.desk.check(story.folder / "draft.md").findings}
        assert (story.public() if story.page.exists() else "") == before
        return False
    return True


def _replays(story: Story, first: dict[str, str], now: dict[str, str]) -> None:
    log = [
        [
            QuotationChange(
                ChangeKind(one["what"]), one["quotation"], "", before=one.get("before", ""),
                after=one.get("after", ""),
            )
            for one in version.get("changes", ())
        ]
        for version in story.described()["log"]
    ]  # fmt: skip
    replay = replayed(first, log)
    assert set(replay) == set(now)
    assert all(words in ("", now[key]) for key, words in replay.items())


def test_all_words_pass_the_gate_and_the_folder_its_proof(story):
    from dataclasses import replace

    from earwitness.publish.page.gate import Gate
    from earwitness.publish.page.options import PageOptions
    from earwitness.publish.story import write_story

    story.publish(LINES[:1])
    seen = []
    gate = Gate(
        text=lambda text: text.replace("Сурмач", "[…]"),
        heard=lambda heard: replace(heard, voice=None),
        proved=lambda folder: seen.append(sorted(one.name for one in folder.iterdir())),
    )
    options = PageOptions(content_note="о службе Сурмач")
    draft = story.folder / "draft.md"
    write_story(story.desk.archive, draft, story.page, options=options, gate=gate)
    assert "о службе […]" in story.html()
    assert seen == [[".earwitness-story", "clips", "index.html", "publication.json"]]
    before = story.public()

    def refuse(_: object) -> None:
        raise UsageError("would reveal")

    with pytest.raises(UsageError, match="reveal"):
        write_story(story.desk.archive, draft, story.page, gate=replace(gate, proved=refuse))
    assert story.public() == before
    assert len(latest_editions(story.desk.archive.db)) == 1
    assert {one.name for one in story.folder.iterdir()} == {"page", "pile", "archive", "draft.md"}
