"""Berkeley Protocol, paragraphs 153 to 155: how the team itself took something from the web."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from earwitness.records.capture import Capture, Transform
from earwitness.records.conformance import Result
from earwitness.records.held_file import HeldFile
from earwitness.records.item_facts import Collection, Way
from earwitness.review.conformance.item import Item
from earwitness.review.conformance.outcome import (
    UNLISTED,
    Outcome,
    Rule,
    fails,
    not_applicable,
    passes,
    warns,
)
from earwitness.review.conformance.periods import instant
from earwitness.review.conformance.rules.hala_hashes import hashed_and_unchanged
from earwitness.review.conformance.searching import word_in
from earwitness.review.conformance.standing import Said

__all__ = ["RULES"]

_CLOCK_MS = 1000  # ours
_CLOCK_AGE = timedelta(days=1)  # ours
_NOBODY = ("", "none", "unknown")
_COLLECTED = ("collector", "machine_ip", "virtual_identity", "at", "clock_source")
_NO_WAY = "nobody said whether the team took it from the web (`earwitness record collection`)"
_NO_CAPTURE = "taken from the web by the team, and there is no capture record"


def _captured(rule: Rule) -> Rule:
    """A rule for what the team took from the web; empty is nobody's answer, and a fail."""

    def run(item: Item) -> Outcome:
        found = item.said.last(Collection)
        if found is None:
            return fails(_NO_WAY)
        if found.fields.way is not Way.WEB_BY_TEAM:
            return not_applicable("not taken from the web by the team: see provenance", found.id)
        if not item.said.all(Capture):
            return fails(_NO_CAPTURE, found.id)
        return rule(item)

    return run


def _captures(item: Item) -> list[Said]:
    return item.said.all(Capture)


def _bytes_as_served(item: Item) -> Outcome:
    """BERK-153: what was served is stored; a converted copy is not the only one."""
    for one in _captures(item):
        if one.fields.transforms is None:
            return fails("nobody said whether the downloader changed it", one.id)
        for step in one.fields.transforms:
            known = item.db.execute(
                "select 1 from artefact where sha256 = ?", (step.input_sha256,)
            ).fetchone()
            if known is None:
                return fails("the converted copy is the only one kept", one.id, step.input_sha256)
    if not item.preserved or not all(one.named and one.intact for one in item.preserved):
        return fails("the bytes were not hashed at intake, or differ")
    return passes("stored as served", *(one.sha256 for one in item.preserved))


def _transforms_are_documented(item: Item) -> Outcome:
    """BERK-154: each change by the downloader is listed, or an empty list is given."""
    evidence = []
    for one in _captures(item):
        steps: tuple[Transform, ...] | None = one.fields.transforms
        if steps is None:
            return fails("nobody said whether the downloader changed it", one.id)
        for step in steps:
            values = (
                step.tool,
                step.tool_version,
                step.command,
                step.input_sha256,
                step.output_sha256,
            )
            if not all(value.strip() for value in values):
                return fails("a change lacks tool, version, command or hashes", one.id)
        evidence.append(one.id)
    return passes("listed, or said to be none", *evidence)


def _address_is_recorded(item: Item) -> Outcome:
    """BERK-155a: the address as asked for and after redirects."""
    for one in _captures(item):
        for address in (one.fields.url, one.fields.final_url):
            if not _is_address(address):
                return fails("an address is missing or cannot be read", one.id)
    return passes("recorded, before and after redirects", *(one.id for one in _captures(item)))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _kept(item: Item, file: HeldFile | None) -> bool:
    return file is not None and bool(file.sha256) and item.facts.held_digest(file) == file.sha256


def _page_source_is_kept(item: Item) -> Outcome:
    """BERK-155b: the source of the page, hashed."""
    for one in _captures(item):
        if not _kept(item, one.fields.html):
            return fails("the source of the page is not kept, or differs", one.id)
    return passes("kept and hashed", *(one.id for one in _captures(item)))


def _page_image_came_first(item: Item) -> Outcome:
    """BERK-155c: a picture of the whole page, made before the media was taken."""
    for one in _captures(item):
        fields: Capture = one.fields
        if not _kept(item, fields.page_image):
            return fails("there is no picture of the whole page, or it differs", one.id)
        seen, taken = instant(fields.page_image_at), instant(fields.media_at)
        if seen is None or (taken is None and not fields.none_on_page):
            return fails("when the picture was made, or the media taken, is not set", one.id)
        if taken is not None and seen > taken:
            return fails("the picture is later than the media", one.id)
    return passes("there, and the earliest", *(one.id for one in _captures(item)))


def _media_are_kept(item: Item) -> Outcome:
    """BERK-155d: what the page embeds is saved as such."""
    for one in _captures(item):
        if one.fields.none_on_page:
            continue
        if not one.fields.media:
            return fails("no media is named, nor that the page had none", one.id)
        for sha256 in one.fields.media:
            if item.facts.original_digest(sha256) != sha256:
                return fails("a file of the page is not held, or differs", one.id, sha256)
    return passes("held and hashed", *(one.id for one in _captures(item)))


def _least_of_all(item: Item) -> Outcome:
    """BERK-155min: address, page source and page image together."""
    evidence: list[str] = []
    rules = {
        "address": _address_is_recorded,
        "page source": _page_source_is_kept,
        "page image": _page_image_came_first,
    }
    for name, rule in rules.items():
        found = rule(item)
        if found.result is not Result.PASS:
            return fails(
                f"{name}: {found.note}. An export holds neither: save the public web view of the post too",
                *found.evidence,
            )
        evidence += found.evidence
    return passes("all three are there", *dict.fromkeys(evidence))


def _collection_is_recorded(item: Item) -> Outcome:
    """BERK-155g: collector, machine, identity, time, and a clock that was checked."""
    for one in _captures(item):
        fields: Capture = one.fields
        empty = [name for name in _COLLECTED if not getattr(fields, name).strip()]
        if empty:
            return fails(f"empty: {', '.join(empty)}", one.id)
        at, checked = instant(fields.at), instant(fields.clock_checked_at)
        if at is None or checked is None or fields.clock_offset_ms is None:
            return fails("the clock was not checked, or a time has no zone", one.id)
        if abs(at - checked) > _CLOCK_AGE or abs(fields.clock_offset_ms) > _CLOCK_MS:
            return fails(
                "the clock was off by more than a second, or checked on another day", one.id
            )
    return passes("recorded, clock checked", *(one.id for one in _captures(item)))


def _sealed_data_stays(item: Item) -> Outcome:
    """BERK-155x: no file of a public release holds a machine's address or a virtual identity."""
    if item.unlisted_releases:
        return warns(UNLISTED, *item.unlisted_releases)
    if not item.releases:
        return not_applicable("no release")
    sealed = sorted(
        {
            value.strip()
            for standing in item.facts.signed.values()
            for one in standing.all(Capture)
            for value in (one.fields.machine_ip, one.fields.virtual_identity)
            if value.strip().lower() not in _NOBODY
        }
    )
    for one in item.releases:
        files = [*(file.file for file in one.fields.files), *one.fields.folder]
        if not files:
            return fails("which files went out is not listed, so nothing was searched", one.id)
        for file in files:
            found = word_in(file.path, sealed)
            if found is None:
                return fails(f"{file.name} cannot be searched: it is not there", one.id)
            if found:
                return fails(f"{file.name} holds sealed data of a capture", one.id, file.sha256)
    return passes(f"{len(sealed)} sealed values, none found", *(one.id for one in item.releases))


RULES: Mapping[str, Rule] = {
    "BERK-153": _captured(_bytes_as_served),
    "BERK-154": _captured(_transforms_are_documented),
    "BERK-155a": _captured(_address_is_recorded),
    "BERK-155b": _captured(_page_source_is_kept),
    "BERK-155c": _captured(_page_image_came_first),
    "BERK-155min": _captured(_least_of_all),
    "BERK-155d": _captured(_media_are_kept),
    "BERK-155g": _captured(_collection_is_recorded),
    "BERK-155h": _captured(hashed_and_unchanged),
    "BERK-155x": _sealed_data_stays,
}
