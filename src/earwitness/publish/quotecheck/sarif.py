"""The findings as SARIF 2.1.0 (OASIS, 2020), for editors and for services that show code review results.

Columns count UTF-16 code units, as SARIF says and editors do. A DOCX has no lines: its findings name the paragraph
as a logical location.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

from earwitness.publish.draft import Draft
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.quotecheck.findings import NAMES
from earwitness.records.judgement import Finding, Severity
from earwitness.records.waivers import HARM_TO_PEOPLE
from earwitness.store.archive import AGENT

__all__ = ["sarif", "utf16_column"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_FINGERPRINT = "earwitness/finding/v1"


def sarif(report: CheckReport, path: Path) -> dict[str, Any]:
    """One run with a result for each finding, waived ones as suppressed.

    Args:
        path: the draft as the command was given it; it becomes the address of every location.
    """
    codes = sorted({one.code for one in report.findings})
    program, _, version = AGENT.partition(" ")
    data = path.read_bytes()
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": program,
                        "version": version,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "utf16CodeUnits",
                "newlineSequences": ["\r\n", "\n", "\r"],  # as `decode_text` reads lines
                "artifacts": [
                    {
                        "location": {"uri": _address(path)},
                        "length": len(data),
                        "hashes": {"sha-256": hashlib.sha256(data).hexdigest()},
                    }
                ],
                "invocations": [{"executionSuccessful": True}],
                "results": [
                    _result(report, path, one, codes.index(one.code)) for one in report.findings
                ],
            }
        ],
    }


def utf16_column(draft: Draft, offset: int) -> int:
    """1-based column of a character offset in its line, in UTF-16 code units."""
    start = draft.line_starts[draft.line_of(offset) - 1]
    return len(draft.text[start:offset].encode("utf-16-le", "surrogatepass")) // 2 + 1


def _rule(code: str) -> dict[str, Any]:
    name = NAMES[code].replace("_", " ")
    return {"id": code, "name": name.title().replace(" ", ""), "shortDescription": {"text": name}}


def _result(report: CheckReport, path: Path, one: Finding, rule: int) -> dict[str, Any]:
    text = f"{one.reason} {one.suggestion}".strip()
    heard = one.heard
    found: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": text},
        "locations": [_location(report.draft, path, one)],
        "partialFingerprints": {_FINGERPRINT: report.fingerprint(one)},
    }
    if heard is not None:
        found["properties"] = {
            "recording": heard.recording_id,
            "fromMs": heard.interval.start_ms if heard.interval else None,
            "toMs": heard.interval.end_ms if heard.interval else None,
            "voice": heard.voice,
            "heard": heard.original,
            "translation": heard.translation,
        }
    waivers = report.waivers.of(report.draft, one)
    if waivers:
        enough = bool(report.waived_by(one))
        found["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted" if enough else "underReview",
                "justification": f"{each.by}, {each.at[:10]}: {each.reason}",
                "properties": {
                    "record": each.id,
                    "peopleNeeded": 2 if one.code in HARM_TO_PEOPLE else 1,
                },
            }
            for each in waivers
        ]
    return found


def _location(draft: Draft, path: Path, one: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _address(path), "index": 0}}
    if not draft.places:
        last = max(one.start, one.end)
        physical["region"] = {
            "startLine": draft.line_of(one.start),
            "startColumn": utf16_column(draft, one.start),
            "endLine": draft.line_of(last),
            "endColumn": utf16_column(draft, last),
            "snippet": {"text": draft.text[one.start : last]},
        }
        return {"physicalLocation": physical}
    if path.suffix.lower() != ".docx" and one.line:
        physical["region"] = {"startLine": one.line}
    place = {"name": draft.place_of(one.start), "kind": "element"}
    return {"physicalLocation": physical, "logicalLocations": [place]}


def _address(path: Path) -> str:
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
