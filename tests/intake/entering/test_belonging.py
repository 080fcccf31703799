"""What the name of a file and its folders say about the words in it."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.intake.names import read_words_name
from earwitness.intake.take_in import GivenBy, take_in
from earwitness.store.archive import Archive

WORDS = "Пекарь: Мы встретимся завтра у старой мельницы возле озера.\nМельник: Принеси список всех семей, которые подписали письмо.\n"
ENGLISH = "Baker: Let us meet tomorrow at the old mill by the lake.\nMiller: Bring the list of all families who signed the letter.\n"


@pytest.mark.parametrize(
    ("path", "stem", "language", "translation", "by_folder"),
    [
        ("clips/call-03.en.srt", "call-03", "en", None, False),
        ("clips/call-03.srt", "call-03", None, None, False),
        ("clips/call-03.uk-orig.vtt", "call-03", "uk", False, False),
        ("clips/call-03.original.txt", "call-03", None, False, False),
        ("clips/v1.2.srt", "v1.2", None, None, False),
        ("call-7/transcript_original.txt", "call-7", None, False, True),
        ("call-7/translation_german.txt", "call-7", "de", True, True),
        ("call-7/переклад_english.txt", "call-7", "en", True, True),
        ("call-7/расшифровка.txt", "call-7", None, None, True),
    ],
)
def test_names(path, stem, language, translation, by_folder):
    found = read_words_name(PurePath(path))
    assert (found.stem, found.language, found.translation, found.by_folder) == (
        stem,
        language,
        translation,
        by_folder,
    )


@given(
    st.text(
        st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]),
        min_size=1,
        max_size=40,
    )
)
def test_any_name_is_read(name):
    read_words_name(PurePath("folder") / name)


def taken(tmp_path: Path, files: dict[str, str | bytes]) -> list[tuple[str, int]]:
    """(basis, transcripts and translations) of each recording."""
    for path, content in files.items():
        (tmp_path / "pile" / path).parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "pile" / path).write_bytes(data)
    with Archive.create(tmp_path / "archive") as archive:
        take_in(archive, [tmp_path / "pile"], GivenBy())
        return [
            tuple(row)
            for row in archive.db.execute(
                "select basis, (select count(*) from transcript t where t.recording_id = r.id)"
                " + (select count(*) from translation t where t.recording_id = r.id)"
                " from recording r order by rowid"
            )
        ]


def test_a_folder_of_a_call_with_its_sound(tmp_path, tone):
    files = {
        "call-7/audio.wav": tone(300),
        "call-7/transcript_original.txt": WORDS,
        "call-7/translation_english.txt": ENGLISH,
    }
    assert taken(tmp_path, files) == [("sound", 2)]


def test_a_folder_of_words_beside_the_sound_of_its_name(tmp_path, tone):
    files = {
        "call-7.wav": tone(300),
        "call-8.wav": tone(400),
        "call-7/transcript_original.txt": WORDS,
    }
    assert taken(tmp_path, files) == [("sound", 1), ("sound", 0)]


def test_versions_below_the_sound(tmp_path, tone):
    files = {
        "k/call.wav": tone(300),
        "k/raw/call.txt": WORDS,
        "k/corrected/call.txt": WORDS.replace("старой", "старинной"),
    }
    assert taken(tmp_path, files) == [("sound", 2)]


def test_the_same_call_under_raw_and_corrected_without_sound(tmp_path):
    files = {
        "raw/radio/call-7/transcript_original.txt": WORDS,
        "corrected/radio/call-7/transcript_original.txt": WORDS.replace("старой", "старинной"),
    }
    assert taken(tmp_path, files) == [("words", 2)]


def test_calls_of_one_name_in_two_collections(tmp_path):
    other = "Дед: Корову увели ночью прямо через ограду соседи.\nВнук: Значит ищите следы вдоль реки, пока сыро и видно.\n"
    files = {
        "radio/call-7/transcript_original.txt": WORDS,
        "phone/call-7/transcript_original.txt": other,
    }
    assert taken(tmp_path, files) == [("words", 1), ("words", 1)]
