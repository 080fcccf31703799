"""Entities for other tools: FollowTheMoney as JSON lines, and a CSV that a spreadsheet opens.

FollowTheMoney (followthemoney.tech, model 4) has Person, Organization, Address and Thing; its Mention joins a
name to a document, which here is the recording. Identifiers are ours and random; nothing in them is
made from a name. What is private stays in: this is for the desk, not for the public.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from earwitness.records.statements import MentionKind
from earwitness.records.timecode import format_ms
from earwitness.understand.mentions.answer import EntityAnswer, MentionLine

__all__ = ["as_csv", "as_ftm"]

# A call sign may be a person's: LegalEntity is the wider word of the model. Places are Address.
_SCHEMA = {
    MentionKind.PERSON: "Person",
    MentionKind.CALL_SIGN: "Person",
    MentionKind.UNIT: "Organization",
    MentionKind.ORGANISATION: "Organization",
    MentionKind.PLACE: "Address",
    MentionKind.PHONE: "Thing",
}
_COLUMNS = (
    "entity", "kind", "name", "recording", "start", "end", "language", "words", "line", "translation",
    "in_translation", "rule", "mention_certainty", "link_certainty", "link_by", "link_reason",
)  # fmt: skip


def as_ftm(answers: Iterable[EntityAnswer]) -> Iterator[str]:
    """One FollowTheMoney entity a line: the recordings, what is spoken of, and each mention.

    The schema says what it may be; the property ``notes`` says how sure the links are and that a name
    is not an identified person.
    """
    told: set[str] = set()
    for answer in answers:
        for line in answer.lines:
            recording = line.mention.recording_id
            if recording not in told:
                told.add(recording)
                yield _row(recording, "Audio", {"title": [recording]})
        yield _row(answer.entity.id, _SCHEMA[answer.entity.kind], _properties(answer))
        for line in answer.lines:
            yield _row(line.mention.id, "Mention", _mention(answer, line))


def as_csv(answers: Iterable[EntityAnswer]) -> str:
    """A row for each mention, with a heading; cells that a spreadsheet would run begin with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for answer in answers:
        for line in answer.lines:
            writer.writerow([_harmless(cell) for cell in _cells(answer, line)])
    return out.getvalue()


def _properties(answer: EntityAnswer) -> dict[str, list[str]]:
    entity = answer.entity
    forms = sorted({line.mention.surface for line in answer.lines} - {entity.name})
    field = "full" if entity.kind is MentionKind.PLACE else "name"
    found: dict[str, list[str]] = {field: [entity.name]}
    if forms:
        found["alias"] = forms
    found["notes"] = [
        f"{entity.kind.value.replace('_', ' ')}; {_how_sure(answer.lines)}; a name that is spoken of, not an identified person or unit"
    ]
    if entity.detail:
        found["summary"] = [" ".join(f"{name}={value}" for name, value in entity.detail)]
    return found


def _how_sure(lines: Sequence[MentionLine]) -> str:
    steps = [line.link.certainty.value for line in lines if line.link is not None]
    return (
        ", ".join(f"{steps.count(step)} {step}" for step in dict.fromkeys(sorted(steps)))
        or "no link"
    )


def _mention(answer: EntityAnswer, line: MentionLine) -> dict[str, list[str]]:
    return {
        "name": [line.mention.surface],
        "document": [line.mention.recording_id],
        "resolved": [answer.entity.id],
        "detectedSchema": [_SCHEMA[answer.entity.kind]],
    }


def _row(identifier: str, schema: str, properties: dict[str, list[str]]) -> str:
    row: dict[str, Any] = {"id": identifier, "schema": schema, "properties": properties}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _cells(answer: EntityAnswer, line: MentionLine) -> list[str]:
    link = line.link
    return [
        answer.entity.id, answer.entity.kind.value, answer.entity.name, line.mention.recording_id,
        "" if line.start_ms is None else format_ms(line.start_ms),
        "" if line.end_ms is None else format_ms(line.end_ms),
        line.language, line.mention.surface, line.text, " | ".join(line.translations.values()),
        "yes" if line.in_translation else "no", line.mention.rule, line.mention.certainty.value,
        link.certainty.value if link else "", link.by if link else "", link.reason if link else "",
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
