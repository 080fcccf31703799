"""``bagit.txt``: version and encoding (RFC 8493, 2.1.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from earwitness.publish.bag.reading.findings import Findings

__all__ = ["NAME", "Declaration", "read_declaration", "tag_text"]

NAME = "bagit.txt"
_LINES = re.compile(
    rb"BagIt-Version: ([0-9]+)\.([0-9]+)\r?\n(?:Tag-File-Character-Encoding: ([A-Za-z0-9._-]+))(?:\r?\n)?"
)
_ENCODINGS = re.compile(
    r"utf-?(?:8|16|32)(?:-?(?:le|be))?|us-ascii|ascii|iso-8859-\d+|latin-?1|windows-125\d|cp125\d|koi8-[ru]"
    r"|shift[_-]jis|euc-(?:jp|kr)|gb(?:2312|k|18030)|big5",
    re.IGNORECASE,
)
_KNOWN = ((0, 93), (0, 94), (0, 95), (0, 96), (0, 97), (1, 0))
_LONGEST = 256 * 1024 * 1024
_REPAIR = "Get the bag again from who made it"


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a bag says of itself."""

    version: tuple[int, int]
    encoding: str

    @property
    def strict(self) -> bool:
        """Whether the rules of version 1.0 hold: every manifest lists every file, each once."""
        return self.version >= (1, 0)


def read_declaration(root: Path, findings: Findings) -> Declaration | None:
    """Read ``bagit.txt``; None where there is none that can be gone by."""
    path = root / NAME
    if path.is_symlink() or not path.is_file():
        findings.error("no-declaration", NAME, "is missing: this folder is no bag", _REPAIR)
        return None
    with path.open("rb") as stream:
        content = stream.read(4096)
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        findings.error("byte-order-mark", NAME, "begins with a byte order mark", _REPAIR)
        return None
    found = _LINES.fullmatch(content)
    if found is None:
        findings.error(
            "declaration",
            NAME,
            "does not say 'BagIt-Version: M.N' and 'Tag-File-Character-Encoding: …' in two lines, and no more",
            _REPAIR,
        )
        return None
    version, encoding = (int(found[1]), int(found[2])), found[3].decode()
    if version not in _KNOWN:
        findings.warn(
            "version", NAME, f"is of version {version[0]}.{version[1]}, which is not known here"
        )
    if not _ENCODINGS.fullmatch(encoding):
        findings.error(
            "encoding", NAME, f"names an encoding that is not known: {encoding}", _REPAIR
        )
        return None
    return Declaration(version, encoding)


def tag_text(path: Path, name: str, encoding: str, findings: Findings) -> str | None:
    """The text of a tag file; None, with a finding, where it cannot be read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LONGEST + 1)
    except OSError as error:
        findings.error("unreadable", name, f"cannot be read ({error.strerror})", "Check its rights")
        return None
    if len(content) > _LONGEST:
        findings.error("too-long", name, "is far too long for a tag file", _REPAIR)
        return None
    try:
        text = content.decode(encoding)
    except (UnicodeError, LookupError):
        findings.error("encoding", name, f"is not in {encoding}, as bagit.txt says", _REPAIR)
        return None
    if text.startswith("\ufeff"):
        findings.warn("byte-order-mark", name, "begins with a byte order mark")
        text = text[1:]
    return text
