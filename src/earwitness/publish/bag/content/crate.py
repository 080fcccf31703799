"""``ro-crate-metadata.json`` (RO-Crate 1.1): what each file is, which program made it, what kind of source it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.payload import Entry

__all__ = ["CONTEXT", "NAME", "crate_rows"]

NAME = "data/ro-crate-metadata.json"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_CONFORMS = "https://w3id.org/ro/crate/1.1"
_RIGHTS = "#rights"
_SOFTWARE = "#earwitness"
_MADE = "#made"


def crate_rows(
    entries: Sequence[Entry],
    recordings: Sequence[str],
    edition: Edition,
    chance: Chance,
    agent: str,
) -> Iterator[dict[str, Any]]:
    """The entities of the crate, one row each; the files are those that were written before it."""
    moment = chance.now.isoformat(timespec="seconds")
    yield {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": _CONFORMS},
        "about": {"@id": "./"},
    }
    yield {
        "@id": "./",
        "@type": "Dataset",
        "identifier": chance.identifier,
        "name": f"Evidence bag {chance.identifier}, {edition.value} edition",
        "description": (
            "Released recordings of speech with their words, what is said of them, and the custody log. "
            "It shows that these files are unchanged since they were signed, not that a recording is genuine."
        ),
        "datePublished": moment,
        "license": {"@id": _RIGHTS},
        "hasPart": [{"@id": _inside(one.name)} for one in entries],
        "mentions": [{"@id": f"#{one}"} for one in recordings],
    }
    yield {
        "@id": _RIGHTS,
        "@type": "CreativeWork",
        "name": "No licence is given",
        "description": "All rights stay with those who hold them; use is for checking and for reporting.",
    }
    program, _, version = agent.partition(" ")
    yield {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": program,
        "softwareVersion": version,
    }
    yield {
        "@id": _MADE,
        "@type": "CreateAction",
        "name": "The bag was made",
        "endTime": moment,
        "instrument": {"@id": _SOFTWARE},
        "object": [{"@id": f"#{one}"} for one in recordings],
        "result": {"@id": "./"},
    }
    yield from (_recording(one) for one in recordings)
    yield from _files(entries)


def _recording(recording_id: str) -> dict[str, Any]:
    return {"@id": f"#{recording_id}", "@type": "AudioObject", "identifier": recording_id}


def _files(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for one in entries:
        fields: dict[str, Any] = {
            "@id": _inside(one.name),
            "@type": ["File", "AudioObject"] if one.media_type == "audio/wav" else "File",
            "name": one.label or _inside(one.name),
            "encodingFormat": one.media_type,
            "contentSize": str(one.size_bytes),
            "sha256": one.sha256,
        }
        if one.about:
            fields["about"] = {"@id": f"#{one.about}"}
        if one.origin:
            fields["digitalSourceType"] = one.origin
        yield fields


def _inside(name: str) -> str:
    return name.removeprefix("data/")
