"""The sample releases as words, released by posts with captions, and with a file each: for the codes about a story.

The captions say what `samples/truth.json` says that the service states; the bytes of the files are made up, since
only their SHA-256 counts here.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from earwitness.records.artefacts import (
    Appearance,
    AppearanceKind,
    Artefact,
    Attachment,
    EventType,
    PublishedAt,
    SourceKind,
)
from earwitness.records.identifiers import new_identifier
from earwitness.records.sound import Relation, Rendition
from earwitness.records.statements import Assertion
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import add_appearance, add_artefact, source_named
from earwitness.store.catalog.sound import add_rendition
from earwitness.store.catalog.statements import add_assertion

SERVICE = "Служба спостереження «Сурмач»"
CAPTIONS = {
    "R01": "Мати військового 917-ї бригади Романа Верхотала розповідає синові з-під Ольховодська про скаргу.",
    "R02": "Мати солдата 917-ї бригади про відео, записане під Туроверськом.",
    "R04": "Розмова солдата 917-ї бригади з братом.",
    "R05": "Повідомлення військового з-під Ольховодська.",
    "R06": "Радіообмін у Лівобродді.",
    "R07": "Сусіди про список безвісти в 917-й бригаді.",
    "R08": "Двоє військових 917-ї бригади під Туроверськом.",
    "R11": "Сестра і солдат 917-ї бригади.",
}
NAMED = {"R01": "Романа Верхотала"}
_PUBLISHED = datetime(2025, 7, 1, 12, tzinfo=UTC)


def release(archive: Archive, into: Path) -> Archive:
    """A copy of the archive with a post and a file for each recording; ``into/files`` holds R01.mp3…"""
    shutil.copytree(archive.root, into / "archive")
    made = Archive(into / "archive")
    (into / "files").mkdir()
    titles = {
        name_of(made, row["id"]): row["id"] for row in made.db.execute("select id from recording")
    }
    for name, recording in titles.items():
        data = f"not a real sound: {name}".encode()
        for ending in (".mp3", ".mp4"):
            (into / "files" / f"{name}{ending}").write_bytes(data)
        placed = made.originals.place_bytes(data)
        with made.writing() as w:
            seq = w.note(EventType.CREATION, [recording, placed.sha256], note="a file for a test")
            add_artefact(w.db, Artefact(placed.sha256, placed.size_bytes, "media"), seq)
            add_rendition(w.db, Rendition(recording, placed.sha256, Relation.IDENTICAL, "bytes"))
            if name not in CAPTIONS:
                continue
            source = source_named(w.db, SERVICE, SourceKind.STATE_SECURITY_SERVICE)
            post = Appearance(
                new_identifier("app"), AppearanceKind.POST, source.id,
                PublishedAt(_PUBLISHED, _PUBLISHED, "unix"), external_id=name, url=f"https://surmach.example/{name}",
                caption=CAPTIONS[name], attachments=(Attachment(placed.sha256, "media"),),
            )  # fmt: skip
            w.db.execute("pragma defer_foreign_keys = on")
            batch = w.db.execute("select id from batch limit 1").fetchone()["id"]
            add_appearance(w.db, post, batch_id=batch, custody_seq=seq)
            add_assertion(w.db, _stated(post, recording, "caption", CAPTIONS[name]))
            if name in NAMED:
                add_assertion(w.db, _stated(post, recording, "name", NAMED[name]))
    return made


def name_of(archive: Archive, recording: str) -> str:
    """R01, X1…: by the folder that its words were handed over in."""
    row = archive.db.execute(
        "select r.path from receipt r join transcript t on t.artefact = r.sha256 where t.recording_id = ?",
        (recording,),
    ).fetchone()
    return Path(row["path"]).name.split(".")[0]


def _stated(post: Appearance, recording: str, kind: str, words: str) -> Assertion:
    return Assertion(
        new_identifier("ass"), post.id, recording, kind, "stated", words, "", 0, len(words)
    )
