"""Claims for other tools: FollowTheMoney as JSON lines, and a CSV that a spreadsheet opens.

FollowTheMoney (model 4) has no schema for a claim: each is a Note on the recording, which is an Audio. That
somebody says so is all that is exported; nothing here says that it is true.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from earwitness.records.claims import PARTS, Claim
from earwitness.records.timecode import format_ms
from earwitness.understand.claims.answer import ClaimLine

__all__ = ["claims_as_csv", "claims_as_ftm"]

_COLUMNS = (
    "claim", "recording", "start", "end", "said_by", "language", "words", "sentence", "translation",
    "modality", "knowledge", *PARTS, "negations", "themes", "status", "certainty", "suggested_by", "made_by",
    "revision", "because", "rules",
)  # fmt: skip


def claims_as_ftm(lines: Iterable[ClaimLine]) -> Iterator[str]:
    """One FollowTheMoney entity a line: the recordings, and a Note for each claim."""
    told: set[str] = set()
    for line in lines:
        one = line.claim
        if one.recording_id not in told:
            told.add(one.recording_id)
            yield _row(one.recording_id, "Audio", {"title": [one.recording_id]})
        yield _row(one.id, "Note", _properties(line))


def claims_as_csv(lines: Iterable[ClaimLine]) -> str:
    """A row a claim, with a heading; cells that a spreadsheet would run begin with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for line in lines:
        writer.writerow([_harmless(cell) for cell in _cells(line)])
    return out.getvalue()


def _properties(line: ClaimLine) -> dict[str, list[str]]:
    one = line.claim
    found = {
        "name": [one.sentence],
        "description": [one.words],
        "entity": [one.recording_id],
        "notes": [_how_it_is_said(one)],
        "publisher": [one.said_by] if one.said_by else [],
        "keywords": list(one.themes),
        "summary": [f"{language}: {text}" for language, text in line.translations.items()],
        "detectedLanguage": [one.language],
    }
    return {name: values for name, values in found.items() if values}


def _how_it_is_said(one: Claim) -> str:
    who = (
        f"a person, {one.made_by}" if one.by_person else f"a machine ({one.made_by}), a suggestion"
    )
    return (
        f"{one.modality.value}; knowledge {one.knowledge.value}; {one.status.value}; read by {who};"
        " that it is said, not that it is so"
    )


def _row(identifier: str, schema: str, properties: dict[str, list[str]]) -> str:
    row: dict[str, Any] = {"id": identifier, "schema": schema, "properties": properties}
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def _cells(line: ClaimLine) -> list[str]:
    one = line.claim
    parts = [getattr(one.said, part) for part in PARTS]
    return [
        one.id, one.recording_id,
        "" if one.start_ms is None else format_ms(one.start_ms),
        "" if one.end_ms is None else format_ms(one.end_ms),
        one.said_by or "", one.language, one.words, one.sentence,
        " | ".join(line.translations.values()), one.modality.value, one.knowledge.value,
        *("" if part is None else part.words for part in parts),
        " | ".join(each.words for each in one.said.negations), " ".join(one.themes),
        one.status.value, one.certainty.value, one.suggested_by.value, one.made_by,
        str(one.revision), one.because, " | ".join(one.rules),
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell
