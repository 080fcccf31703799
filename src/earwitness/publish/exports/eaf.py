"""ELAN (``.eaf``, format 3.0): a tier a voice, translations by symbolic association below it.

ELAN wants a date of writing; so that the same words give the same bytes it is always that of 1970.
"""

from __future__ import annotations

from itertools import count

from lxml import etree

from earwitness.publish.exports.harmless import one_row
from earwitness.publish.exports.sheet import Sheet, about
from earwitness.publish.exports.tiers import Tier, tiers_of
from earwitness.publish.exports.written import Written

__all__ = ["write_eaf"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_ASSOCIATION = (
    "1-1 association with a parent annotation"  # ELAN's own words for Symbolic_Association
)


def write_eaf(sheet: Sheet) -> Written:
    """Write the tiers.

    Raises:
        NotInArchive: no line has times.
    """
    found = tiers_of(sheet)
    root = etree.Element("ANNOTATION_DOCUMENT", nsmap={"xsi": _XSI})
    root.set("AUTHOR", "Earwitness")
    root.set("DATE", "1970-01-01T00:00:00+00:00")
    root.set("FORMAT", "3.0")
    root.set("VERSION", "3.0")
    root.set(f"{{{_XSI}}}noNamespaceSchemaLocation", _SCHEMA)
    header = etree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    for number, text in enumerate([*about(sheet), *found.found.notes], start=1):
        etree.SubElement(header, "PROPERTY", NAME=f"about-{number}").text = one_row(text)
    slots = _time_order(root, found.tiers)
    numbers = count(1)
    for tier in found.tiers:
        _tier(root, tier, slots, numbers)
    _types(root)
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Written(content, found.found.left_out)


def _time_order(root: etree._Element, tiers: tuple[Tier, ...]) -> dict[int, str]:
    """A slot for each time that occurs, in order."""
    times = {ms for tier in tiers for one in tier.intervals for ms in (one.start_ms, one.end_ms)}
    slots = {ms: f"ts{number}" for number, ms in enumerate(sorted(times), start=1)}
    order = etree.SubElement(root, "TIME_ORDER")
    for ms, name in slots.items():
        etree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=name, TIME_VALUE=str(ms))
    return slots


def _tier(root: etree._Element, tier: Tier, slots: dict[int, str], numbers: count[int]) -> None:
    written = etree.SubElement(root, "TIER", LINGUISTIC_TYPE_REF="words", TIER_ID=tier.name)
    beside = None
    if tier.voice:
        written.set("PARTICIPANT", one_row(tier.voice))
    if tier.has_beside:
        beside = etree.SubElement(
            root,
            "TIER",
            LINGUISTIC_TYPE_REF="translation",
            PARENT_REF=tier.name,
            TIER_ID=tier.beside_name,
        )
    for one in tier.intervals:
        name = f"a{next(numbers)}"
        place = {
            "ANNOTATION_ID": name,
            "TIME_SLOT_REF1": slots[one.start_ms],
            "TIME_SLOT_REF2": slots[one.end_ms],
        }
        _annotation(written, "ALIGNABLE_ANNOTATION", place, one.text)
        if beside is not None and one.beside:
            beneath = {"ANNOTATION_ID": f"a{next(numbers)}", "ANNOTATION_REF": name}
            _annotation(beside, "REF_ANNOTATION", beneath, one.beside)


def _annotation(tier: etree._Element, kind: str, fields: dict[str, str], text: str) -> None:
    holder = etree.SubElement(etree.SubElement(tier, "ANNOTATION"), kind, fields)
    etree.SubElement(holder, "ANNOTATION_VALUE").text = one_row(text)


def _types(root: etree._Element) -> None:
    plain = {"GRAPHIC_REFERENCES": "false", "LINGUISTIC_TYPE_ID": "words"}
    etree.SubElement(root, "LINGUISTIC_TYPE", {**plain, "TIME_ALIGNABLE": "true"})
    below = {**plain, "LINGUISTIC_TYPE_ID": "translation", "CONSTRAINTS": "Symbolic_Association"}
    etree.SubElement(root, "LINGUISTIC_TYPE", {**below, "TIME_ALIGNABLE": "false"})
    etree.SubElement(
        root, "CONSTRAINT", DESCRIPTION=_ASSOCIATION, STEREOTYPE="Symbolic_Association"
    )
