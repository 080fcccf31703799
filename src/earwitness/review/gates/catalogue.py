"""The catalogue of checks: ``checks.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from earwitness.errors import UsageError
from earwitness.records.review import Route, State
from earwitness.store.item_revision import Part

__all__ = ["CheckText", "catalogue", "check_named", "checks_before", "route_of"]

_ROUTES = "X10"


@dataclass(frozen=True, slots=True)
class CheckText:
    """One check: what is asked, by whom it can be answered, and what its answer does not prove.

    Attributes:
        gate: the state before which it stands.
        by: ``machine``, ``person`` or ``either`` (a person's answer lies on top of the machine's).
        parts: what the answer rests on.
        must_pass: else any answer but ``not_done`` opens the gate.
        question: by language (en, ru, uk).
    """

    id: str
    gate: State
    by: str
    parts: tuple[Part, ...]
    must_pass: bool
    question: Mapping[str, str]
    cannot: str

    @property
    def for_persons(self) -> bool:
        return self.by != "machine"


@cache
def catalogue() -> Mapping[str, CheckText]:
    """All checks in the order of their gates."""
    text = (resources.files(__package__) / "checks.toml").read_text(encoding="utf-8")
    return {name: _check(name, table) for name, table in tomllib.loads(text).items()}


def _check(name: str, table: dict[str, object]) -> CheckText:
    question, parts = table["question"], table["parts"]
    if not isinstance(question, dict) or not isinstance(parts, list):
        raise TypeError(f"checks.toml: {name}")
    return CheckText(
        name,
        State(str(table["gate"])),
        str(table["by"]),
        tuple(Part(part) for part in parts),
        table["needs"] == "pass",
        question,
        str(table["cannot"]),
    )


def checks_before(state: State) -> list[CheckText]:
    """The checks of one gate."""
    return [one for one in catalogue().values() if one.gate is state]


def check_named(name: str) -> CheckText:
    """A check by its identifier; a route is ``X10.contact``.

    Raises:
        UsageError: there is none of that name.
    """
    known = catalogue()
    if name in known:
        return known[name]
    if route_of(name) is not None:
        return known[_ROUTES]
    routes = ", ".join(f"{_ROUTES}.{route}" for route in Route)
    raise UsageError(f"'{name}' is not a check", do=f"One of: {', '.join(known)}, {routes}")


def route_of(name: str) -> Route | None:
    """The route that a check is about, or None."""
    head, _, route = name.partition(".")
    return Route(route) if head == _ROUTES and route in [*Route] else None
