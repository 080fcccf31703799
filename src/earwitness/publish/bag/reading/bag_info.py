"""``bag-info.txt`` (RFC 8493, 2.2.2): labels and values; and what it says of the size of the payload."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from earwitness.publish.bag.reading.declaration import Declaration, tag_text
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.listing import Listing

__all__ = ["Info", "check_oxum", "read_info"]

_NAMES = ("bag-info.txt", "package-info.txt")  # the second up to version 0.95
_LINE = re.compile(r"([^:\s][^:]*?)[ \t]*:[ \t]*(.*)")
_OXUM = re.compile(r"([0-9]+)\.([0-9]+)")

Info = Mapping[str, Sequence[str]]
"""Values by label, labels in lower case: they may be repeated."""


def read_info(root: Path, declared: Declaration, listing: Listing, findings: Findings) -> Info:
    """Read it; where there is none, it is empty."""
    found: dict[str, list[str]] = {}
    name = next((one for one in _NAMES if one in listing.files), None)
    text = tag_text(root / name, name, declared.encoding, findings) if name else None
    last: list[str] = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text or ""), start=1):
        if not line.strip():
            continue
        if line[0] in " \t":
            if last:
                last[-1] += " " + line.strip()
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:
            findings.error("info-line", name or "", "has a line without a label", line=number)
            continue
        last = found.setdefault(parts[1].strip().lower(), [])
        last.append(parts[2].strip())
    return found


def check_oxum(info: Info, listing: Listing, findings: Findings) -> None:
    """Hold the payload to its stated number of bytes and files."""
    for said in info.get("payload-oxum", ()):
        parts = _OXUM.fullmatch(said)
        if parts is None:
            findings.error(
                "oxum", "bag-info.txt", f"Payload-Oxum is no size and number: {said[:80]}"
            )
            continue
        size, count = listing.payload_bytes, sum(1 for _ in listing.payload)
        if (int(parts[1]), int(parts[2])) != (size, count):
            findings.error(
                "oxum",
                "bag-info.txt",
                f"says {parts[1]} bytes in {parts[2]} files; data/ has {size} bytes in {count} files",
                "Files were added, removed or changed: those are named beside this",
            )
    if len(info.get("payload-oxum", ())) > 1:
        findings.error("oxum", "bag-info.txt", "says Payload-Oxum more than once")
