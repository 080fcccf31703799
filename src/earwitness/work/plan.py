"""Which work an archive asks for, given its settings and the engines on this machine."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from earwitness.errors import EarwitnessError
from earwitness.listen.discovery import load_transcriber
from earwitness.listen.hearing import HearingSettings
from earwitness.listen.keeping import TRANSCRIBE, hearing_key
from earwitness.listen.voices.hearing_voices import VoicesSettings
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.settings import settings_digest

__all__ = ["EngineSettings", "Plan", "plan_work"]


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The section ``[transcribe]``.

    Attributes:
        engine: name of a transcriber, "" for none.
        model: folder of its model.
        language: BCP-47 tag that is expected, "" to let the engine say for each segment.
    """

    engine: str = ""
    model: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Work that was put on the list, and what a person should know about it.

    ``engine`` is None where nothing is to be transcribed, or nothing can be.
    """

    hearing: HearingSettings
    engine: EngineSettings | None
    added: int
    notes: tuple[str, ...]
    voices: VoicesSettings = field(default_factory=VoicesSettings)


def plan_work(archive: Archive) -> Plan:
    """Put on the list what is not there yet.

    Raises:
        UsageError: a setting is wrong.
    """
    hearing = archive.settings.section("hearing", HearingSettings)
    engine = archive.settings.section("transcribe", EngineSettings)
    voices = archive.settings.section("voices", VoicesSettings)
    wanted = [hearing_key("", hearing)]
    notes: tuple[str, ...] = ()
    try:
        wanted += _transcribing(engine)
    except EarwitnessError as error:
        notes = (f"nothing is transcribed: {error}",)
    media = _media(archive)
    with archive.writing() as w:
        for key in wanted:
            ledger.retire(w.db, key)
        added = ledger.add(w.db, (replace(key, subject=one) for key in wanted for one in media))
    transcribing = engine if len(wanted) > 1 else None
    return Plan(hearing, transcribing, added, notes, voices)


def _transcribing(settings: EngineSettings) -> list[ledger.TaskKey]:
    """The work without its subjects: one piece, or none where no engine is named."""
    if not settings.engine:
        return []
    made = load_transcriber(settings.engine, settings.model, settings.language)
    version = f"{made.name} {made.version}"
    digest = settings_digest([made.settings_digest, settings.language])
    return [ledger.TaskKey("", TRANSCRIBE, version, digest)]


def _media(archive: Archive) -> list[str]:
    rows = archive.db.execute(
        "select distinct r.sha256, r.rowid from rendition r order by r.rowid"
    ).fetchall()
    return [row["sha256"] for row in rows]
