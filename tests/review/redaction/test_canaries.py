"""Twenty words planted in every field that comes in; none of them in any byte that goes out.

The search here is one of its own, plain and slow, so that the proof does not judge itself.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import unicodedata
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from earwitness.audio.clips import write_clip
from earwitness.audio.decode import decode_span
from earwitness.desk import Desk
from earwitness.errors import EarwitnessError, WouldReveal
from earwitness.intake.take_in import GivenBy
from earwitness.intake.translation_file import TranslationBy
from earwitness.publish.bag.edition import Edition
from earwitness.publish.bag.writing import BagChoice
from earwitness.publish.exports.formats import FORMATS
from earwitness.publish.exports.gathering import Choice
from earwitness.records.corrections import Correction, CorrectionKind
from earwitness.records.redaction import ALL_RECORDINGS, Redaction, RedactionReason
from earwitness.records.review import CheckResult
from earwitness.work.run import run
from tests.audio.sounds import encode
from tests.review.redaction.conftest import CALL, whisper_json

# Names that nobody has, each planted in a field of its own.
CANARIES = {
    "caption": "Бряклова",
    "post author": "Хмурцева",
    "file name": "Zyuzkin",
    "folder name": "Прыщинский",
    "article": "Тютюкина",
    "article title": "Крякозуб",
    "article author": "Жмурченко",
    "transcript": "Кукушкина",
    "transcript number": "8 912 345-67-89",
    "second line": "Полевичева",
    "translation": "Bobrowskaya",
    "voice label": "Мурзилкина",
    "id3 title": "Шмыгаева",
    "vorbis artist": "Дзюбенчук",
    "mp4 comment": "Лопухович",
    "info description": "Ряпушкин",
    "info channel": "Хлопушкин",
    "gazetteer": "Вжикова",
    "note": "Ухватов",
    "translator": "Сусликова",
}
VOICE = CANARIES["voice label"]
LINES = [
    (0.5, 2.9, VOICE, "Алло, сынок, ты меня слышишь?"),
    (3.0, 5.9, VOICE, "Тут Кукушкина опять приходила вчера"),
    (
        6.0,
        8.9,
        "Сын",
        "Номер восемь девятьсот двенадцать триста сорок пять шестьдесят семь восемьдесят девять",
    ),
    (9.0, 10.0, "Сын", "Полевичевой скажи, береги себя."),
    (10.2, 11.5, VOICE, "Мы тебя очень ждём дома."),
]
ENGLISH = [
    "Hello, my son, can you hear me?",
    "Kukushkina came here again yesterday, and Bobrowskaya too",
    "The number is eight nine hundred twelve",
    "Tell Polevicheva to take care.",
    "We are waiting for you at home.",
]
DRAFT = """# What the mother said

“We are waiting for you at home,” a mother says in a call that was handed to us. Who published it is
not known, and it could not be independently verified.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    given = tmp_path_factory.mktemp("pile")
    pile = given / CANARIES["folder name"]
    pile.mkdir()
    samples, rate_hz = decode_span(CALL, 2_000, 14_000, rate_hz=None)
    stem = f"call_{CANARIES['file name']}_0412"
    write_clip(samples, rate_hz, pile / f"{stem}.wav")
    (pile / f"{stem}.json").write_text(whisper_json(LINES), encoding="utf-8")
    for name, field in (
        ("copy.mp3", "id3 title"),
        ("note.opus", "vorbis artist"),
        ("video.m4a", "mp4 comment"),
    ):
        key = field.split()[1]
        part = samples[:, : rate_hz * 3].mean(axis=0).astype(np.float32)
        encode(pile / name, part, rate_hz, metadata={key: f"у {CANARIES[field]}"})
    (pile / "video.info.json").write_text(
        json.dumps(
            {
                "id": "x1", "title": CANARIES["caption"], "uploader": CANARIES["post author"],
                "description": f"запись {CANARIES['info description']}", "channel": CANARIES["info channel"],
                "extractor": "youtube", "webpage_url": "https://example.org/x1", "timestamp": 1750000000,
            },
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )  # fmt: skip
    (pile / "story.md").write_text(
        f"# {CANARIES['article title']}\n\nBy {CANARIES['article author']}\n\n"
        f"«Мы тебя очень ждём дома», сказала {CANARIES['article']}.\n",
        encoding="utf-8",
    )
    root = tmp_path_factory.mktemp("canaries") / "archive"
    with Desk.new(root) as opened:
        (root / "gazetteer.csv").write_text(
            f"name,kind\n{CANARIES['gazetteer']},place\n", encoding="utf-8"
        )
        opened.take_in([given], GivenBy())
        run(opened.archive)
        rec = _rec(opened)
        note = Correction(CorrectionKind.FACT, start_ms=1_000, end_ms=2_000)
        opened.propose(rec, note, by="I. Reed", because=f"so says {CANARIES['note']}")
        english = pile / "english.txt"
        english.write_text("\n".join(ENGLISH) + "\n", encoding="utf-8")
        opened.take_in_translation(rec, english, TranslationBy("en", CANARIES["translator"]))
        run(opened.archive)
        words = tuple(CANARIES.values())
        sealed = Redaction(RedactionReason.PRIVATE_PERSON, words=words)
        opened.redact(ALL_RECORDINGS, sealed, by="E. Marrow", because="to be withheld")
        yield opened


def _rec(desk: Desk) -> str:
    row = desk.archive.db.execute(
        "select recording_id from transcript where format like '%whisper%' limit 1"
    ).fetchone()
    return str(row["recording_id"])


def plain_search(data: bytes) -> list[str]:
    """Fields whose word stands in some bytes, by nothing but decoding and `in`."""
    texts = [
        data.decode(name, errors="ignore")
        for name in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8_r", "latin-1")
    ]
    texts.append(data[1:].decode("utf-16-le", errors="ignore"))
    low = " ".join(texts).casefold()
    low += unicodedata.normalize("NFC", low)
    found = []
    for field, word in CANARIES.items():
        stem = (
            word.casefold().replace(" ", "")[:-1] if field != "transcript number" else "345-67-89"
        )
        if stem in low:
            found.append(field)
    return found


def every_byte(folder: Path) -> list[tuple[str, str]]:
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        whole = [path.name.encode(), data]
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as bag:
                whole += [bag.read(one) for one in bag.infolist()]
        at = data.find(b"x\x9c")
        while at >= 0:
            with contextlib.suppress(zlib.error):
                whole.append(zlib.decompressobj().decompress(data[at:]))
            at = data.find(b"x\x9c", at + 1)
        found += [(path.name, field) for one in whole for field in plain_search(one)]
    return found


def test_they_are_all_in_the_archive(desk):
    """Else finding none outside would say nothing."""
    everything = b"".join(
        str(tuple(row)).encode()
        for (table,) in desk.archive.db.execute(
            "select name from sqlite_master where type = 'table'"
        ).fetchall()
        for row in desk.archive.db.execute(f"select * from {table}")  # noqa: S608 (names of its own tables)
        if table != "signed" or row["kind"] != "withheld"
    )
    everything += b"".join(
        one.read_bytes() for one in (desk.archive.root / "originals").rglob("*") if one.is_file()
    )
    everything += (desk.archive.root / "gazetteer.csv").read_bytes()
    missing = set(CANARIES) - set(plain_search(everything))
    assert missing <= {"transcript number"}


def test_none_is_in_any_byte_of_story_clips_and_exports(desk, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    rec = _rec(desk)
    report = desk.story(draft, tmp_path / "out" / "page")
    assert report.playable == 1
    for ending in (".flac", ".wav", ".opus", ".mp3", ".m4a", ".mp4"):
        desk.clip(rec, None, tmp_path / "out" / f"clip{ending}")
    written = 0
    for form, (language, both) in itertools.product(
        FORMATS, (("original", False), ("en", False), ("original", True))
    ):
        choice = Choice(language, both)
        try:
            _, made = desk.export(rec, form, choice)
        except EarwitnessError:
            assert both or form in ("rttm", "whisperx")
            continue
        (tmp_path / "out" / f"{form}-{language}-{both}").write_bytes(made.content)
        written += 1
    assert written >= 24
    desk.bag([rec], tmp_path / "out" / "bag", BagChoice(edition=Edition.PUBLIC))
    assert every_byte(tmp_path / "out") == []
    proof = desk.prove(tmp_path / "out")
    assert proof.finds == ()
    told = json.dumps(
        [one.says for one in proof.finds] + list(proof.run.limits), ensure_ascii=False
    )
    assert plain_search(told.encode()) == []


def test_a_draft_that_names_one_is_not_published(desk, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT + "\nШмыгаевой об этом не сказали.\n", encoding="utf-8")
    with pytest.raises(WouldReveal, match=r"line 6 holds sig-\w+/13") as stopped:
        desk.story(draft, tmp_path / "page")
    assert "Шмыгаев" not in str(stopped.value)
    assert not (tmp_path / "page").exists()


def test_what_slips_through_the_gate_is_stopped_by_the_proof(desk, tmp_path, monkeypatch):
    """A step that forgets the gate: nothing of it is put in place."""
    from earwitness.publish import story

    inner = story.cut_all

    def forgetful(archive, report, folder, telling):
        (folder / "note.txt").write_text(
            "checked with 0JrRg9C60YPRiNC60LjQvdC+0Lk=", encoding="utf-8"
        )
        return inner(archive, report, folder, telling)

    monkeypatch.setattr(story, "cut_all", forgetful)
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    with pytest.raises(WouldReveal, match=r"note\.txt.*base64"):
        desk.story(draft, tmp_path / "page")
    assert list(tmp_path.iterdir()) == [draft]


def test_the_gates_are_answered_from_the_proof(desk, tmp_path):
    rec = _rec(desk)
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    desk.story(draft, tmp_path / "page")
    found = {one.run.check: one for one in desk.examine(rec)}
    assert found["C6"].run.result is CheckResult.PASS
    assert found["C7"].run.result is CheckResult.PASS
    desk.redact(
        ALL_RECORDINGS,
        Redaction(RedactionReason.ADDRESS, words=("home",)),
        by="E. Marrow",
        because="x",
    )
    again = {one.run.check: one for one in desk.examine(rec)}
    assert again["C6"].run.result is CheckResult.NOT_DONE
    proof = desk.prove(tmp_path / "page", [rec])
    assert not proof.proved
    failed = {one.run.check: one for one in desk.examine(rec)}
    assert failed["C6"].run.result is CheckResult.FAIL
