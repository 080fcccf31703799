r"""The same bytes as every text that somebody could read out of them: encodings, escapes, packed strings.

A name is not hidden by being written as ``&#x41f;``, ``%D0%9F``, ``\u041f``, base64 or in KOI8-R: browsers,
scripts and whoever looks at the source read it all the same.
"""

from __future__ import annotations

import base64
import binascii
import html
import quopri
import re
import urllib.parse
from collections.abc import Iterator

from earwitness.review.redaction.members.part import Part

__all__ = ["packed_in", "runs_in", "texts_of"]

_LEGACY = ("cp1251", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic", "latin-1")
_WIDE = ("utf-16-le", "utf-16-be")
_ESCAPED = re.compile(r"\\u\{?([0-9a-fA-F]{2,6})\}?|\\x([0-9a-fA-F]{2})|\\([0-9a-fA-F]{3,6})\s?")
_QUOTED = re.compile(r"=[0-9A-F]{2}=[0-9A-F]{2}")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
# Words, names with hyphens and of functions: letters in the order of no code.
_WORDS = re.compile(
    r"(?:[A-Z]?[a-z]*|[A-Z]+|\d+)(?:[-_/+](?:[A-Z]?[a-z]*|[A-Z]+|\d+))*=*|(?:[a-z]+|[A-Z][a-z]+){1,6}"
)
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ :]?){6,}")
_LONGEST_PACKED = 64 << 20
_ASCII = rb"[\x20-\x7e\t]"
_RUNS = re.compile(
    rb"(?:" + _ASCII + rb"|[\xc3\xd0-\xd3][\x80-\xbf]){4,}"
    rb"|(?:(?:[\x20-\x7e]\x00)|(?:[\x00-\xff]\x04)){3,}"
    rb"|(?:(?:\x00[\x20-\x7e])|(?:\x04[\x00-\xff])){3,}"
)


def texts_of(part: Part) -> Iterator[tuple[str, str]]:
    """Texts that the bytes may be, each with what was done to read it.

    Of a reading that says most of what another said only the lines that are new are given, with those beside
    them.
    """
    seen: set[str] = set()
    for encoding, text in _decoded(part.data):
        for how, one in _unescaped(text):
            fresh = _new_lines(one, seen) if seen else one
            seen.update(one.split("\n"))
            if fresh:
                yield ", ".join(filter(None, (encoding, how))), fresh


def _new_lines(text: str, seen: set[str]) -> str:
    lines = text.split("\n")
    new = [one not in seen for one in lines]
    if not any(new):
        return ""
    beside = [
        new[at] or (at > 0 and new[at - 1]) or (at + 1 < len(new) and new[at + 1])
        for at in range(len(lines))
    ]
    return "\n".join(line if keep else "" for line, keep in zip(lines, beside, strict=True))


def packed_in(text: str) -> Iterator[tuple[str, bytes]]:
    """What is written as base64 or in hexadecimal digits."""
    for run in dict.fromkeys(match[0].rstrip("=") for match in _BASE64.finditer(text)):
        if len(run) > _LONGEST_PACKED or _WORDS.fullmatch(run):
            continue
        plain = run.replace("-", "+").replace("_", "/")
        # A string may begin anywhere in a longer run of such signs.
        for skip in range(4 if len(plain) < 200 else 1):
            body = plain[skip:]
            body = body[: len(body) - (len(body) % 4 == 1)]
            try:
                made = base64.b64decode(body + "=" * (-len(body) % 4))
            except (binascii.Error, ValueError):
                continue
            if _may_be_text(made):
                yield "base64", made
    for match in _HEX.finditer(text):
        digits = re.sub(r"[ :]", "", match[0])
        yield "hexadecimal", bytes.fromhex(digits[: len(digits) // 2 * 2])


def runs_in(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Stretches of unknown bytes that read as ASCII, UTF-8 or UTF-16, as `strings` finds them."""
    for match in _RUNS.finditer(data):
        yield match.start(), match[0]


def _decoded(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        text = data.decode("utf-8")
        whole = True
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        whole = False
    yield "", text
    wide = b"\0" in data or b"\4" in data
    if wide:
        for encoding in _WIDE:
            for start in (0, 1):
                yield encoding, data[start:].decode(encoding, errors="replace")
    if not whole:
        for encoding in _LEGACY:
            yield encoding, data.decode(encoding, errors="replace")


def _unescaped(text: str) -> Iterator[tuple[str, str]]:
    yield "", text
    current, done = text, []
    for _ in range(3):
        before = current
        for how, step in _STEPS:
            changed = step(current)
            if changed != current:
                done.append(how)
                current = changed
        if current == before:
            break
        yield ", ".join(dict.fromkeys(done)), current
    if "<" in current:
        bare = _TAG.sub("", current)
        yield "without markup", bare


def _html(text: str) -> str:
    return html.unescape(text) if "&" in text else text


def _percent(text: str) -> str:
    if not _PERCENT.search(text):
        return text
    raw = urllib.parse.unquote_to_bytes(text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pieces = re.split(r"((?:%[0-9a-fA-F]{2})+)", text)
        return "".join(_percent_piece(one) if one.startswith("%") else one for one in pieces)


def _percent_piece(text: str) -> str:
    raw = urllib.parse.unquote_to_bytes(text)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1251", errors="replace")


def _backslashes(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _quoted(text: str) -> str:
    if not _QUOTED.search(text):
        return text
    raw = quopri.decodestring(text.encode("utf-8", errors="replace"))
    return raw.decode("utf-8", errors="replace")


_STEPS = (
    ("entities", _html),
    ("percent signs", _percent),
    ("backslashes", _backslashes),
    ("quoted-printable", _quoted),
)


def _may_be_text(data: bytes) -> bool:
    """Whether it is worth reading: no more control characters than text has, or the beginning of a file."""
    if (
        data[:4]
        in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"%PDF", b"fLaC", b"OggS", b"RIFF")
        or data[:3] == b"ID3"
    ):
        return True
    control = sum(one < 9 or 13 < one < 32 for one in data[:4096])
    return control * 8 <= len(data[:4096]) or data.count(4) * 3 > len(data)
