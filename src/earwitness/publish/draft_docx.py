"""Drafts in DOCX: paragraphs as a reader sees them with every tracked change accepted, and what lies beneath.

Inserted words are read, deleted ones are hidden data, as are comments, hidden text, properties, and what the
pictures carry. Footnotes and endnotes are read after the text.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree

from earwitness.publish.docx_parts import DocxParts, local_name, value_of
from earwitness.publish.draft_written import WrittenDraft
from earwitness.publish.picture_texts import picture_texts

__all__ = ["read_docx_draft"]

_PROPERTIES = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml")
_DULL = frozenset(
    [
        "Pages",
        "Words",
        "Characters",
        "Lines",
        "Paragraphs",
        "CharactersWithSpaces",
        "TotalTime",
        "AppVersion",
        "DocSecurity",
        "ScaleCrop",
        "SharedDoc",
        "HyperlinksChanged",
        "LinksUpToDate",
        "revision",
        "created",
        "modified",
        "lastPrinted",
        "Application",
        "i4",
    ]
)
_PASSED_OVER = frozenset(
    ["instrText", "delInstrText", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "tcPr"]
)
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_DELETED = frozenset(["del", "moveFrom"])
_Element = lxml.etree._Element  # noqa: SLF001 (the type has no public name)


def read_docx_draft(data: bytes, *, where: str) -> WrittenDraft:
    """Read a document.

    Raises:
        MalformedInput, HostileInput, OverLimit, UnsupportedInput: see `DocxParts`.
    """
    parts = DocxParts(data, where)
    reading = _Reading(parts, WrittenDraft(), _styles(parts))
    root = parts.tree(parts.document)
    if root is not None:
        reading.body(root)
    for kind, name in (("footnotes", "footnote"), ("endnotes", "endnote")):
        reading.notes(kind, name)
    reading.comments()
    for kind in ("header", "footer"):
        for part in parts.related(kind):
            reading.hide_words(part, f"{kind} of the page")
    _properties(parts, reading.written)
    _outside(parts, reading.written)
    return reading.written


def _styles(parts: DocxParts) -> dict[str, str]:
    """The English name of each style, in lower case: identifiers are translated, names are not."""
    found: dict[str, str] = {}
    for part in parts.related("styles"):
        root = parts.tree(part)
        for style in root if root is not None else ():
            for one in style:
                if local_name(one) == "name":
                    found[value_of(style, "styleId")] = value_of(one).lower()
    return found


@dataclass(slots=True)
class _Paragraph:
    """The words of a paragraph as they are shown, and those that are not."""

    words: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    parts: DocxParts
    written: WrittenDraft
    styles: dict[str, str]
    count: int = 0
    carried: _Paragraph = field(default_factory=_Paragraph)

    def body(self, root: _Element) -> None:
        """Every paragraph, those in tables and text boxes too."""
        for paragraph in _paragraphs(root):
            self._paragraph(paragraph, "")
        self._end("", 0, "")

    def notes(self, kind: str, name: str) -> None:
        for part in self.parts.related(kind):
            root = self.parts.tree(part)
            for note in root if root is not None else ():
                if local_name(note) == name and value_of(note, "type") in ("", "normal"):
                    for paragraph in _paragraphs(note):
                        self._paragraph(paragraph, f"{name} {value_of(note, 'id')}")
                    self._end("", 0, f"{name} {value_of(note, 'id')}")

    def comments(self) -> None:
        for part in self.parts.related("comments"):
            root = self.parts.tree(part)
            for note in root if root is not None else ():
                by = value_of(note, "author")
                place = f"comment {value_of(note, 'id')}{f' by {by}' if by else ''}"
                self.written.hide("comment", place, _all_words(note))
                self.written.hide("comment author", place, by)

    def hide_words(self, part: str, place: str) -> None:
        root = self.parts.tree(part)
        if root is not None:
            self.written.hide("header or footer", place, _all_words(root))

    def _paragraph(self, paragraph: _Element, place: str) -> None:
        properties = next((one for one in paragraph if local_name(one) == "pPr"), None)
        _gather(paragraph, self.carried)
        if _mark_is_deleted(properties):
            return  # its end is deleted: the words run on into the next one
        self._end(*self._style(properties), place)

    def _end(self, style: str, depth: int, place: str) -> None:
        found, self.carried = self.carried, _Paragraph()
        words = "".join(found.words)
        if words.strip() or found.pictures:
            self.count += not place
        at, line = place or f"paragraph {self.count}", 0 if place else self.count
        for kind, hidden in (("deleted text", found.deleted), ("hidden text", found.unseen)):
            self.written.hide(kind, at, "".join(hidden))
        for alt, name in found.pictures:
            self.written.picture(alt, name, f"{at} (picture)", line)
        if words.strip():
            self._write(words, (style, depth), at, line)

    def _write(self, words: str, looks: tuple[str, int], at: str, line: int) -> None:
        style, depth = looks
        written = self.written
        if style == "title":
            written.heading(1, words, f"{at} (title)", line)
        elif style == "subtitle":
            written.show_field("deck", words, f"{at} (subtitle)", line)
        elif style.startswith("heading") and style[8:9].isdigit():
            written.heading(int(style[8]), words, f"{at} (heading)", line)
        elif style in ("quote", "intense quote", "block text"):
            written.quotation(words, f"{at} (block quotation)", line)
        elif style == "caption":
            written.caption(words, f"{at} (caption)", line)
        elif depth:
            written.item(depth - 1, words, at, line)
        else:
            written.paragraph(words, at, line)

    def _style(self, properties: _Element | None) -> tuple[str, int]:
        """The style of a paragraph, and its depth in a list (0: in none)."""
        style, level, depth = "", "", 0
        for one in properties if properties is not None else ():
            name = local_name(one)
            if name == "pStyle":
                style = self.styles.get(value_of(one), value_of(one).lower())
            elif name == "outlineLvl" and value_of(one).isdigit():
                level = value_of(one)
            elif name == "numPr":
                of = next((value_of(each) for each in one if local_name(each) == "ilvl"), "0")
                depth = int(of) + 1 if of.isdigit() else 1
        if level and int(level) < 6 and not style.startswith(("heading", "title")):
            style = f"heading {int(level) + 1}"
        return style, depth


def _paragraphs(root: _Element) -> Iterator[_Element]:
    """Paragraphs in order. One inside another (a text box) comes after it; fallbacks are the same once more."""
    stack = [root]
    while stack:
        element = stack.pop()
        name = local_name(element)
        if name in ("Fallback", "txbxContent") and element is not root:
            continue
        if name == "p":
            yield element
            for box in element.iter():
                if local_name(box) == "txbxContent" and not _in_fallback(box):
                    yield from _paragraphs(box)
            continue
        stack += reversed([one for one in element if isinstance(one.tag, str)])


def _in_fallback(element: _Element) -> bool:
    return any(local_name(one) == "Fallback" for one in element.iterancestors())


def _gather(paragraph: _Element, into: _Paragraph) -> None:
    """The words of a paragraph, changes accepted: (element, deleted, unseen) without recursion."""
    stack: list[tuple[_Element, bool, bool]] = [(one, False, False) for one in reversed(paragraph)]
    while stack:
        element, deleted, unseen = stack.pop()
        name = local_name(element)
        if name in _PASSED_OVER or name == "txbxContent":
            continue
        if name == "docPr" and not deleted:
            into.pictures += [
                (alt, value_of(element, "name") or "picture")
                for alt in [value_of(element, "descr") or value_of(element, "title")]
            ]
        deleted = deleted or name in _DELETED
        if name == "r":
            unseen = unseen or _is_vanished(element)
        words = element.text or "" if name in ("t", "delText") else _BREAKS.get(name, "")
        if name == "sym":
            words = "\ufffd"
        if words:
            kind = (
                into.deleted
                if deleted or name == "delText"
                else into.unseen
                if unseen
                else into.words
            )
            kind.append(words)
        stack += [(one, deleted, unseen) for one in reversed(element)]


def _is_vanished(run: _Element) -> bool:
    for properties in run:
        if local_name(properties) == "rPr":
            for one in properties:
                if local_name(one) in ("vanish", "webHidden"):
                    return value_of(one) not in ("0", "false", "off")
    return False


def _mark_is_deleted(properties: _Element | None) -> bool:
    for one in properties if properties is not None else ():
        if local_name(one) == "rPr":
            return any(local_name(each) in _DELETED for each in one)
    return False


def _all_words(root: _Element) -> str:
    return " ".join(one.text or "" for one in root.iter() if local_name(one) in ("t", "delText"))


def _properties(parts: DocxParts, written: WrittenDraft) -> None:
    """Who made the file, its title, keywords, company: what a program writes in without being asked."""
    for part in _PROPERTIES:
        root = parts.tree(part)
        for one in root.iter() if root is not None else ():
            if local_name(one) not in _DULL and (one.text or "").strip():
                above = one.getparent()
                name = value_of(above, "name") if above is not None else ""
                written.hide("property", name or local_name(one), one.text or "")
    for part in parts.related("people"):
        root = parts.tree(part)
        for one in root.iter() if root is not None else ():
            written.hide("property", "people of the document", value_of(one, "author"))


def _outside(parts: DocxParts, written: WrittenDraft) -> None:
    """Addresses of links, names of files, and what the pictures carry."""
    for kind, name, target in parts.relationships():
        if not name:
            written.hide("file name", f"address of a {kind}", target)
    for name in parts.names:
        if posixpath.dirname(name).endswith("media"):
            written.hide("file name", "a picture", posixpath.basename(name))
            for place, words in picture_texts(parts.part(name)):
                written.hide("picture data", f"{posixpath.basename(name)}, {place}", words)
        elif "/embeddings/" in name or name.endswith((".bin", ".xlsx")):
            written.hide("file name", "an embedded file, which is not read", name)
