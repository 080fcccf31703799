"""Manifests and tag manifests (RFC 8493, 2.1.3 and 2.2.1): which file has which checksum."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.publish.bag.reading.declaration import Declaration, tag_text
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.paths import outside, same_name, unescaped

__all__ = ["ALGORITHMS", "Manifest", "read_manifests"]

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_WEAK = ("md5", "sha1")
_NAME = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\*?)(.+)")
_SYSTEM_FILES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
_REPAIR = "Get the bag again from who made it"


@dataclass(slots=True)
class Manifest:
    """One manifest.

    Attributes:
        files: path on disk to checksum, in lower case.
        tags: whether it is of tag files.
    """

    name: str
    algorithm: str
    tags: bool
    files: dict[str, str] = field(default_factory=dict)


def read_manifests(root: Path, declared: Declaration, findings: Findings) -> list[Manifest]:
    """All manifests whose algorithm is known; what is wrong with their lines is found."""
    made = []
    for path in sorted(root.iterdir()):
        found = _NAME.fullmatch(path.name)
        if found is None or path.is_symlink() or not path.is_file():
            continue
        if found[2] not in ALGORITHMS:
            findings.warn(
                "algorithm", path.name, f"uses {found[2]}, which is not known here: not checked"
            )
            continue
        one = Manifest(path.name, found[2], tags=bool(found[1]))
        text = tag_text(path, path.name, declared.encoding, findings)
        if text is not None:
            _Reader(one, declared, findings).read(text)
        made.append(one)
    payload = [one for one in made if not one.tags]
    if not payload:
        findings.error("no-manifest", "", "has no manifest that can be checked", _REPAIR)
    elif all(one.algorithm in _WEAK for one in payload):
        findings.warn(
            "weak",
            payload[0].name,
            "its checksums show damage, but not whether somebody changed a file",
        )
    return made


class _Reader:
    """Reads the lines of one manifest."""

    def __init__(self, manifest: Manifest, declared: Declaration, findings: Findings) -> None:
        self._one, self._declared, self._findings = manifest, declared, findings
        self._names: dict[str, str] = {}

    def read(self, text: str) -> None:
        """Take all lines; empty ones say nothing."""
        for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
            if line.strip():
                self._line(line, number)

    def _line(self, line: str, number: int) -> None:
        name, found = self._one.name, _LINE.fullmatch(line)
        if found is None:
            self._findings.error(
                "line", name, "has a line that is no checksum and path", _REPAIR, number
            )
            return
        checksum, star, written = found[1].lower(), found[2], found[3]
        if star:
            self._findings.warn(
                "md5sum-line", name, f"marks {written} with '*', as md5sum does", line=number
            )
        if len(checksum) != _hex_length(self._one.algorithm):
            self._findings.error(
                "line", name, f"has no {self._one.algorithm} for {written}", _REPAIR, number
            )
            return
        path = unescaped(written, strict=self._declared.strict)
        why = outside(path)
        if why:
            self._findings.error(
                "outside", name, f"names a path that {why}: {written}", _REPAIR, number
            )
            return
        if path.startswith("./"):
            self._findings.warn(
                "dot-slash", name, f"begins a path with './': {written}", line=number
            )
            path = path[2:]
        if not self._one.tags and not path.startswith("data/"):
            self._findings.error(
                "outside", name, f"names a file outside data/: {written}", _REPAIR, number
            )
        elif self._one.tags and path.startswith(("data/", "tagmanifest-")):
            self._findings.error("line", name, f"must not list {written}", _REPAIR, number)
        else:
            self._take(path, checksum, number)

    def _take(self, path: str, checksum: str, number: int) -> None:
        name, files = self._one.name, self._one.files
        if path in files:
            same = files[path] == checksum
            say = (
                self._findings.warn if same and not self._declared.strict else self._findings.error
            )
            how = "the same checksum" if same else "another checksum"
            say("twice", name, f"lists {path} twice, with {how}", _REPAIR, number)
            return
        other = self._names.setdefault(same_name(path), path)
        if other != path:
            self._findings.warn(
                "same-name", name, f"lists {path} and {other}: some file systems cannot tell them apart",
                line=number,
            )  # fmt: skip
        if path.rpartition("/")[2] in _SYSTEM_FILES:
            self._findings.warn("system-file", path, "was left there by an operating system")
        files[path] = checksum


def _hex_length(algorithm: str) -> int:
    return {"md5": 32, "sha1": 40, "sha224": 56, "sha256": 64, "sha384": 96, "sha512": 128}[
        algorithm
    ]
