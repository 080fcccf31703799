"""The graph of sources as text for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.compare.sources.graph import SourceGraph
from earwitness.compare.sources.keys import name_of
from earwitness.records.independence import Item, LinkBasis

__all__ = ["dot_of"]

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def dot_of(graph: SourceGraph, title: str = "") -> str:
    """The graph in the DOT language: a box for each source, dashed lines for what is not known.

    What counts zero stands outside the boxes in grey. Text from strangers is quoted.
    """
    return "\n".join(_lines(graph, title)) + "\n"


def _lines(graph: SourceGraph, title: str) -> Iterator[str]:
    by_id = {one.id: one for one in graph.items}
    heading = "\n".join(part for part in (title, graph.line, graph.label.value) if part)
    yield "graph sources {"
    yield f"  label={_quoted(heading)}; labelloc=t; node [shape=box];"
    for number, group in enumerate(graph.components, 1):
        yield f"  subgraph cluster_{number} {{"
        yield f'    label="source {number}";'
        for name in group:
            yield f"    {_quoted(name)} [label={_quoted(_label(by_id[name]))}];"
        yield "  }"
    for one in graph.items:
        if not one.role.counts:
            shown = _quoted(f"{_label(one)}\n{one.role.value.replace('_', ' ')}: counts zero")
            yield f"  {_quoted(one.id)} [label={shown}, color=grey, fontcolor=grey];"
    drawn: dict[tuple[str, str, str], list[str]] = {}
    for link in graph.links:
        style = "solid" if link.basis is LinkBasis.KNOWN_EQUAL else "dashed"
        drawn.setdefault((link.one, link.other, style), []).append(link.key.value)
    for (one_id, other_id, style), keys in drawn.items():
        words = _quoted(", ".join(keys).replace("_", " "))
        yield f"  {_quoted(one_id)} -- {_quoted(other_id)} [label={words}, style={style}];"
    yield "}"


def _label(item: Item) -> str:
    return "\n".join(dict.fromkeys(part for part in (name_of(item), item.label) if part))


def _quoted(text: str) -> str:
    lines = [_UNSAFE.sub("�", line) for line in text.split("\n")]
    escaped = [line.replace("\\", "\\\\").replace('"', '\\"') for line in lines]
    return '"' + "\\n".join(escaped) + '"'
