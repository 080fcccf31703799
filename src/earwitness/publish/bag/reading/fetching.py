"""``fetch.txt`` (RFC 8493, 2.2.3): files that are elsewhere. Nothing is ever fetched here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from earwitness.publish.bag.reading.declaration import Declaration, tag_text
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.listing import Listing
from earwitness.publish.bag.reading.manifests import Manifest
from earwitness.publish.bag.reading.paths import outside, unescaped

__all__ = ["NAME", "check_fetch"]

NAME = "fetch.txt"
_LINE = re.compile(r"(\S+)[ \t]+(-|[0-9]+)[ \t]+(.+)")


def check_fetch(
    root: Path,
    declared: Declaration,
    listing: Listing,
    manifests: Sequence[Manifest],
    findings: Findings,
) -> None:
    """Check each line; what it names and is not here makes the bag incomplete."""
    if NAME not in listing.files:
        return
    text = tag_text(root / NAME, NAME, declared.encoding, findings)
    listed = {path for one in manifests if not one.tags for path in one.files}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text or ""), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            findings.error(
                "fetch-line", NAME, "has a line that is no address, size and path", line=number
            )
            continue
        path = unescaped(found[3], strict=declared.strict)
        why = outside(path)
        if why or not path.startswith("data/"):
            findings.error(
                "outside",
                NAME,
                f"names a path that {why or 'is not below data/'}: {found[3]}",
                line=number,
            )
        elif path not in listed:
            findings.error(
                "fetch-line", NAME, f"names {path}, which no manifest lists", line=number
            )
        elif path not in listing.files:
            findings.error(
                "not-fetched",
                path,
                "is not in the bag but at an address of the web; nothing is fetched here",
                "Get the whole bag from who made it, or fetch the file yourself and verify again",
            )
