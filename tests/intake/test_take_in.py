"""A mixed pile: every file to the reader that knows it, nothing twice, everything in custody."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from earwitness.intake.take_in import GivenBy, IntakeReport, take_in
from earwitness.store.archive import Archive
from earwitness.store.catalog.words import (
    best_transcript,
    best_translations,
    transcripts,
    translation_lines,
    translations,
    utterances,
)
from earwitness.store.verify import verify

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
CALL = """1
00:00:01,000 --> 00:00:04,000
Пекарь: Мы встретимся завтра у старой мельницы возле озера.

2
00:00:05,000 --> 00:00:08,000
Мельник: Принеси список всех семей, которые подписали письмо.
"""
ENGLISH = """1
00:00:01,000 --> 00:00:04,000
Let us meet tomorrow at the old mill by the lake.

2
00:00:05,000 --> 00:00:08,000
Bring the list of all families who signed the letter.
"""
ARTICLE = """---
title: The mill
publisher: The Invented Gazette
date: 2025-07-03
---

In a phone call a baker speaks to a miller, whose answers cannot be heard.

“We will meet at the old mill by the lake tomorrow,” the baker says.
"""


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "archive") as made:
        yield made


@pytest.fixture
def pile(tmp_path: Path):
    """pile({"a/b.srt": "..."}): a folder with these files."""

    def make(files: dict[str, str | bytes], name: str = "pile") -> Path:
        root = tmp_path / name
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            (root / path).write_bytes(data)
        root.mkdir(exist_ok=True)
        return root

    return make


def add(archive: Archive, *paths: Path, **given: str) -> IntakeReport:
    return take_in(archive, paths, GivenBy(**given))


def ids(archive: Archive) -> list[str]:
    return [row["id"] for row in archive.db.execute("select id from recording order by rowid")]


def count(archive: Archive, table: str) -> int:
    return archive.db.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608 (our own names)


def test_words_go_to_the_sound_of_their_name(archive, pile, tone):
    add(
        archive,
        pile(
            {
                "call.wav": tone(300),
                "call.srt": CALL,
                "call.en.srt": ENGLISH,
                "other.wav": tone(400),
            }
        ),
    )
    assert len(ids(archive)) == 2
    (row,) = archive.db.execute("select distinct recording_id from transcript").fetchall()
    version = best_transcript(archive.db, row["recording_id"])
    assert version.language == "ru"
    assert best_translations(archive.db, row["recording_id"])["en"].transcript_id == version.id


def test_a_translation_is_linked_line_by_line(archive, pile):
    add(archive, pile({"call.srt": CALL, "call.en.srt": ENGLISH}))
    (recording,) = ids(archive)
    (version,) = translations(archive.db, recording)
    assert [(one.first, one.last) for one in translation_lines(archive.db, version.id)] == [
        (0, 0),
        (1, 1),
    ]


def test_raw_corrected_and_final_are_versions_of_one_call(archive, pile):
    corrected = CALL.replace("старой", "старинной")
    final = corrected.replace("Принеси", "Захвати")
    add(
        archive,
        pile(
            {"raw/k/call.srt": CALL, "corrected/k/call.srt": corrected, "final/k/call.srt": final}
        ),
    )
    (recording,) = ids(archive)
    versions = transcripts(archive.db, recording)
    assert [one.origin for one in versions] == ["human", "human", "asr"]
    assert versions[0].rank > versions[1].rank > versions[2].rank
    assert [one.because.split(",")[0] for one in versions] == [
        "stands in the folder 'final'",
        "stands in the folder 'corrected'",
        "stands in the folder 'raw'",
    ]
    assert "Захвати" in utterances(archive.db, versions[0].id)[1].text


def test_a_corrected_version_that_comes_later_joins_its_call(archive, pile):
    add(archive, pile({"raw/k/call.srt": CALL}, "one"))
    add(archive, pile({"corrected/k/call.srt": CALL.replace("старой", "старинной")}, "two"))
    (recording,) = ids(archive)
    assert len(transcripts(archive.db, recording)) == 2


def test_a_translation_that_comes_later_is_linked(archive, pile):
    add(archive, pile({"call.srt": CALL}, "one/k"))
    add(archive, pile({"call.en.srt": ENGLISH, "other.txt": "x"}, "two/k"))
    (recording,) = ids(archive)
    (version,) = translations(archive.db, recording)
    assert version.transcript_id == best_transcript(archive.db, recording).id
    assert [one.first for one in translation_lines(archive.db, version.id)] == [0, 1]


def test_folders_above_what_was_given_say_nothing(archive, tmp_path, pile):
    add(archive, pile({"k/call.srt": CALL}, "raw/auto/pile"))
    (recording,) = ids(archive)
    assert best_transcript(archive.db, recording).origin == "publisher_subtitles"


def test_a_machine_stands_behind_a_person(archive, pile):
    machine = {
        "language": "ru",
        "segments": [{"start": 1.0, "end": 4.0, "text": "Мы встретимся завтра у мельницы"}],
    }
    add(
        archive,
        pile(
            {
                "call.wav.json": json.dumps(machine),
                "call.srt": CALL,
                "call.json": json.dumps(machine),
            }
        ),
    )
    best = best_transcript(archive.db, ids(archive)[0])
    assert best.origin == "publisher_subtitles"


def test_two_different_files_of_one_name_are_two_calls(archive, pile):
    other = CALL.replace(
        "Мы встретимся завтра у старой мельницы возле озера",
        "Корову увели ночью прямо через ограду соседи",
    ).replace(
        "Принеси список всех семей, которые подписали письмо",
        "Значит ищите следы вдоль реки пока сыро",
    )
    add(archive, pile({"one/calls/1.srt": CALL, "two/calls/1.srt": other}))
    assert len(ids(archive)) == 2
    add(archive, pile({"calls/1.srt": other}, "later"))
    assert len(ids(archive)) == 2


def test_byte_identical_files_are_one_artefact_and_two_appearances(archive, pile, tone):
    report = add(archive, pile({"a/call.wav": tone(300), "b/again.wav": tone(300)}))
    assert report.taken["artefacts"] == 1
    assert report.taken["recordings"] == 1
    assert report.taken["appearances"] == 2
    assert count(archive, "receipt") == 2


def test_twice_the_same_pile_brings_nothing_new(archive, pile, tone):
    root = pile(
        {
            "call.wav": tone(300),
            "call.srt": CALL,
            "call.en.srt": ENGLISH,
            "story.md": ARTICLE,
            "raw/k/x.srt": CALL,
        }
    )
    tables = (
        "artefact",
        "receipt",
        "appearance",
        "recording",
        "transcript",
        "translation",
        "assertion",
        "quotation",
        "side",
    )
    first = add(archive, root)
    before = {table: count(archive, table) for table in tables}
    second = add(archive, root)
    assert not first.nothing_new
    assert second.nothing_new
    notes = [
        json.loads(row["line"])["note"] for row in archive.db.execute("select line from custody")
    ]
    assert notes.count("transcript taken in") == first.taken["transcripts"]
    assert {table: count(archive, table) for table in tables} == before


def test_an_article_twice_is_one_appearance(archive, pile):
    report = add(archive, pile({"story.md": ARTICLE, "copy/story.md": ARTICLE}))
    assert report.taken["articles"] == 1
    assert count(archive, "quotation") == 1


def test_hidden_files_are_passed_over_and_counted(archive, pile):
    report = add(
        archive, pile({"call.srt": CALL, ".DS_Store": b"x", ".git/config": "x", "Thumbs.db": b"x"})
    )
    assert report.hidden == 3
    assert report.files == 1


def test_a_mixed_pile_in_a_zip(archive, pile, tmp_path, tone):
    root = pile({"in/call.wav": tone(300), "in/call.srt": CALL, "in/story.md": ARTICLE})
    bundle = tmp_path / "release.zip"
    with zipfile.ZipFile(bundle, "w") as out:
        for path in sorted(root.rglob("*")):
            out.write(path, path.relative_to(root))
    report = add(archive, bundle)
    assert report.refused == []
    assert report.taken["articles"] == 1
    sound = archive.db.execute("select id from recording where basis = 'sound'").fetchone()["id"]
    assert best_transcript(archive.db, sound) is not None
    paths = {row["path"] for row in archive.db.execute("select path from receipt")}
    assert {"release.zip", "release.zip/in/call.wav"} <= paths
    assert not (archive.root / "derived" / ".unpacked").exists()


def test_prompts_go_to_the_files_they_name(archive, pile, tone):
    words = "wavs/one: Мы встретимся завтра у мельницы.\nwavs/two: Принеси список писем.\nwavs/no: Нет такого файла.\n"
    report = add(
        archive, pile({"wavs/one.wav": tone(300), "wavs/two.wav": tone(400), "prompts.txt": words})
    )
    assert report.taken["transcripts"] == 2
    assert any("1 of its 3 lines" in note.what for note in report.notes)


@pytest.mark.parametrize(
    ("kind", "table"), [("article", "appearance"), ("transcript", "transcript")]
)
def test_a_text_is_taken_as_the_person_says(archive, pile, kind, table):
    add(
        archive,
        pile({"note.txt": "Мы встретимся завтра у мельницы.\nПринеси список.\n"}),
        as_kind=kind,
    )
    assert count(archive, table) >= 1
    assert (count(archive, "transcript") > 0) == (kind == "transcript")


def test_a_text_that_is_nothing_is_left_with_its_reason(archive, pile):
    report = add(
        archive, pile({"note.txt": "Купить хлеба и молока, потом домой.\n", "x.bin": b"\0\1"})
    )
    assert {one.path for one in report.unread} == {"note.txt", "x.bin"}
    assert all(one.what for one in report.unread)
    assert count(archive, "artefact") == 0


def test_a_bad_file_never_stops_the_rest(archive, pile):
    report = add(archive, pile({"a.srt": b"\xff\xfe\x00", "b.info.json": "{", "call.srt": CALL}))
    assert report.taken["transcripts"] == 1
    assert {one.path for one in report.refused} == {"a.srt", "b.info.json"}


def test_everything_has_its_custody_event(archive, pile, tone):
    add(
        archive,
        pile(
            {"call.wav": tone(300), "call.srt": CALL, "call.en.srt": ENGLISH, "story.md": ARTICLE}
        ),
    )
    events = {
        row["seq"]: json.loads(row["line"])
        for row in archive.db.execute("select seq, line from custody")
    }
    for row in archive.db.execute("select sha256, custody_seq from artefact"):
        assert row["sha256"] in events[row["custody_seq"]]["objects"]
    for table in ("transcript", "translation"):
        for row in archive.db.execute(f"select id, custody_seq from {table}"):  # noqa: S608 (our own names)
            assert row["id"] in events[row["custody_seq"]]["objects"]
    names = json.dumps(list(events.values()))
    assert "call." not in names
    assert verify(archive).clean


def test_a_side_marked_inaudible_is_a_side_not_heard(archive, pile):
    words = CALL.replace(
        "Мельник: Принеси список всех семей, которые подписали письмо.", "Мельник: [неразборчиво]"
    )
    add(archive, pile({"call.srt": words}))
    (side,) = archive.db.execute("select * from side").fetchall()
    assert (side["label"], side["audibility"]) == ("Мельник", "inaudible")


def test_lines_in_another_language_have_their_own(archive, pile):
    words = CALL.replace("Мы встретимся", "Это мы ещё выясним, встретимся").replace(
        "Принеси список всех семей, которые подписали письмо",
        "Я не знаю, що їй відповісти, бо вже стемніло надворі",
    )
    add(archive, pile({"call.srt": words}))
    version = best_transcript(archive.db, ids(archive)[0])
    assert [one.language for one in utterances(archive.db, version.id)] == ["ru", "uk"]


def export(caption: str) -> str:
    message = {
        "id": 7, "type": "message", "date": "2025-07-03T10:00:00", "date_unixtime": "1751536800",
        "from": "Fictional channel", "from_id": "channel1", "file": "files/a.wav", "media_type": "audio_file",
        "mime_type": "audio/wav", "text": caption,
    }  # fmt: skip
    return json.dumps(
        {"name": "Fictional channel", "type": "public_channel", "id": 1, "messages": [message]}
    )


def test_a_changed_caption_is_another_capture_of_the_same_post(archive, pile, tone):
    for number, caption in enumerate(
        ("Мать говорит с сыном. Сына не слышно.", "Мать говорит с соседкой.")
    ):
        add(
            archive,
            pile({"result.json": export(caption), "files/a.wav": tone(300)}, f"export{number}"),
        )
    first, second = archive.db.execute(
        "select * from appearance where kind = 'post' order by rowid"
    ).fetchall()
    assert second["first_capture"] == first["id"]
    assert first["first_capture"] is None
    assert len(ids(archive)) == 1


def test_a_caption_says_that_a_side_is_not_heard(archive, pile, tone):
    add(
        archive,
        pile(
            {
                "result.json": export("Мать говорит с сыном. Голос сына не слышно."),
                "files/a.wav": tone(300),
            }
        ),
    )
    sides = archive.db.execute("select * from side").fetchall()
    assert [one["audibility"] for one in sides] == ["inaudible"]


def test_the_sample_archive_is_what_truth_says(sample_archive):
    """Re-encoded copies, the excerpt and the compilation are recordings of their own until copies
    are found: 20 readable files less 2 that are byte for byte another one. The 2 unreadable media
    files are kept and counted as recordings too: what is in them is not known yet."""
    truth = sample_archive.truth["counts"]
    figures = sample_archive.desk.figures()
    identical = truth["relations"]["identical"]
    assert figures.recordings_heard == truth["media_files_readable"] - identical
    assert figures.recordings_with_sound == truth["media_files"] - identical
    assert figures.set_aside == len(truth["unreadable"])
    kinds = dict(
        sample_archive.archive.db.execute(
            "select kind, count(*) from appearance group by kind"
        ).fetchall()
    )
    by_kind = truth["appearances_by_kind"]
    # One of the posts without a file is a service message: it says nothing and is no appearance.
    without = truth["telegram_posts_without_a_file"] - 1
    assert kinds["post"] == by_kind["telegram_posts_with_a_file"] + without
    assert kinds["video_page"] == by_kind["ytdlp_videos"]
    assert kinds["article"] == by_kind["articles"]
    # truth.json counts loose files that can be read.
    assert kinds["file"] == by_kind["loose_files"] + len(truth["unreadable"])
    words = sample_archive.truth["transcripts"]
    into = [one for one in words if "translation_into" in one]
    # call-12.txt and radio-06.txt have no times: each got a version with those found in the sound.
    aligned = sample_archive.archive.db.execute(
        "select count(*) from transcript where format = 'aligned'"
    ).fetchone()[0]
    assert aligned == 2
    assert figures.transcripts == len(words) - len(into) + aligned
    assert figures.translations == len(into)
    # `artefacts` of truth.json are the different media files that can be read; the archive also
    # keeps the unreadable ones, the transcripts, the documents and the pictures of the export.
    media = sample_archive.archive.db.execute(
        "select count(*) from artefact where kind = 'media'"
    ).fetchone()[0]
    assert media == truth["artefacts"] + len(truth["unreadable"])


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="no ../shared/real here")
def test_real_radio_transcripts(archive):
    add(archive, REAL / "intercepts_text" / "radio_analyzer")
    found = ids(archive)
    assert len(found) == 10
    for recording in found:
        versions = transcripts(archive.db, recording)
        ranks = {one.origin.value: one.rank for one in versions}
        assert ranks["human"] > ranks["asr"]
        assert best_transcript(archive.db, recording).origin == "human"
        for version in best_translations(archive.db, recording).values():
            lines = translation_lines(archive.db, version.id)
            linked = [line for line in lines if line.first is not None]
            assert len(linked) >= 0.9 * len(lines)


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="no ../shared/real here")
def test_a_real_article(archive):
    report = add(archive, REAL.parent / "real" / "article-intercepted-calls.txt")
    assert report.taken["articles"] == 1
    assert report.taken["calls described"] == 2
    (appearance,) = archive.db.execute("select * from appearance").fetchall()
    assert appearance["kind"] == "article"
    speech = archive.db.execute("select * from quotation where role = 'speech'").fetchall()
    assert speech
    assert all(row["speaker"] for row in speech)
    unheard = archive.db.execute("select * from side where audibility = 'inaudible'").fetchall()
    assert unheard
    assert all(row["words"] for row in unheard)
    dates = archive.db.execute("select state from assertion where kind like '%date%'").fetchall()
    assert "unknown" in {row["state"] for row in dates}


def test_what_cannot_be_read_was_received_all_the_same(archive: Archive, pile):
    report = take_in(archive, [pile({"a.srt": "no times at all", "b.json": "{"})], GivenBy())
    assert {one.path for one in report.refused} == {"a.srt", "b.json"}
    (kept,) = archive.db.execute("select path from receipt").fetchall()
    assert kept["path"] == "a.srt"
    found = verify(archive)
    assert found.clean
    assert not found.notes


def test_bundles_inside_bundles_are_opened_three_deep(archive: Archive, tmp_path: Path):
    inner = tmp_path / "0.zip"
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("call.srt", CALL)
    for depth in range(1, 5):
        outer = tmp_path / f"{depth}.zip"
        with zipfile.ZipFile(outer, "w") as out:
            out.write(inner, inner.name)
        inner = outer
    report = take_in(archive, [inner], GivenBy())
    assert [one.kind for one in report.refused] == ["HostileInput"]
    assert "inside 3 others" in report.refused[0].what
    assert verify(archive).clean
