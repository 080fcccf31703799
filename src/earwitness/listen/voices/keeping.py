"""Who speaks when, into the archive: which work that is, and what is stored of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

import msgspec

from earwitness.listen.voices.hearing_voices import VOICES_VERSION, HeardVoices, VoicesSettings
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.voices import VoicesVersion
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import recordings_of_artefact
from earwitness.store.catalog.voices import add_voices, latest_voices, voices_digest
from earwitness.store.settings import settings_digest

__all__ = ["VOICES", "keep_voices", "plan_voices", "voices_key", "voices_of"]

VOICES = "voices"


def voices_key(sha256: str, settings: VoicesSettings) -> ledger.TaskKey:
    """The piece of work that is listening for voices in one file."""
    return ledger.TaskKey(sha256, VOICES, VOICES_VERSION, settings_digest(settings))


def plan_voices(archive: Archive, settings: VoicesSettings) -> int:
    """Put on the list every file that could be heard: one that cannot be decoded is named once.

    Returns:
        How many were new.
    """
    heard: Iterable[str] = [
        row["sha256"] for row in archive.db.execute("select sha256 from heard order by custody_seq")
    ]
    with archive.writing() as w:
        ledger.retire(w.db, voices_key("", settings))
        if settings.speech_engine == "none":
            return 0
        return ledger.add(w.db, (voices_key(one, settings) for one in heard))


def voices_of(archive: Archive, recording_id: str) -> VoicesVersion | None:
    """Who speaks when in a recording, by the settings as they are; None while that was not heard."""
    settings = archive.settings.section("voices", VoicesSettings)
    return latest_voices(archive.db, recording_id, settings_digest(settings))


def keep_voices(archive: Archive, lease: ledger.Lease, heard: HeardVoices) -> bool:
    """Store turns and spans as a version; False if the lease was lost and nothing was stored."""
    subject = lease.key.subject
    blob = archive.derived.put(
        subject,
        VOICES,
        f"{lease.key.settings}.json",
        msgspec.json.encode(heard, order="deterministic"),
    )
    maker = f"{'; '.join(heard.makers)}; settings {lease.key.settings}"
    with suppress(_LeaseLost), archive.writing() as w:
        versions = [
            VoicesVersion(
                new_identifier("vov"),
                recording.id,
                heard.method,
                heard.voices,
                heard.overlap_measured,
                heard.turns,
                heard.spans,
                maker,
                heard.because,
            )
            for recording in recordings_of_artefact(w.db, subject)
        ]
        named = [name for one in versions for name in (one.id, voices_digest(one))]
        seq = w.note(EventType.CREATION, [subject, *named], note=f"voices: {lease.digest[:16]}")
        if not ledger.finish(w.db, lease, blob, seq):
            raise _LeaseLost
        for version in versions:
            add_voices(w.db, version, seq)
        return True
    return False


class _LeaseLost(Exception):
    """Another worker finished this item."""
