"""The custody log of a bag, line by line: what the loop of VERIFY.txt follows, and what it cannot see."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from earwitness.publish.bag.reading.bagit import ReadBag
from earwitness.publish.bag.reading.findings import Findings
from earwitness.store.custody import GENESIS

__all__ = ["LOG", "check_custody"]

LOG = "data/custody/log.jsonl"
_LONGEST_LINE = 16 * 1024 * 1024
_CHANGED = "The line itself, or the one before it, was changed, removed or moved: get the bag again"


def check_custody(bag: ReadBag, findings: Findings) -> int:
    """Follow the chain to its end; give the number of events. The first break is named."""
    if LOG not in bag.listing.files:
        findings.error("custody", LOG, "is missing", "Get the bag again from who made it")
        return 0
    prev, count = GENESIS, 0
    with Path(bag.root / LOG).open("rb") as stream:
        while raw := stream.readline(_LONGEST_LINE):
            count += 1
            line = raw.removesuffix(b"\n")
            try:
                event = json.loads(line)
                said, seq = event["prev"], event["seq"]
            except (ValueError, TypeError, KeyError, RecursionError):
                findings.error("custody", LOG, "has a line that is no event", _CHANGED, count)
                return count
            if said != prev:
                findings.error(
                    "custody", LOG, "does not follow from the line before", _CHANGED, count
                )
                return count
            if seq != count:
                findings.error(
                    "custody", LOG, f"has event {seq} in place of {count}", _CHANGED, count
                )
                return count
            prev = hashlib.sha256(line).hexdigest()
    for label, found in (("custody-head", prev), ("custody-events", str(count))):
        told = bag.info.get(label, ())
        if list(told) != [found]:
            findings.error(
                "custody",
                LOG,
                f"does not end as bag-info.txt says ({label.title()}: {', '.join(told) or 'nothing'})",
                "Its end was cut off or changed: get the bag again",
            )
    return count
