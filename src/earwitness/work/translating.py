"""The stage that translates: engine in a child process, one transcript after another.

A model's child has no network; a server's child has, and is given nothing but text.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self

from earwitness.audio.isolation import Isolated, IsolationSettings
from earwitness.audio.limits import ProcessLimits
from earwitness.errors import EarwitnessError, MissingEngine, Refused, UsageError
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.glossary_file import glossary_of
from earwitness.store.slang_file import slang_of
from earwitness.text.translator_terms import TranslatorTerms
from earwitness.understand.discovery import load_translator
from earwitness.understand.keeping import (
    TRANSLATE,
    Wanted,
    keep_translation,
    wanted_translation,
    wanted_translations,
)
from earwitness.understand.translate import (
    MadeTranslation,
    TranslateSettings,
    Translator,
    TranslatorChoice,
    translate_lines,
)
from earwitness.work.in_child import translate_texts
from earwitness.work.interrupts import Interrupts, heeded
from earwitness.work.progress import RunProgress, Told

__all__ = ["OneTranslation", "TranslatedStage", "translate_now", "translate_waiting"]

_TICK_S = 0.25
_LEASE_S = 24 * 3600.0
_LOADING_S = 900.0  # a large model from a slow disk
_LINE_S = 30.0


@dataclass(slots=True)
class TranslatedStage:
    """What the stage did in a run."""

    transcripts: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OneTranslation:
    """What came of translating one recording on demand.

    Attributes:
        translation_id: the new version, None if there is none.
        made: what the engine gave, None where it was not asked or gave no answer.
        why: why there is no new version, "" where there is one.
        known: whether this very work was done before, so that nothing was asked.
    """

    recording_id: str
    target: str
    translation_id: str | None = None
    made: MadeTranslation | None = None
    why: str = ""
    known: bool = False


def translate_waiting(
    archive: Archive, recording_ids: Sequence[str], told: Told, interrupts: Interrupts
) -> TranslatedStage:
    """Translate what the settings ask for and nobody has translated yet.

    Raises:
        UsageError: a setting is wrong.
    """
    settings = archive.settings.section("translate", TranslateSettings)
    stage = TranslatedStage()
    if not settings.engine:
        return stage
    try:
        engine, terms = load_translator(settings.choice), _terms_of(archive)
    except EarwitnessError as error:
        stage.notes.append(f"nothing is translated: {error}")
        return stage
    wanted = wanted_translations(archive, recording_ids, engine, settings, terms)
    by_digest = {one.key.digest: one for one in wanted}
    with archive.writing() as w:
        for one in wanted[:1]:
            ledger.retire(w.db, one.key)
        ledger.add(w.db, [one.key for one in wanted])
    with _Asking(engine, settings.choice, terms, interrupts) as asking:
        _work_off(archive, by_digest, settings, asking, stage, told)
    if stage.transcripts and engine.needs_network:
        stage.notes.append(f"lines of transcripts were sent to {settings.address}")
    return stage


def _terms_of(archive: Archive) -> TranslatorTerms:
    return TranslatorTerms(glossary_of(archive), slang_of(archive))


def translate_now(
    archive: Archive,
    recording_ids: Sequence[str],
    targets: Sequence[str],
    settings: TranslateSettings,
) -> list[OneTranslation]:
    """Translate the words shown first of recordings now, whatever other translations there are.

    Raises:
        UsageError, MissingEngine: the engine cannot do it at all; what was done before it is kept.
        ArchiveBusy: a run is under way.
    """
    engine, terms = load_translator(settings.choice), _terms_of(archive)
    done = []
    with (
        archive.alone("run"),
        heeded() as interrupts,
        _Asking(engine, settings.choice, terms, interrupts) as asking,
    ):
        for name in recording_ids:
            for target in targets:
                wanted = wanted_translation(archive, name, target, engine, settings, terms)
                done.append(_one(archive, name, target, wanted, settings, asking))
    return done


def _one(
    archive: Archive,
    name: str,
    target: str,
    wanted: Wanted | None,
    settings: TranslateSettings,
    asking: _Asking,
) -> OneTranslation:
    if wanted is None:
        return OneTranslation(name, target, why="nothing to translate")
    if ledger.is_done(archive.db, wanted.key):
        why = f"this engine has translated these words into {target} before"
        return OneTranslation(name, target, why=why, known=True)
    try:
        made = translate_lines(wanted.lines, target, asking, spoken=settings.spoken)
    except Refused as error:
        return OneTranslation(name, target, why=f"failed: {error}")
    kept = keep_translation(archive, wanted, made, asking.engine)
    why = "" if kept else "the same words were there before" if made.lines else "no line came back"
    return OneTranslation(name, target, kept, made, why, known=bool(made.lines) and not kept)


def _work_off(
    archive: Archive,
    by_digest: dict[str, Wanted],
    settings: TranslateSettings,
    asking: _Asking,
    stage: TranslatedStage,
    told: Told,
) -> None:
    counts = ledger.counts(archive.db).get(TRANSLATE)
    total, done, started = counts.todo if counts else 0, 0, time.monotonic()
    while (
        lease := ledger.claim(archive.db, [TRANSLATE], f"run {os.getpid()}", _LEASE_S)
    ) is not None:
        wanted = by_digest.get(lease.digest)
        if wanted is None:  # of words that are no longer shown first, or were held back since
            with archive.writing() as w:
                w.db.execute("delete from work where key = ?", (lease.digest,))
            continue
        name = wanted.transcript.recording_id
        told(RunProgress(TRANSLATE, name, done, total, elapsed_s=time.monotonic() - started))
        try:
            made = translate_lines(wanted.lines, wanted.target, asking, spoken=settings.spoken)
        except (MissingEngine, UsageError) as error:
            # not the fault of this item: the stage ends, and its items stay on the list
            ledger.release(archive.db, lease)
            stage.notes.append(f"the stage '{TRANSLATE}' was given up: {error}")
            return
        except EarwitnessError as error:
            ledger.fail(archive.db, lease, error, final=False)
            continue
        except BaseException:
            ledger.release(archive.db, lease)
            raise
        stage.transcripts += (
            keep_translation(archive, wanted, made, asking.engine, lease) is not None
        )
        done += 1


class _Asking:
    """Lines to the engine's child and back, with an ear for Ctrl-C while it is at work."""

    def __init__(
        self,
        engine: Translator,
        choice: TranslatorChoice,
        terms: TranslatorTerms,
        interrupts: Interrupts,
    ) -> None:
        self.engine = engine
        self._choice, self._terms, self._interrupts = choice, terms, interrupts
        limits = ProcessLimits(memory_bytes=64 << 30, network=engine.needs_network)
        self._child = Isolated(
            IsolationSettings(limits, max_items=100_000, max_resident_bytes=32 << 30)
        )
        # The child dies with the thread that started it: one thread for all calls.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="earwitness-translate")

    def __call__(self, lines: Sequence[str], source: str, target: str) -> Sequence[str]:
        terms = self._terms.of(lines) if self.engine.reads_glossary else ()
        patience = _LOADING_S + _LINE_S * len(lines)
        if self.engine.needs_network:
            patience = self._choice.timeout_s + 30
        ask = partial(self._child.call, translate_texts, deadline_s=patience)
        future = self._pool.submit(ask, self._choice, tuple(lines), source, target, terms)
        while not future.done():
            wait([future], timeout=_TICK_S)
            self._interrupts.check()
        return future.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._child.stop()  # nobody waits for what is in hand
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._child.close()
