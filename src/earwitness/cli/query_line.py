"""The words of a query as a shell hands them over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["MINUS", "join_query", "keep_exclusions"]

# The minus sign proper: the query language reads it as "-", the option parser does not.
MINUS = "−"
_QUOTES = '"“”„«»'


def keep_exclusions(arguments: Sequence[str], options: Mapping[str, bool]) -> list[str]:
    """Keep ``-word`` from being read as options: its hyphen becomes a minus sign.

    Args:
        arguments: as typed.
        options: the options there are, and whether each takes a value.

    >>> keep_exclusions(["Zima", "-bridge", "-a", "x"], {"-a": True})
    ['Zima', '−bridge', '-a', 'x']
    """
    kept: list[str] = []
    value_follows = False
    for place, argument in enumerate(arguments):
        if argument == "--":
            return [*kept, *arguments[place:]]
        excluded = len(argument) > 1 and argument[0] == "-" and argument[1] != "-"
        if value_follows or argument in options or not excluded:
            kept.append(argument)
        else:
            kept.append(MINUS + argument[1:])
        value_follows = not value_follows and options.get(argument, False)
    return kept


def join_query(pieces: Sequence[str]) -> str:
    """One query from the arguments; an argument that the shell kept together is a phrase.

    >>> join_query(["зимой", "сказал командир", "−Кедр"])
    'зимой "сказал командир" -Кедр'
    """
    return " ".join(_piece(one) for one in pieces)


def _piece(text: str) -> str:
    hyphen = "-" if text[:1] in ("-", MINUS) else ""
    words = text[len(hyphen) :].strip()
    if len(words.split()) < 2 or any(mark in words for mark in _QUOTES):
        return hyphen + words
    if any(word[0] == "-" or word[-1] == "~" for word in words.split()):
        return hyphen + words  # a whole query inside the shell's quotes
    return f'{hyphen}"{words}"'
