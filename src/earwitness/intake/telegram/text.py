r"""Telegram's own ways with text: ``\x1F`` in its JSON, and captions in pieces.

Source: tdesktop, ``export_output_json.cpp`` (``SerializeString``, ``SerializeText``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from earwitness.intake.json_fields import text_in
from earwitness.intake.telegram.records import Entity

__all__ = ["Caption", "join_text", "mend_escapes", "read_caption"]

# An odd backslash before x: pairs before it are backslashes of the text itself.
_HEX_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\x([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption, its marked stretches, and what was wrong with it."""

    text: str
    entities: tuple[Entity, ...] = ()
    problems: tuple[str, ...] = ()


def mend_escapes(json_text: str) -> tuple[str, int]:
    r"""Write control characters the JSON way, and count them.

    Telegram Desktop writes U+001F as ``\x1F``, which no JSON reader takes. A text that itself
    says ``\x1F`` stands as ``\\x1F`` in the file and is left alone.

    >>> mend_escapes(r'"a\x1Fb \\x1F"')
    ('"a\\u001Fb \\\\x1F"', 1)
    """
    if "\\x" not in json_text:
        return json_text, 0
    return _HEX_ESCAPE.subn(r"\1\\u00\2", json_text)


def read_caption(message: dict[str, object]) -> Caption:
    """Join ``text`` (a string, or strings and objects) or, where only that is, ``text_entities``.

    >>> read_caption({"text": ["Слухайте ", {"type": "bold", "text": "запис"}]}).entities
    (Entity(kind='bold', text='запис', start=9, end=14, target=None),)
    """
    written = message.get("text")
    pieces = message.get("text_entities")
    caption = join_text(pieces if written is None else written)
    if isinstance(pieces, list) and written is not None:
        other = join_text(pieces)
        if other.text != caption.text:
            return Caption(
                caption.text,
                caption.entities,
                (*caption.problems, "its text and text_entities differ; text was taken"),
            )
        if not caption.entities:
            return Caption(caption.text, other.entities, caption.problems)
    return caption


def join_text(written: object) -> Caption:
    """Join a text value of the export: a string, a list of strings and objects, or nothing."""
    if written is None:
        return Caption("")
    if isinstance(written, str):
        written = [written]
    if not isinstance(written, list):
        return Caption("", problems=("its text is neither a string nor a list; left out",))
    parts: list[str] = []
    entities: list[Entity] = []
    broken = start = 0
    for piece in written:
        fields = {"text": piece} if isinstance(piece, str) else piece
        text = text_in(fields, "text") if isinstance(fields, dict) else None
        if text is None:
            broken += 1
            continue
        kind = text_in(fields, "type") or "plain"
        if kind != "plain":
            target = text_in(fields, "href") or text_in(fields, "language")
            entities.append(Entity(kind, text, start, start + len(text), target))
        parts.append(text)
        start += len(text)
    problems = (f"{broken} pieces of its text are no text; left out",) if broken else ()
    return Caption("".join(parts), tuple(entities), problems)
