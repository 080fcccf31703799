"""What a file's name says: the recording it belongs to, its language, what kind of words it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

__all__ = ["WordsName", "read_words_name"]

_LANGUAGES = {
    "ru": ("ru", "rus", "russian", "русский", "russisch", "російська"),
    "uk": ("uk", "ua", "ukr", "ukrainian", "украинский", "українська", "ukrainisch"),
    "en": ("en", "eng", "english", "английский", "англійська", "englisch"),
    "de": ("de", "ger", "deu", "german", "deutsch"),
    "fr": ("fr", "fra", "fre", "french"),
    "es": ("es", "spa", "spanish"),
    "pl": ("pl", "pol", "polish"),
    "be": ("be", "bel", "belarusian"),
}
_BY_NAME = {name: tag for tag, names in _LANGUAGES.items() for name in names}
_ORIGINAL = ("original", "orig", "source")
_TRANSLATION = re.compile(r"(?:translation|перевод|переклад)[-_. ]?(\w+)?", re.IGNORECASE)
_TRANSCRIPT = re.compile(r"(?:transcript|transcription|расшифровка|розшифровка)\w*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordsName:
    """What the name of a file with words says.

    Attributes:
        stem: shared with the media file that it belongs to; for a file that is named after its
            kind (``transcript_original.txt``) the name of its folder.
        language: BCP-47 tag, if the name has one.
        translation: True if the name says so, False if it says "original", None if neither.
        by_folder: whether ``stem`` is the folder's name.
    """

    stem: str
    language: str | None
    translation: bool | None
    by_folder: bool = False


def read_words_name(path: PurePath) -> WordsName:
    """Read the name of a transcript, subtitle or translation file.

    >>> read_words_name(PurePath("clips/call-03.en.srt"))
    WordsName(stem='call-03', language='en', translation=None, by_folder=False)
    >>> read_words_name(PurePath("call-7/translation_german.txt")).language
    'de'
    """
    bare = path.stem
    translated = _TRANSLATION.fullmatch(bare)
    if translated:
        return WordsName(path.parent.name, _language(translated[1] or ""), True, by_folder=True)
    if _TRANSCRIPT.fullmatch(bare):
        tail = re.split(r"[-_. ]", bare.lower())[-1]
        original = False if tail in _ORIGINAL else None
        return WordsName(path.parent.name, _language(tail), original, by_folder=True)
    stem, _, tail = bare.rpartition(".")
    if stem:
        parts = tail.lower().split("-")
        if parts[0] in _BY_NAME:
            is_original = False if parts[-1] in _ORIGINAL else None
            return WordsName(stem, _BY_NAME[parts[0]], is_original)
        if tail.lower() in _ORIGINAL:
            return WordsName(stem, None, translation=False)
    return WordsName(bare, None, None)


def _language(word: str) -> str | None:
    return _BY_NAME.get(word.lower())
