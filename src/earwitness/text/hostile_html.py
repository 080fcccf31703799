"""HTML from strangers, read into a tree: no network, no entities of its own, bounded size and depth."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html

from earwitness.errors import HostileInput, MalformedInput

__all__ = ["parse_html"]

# Control characters and lone surrogates are no part of HTML; libxml2 stops at some of them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


def parse_html(
    text: str, *, where: str | None = None, most_elements: int, comments: bool = False
) -> lxml.html.HtmlElement:
    """The tree of a page or a piece of one, already decoded.

    Args:
        most_elements: how many may be in it.
        comments: keep them as nodes.

    Raises:
        HostileInput: nested deeper than 256 elements, or more elements than that.
        MalformedInput: no element at all.
    """
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=not comments,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root = lxml.html.document_fromstring(_CONTROL.sub(" ", text).encode("utf-8"), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise MalformedInput(f"cannot be read as HTML: {error}", where=where) from error
    # The parser drops what lies deeper than its own limit and goes on: words would be missing.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise HostileInput("HTML nested too deep to be read whole", where=where)
    for count, _ in enumerate(root.iter()):
        if count >= most_elements:
            raise HostileInput(f"HTML of more than {most_elements:,} elements", where=where)
    return root
