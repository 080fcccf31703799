"""Which recording do the words in a file belong to? By name and folder, and by what they say.

Folders such as ``raw`` and ``corrected`` hold versions of the same call and do not count as a part of
its name. Two files of one name that say different things are two calls.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from earwitness.intake.entering.batch import Batch
from earwitness.intake.entering.media import EnteredMedia, enter_words_alone
from earwitness.intake.entering.words import VERSION_FOLDERS, WordsFile
from earwitness.intake.names import read_words_name
from earwitness.intake.pile import GivenFile, shown_path
from earwitness.intake.transcripts.parsed import ParsedTranscript
from earwitness.store.catalog.sound import recording_with_key
from earwitness.store.catalog.words import (
    transcripts,
    translation_lines,
    translations,
    utterances,
)
from earwitness.text.language import guess_language
from earwitness.text.words import fold, tokens

__all__ = ["recording_of_words"]

_HOMES = 2  # folders that make a name: a channel and a call
_LONG_LETTERS = 4
_TOO_FEW_WORDS = 8
_SHARED = 0.3
_MOST_NAMESAKES = 100
_MOST_WORDS = 5000


def recording_of_words(
    batch: Batch,
    given: WordsFile,
    media: Sequence[EnteredMedia],
    waiting: Mapping[str, Sequence[WordsFile]],
) -> str:
    """The recording that a file with words belongs to: its sound, other words of it, or a new one.

    Args:
        media: what sound this pile has brought.
        waiting: words of this pile that are not entered yet, by recording.
    """
    file = given.file
    sound = _sound_of(file, media)
    if sound is not None:
        return sound
    key = _key(file)
    db = batch.archive.db
    for number in range(1, _MOST_NAMESAKES):
        numbered = key if number == 1 else f"{key}#{number}"
        known = recording_with_key(db, numbered)
        if known is None or _may_be_of(db, known.id, given.parsed, waiting.get(known.id, ())):
            break
    title = _homes(file)[-1] if read_words_name(file.path).by_folder else _stem(file)
    return enter_words_alone(batch, file, given.placed, numbered, title).id


def _sound_of(file: GivenFile, media: Sequence[EnteredMedia]) -> str | None:
    """Sound of the same name in the same folder, or in the one that holds the folder of versions."""
    named = read_words_name(file.path)
    folder = file.folder
    while folder.name.lower() in VERSION_FOLDERS:
        folder = folder.parent
    near = [one for one in media if one.file.folder in (file.folder, folder)]
    stems = {named.stem.casefold(), file.path.stem.casefold()}
    if named.by_folder:
        near += [one for one in media if one.file.folder == folder.parent]
        stems = {folder.name.casefold()}
        alone = [one for one in media if one.file.folder == folder]
        if len(alone) == 1:
            return alone[0].recording.id
    for one in near:
        if one.file.path.stem.casefold() in stems:
            return one.recording.id
    return None


def _key(file: GivenFile) -> str:
    homes = _homes(file)
    if read_words_name(file.path).by_folder:
        return "words:" + "/".join(homes[-_HOMES:])
    return "words:" + "/".join([*homes[-1:], _stem(file)])


def _stem(file: GivenFile) -> str:
    return shown_path(read_words_name(file.path).stem)


def _homes(file: GivenFile) -> list[str]:
    """Names of the folders it stands in, those that only tell versions apart left out."""
    plain = [shown_path(one) for one in file.folders if one.lower() not in VERSION_FOLDERS]
    return plain or [shown_path(file.folder.name)]


def _may_be_of(
    db: sqlite3.Connection,
    recording_id: str,
    parsed: ParsedTranscript,
    waiting: Sequence[WordsFile],
) -> bool:
    """False if the recording has other words in the language of these."""
    text = " ".join(line.text for line in parsed.lines)
    tongue, words = guess_language(text[:20_000]).tag, _long_words(text)
    known = [
        _long_words(other)
        for language, other in _texts(db, recording_id, waiting)
        if _base(language) == _base(tongue)
    ]
    told = [other for other in known if min(len(other), len(words)) >= _TOO_FEW_WORDS]
    return not told or any(
        len(other & words) >= _SHARED * min(len(other), len(words)) for other in told
    )


def _texts(
    db: sqlite3.Connection, recording_id: str, waiting: Sequence[WordsFile]
) -> Iterator[tuple[str, str]]:
    for one in transcripts(db, recording_id):
        yield one.language, " ".join(line.text for line in utterances(db, one.id))
    for version in translations(db, recording_id):
        yield version.language, " ".join(line.text for line in translation_lines(db, version.id))
    for file in waiting:
        text = " ".join(line.text for line in file.parsed.lines)
        yield guess_language(text[:20_000]).tag, text


def _long_words(text: str) -> frozenset[str]:
    words = (fold(token.text) for token in tokens(text[: 20 * _MOST_WORDS]))
    return frozenset(word for word in words if len(word) >= _LONG_LETTERS)


def _base(language: str) -> str:
    return language.split("-", maxsplit=1)[0]
