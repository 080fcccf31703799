"""Withdrawn: what a recording's withdrawal does to the pages that quote it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from earwitness.errors import NotInArchive, UsageError
from earwitness.publish.page.changes import changes_between, sealed
from earwitness.publish.page.edition import earlier_of, record_edition, signature_of
from earwitness.publish.page.folder import PUBLICATION_FILE, files_of, fresh_folder, swap
from earwitness.publish.page.log import corrections_about, public_changes
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.rendering import Around, render_tombstone
from earwitness.publish.page.structured import Told, publication_json
from earwitness.publish.wording import wording
from earwitness.records.corrections import CorrectionsOf, nothing_corrected
from earwitness.records.publication import Publication
from earwitness.records.review import State
from earwitness.store.archive import Archive
from earwitness.store.catalog.publications import latest_editions
from earwitness.store.catalog.signed import signed_about

__all__ = ["pages_of", "refuse_withdrawn", "tombstone_of", "write_tombstone"]


def tombstone_of(db: sqlite3.Connection, recording_id: str) -> str:
    """The words that stand where a withdrawn recording was published, "" if it is not withdrawn."""
    moves = [json.loads(one.body) for one in signed_about(db, recording_id, ("move",))]
    if not moves or moves[-1].get("to") != State.WITHDRAWN.value:
        return ""
    return str(moves[-1].get("tombstone", "")).strip()


def pages_of(db: sqlite3.Connection, recording_id: str) -> list[Path]:
    """Where the pages are that quote a recording now."""
    return [
        Path(one.publication.folder)
        for one in latest_editions(db)
        if recording_id in one.publication.recordings and not one.publication.withdrawn
    ]


def refuse_withdrawn(db: sqlite3.Connection, recordings: Iterable[str], into: Path) -> None:
    """Nothing of a withdrawn recording goes out.

    Raises:
        UsageError: one of them is.
    """
    for one in recordings:
        if tombstone_of(db, one):
            raise UsageError(
                f"the draft quotes {one}, which was withdrawn",
                do=f"Take the quotation out, or write `earwitness story --withdrawn --out {into}`",
            )


def write_tombstone(
    archive: Archive,
    into: Path,
    options: PageOptions | None = None,
    corrections: CorrectionsOf = nothing_corrected,
) -> Path:
    """Put a tombstone in the place of a page that quotes a withdrawn recording.

    Raises:
        UsageError: no story stands there, or nothing that it quotes was withdrawn.
        NotInArchive: no story is called so.
    """
    chosen = options or PageOptions()
    earlier = earlier_of(archive, into, chosen.story)
    last = earlier.last
    if last is None:
        raise NotInArchive("no story stands there", where=str(into), do="Name the folder of a page")
    if last.publication.withdrawn:
        raise UsageError("is withdrawn already", where=str(into))
    words = [tombstone_of(archive.db, one) for one in last.publication.recordings]
    told = "\n".join(dict.fromkeys(one for one in words if one))
    if not told:
        raise UsageError(
            "nothing that this page quotes was withdrawn",
            where=str(into),
            do="`earwitness review move REC withdrawn --tombstone …` withdraws a recording",
        )
    say = wording(last.publication.language)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    gone = changes_between(last.publication.quotations, ())
    made = Publication(
        version=last.publication.version + 1,
        title="",
        language=last.publication.language,
        changes=tuple(sealed(gone, {}, {one.key for one in gone})),
        recordings=last.publication.recordings,
        previous=last.record,
        folder=str(into.absolute()),
        tombstone=told,
    )
    given = corrections_about(
        earlier.story, [one.publication for one in earlier.history], corrections
    )
    log = public_changes(earlier.history, (made, at), given, earlier.story)
    around = Around(earlier.story, made.version, log, corrections_to=chosen.corrections_to)
    with fresh_folder(into) as fresh:
        (fresh / "clips").rmdir()
        page = fresh / "index.html"
        page.write_text(render_tombstone(told, around, say), encoding="utf-8")
        made = replace(made, files=files_of(fresh))
        described = publication_json(made, Told(earlier.story, earlier.history[0].at, at, log=log))
        (fresh / PUBLICATION_FILE).write_text(described, encoding="utf-8")
        made = replace(made, files=files_of(fresh))
        signed = signature_of(chosen.by, chosen.because)
        record_edition(archive, earlier.story, made, signed, lambda: swap(fresh, into))
    return into / "index.html"
