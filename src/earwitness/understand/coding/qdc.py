"""REFI-QDA codebooks (``.qdc``), which ATLAS.ti, MAXQDA, NVivo, QualCoder and Taguette exchange.

The standard (qdasoftware.org, Codebook 1.0) holds names, definitions and the tree of codes, no words that
suggest a code: those stay in our CSV, and are kept for codes that are known.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from earwitness.errors import HostileInput, MalformedInput, OverLimit, UnsupportedInput
from earwitness.text.transliteration import latin_key
from earwitness.understand.coding.codebook import Code, Codebook

__all__ = ["NAMESPACE", "read_qdc", "write_qdc"]

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_OURS = uuid.UUID(
    "6c1d2a0e-6f0b-5c53-9d1e-0d6a4f2f7a11"
)  # names of our codes become guids under it
_MOST_BYTES = 5_000_000
_MOST_CODES = 2_000
_DEEPEST = 40


def write_qdc(codebook: Codebook) -> bytes:
    """Write a codebook; the same one gives the same bytes."""
    root = etree.fromstring(f'<CodeBook xmlns="{NAMESPACE}" origin="Earwitness 0.1.0"/>')
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    made = {"": codes}
    waiting = list(codebook.codes)
    while waiting:  # parents may stand behind their children
        later = [one for one in waiting if one.parent not in made]
        for one in waiting:
            if one.parent in made:
                made[one.code] = _element(made[one.parent], one)
        if len(later) == len(waiting):
            break
        waiting = later
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written


def _element(parent: etree._Element, one: Code) -> etree._Element:
    found = etree.SubElement(parent, f"{{{NAMESPACE}}}Code")
    found.set("guid", str(_guid(one.code)).upper())
    found.set("name", one.name)
    found.set("isCodable", "true")
    if one.definition:
        etree.SubElement(found, f"{{{NAMESPACE}}}Description").text = one.definition
    return found


def read_qdc(data: bytes, known: Codebook, *, where: str = "codebook.qdc") -> Codebook:
    """Read a codebook that another program wrote.

    Codes that ``known`` has (by guid, else by name) keep their short name and the words that suggest them;
    others get a short name made from theirs. Sets of codes are left out.

    Raises:
        HostileInput: it declares a document type.
        OverLimit: over 5 MB, 2,000 codes, or 40 levels.
        MalformedInput: not well-formed; names the line.
        UnsupportedInput: XML of another kind, or of another version of the standard.
    """
    if len(data) > _MOST_BYTES:
        raise OverLimit(f"has over {_MOST_BYTES // 1_000_000} MB", where=where)
    root = _parse(data, where)
    if root.tag != f"{{{NAMESPACE}}}CodeBook":
        raise UnsupportedInput(
            f"is no REFI-QDA codebook: <{str(root.tag)[:80]}>",
            where=where,
            do=f"The root is <CodeBook> in the namespace {NAMESPACE}",
        )
    top = root.find(f"{{{NAMESPACE}}}Codes")
    if top is None:
        raise MalformedInput("has no <Codes>", where=where, line=_line(root))
    codes = list(_codes(top, "", known, where, 1, set()))
    if not codes:
        raise MalformedInput("holds no codes", where=where, line=_line(top))
    return Codebook(tuple(codes))


def _parse(data: bytes, where: str) -> etree._Element:
    # A declaration may stand in any encoding, so it is looked for again behind the parser.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise HostileInput("declares a document type or entities", where=where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf"), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedInput(
            f"is not well-formed XML: {str(error)[:120]}", where=where, line=error.lineno or None
        ) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None or info.doctype:
        raise HostileInput("declares a document type or entities", where=where)
    return root


def _codes(
    parent: etree._Element, above: str, known: Codebook, where: str, depth: int, taken: set[str]
) -> Iterator[Code]:
    if depth > _DEEPEST:
        raise OverLimit(f"has codes under codes over {_DEEPEST} deep", where=where)
    for element in parent.findall(f"{{{NAMESPACE}}}Code"):
        name = " ".join((element.get("name") or "").split())
        if not name:
            raise MalformedInput("a code has no name", where=where, line=_line(element))
        same = _known(element, name, known)
        code = same.code if same is not None and same.code not in taken else _short(name, taken)
        taken.add(code)
        if len(taken) > _MOST_CODES:
            raise OverLimit(f"over {_MOST_CODES:,} codes", where=where)
        told = element.findtext(f"{{{NAMESPACE}}}Description") or ""
        made = Code(code, name, " ".join(told.split()), above)
        yield made if same is None else replace(made, written=same.written, cues=same.cues)
        yield from _codes(element, code, known, where, depth + 1, taken)


def _known(element: etree._Element, name: str, known: Codebook) -> Code | None:
    guid = (element.get("guid") or "").strip("{}").lower()
    for one in known.codes:
        if str(_guid(one.code)) == guid:
            return one
    return next((one for one in known.codes if one.name.casefold() == name.casefold()), None)


def _guid(code: str) -> uuid.UUID:
    return uuid.uuid5(_OURS, code)


def _line(element: etree._Element) -> int | None:
    found = element.sourceline
    return found if isinstance(found, int) else None


def _short(name: str, taken: set[str]) -> str:
    """A short name in Latin letters that is not taken."""
    lowered = name.casefold()
    plain = re.sub(r"[^a-z0-9]+", "_", lowered if lowered.isascii() else latin_key(lowered)).strip(
        "_"
    )[:50]
    base = plain if plain[:1].isalpha() else f"code_{plain}".rstrip("_")
    found, number = base, 2
    while found in taken:
        found, number = f"{base}_{number}", number + 1
    return found
