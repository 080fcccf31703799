"""Connected components: what is linked, by however many steps, is one."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["components"]


def components(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The groups that pairs put nodes into, each sorted, in order of their first nodes.

    Method: disjoint sets with path halving (Tarjan and van Leeuwen, 1984). Pairs with a node that is
    not given are left out.

    >>> components("abcd", [("a", "b"), ("b", "c")])
    [('a', 'b', 'c'), ('d',)]
    """
    above = {node: node for node in nodes}

    def top(node: str) -> str:
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    for one, other in pairs:
        if one in above and other in above:
            first, second = sorted((top(one), top(other)))
            above[second] = first
    groups: dict[str, list[str]] = {}
    for node in sorted(above):
        groups.setdefault(top(node), []).append(node)
    return [tuple(group) for group in groups.values()]
