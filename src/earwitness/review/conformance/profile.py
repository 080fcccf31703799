"""The profile: 109 requirements in our own words, shipped as data, and what could not be retrieved."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from earwitness.errors import UsageError
from earwitness.records.conformance import Basis, CheckedBy, Profile, ProfileRow, Standard

__all__ = ["gap_named", "profile", "read_profile"]


class _File(msgspec.Struct):
    """The file as it is written."""

    profile: str
    rows: list[dict[str, str]]


@cache
def profile() -> Profile:
    """The profile that is shipped."""
    here = resources.files("earwitness.review.conformance")
    gaps = tomllib.loads((here / "gaps.toml").read_text(encoding="utf-8"))
    return read_profile((here / "profile.json").read_bytes(), gaps)


def read_profile(data: bytes, gaps: dict[str, str] | None = None) -> Profile:
    """Read a profile and hold it to its rules.

    Raises:
        UsageError: it is no profile, a row is twice in it, or says something that no row can say.
    """
    try:
        file = msgspec.json.decode(data, type=_File)
        rows = tuple(_row(one) for one in file.rows)
    except (msgspec.DecodeError, ValueError, KeyError) as error:
        raise UsageError(f"is no conformance profile: {error}", where="profile") from error
    seen: set[str] = set()
    for one in rows:
        if one.id in seen:
            raise UsageError(f"the row {one.id} is there twice", where="profile")
        seen.add(one.id)
    return Profile(file.profile, rows, dict(gaps or {}))


def _row(given: dict[str, str]) -> ProfileRow:
    letter, _, note = given["basis"].partition(" ")
    standard = {"HALA": Standard.HALA, "LEIDEN": Standard.LEIDEN, "BERK": Standard.BERKELEY}
    return ProfileRow(
        given["id"],
        standard[given["id"].partition("-")[0]],
        given["requirement"],
        given["strength"],
        given["holds"],
        CheckedBy(given["check"]),
        given["pass"],
        given["fail"],
        given["not_applicable"],
        Basis(letter),
        note.strip("()"),
    )


def gap_named(known: Profile, asked: str) -> str | None:
    """What is known of a practice that was not retrieved; None where it is none of those.

    >>> gap_named(profile(), "HALA-BP22")
    'nothing is known of its content'
    """
    for name, what in known.gaps.items():
        if asked == name or asked.startswith(f"{name}."):
            return what
    return None
