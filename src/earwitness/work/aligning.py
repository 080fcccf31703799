"""The stage that aligns: texts without times find them in the sound, many recordings together."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.audio.isolation import Isolated, IsolationSettings
from earwitness.errors import EarwitnessError, MissingEngine, UsageError
from earwitness.listen.align.keeping import (
    ALIGN,
    AlignStage,
    WantedAlignment,
    keep_alignment,
    wanted_alignments,
)
from earwitness.records.alignment import Alignment, Fit
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import received_ending
from earwitness.work.in_child import AlignTask, align_files, aligner_version
from earwitness.work.interrupts import Interrupts
from earwitness.work.progress import RunProgress, Told

__all__ = ["AlignedStage", "align_waiting", "aligned_now"]

_TICK_S = 0.25
_LEASE_S = 24 * 3600.0
_MOST = 60  # recordings that are aligned together
_SLOWEST_BYTES_PER_S = 500  # speech is hardly ever coded with less
_LONGEST_MS = 4 * 3_600_000
_BASE_S, _PER_SECOND = 180.0, 3.0  # patience: a busy machine, and many times slower than measured
# The synthesiser is not the same twice within a process: each batch has its own.
_CHILD = IsolationSettings(max_items=1)


@dataclass(slots=True)
class AlignedStage:
    """What the stage did in a run.

    Attributes:
        transcripts: looked for in their sound.
        misfits: transcripts that do not belong to it as a whole, by recording.
    """

    transcripts: int = 0
    misfits: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def aligned_now(path: Path, lines: Sequence[str], language: str) -> Alignment:
    """Align a text with a file now, in a child, without an archive.

    Raises:
        Refused: the file cannot be decoded.
        UsageError, MissingEngine: nobody speaks the language, or the synthesiser is missing.
    """
    task = AlignTask(path, path.suffix.lstrip("."), tuple(lines), None)
    longest_ms = path.stat().st_size * 1000 // _SLOWEST_BYTES_PER_S
    patience_s = _patience_s(min(longest_ms, _LONGEST_MS))
    with Isolated(_CHILD) as child:
        return child.call(align_files, [task], language, deadline_s=patience_s)[0]


def align_waiting(
    archive: Archive, recording_ids: Sequence[str], told: Told, interrupts: Interrupts
) -> AlignedStage:
    """Align what people have given words for and nobody has aligned yet.

    Raises:
        UsageError: a setting is wrong.
    """
    settings = archive.settings.section("align", AlignStage)
    stage = AlignedStage()
    if settings.engine == "none":
        return stage
    try:
        maker = aligner_version(settings.engine)
    except EarwitnessError as error:
        stage.notes.append(f"nothing is aligned: {error}")
        return stage
    wanted = wanted_alignments(archive, recording_ids, settings, maker)
    waiting = [one for one in wanted if not one.done]
    if not waiting:
        return stage
    with archive.writing() as w:
        ledger.retire(w.db, waiting[0].key)
        ledger.add(w.db, [one.key for one in waiting])
    _Aligner(archive, stage, told, interrupts).work_off(wanted, settings)
    return stage


class _Aligner:
    """Batches to the child and back, with an ear for Ctrl-C while it is at work."""

    def __init__(
        self,
        archive: Archive,
        stage: AlignedStage,
        told: Told,
        interrupts: Interrupts,
    ) -> None:
        self._archive, self._stage, self._told, self._interrupts = archive, stage, told, interrupts
        self._engine = ""
        self._total = self._done = self._heard_ms = 0
        self._started = time.monotonic()
        self._child = Isolated(_CHILD)

    def work_off(self, wanted: Sequence[WantedAlignment], settings: AlignStage) -> None:
        """Align everything that can be leased. What one item breaks is tried again item by item."""
        self._engine, self._total = settings.engine, sum(not one.done for one in wanted)
        # the child dies with the thread that started it: one thread for all calls
        with ThreadPoolExecutor(1, thread_name_prefix="earwitness-align") as pool:
            try:
                for batch in _batches(wanted, settings.minutes * 60_000):
                    self._batch(pool, batch)
            except BaseException:
                self._child.stop()  # nobody waits for what is in hand
                raise
            finally:
                pool.submit(self._child.close).result()

    def _batch(self, pool: ThreadPoolExecutor, batch: Sequence[WantedAlignment]) -> None:
        waiting = [one for one in batch if not one.done]
        leased = [(one, lease) for one in waiting if (lease := self._lease(one)) is not None]
        if not leased:
            return
        try:
            found = dict(
                zip((one.key.digest for one in batch), self._ask(pool, batch), strict=True)
            )
        except EarwitnessError as error:
            self._broken(pool, leased, error)
        except BaseException:
            for _, lease in leased:
                ledger.release(self._archive.db, lease)
            raise
        else:
            for one, lease in leased:
                self._keep(one, lease, found[one.key.digest])

    def _broken(
        self,
        pool: ThreadPoolExecutor,
        leased: Sequence[tuple[WantedAlignment, ledger.Lease]],
        error: EarwitnessError,
    ) -> None:
        """What breaks a batch is found by trying its items one by one."""
        of_all = isinstance(error, UsageError | MissingEngine)  # a language that nobody speaks
        if of_all or len(leased) == 1:
            for one, lease in leased:
                ledger.fail(self._archive.db, lease, error, final=True)
                self._stage.notes.append(f"{one.transcript.recording_id} was not aligned: {error}")
                self._done += 1
            return
        for _, lease in leased:
            ledger.release(self._archive.db, lease)
        for one, _ in leased:
            self._batch(pool, [one])

    def _lease(self, one: WantedAlignment) -> ledger.Lease | None:
        return ledger.claim_one(self._archive.db, one.key, f"run {os.getpid()}", _LEASE_S)

    def _ask(self, pool: ThreadPoolExecutor, batch: Sequence[WantedAlignment]) -> list[Alignment]:
        tasks = [
            AlignTask(
                self._archive.originals.path(one.sha256),
                received_ending(self._archive.db, one.sha256),
                tuple(line.text for line in one.lines),
                one.speech,
            )
            for one in batch
        ]
        total_ms = sum(one.duration_ms for one in batch)
        self._tell(batch)
        future = pool.submit(
            self._child.call,
            align_files,
            tasks,
            batch[0].language,
            self._engine,
            deadline_s=_patience_s(total_ms),
        )
        while not future.done():
            wait([future], timeout=_TICK_S)
            self._interrupts.check()
            self._tell(batch)
        return future.result()

    def _keep(self, one: WantedAlignment, lease: ledger.Lease, found: Alignment) -> None:
        if keep_alignment(self._archive, one, found, lease) is None:
            return
        self._stage.transcripts += 1
        if found.fit is Fit.DOES_NOT_BELONG:
            self._stage.misfits.append(one.transcript.recording_id)
        self._done += 1
        self._heard_ms += one.duration_ms

    def _tell(self, batch: Sequence[WantedAlignment]) -> None:
        names = batch[0].transcript.recording_id + (
            f" and {len(batch) - 1} more" * (len(batch) > 1)
        )
        elapsed_s = time.monotonic() - self._started
        self._told(RunProgress(ALIGN, names, self._done, self._total, self._heard_ms, elapsed_s))


def _batches(wanted: Sequence[WantedAlignment], most_ms: int) -> Iterator[list[WantedAlignment]]:
    """Recordings of one language together: the more there are, the better the models."""
    languages = dict.fromkeys(one.language for one in wanted)
    for language in languages:
        batch: list[WantedAlignment] = []
        held_ms = 0
        for one in wanted:
            if one.language != language:
                continue
            if batch and (len(batch) >= _MOST or held_ms + one.duration_ms > most_ms):
                yield batch
                batch, held_ms = [], 0
            batch.append(one)
            held_ms += one.duration_ms
        yield batch


def _patience_s(duration_ms: int) -> float:
    return _BASE_S + _PER_SECOND * duration_ms / 1000
