"""Which work an archive asks for, given its settings and the engines on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from earwitness.errors import EarwitnessError
from earwitness.listen.asking import EngineSettings, is_this_machine
from earwitness.listen.choice import BANDS, Band, Chosen, choose_engine
from earwitness.listen.glossary import fitting_hints
from earwitness.listen.hearing import HearingSettings
from earwitness.listen.keeping import TRANSCRIBE, hearing_key, hearing_of
from earwitness.listen.voices.hearing_voices import VoicesSettings
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.settings import settings_digest
from earwitness.understand.translate import TranslateSettings

__all__ = ["EngineSettings", "Plan", "plan_work"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Work that was put on the list, and what a person should know about it.

    ``engines`` holds the engine of each piece of transcribing, by the version and settings of its
    key; it is empty where nothing is to be transcribed, or nothing can be.
    """

    hearing: HearingSettings
    engines: Mapping[tuple[str, str], Chosen]
    added: int
    notes: tuple[str, ...]
    voices: VoicesSettings = field(default_factory=VoicesSettings)


def plan_work(archive: Archive) -> Plan:
    """Put on the list what is not there yet.

    Raises:
        UsageError: a setting is wrong.
    """
    hearing = archive.settings.section("hearing", HearingSettings)
    archive.settings.section("translate", TranslateSettings)  # wrong ones are named before any work
    settings = archive.settings.section("transcribe", EngineSettings)
    voices = archive.settings.section("voices", VoicesSettings)
    by_band, notes = _engines(archive, settings)
    engines = {_transcribing(one, settings): one for one in by_band.values()}
    media = _media(archive)
    with archive.writing() as w:
        hear = hearing_key("", hearing)
        ledger.retire(w.db, hear)
        added = ledger.add(w.db, (replace(hear, subject=one) for one in media))
        if engines:
            wanted = [ledger.TaskKey("", TRANSCRIBE, *one) for one in engines]
            ledger.retire(w.db, *wanted)
            added += ledger.add(w.db, _per_band(archive, wanted, by_band, settings, media))
    return Plan(hearing, engines, added, notes, voices)


def _engines(
    archive: Archive, settings: EngineSettings
) -> tuple[dict[Band, Chosen], tuple[str, ...]]:
    """The engine for each band, and what is to be said about them."""
    if not settings.engine:
        return {}, ()
    chosen: dict[Band, Chosen] = {}
    refused: dict[str, list[Band]] = {}
    for band in BANDS:
        try:
            chosen[band] = choose_engine(settings, band, archive.root)
        except EarwitnessError as error:
            refused.setdefault(str(error), []).append(band)
    notes = [
        f"nothing is transcribed{'' if len(bands) == len(BANDS) else f' of {bands[0]} sound'}: {why}"
        for why, bands in refused.items()
    ]
    return chosen, (*notes, *dict.fromkeys(note for one in chosen.values() for note in _warn(one)))


def _warn(chosen: Chosen) -> Iterator[str]:
    left_out = len(chosen.request.hints) - len(fitting_hints(chosen.request.hints))
    if left_out:
        yield (
            f"the last {left_out} of {len(chosen.request.hints)} entries of the glossary do not fit"
            " into what an engine takes as hints: put the important ones first"
        )
    if chosen.reaches.startswith("http:") and not is_this_machine(chosen.reaches):
        yield f"sound goes to {chosen.reaches} unencrypted: others on the way can hear it"


def _transcribing(chosen: Chosen, settings: EngineSettings) -> tuple[str, str]:
    """Version and settings of the key of a piece of transcribing."""
    return chosen.version, settings_digest([chosen.digest, settings.language])


def _per_band(
    archive: Archive,
    wanted: list[ledger.TaskKey],
    by_band: dict[Band, Chosen],
    settings: EngineSettings,
    media: list[str],
) -> Iterator[ledger.TaskKey]:
    """The key of each file. Where bands differ, a file waits until its band was heard."""
    if len(by_band) == len(BANDS) and len(wanted) == 1:
        yield from (replace(wanted[0], subject=one) for one in media)
        return
    keys = {
        band: ledger.TaskKey("", TRANSCRIBE, *_transcribing(one, settings))
        for band, one in by_band.items()
    }
    for subject in media:
        listed = [replace(key, subject=subject) for key in keys.values()]
        if any(ledger.result(archive.db, key) is not None for key in listed):
            continue  # its band was looked at before
        hearing = hearing_of(archive, subject)
        if hearing is not None:
            key = keys.get("telephone" if hearing.band.telephone else "wide")
            if key is not None:
                yield replace(key, subject=subject)


def _media(archive: Archive) -> list[str]:
    rows = archive.db.execute(
        "select distinct r.sha256, r.rowid from rendition r order by r.rowid"
    ).fetchall()
    return [row["sha256"] for row in rows]
