"""Help as people read it: typer's notation for types and required arguments is left out."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

__all__ = ["Command", "plainly"]

_TYPE = re.compile(r"^(  \S+) <(?:path|str|list\[\w+\])>", re.MULTILINE)
_REQUIRED = re.compile(r"\{([A-Z][A-Z:|]*)(?:\.\.\.)?\}")


def plainly(text: str) -> str:
    """Usage and help without types and braces.

    >>> plainly("Usage: earwitness add [OPTIONS] {PATH}...")
    'Usage: earwitness add [OPTIONS] PATH...'
    """
    return _TYPE.sub(r"\1", _REQUIRED.sub(r"\1", text))


class Command(TyperCommand):
    """A command with plain help."""

    def get_usage(self, ctx: Any) -> str:
        return plainly(super().get_usage(ctx))

    def get_help(self, ctx: Any) -> str:
        return plainly(super().get_help(ctx))
