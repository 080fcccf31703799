"""A reader of BagIt, versions 0.93 to 1.0 (RFC 8493): whole, complete, valid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from earwitness.publish.bag.reading.bag_info import Info, check_oxum, read_info
from earwitness.publish.bag.reading.checksums import check_checksums, check_complete
from earwitness.publish.bag.reading.declaration import read_declaration
from earwitness.publish.bag.reading.fetching import check_fetch
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.listing import Listing, list_bag
from earwitness.publish.bag.reading.manifests import read_manifests

__all__ = ["ReadBag", "read_bag"]


@dataclass(frozen=True, slots=True)
class ReadBag:
    """A bag that was read, valid or not.

    Attributes:
        version: "" where it does not say.
    """

    root: Path
    version: str
    info: Info
    listing: Listing


def read_bag(
    root: Path, findings: Findings, told: Callable[[int, int], None] = lambda *_: None
) -> ReadBag:
    """Check everything that BagIt promises; `findings` gets what is not so."""
    listing = list_bag(root, findings)
    declared = read_declaration(root, findings)
    if declared is None:
        return ReadBag(root, "", {}, listing)
    manifests = read_manifests(root, declared, findings)
    info = read_info(root, declared, listing, findings)
    check_fetch(root, declared, listing, manifests, findings)
    check_complete(manifests, declared, listing, findings)
    check_checksums(root, manifests, listing, findings, told)
    check_oxum(info, listing, findings)
    return ReadBag(root, f"{declared.version[0]}.{declared.version[1]}", info, listing)
