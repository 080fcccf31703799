"""`earwitness run`: lease, do in a child, keep, until nothing is left. Safe to kill at any moment."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from earwitness.audio.isolation import Isolated, IsolationSettings, deadline_s
from earwitness.audio.limits import ProcessLimits
from earwitness.compare.copies.keeping import (
    COPIES,
    FINGERPRINT,
    keep_codes,
    keep_found,
    link_of,
    plan_copies,
    plan_fingerprints,
    regroup,
    update_sound_index,
)
from earwitness.compare.keeping import compare_recordings
from earwitness.errors import (
    EarwitnessError,
    MissingEngine,
    OverLimit,
    Refused,
    ServiceFailed,
    ServiceUnreachable,
    UsageError,
)
from earwitness.listen.keeping import (
    HEAR,
    TRANSCRIBE,
    hold_back_inventions,
    keep_hearing,
    keep_machine_transcript,
    speech_of,
)
from earwitness.listen.voices.keeping import VOICES, keep_voices, plan_voices
from earwitness.publish.quotecheck.held_keys import keep_held_keys
from earwitness.store import ledger
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import original_names, received_ending
from earwitness.store.catalog.sound import recordings, recordings_of_artefact
from earwitness.store.index_lines import update_index
from earwitness.store.search import SearchIndex
from earwitness.store.sound_index.index import SoundIndex
from earwitness.work.aligning import align_waiting
from earwitness.work.at_a_server import transcribe_at_server
from earwitness.work.in_child import (
    copies_of_file,
    fingerprint_file,
    hear_file,
    transcribe_file,
    voices_of_file,
)
from earwitness.work.interrupts import Interrupts, heeded
from earwitness.work.plan import Plan, plan_work
from earwitness.work.progress import RunProgress, RunReport, Told, set_aside_items
from earwitness.work.reading_claims import read_claims
from earwitness.work.reading_mentions import read_mentions
from earwitness.work.translating import translate_waiting

__all__ = ["run"]

_TICK_S = 0.25
_LEASE_S = 24 * 3600.0  # only one runner at a time: a lease ends with its process
_FAILURES_IN_A_ROW = 3
_SLOWEST_BYTES_PER_S = 500  # speech is hardly ever coded with less
# A model fills gigabytes: its child keeps it, and there is one child, with all processors.
_TRANSCRIBING = IsolationSettings(
    limits=ProcessLimits(memory_bytes=64 << 30),
    max_items=10_000,
    max_resident_bytes=16 << 30,
    deadline_per_second=20.0,
)
# The index is mapped into memory: address space, not memory, is what it takes.
_SEARCHING = IsolationSettings(
    limits=ProcessLimits(memory_bytes=256 << 30),
    max_resident_bytes=8 << 30,
    deadline_per_second=5.0,
)


def run(
    archive: Archive,
    told: Told = lambda _: None,
    *,
    workers: int | None = None,
    again: bool = False,
    rebuild_search: bool = False,
    rebuild_copies: bool = False,
    until: Interrupts | None = None,
) -> RunReport:
    """Do all the work that an archive asks for. Running again does only what is new.

    Args:
        told: called about four times a second with the progress.
        workers: items in hand at once; None for one a processor, at most four.
        again: also try what was set aside.
        rebuild_search: throw the search index away and make it anew.
        rebuild_copies: the same for the index of sounds.
        until: by which another thread than that of Ctrl-C can ask to stop.

    Raises:
        ArchiveBusy: another run is under way.
        UsageError: a setting is wrong.
    """
    started = time.monotonic()
    with archive.alone("run"), heeded(until) as interrupts:
        archive.derived.sweep()
        with archive.writing() as w:
            ledger.recover(w.db)
            if again:
                ledger.try_again(w.db)
        if rebuild_search:
            SearchIndex.remove(archive.search_folder)
            with archive.writing() as w:
                w.db.execute("delete from work where stage = 'index'")
        if rebuild_copies:
            SoundIndex.remove(archive.sound_index_folder)
        plan = plan_work(archive)
        size = workers or min(4, os.cpu_count() or 1)
        crew = _Crew(archive, plan, told, size, interrupts)
        stopped = False
        try:
            crew.do(HEAR)
            plan_fingerprints(archive)
            crew.do(FINGERPRINT)
            update_sound_index(archive)
            plan_copies(archive)
            crew.do(COPIES)
            regrouped = regroup(archive)
            plan_voices(archive, plan.voices)
            crew.do(VOICES)
            if plan.engines:
                crew.plan = plan = plan_work(archive)  # which band a file is was heard just now
                crew.do(TRANSCRIBE)
            words = _words(archive, told, interrupts)
        except KeyboardInterrupt:
            stopped, words = True, _Words()
            regrouped = 0
        return RunReport(
            crew.done[HEAR],
            crew.heard_ms,
            crew.done[TRANSCRIBE],
            crew.held_back + words.held,
            words.indexed,
            set_aside_items(archive),
            (*plan.notes, *crew.notes, *words.notes),
            time.monotonic() - started,
            stopped,
            words.translated,
            words.compared,
            crew.given_up,
            words.aligned,
            words.misfits,
            crew.done[VOICES],
            regrouped,
            words.read,
            words.mentions,
            words.read_for_claims,
            words.claims,
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """What was done with words."""

    held: int = 0
    aligned: int = 0
    misfits: tuple[str, ...] = ()
    translated: int = 0
    compared: int = 0
    indexed: int = 0
    notes: tuple[str, ...] = ()
    read: int = 0
    mentions: int = 0
    read_for_claims: int = 0
    claims: int = 0


def _words(archive: Archive, told: Told, interrupts: Interrupts) -> _Words:
    """What is done with words: judging machines', aligning, translating, comparing, mentions, claims, the index."""
    everything = [one.id for one in recordings(archive.db)]
    held = 0
    for number, recording_id in enumerate(everything, 1):
        interrupts.check()
        held += sum(one.held for one in hold_back_inventions(archive, recording_id))
        if number % 50 == 0:
            told(RunProgress("guard", recording_id, number, len(everything)))
    aligned = align_waiting(archive, everything, told, interrupts)
    translated = translate_waiting(archive, everything, told, interrupts)
    interrupts.check()
    compared = compare_recordings(archive, everything)
    read = read_mentions(archive, everything, told, interrupts)
    claimed = read_claims(archive, everything, told, interrupts)
    index = SearchIndex(archive.search_folder)
    try:
        told(RunProgress("index", "", 0, len(everything)))
        indexed = update_index(archive, index, everything)
        keep_held_keys(archive, everything)
    finally:
        index.close()
    return _Words(
        held,
        aligned.transcripts,
        tuple(aligned.misfits),
        translated.transcripts,
        compared,
        indexed,
        (*aligned.notes, *translated.notes, *read.notes, *claimed.notes),
        read.recordings,
        read.mentions,
        claimed.recordings,
        claimed.claims,
    )


@dataclass(slots=True)
class _InHand:
    """An item that a worker has."""

    lease: ledger.Lease
    size_bytes: int
    name: str = ""
    heard_ms: int = 0


@dataclass(slots=True)
class _Crew:
    """Worker threads with a child each; the database stays with the thread that called."""

    archive: Archive
    plan: Plan
    told: Told
    size: int
    interrupts: Interrupts
    done: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys((HEAR, FINGERPRINT, COPIES, VOICES, TRANSCRIBE), 0)
    )
    heard_ms: int = 0
    held_back: int = 0
    notes: list[str] = field(default_factory=list)
    _given_up: set[str] = field(default_factory=set)
    _failed_in_a_row: int = 0
    _local: threading.local = field(default_factory=threading.local)
    _children: list[Isolated] = field(default_factory=list)

    @property
    def given_up(self) -> tuple[str, ...]:
        """Stages whose items were left on the list, for what is not the fault of an item."""
        return tuple(sorted(self._given_up))

    def do(self, stage: str) -> None:
        """Do all items of a stage that are on the list."""
        counts = ledger.counts(self.archive.db).get(stage)
        if counts is None or not counts.todo:
            return
        clock = _Clock(stage, counts.todo, _bytes_to_do(self.archive, stage), self.told)
        at_work: dict[Future[Any], _InHand] = {}
        size = 1 if stage == TRANSCRIBE else self.size
        pool = ThreadPoolExecutor(size, thread_name_prefix="earwitness")
        try:
            while True:
                self._fill(stage, pool, at_work, size)
                if not at_work:
                    break
                ready, _ = wait(at_work, timeout=_TICK_S, return_when=FIRST_COMPLETED)
                for future in ready:
                    self._settle(future, at_work.pop(future), clock)
                clock.tell(list(at_work.values()))
                self.interrupts.check()
        finally:
            if at_work:  # Ctrl-C, or a fault: nobody waits for what is in hand
                for child in self._children:
                    child.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            for child in self._children:
                child.close()
            self._children.clear()
            for in_hand in at_work.values():
                ledger.release(self.archive.db, in_hand.lease)

    def _fill(
        self,
        stage: str,
        pool: ThreadPoolExecutor,
        at_work: dict[Future[Any], _InHand],
        size: int,
    ) -> None:
        while len(at_work) < size and stage not in self._given_up:
            lease = ledger.claim(self.archive.db, [stage], f"run {os.getpid()}", _LEASE_S)
            if lease is None:
                return
            subject = lease.key.subject
            names = original_names(self.archive.db, subject)
            in_hand = _InHand(
                lease, _size(self.archive, subject), PurePosixPath(names[0]).name if names else ""
            )
            at_work[pool.submit(self._task(in_hand))] = in_hand

    def _task(self, in_hand: _InHand) -> Callable[[], Any]:
        """What the worker thread does; everything from the database is read here, before."""
        subject = in_hand.lease.key.subject
        path = self.archive.originals.path(subject)
        ending = received_ending(self.archive.db, subject)

        def progress(heard_ms: int) -> None:
            in_hand.heard_ms = heard_ms

        if in_hand.lease.key.stage == HEAR:
            settings = self.plan.hearing
            patience = _patience_s(in_hand.size_bytes, settings.max_duration_ms)
            return lambda: self._child(IsolationSettings()).call(
                hear_file, path, ending, settings, deadline_s=patience, progress=progress
            )
        if in_hand.lease.key.stage == FINGERPRINT:
            patience = deadline_s(self._heard_ms(subject))
            return lambda: self._child(IsolationSettings()).call(
                fingerprint_file, path, ending, deadline_s=patience, progress=progress
            )
        if in_hand.lease.key.stage == COPIES:
            index = self.archive.sound_index_folder
            patience = deadline_s(self._heard_ms(subject), _SEARCHING)
            return lambda: self._child(_SEARCHING).call(
                copies_of_file, path, ending, index, subject, deadline_s=patience, progress=progress
            )
        if in_hand.lease.key.stage == VOICES:
            wanted = self.plan.voices
            patience = deadline_s(self._heard_ms(subject))
            return lambda: self._child(IsolationSettings()).call(
                voices_of_file, path, ending, wanted, deadline_s=patience, progress=progress
            )
        speech, heard_ms = self._speech(subject), self._heard_ms(subject)
        chosen = self.plan.engines[in_hand.lease.key.version, in_hand.lease.key.settings]
        asked = (speech, chosen.engine, chosen.request)
        patience = deadline_s(heard_ms, _TRANSCRIBING)
        if chosen.reaches:
            both = (deadline_s(heard_ms), patience)
            return lambda: transcribe_at_server(
                self._child, self.archive.derived, (path, ending), asked, both, progress
            )
        return lambda: self._child(_TRANSCRIBING).call(
            transcribe_file, path, ending, *asked, deadline_s=patience, progress=progress
        )

    def _speech(self, sha256: str) -> Any:
        carried = recordings_of_artefact(self.archive.db, sha256)
        return speech_of(self.archive, carried[0].id) if carried else None

    def _heard_ms(self, sha256: str) -> int | None:
        row = self.archive.db.execute(
            "select duration_ms from heard where sha256 = ?", (sha256,)
        ).fetchone()
        return None if row is None else int(row["duration_ms"])

    def _settle(self, future: Future[Any], in_hand: _InHand, clock: _Clock) -> None:
        lease = in_hand.lease
        try:
            result = future.result()
        except (MissingEngine, ServiceUnreachable, UsageError) as error:
            # not the fault of this item: the stage ends, and its items stay on the list
            ledger.release(self.archive.db, lease)
            if lease.key.stage not in self._given_up:
                self._given_up.add(lease.key.stage)
                self.notes.append(f"the stage '{lease.key.stage}' was given up: {error}")
            return
        except EarwitnessError as error:
            ledger.fail(self.archive.db, lease, error, final=_is_final(error))
            clock.finished(in_hand)
            self._count_failure(lease, error)
            return
        self._failed_in_a_row = 0
        if lease.key.stage == HEAR:
            kept = keep_hearing(self.archive, lease, result)
            in_hand.heard_ms = result.hearing.duration_ms
            self.heard_ms += in_hand.heard_ms
        elif lease.key.stage == FINGERPRINT:
            kept = keep_codes(self.archive, lease, result)
        elif lease.key.stage == COPIES:
            links = [link_of(lease.key.subject, one, result.codes) for one in result.found]
            kept = keep_found(self.archive, lease, links)
        elif lease.key.stage == VOICES:
            kept = keep_voices(self.archive, lease, result)
        else:
            kept = keep_machine_transcript(self.archive, lease, result)
            self.held_back += len(result.held) if kept else 0
        self.done[lease.key.stage] += int(kept)
        clock.finished(in_hand)

    def _count_failure(self, lease: ledger.Lease, error: EarwitnessError) -> None:
        """A server that fails over one item may fail over all: they are not all tried in vain."""
        self._failed_in_a_row += isinstance(error, ServiceFailed)
        if self._failed_in_a_row >= _FAILURES_IN_A_ROW:
            self._given_up.add(lease.key.stage)
            self.notes.append(f"the stage '{lease.key.stage}' was given up: {error}")

    def _child(self, settings: IsolationSettings) -> Isolated:
        """The calling thread's child of that kind."""
        if not hasattr(self._local, "children"):
            self._local.children = {}
        children: dict[IsolationSettings, Isolated] = self._local.children
        if settings not in children:
            children[settings] = Isolated(settings)
            self._children.append(children[settings])
        return children[settings]


@dataclass(slots=True)
class _Clock:
    """Adds up what is done, and tells it."""

    stage: str
    total: int
    bytes_total: int
    told: Told
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    heard_ms: int = 0
    bytes_done: int = 0

    def finished(self, in_hand: _InHand) -> None:
        self.done += 1
        self.heard_ms += in_hand.heard_ms
        self.bytes_done += in_hand.size_bytes

    def tell(self, at_work: list[_InHand]) -> None:
        self.told(
            RunProgress(
                self.stage,
                ", ".join(one.name or one.lease.key.subject[:12] for one in at_work),
                self.done,
                self.total,
                self.heard_ms + sum(one.heard_ms for one in at_work),
                time.monotonic() - self.started,
                self.bytes_done,
                self.bytes_total,
            )
        )


def _is_final(error: EarwitnessError) -> bool:
    """A refusal of the file itself is final; a child that died may have been unlucky once."""
    died = "died with" in error.what or (
        isinstance(error, OverLimit) and "took longer" in error.what
    )
    return isinstance(error, Refused) and not died


def _patience_s(size_bytes: int, max_duration_ms: int) -> float:
    """How long a file may take, from its size: what its header says is not to be trusted."""
    longest_ms = min(size_bytes * 1000 // _SLOWEST_BYTES_PER_S, max_duration_ms)
    return deadline_s(max(longest_ms, 3_600_000))


def _size(archive: Archive, sha256: str) -> int:
    row = archive.db.execute(
        "select size_bytes from artefact where sha256 = ?", (sha256,)
    ).fetchone()
    return int(row["size_bytes"]) if row else 0


def _bytes_to_do(archive: Archive, stage: str) -> int:
    row = archive.db.execute(
        "select sum(a.size_bytes) total from work w join artefact a on a.sha256 = w.subject"
        " where w.stage = ? and w.state = 'todo'",
        (stage,),
    ).fetchone()
    return int(row["total"] or 0)
