"""The optional stage in which a model suggests claims, at the one address that the settings name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Self

from earwitness.audio.isolation import Isolated, IsolationSettings
from earwitness.audio.limits import ProcessLimits
from earwitness.errors import EarwitnessError, MissingEngine, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.claims import Claim, Suggester
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.understand.claims.keeping import claim_of, keep_suggested
from earwitness.understand.claims.suggesting import (
    PROMPT_VERSION,
    ClaimsSettings,
    read_suggestions,
)
from earwitness.understand.claims.words_read import ReadWords, words_read
from earwitness.understand.coding.codebook import Codebook
from earwitness.understand.engines.claims_server import ServerSuggester
from earwitness.work.interrupts import Interrupts
from earwitness.work.progress import RunProgress, Told

__all__ = ["ModelStage", "ask_for_claims"]

_STAGE = "claims by a model"
_LINES_AT_ONCE = 40
_TICK_S = 0.25
_SHOWN = 5  # reasons that are told; the rest are counted


@dataclass(slots=True)
class ModelStage:
    """What a model suggested, and what was dropped of it."""

    recordings: int = 0
    claims: int = 0
    dropped: int = 0
    notes: list[str] = field(default_factory=list)


def ask_for_claims(
    archive: Archive,
    recording_ids: Sequence[str],
    codebook: Codebook,
    told: Told,
    interrupts: Interrupts,
) -> ModelStage:
    """Ask about all words that this model was not asked about before; do nothing without a setting.

    Raises:
        UsageError: a setting is wrong.
    """
    settings = archive.settings.section("claims", ClaimsSettings)
    stage = ModelStage()
    if not settings.engine:
        return stage
    if settings.engine != "server":
        raise UsageError(
            f"no suggester of claims is called '{settings.engine}'",
            where="[claims]", do='Write engine = "server", or take the line out',
        )  # fmt: skip
    try:
        engine = ServerSuggester(settings)
    except EarwitnessError as error:
        stage.notes.append(f"no model is asked for claims: {error}")
        return stage
    with _Asking(settings, codebook, interrupts) as asking:
        for number, recording_id in enumerate(recording_ids):
            told(RunProgress(_STAGE, recording_id, number, len(recording_ids)))
            try:
                _one(archive, recording_id, engine, codebook, asking, stage)
            except (MissingEngine, UsageError) as error:
                stage.notes.append(f"the stage '{_STAGE}' was given up: {error}")
                break
            except EarwitnessError as error:
                stage.notes.append(f"no claims by a model for {recording_id}: {error}")
    if asking.asked:
        stage.notes.append(f"lines of transcripts were sent to {settings.address}")
    return stage


def _one(
    archive: Archive,
    recording_id: str,
    engine: ServerSuggester,
    codebook: Codebook,
    asking: _Asking,
    stage: ModelStage,
) -> None:
    words = words_read(archive.db, recording_id)
    inputs = hashlib.sha256(" ".join(one.digest for one in words).encode()).hexdigest()[:32]
    settings = engine.settings_digest(codebook)
    key = ledger.TaskKey(recording_id, _STAGE, PROMPT_VERSION, settings, inputs)
    if not words or ledger.is_done(archive.db, key):
        return
    found: list[tuple[ReadWords, list[Claim]]] = []
    dropped: list[str] = []
    for version in words:
        claims: list[Claim] = []
        for start in range(0, len(version.lines), _LINES_AT_ONCE):
            part = ReadWords(
                version.version_id, version.kind, version.lines[start : start + _LINES_AT_ONCE]
            )
            lines = [(one.text, one.language) for one in part.lines]
            answer = asking([text for text, _ in lines])
            suggested = read_suggestions(answer, lines, codebook, engine.version)
            dropped += suggested.dropped
            for one in suggested.claims:
                made = claim_of(one, recording_id, part, engine.version, Suggester.MODEL)
                claims.append(made)
        found.append((version, claims))
    total = sum(len(some) for _, some in found)
    note = f"{total} claims suggested by a model, {len(dropped)} points dropped"
    with archive.writing() as w:
        objects = [recording_id, *(one.version_id for one in words)]
        seq = w.note(EventType.CREATION, objects, note=note)
        for version, some in found:
            place = (recording_id, version.version_id)
            keep_suggested(w.db, place, Suggester.MODEL, some, engine.version, seq)
        ledger.done_directly(w.db, [key], seq)
    stage.recordings += 1
    stage.claims += total
    stage.dropped += len(dropped)
    stage.notes += [f"dropped in {recording_id}, {one}" for one in dropped[:_SHOWN]]
    if len(dropped) > _SHOWN:
        stage.notes.append(f"dropped in {recording_id}: {len(dropped) - _SHOWN} more")


def ask_server(settings: ClaimsSettings, lines: tuple[str, ...], codebook: Codebook) -> str:
    """Ask in a child: the process that holds the archive reaches for nothing."""
    return ServerSuggester(settings).ask(lines, codebook)


class _Asking:
    """Lines to the child that has a network, and back, with an ear for Ctrl-C meanwhile."""

    def __init__(
        self, settings: ClaimsSettings, codebook: Codebook, interrupts: Interrupts
    ) -> None:
        self._settings, self._codebook, self._interrupts = settings, codebook, interrupts
        self.asked = 0
        limits = ProcessLimits(network=True)
        self._child = Isolated(IsolationSettings(limits, max_items=100_000))
        # The child dies with the thread that started it: one thread for all calls.
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="earwitness-claims")

    def __call__(self, lines: Sequence[str]) -> str:
        self.asked += 1
        ask = partial(self._child.call, ask_server, deadline_s=self._settings.timeout_s + 30)
        future = self._pool.submit(ask, self._settings, tuple(lines), self._codebook)
        while not future.done():
            wait([future], timeout=_TICK_S)
            self._interrupts.check()
        return future.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if kind is not None:
            self._child.stop()  # nobody waits for what is in hand
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._child.close()
