"""The sources behind a claim as a graph that says why: the whole answer in one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from earwitness.compare.sources.components import components
from earwitness.compare.sources.keys import name_of
from earwitness.compare.sources.linking import links_between
from earwitness.compare.sources.needs import needs_of
from earwitness.compare.sources.vector import cautions_of, label_of, vector_line, vector_of
from earwitness.records.independence import (
    IndependenceVector,
    Item,
    Label,
    Link,
    LinkBasis,
    Need,
    Ruling,
)

__all__ = ["SourceGraph", "count_sources", "explain_sources"]


@dataclass(frozen=True, slots=True)
class SourceGraph:
    """How many sources, and why.

    Attributes:
        items: what counts first, then what counts zero.
        components: identifiers of the items that count, one group a source.
        because: the rule that gave the label.
        cautions: what has to be said beside the count.
        needs: what would have to be known to count more.
    """

    items: tuple[Item, ...]
    links: tuple[Link, ...]
    components: tuple[tuple[str, ...], ...]
    vector: IndependenceVector
    label: Label
    because: str
    cautions: tuple[str, ...]
    needs: tuple[Need, ...]

    @property
    def line(self) -> str:
        """The vector in one line."""
        return vector_line(self.vector)


def count_sources(
    items: Sequence[Item],
    rulings: Sequence[Ruling] = (),
    public_since: datetime | None = None,
) -> SourceGraph:
    """Count the independent sources behind one claim, conservatively.

    Adding a copy of a recording never raises the count; an item that only repeats never changes it;
    a key that becomes known never lowers it; the order of the items does not matter.

    Args:
        items: all that stand behind the claim, each with its own ``id``.
        rulings: what persons decided, and what the words of two recordings say; later ones on top.
        public_since: when the claim was public by other ways than these items.

    Raises:
        ValueError: two items of one ``id``.
    """
    if len({one.id for one in items}) != len(items):
        raise ValueError("two items have the same id")
    ordered = tuple(sorted(items, key=lambda one: (not one.role.counts, one.id)))
    counting = [one for one in ordered if one.role.counts]
    links = links_between(counting, rulings, public_since)
    vector = vector_of(ordered, links)
    label, because = label_of(ordered, links, rulings, public_since)
    groups = components((one.id for one in counting), ((one.one, one.other) for one in links))
    return SourceGraph(
        ordered,
        links,
        tuple(groups),
        vector,
        label,
        because,
        cautions_of(ordered, vector),
        needs_of(counting, links),
    )


def explain_sources(graph: SourceGraph) -> tuple[str, ...]:
    """The graph as lines: each source, what it is made of, and why that is not more than one.

    Appearances of one recording are told together; two recordings are told with every key that
    links them.
    """
    by_id = {one.id: one for one in graph.items}
    found: list[str] = []
    for number, group in enumerate(graph.components, 1):
        found.append(f"source {number}")
        recordings: dict[str, list[Item]] = {}
        for name in group:
            recordings.setdefault(name_of(by_id[name]), []).append(by_id[name])
        for name, alike in recordings.items():
            found += _recording_lines(name, alike)
        found += _pair_lines(graph.links, by_id, set(group))
    return tuple(found)


def _recording_lines(name: str, alike: Sequence[Item]) -> list[str]:
    times = len({one.appearance or one.id for one in alike})
    many = "once" if times == 1 else f"{times} times, the same sound each time"
    lines = [f"  {name} ({alike[0].role.value.replace('_', ' ')}), appears {many}"]
    return lines + [f"    {one.label}" for one in alike if one.label]


def _pair_lines(links: Sequence[Link], by_id: dict[str, Item], group: set[str]) -> list[str]:
    """Why recordings are linked: a reason that holds for each two of several is told once."""
    pairs_of: dict[str, dict[tuple[str, str], None]] = {}
    for link in links:
        first, second = sorted((name_of(by_id[link.one]), name_of(by_id[link.other])))
        if link.one in group and first != second:
            sign = "" if link.basis is LinkBasis.KNOWN_EQUAL else "not known, so linked: "
            key = link.key.value.replace("_", " ")
            pairs_of.setdefault(f"    {key}: {sign}{link.reason}", {})[first, second] = None
    told: dict[str, list[str]] = {}
    for reason, pairs in pairs_of.items():
        names = sorted({name for pair in pairs for name in pair})
        if len(names) > 2 and len(pairs) == len(names) * (len(names) - 1) // 2:
            told.setdefault(f"  each two of {', '.join(names)} are linked:", []).append(reason)
            continue
        for first, second in pairs:
            told.setdefault(f"  {first} and {second} are linked:", []).append(reason)
    return [line for head, reasons in told.items() for line in (head, *reasons)]
