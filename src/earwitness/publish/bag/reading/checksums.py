"""Every file read once, and every checksum compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from earwitness.publish.bag.reading.declaration import Declaration
from earwitness.publish.bag.reading.findings import Findings
from earwitness.publish.bag.reading.listing import Listing
from earwitness.publish.bag.reading.manifests import Manifest
from earwitness.publish.bag.reading.paths import same_name

__all__ = ["check_checksums", "check_complete"]

_BLOCK = 1024 * 1024
_GET = "Get the file again from who made the bag"


def check_complete(
    manifests: Sequence[Manifest], declared: Declaration, listing: Listing, findings: Findings
) -> None:
    """Every listed file is there, and every file of the payload is listed."""
    _all_there(manifests, declared, listing, findings)
    payload = [one for one in manifests if not one.tags]
    for path in listing.payload:
        without = [one.name for one in payload if path not in one.files]
        if len(without) == len(payload):
            findings.error(
                "extra-file",
                path,
                "is in no manifest: it was added",
                "Do not rely on it; remove it",
            )
        elif without and declared.strict:
            findings.error("not-listed", path, f"is missing in {', '.join(without)}", _GET)
    for manifest in (one for one in manifests if one.tags):
        for other in payload:
            if other.name not in manifest.files:
                findings.warn("not-listed", manifest.name, f"does not list {other.name}")


def _all_there(
    manifests: Sequence[Manifest], declared: Declaration, listing: Listing, findings: Findings
) -> None:
    """A name that differs only in the form of its letters is a warning: no byte is lost.

    So does, before version 1.0, one in another case: a bag that was made where case does not count.
    """
    case = not declared.strict
    on_disk = {same_name(one, case=case): one for one in listing.files}
    told: set[str] = set()
    for one in manifests:
        for path in [name for name in one.files if name not in listing.files]:
            other = on_disk.get(same_name(path, case=case))
            twin = other is not None and one.files.get(other) == one.files[path]
            if other is not None and (twin or other not in one.files):
                findings.warn("same-name", path, f"is there under the name {other} only")
                one.files.setdefault(other, one.files[path])
                del one.files[path]
            elif path not in told:
                told.add(path)
                findings.error("missing-file", path, f"is missing; {one.name} lists it", _GET)


def check_checksums(
    root: Path,
    manifests: Sequence[Manifest],
    listing: Listing,
    findings: Findings,
    told: Callable[[int, int], None] = lambda *_: None,
) -> None:
    """Read every listed file once, with all its algorithms, and compare.

    Args:
        told: called with the bytes that were read, and of how many.
    """
    wanted: dict[str, list[Manifest]] = {}
    for one in manifests:
        for path in one.files:
            if path in listing.files:
                wanted.setdefault(path, []).append(one)
    total, done = sum(listing.files[path] for path in wanted), 0
    for path, those in wanted.items():
        algorithms = {one.algorithm for one in those}
        try:
            found = _digests(root / path, algorithms)
        except OSError as error:
            findings.error(
                "unreadable", path, f"cannot be read ({error.strerror})", "Check its rights"
            )
            continue
        wrong = [one for one in those if found[one.algorithm] != one.files[path]]
        if wrong:
            names = ", ".join(one.name for one in wrong)
            findings.error(
                "checksum", path, f"was changed: it differs from its checksum in {names}", _GET
            )
        done += listing.files[path]
        told(done, total)


def _digests(path: Path, algorithms: set[str]) -> dict[str, str]:
    digests = {one: hashlib.new(one) for one in algorithms}
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            for digest in digests.values():
                digest.update(block)
    return {name: one.hexdigest() for name, one in digests.items()}
