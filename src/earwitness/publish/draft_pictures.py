"""What the pictures beside a draft give away: files that it names, in its own folder or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from earwitness.publish.draft_hidden import HiddenText
from earwitness.publish.picture_texts import LARGEST_PICTURE, picture_texts

__all__ = ["beside"]

_TARGET = re.compile(
    r"!\[[^\[\]\n]{0,2000}\]\(\s*<?([^()\s<>]{1,1000})|\b(?:src|poster)\s*=\s*[\"']([^\"']{1,1000})[\"']"
)
_ENDINGS = frozenset([".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".svg"])
_MOST = 200


def beside(path: Path, text: str) -> Iterator[HiddenText]:
    """Exif, XMP, IPTC and comments of each picture that a draft shows and that lies beside it."""
    folder = path.absolute().parent
    targets = dict.fromkeys(one[1] or one[2] for one in _TARGET.finditer(text))
    for target in list(targets)[:_MOST]:
        name = unquote(target.partition("#")[0].partition("?")[0])
        if Path(name).suffix.lower() not in _ENDINGS or "://" in name:
            continue
        data = _read(folder, name)
        at = text.find(target)
        for place, words in picture_texts(data):
            yield HiddenText(
                "picture data", f"{name}, {place}", " ".join(words.split())[:20_000], at
            )


def _read(folder: Path, name: str) -> bytes:
    """The bytes of a picture, b"" where there is none inside the folder."""
    try:
        place = (folder / name).resolve()
        if not place.is_relative_to(folder.resolve()) or not place.is_file():
            return b""
        with place.open("rb") as file:
            return file.read(LARGEST_PICTURE + 1)
    except (OSError, ValueError):
        return b""
