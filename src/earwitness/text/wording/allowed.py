"""The strongest wording that is allowed for a recording, a person, a date, a claim (methods §2, wording table).

Whoever prints something about an item takes its sentence from here, so that no page can say more than the
evidence. `earwitness.text.wording.overclaims` finds what does in texts of others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources

from earwitness.records.fuzzydate import DateBasis, Narrowed
from earwitness.records.independence import Label
from earwitness.records.review import Attribution, Route, Rung, Verdict

__all__ = ["LANGUAGES", "say_date", "say_label", "say_person", "say_recording"]

LANGUAGES = ("en", "ru", "uk")
_ONE_DAY_S = 86_400


def say_recording(
    language: str,
    verdict: Verdict,
    publishers: Sequence[str],
    *,
    parts: str = "",
    routes: Sequence[Route] = (),
) -> str:
    """What may be said of whether a recording is genuine. Whether its words are true is not said by it.

    Args:
        publishers: names; the first is named where there are several.
        parts: for ``partly_verified``: which part, and how. routes: for ``verified``.
    """
    table = _read(language)
    named = [table["words"][route.value] for route in routes]
    who = publishers[0] if publishers else table["words"]["nobody"]
    if (verdict is Verdict.VERIFIED and not named) or (
        verdict is Verdict.PARTLY_VERIFIED and not parts.strip()
    ):
        verdict = Verdict.UNVERIFIED  # what cannot say how it was verified says no more than this
    return table["verdict"][verdict.value].format(who=who, parts=parts, routes=", ".join(named))


def say_person(
    language: str, rung: Rung, given: Attribution | None, publisher: str, *, show_name: bool = False
) -> str:
    """How a speaker may be called on a rung of the ladder.

    Args:
        given: what is known; None says nothing.
        show_name: the person's exposure allows the name; else the role stands for it.
    """
    table = _read(language)["rung"]
    name = given.name if given is not None and show_name else ""
    role = given.role if given is not None else ""
    person = name or role
    needs = {
        Rung.ROLE_BY_PUBLISHER: role and publisher,
        Rung.ROLE_BY_CONTENT: role,
        Rung.NAME_IN_CALL: name,
        Rung.LINKED: person,
        Rung.CONFIRMED_BY_CONTACT: person,
        Rung.CONFIRMED_INDEPENDENTLY: person,
    }
    if not needs.get(rung, True):
        rung = Rung.UNKNOWN
    return table[rung.value].format(who=publisher, role=role, name=name, person=person)


def say_date(language: str, given: Narrowed) -> str:
    """What may be said of when something was recorded; a publication is only ever a bound."""
    table, date = _read(language), given.date
    first, last = _day(date.earliest), _day(date.latest)
    basis = table["words"].get(f"basis_{date.basis.value}", "")
    key = "unknown"
    if given.contradictions:
        key = "contradictory" if date.latest else "unknown"
    elif date.earliest and date.latest and basis:
        # a bound of publication closes an interval; it never makes a day
        within = (date.latest - date.earliest).total_seconds() <= _ONE_DAY_S
        by_publication = any(one.basis is DateBasis.PUBLICATION for one in given.by)
        key = "day" if within and first == last and not by_publication else "between"
    elif date.latest:
        key = "until"
    elif date.earliest:
        key = "since"
    return table["date"][key].format(earliest=first, latest=last, basis=basis)


def say_label(language: str, label: Label, *, count: int = 0, collectors: str = "") -> str:
    """What may be said of how many sources a claim has."""
    return _read(language)["label"][label.value].format(count=count, who=collectors)


def _day(instant: datetime | None) -> str:
    return "" if instant is None else instant.strftime("%Y-%m-%d")


def _read(language: str) -> Mapping[str, Mapping[str, str]]:
    base = language.split("-", maxsplit=1)[0]
    return _tables()[base if base in LANGUAGES else "en"]


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = (resources.files(__package__) / "allowed.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
