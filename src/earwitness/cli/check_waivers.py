"""Waivers of findings at the command line: given, listed, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from earwitness.cli.printing import say, say_json, say_table, tell
from earwitness.records.waivers import HARM_TO_PEOPLE

if TYPE_CHECKING:
    from earwitness.desk import Desk
    from earwitness.records.waivers import GivenWaiver

__all__ = ["list_waivers", "take_back", "waive"]


def waive(desk: Desk, draft: Path, targets: list[str], *, by: str, because: str) -> None:
    """Waive each finding that is named; nothing is waived unless all of them are there."""
    for finding, record, enough in desk.waive(draft, targets, by=by, because=because):
        tell(f"Waived {finding.code} “{finding.words[:60]}” ({record.id}), by {record.by}.")
        if not enough:
            tell("It needs a second person, since it may harm somebody: it still blocks.")


def take_back(desk: Desk, identifier: str, *, by: str, because: str) -> None:
    """Take one back."""
    record = desk.take_back_waiver(identifier, by=by, because=because)
    say(f"Taken back: {identifier} ({record.id}). The finding stands again.")


def list_waivers(found: list[GivenWaiver], *, as_json: bool) -> None:
    """All of them, taken back or not."""
    if as_json:
        say_json([_told(one) for one in found])
        return
    if not found:
        tell("Nothing was waived yet: `earwitness check --help` says how")
        return
    say_table(
        ["waiver", "at", "finding", "draft", "words", "by", "because", ""],
        [
            [
                one.record.id,
                one.record.at[:16],
                f"{one.waiver.code}@{one.waiver.fingerprint}",
                f"{one.waiver.draft}, {one.waiver.place}",
                " ".join(one.waiver.words.split())[:60],
                one.record.by,
                one.record.reason,
                "taken back" if one.taken_back else "",
            ]
            for one in found
        ],
    )


def _told(one: GivenWaiver) -> dict[str, object]:
    return {
        "id": one.record.id,
        "at": one.record.at,
        "by": one.record.by,
        "reason": one.record.reason,
        "taken_back": one.taken_back,
        "fingerprint": one.waiver.fingerprint,
        "people_needed": 2 if one.waiver.code in HARM_TO_PEOPLE else 1,
        "finding": one.waiver,
    }
