"""The checks that the program computes, each from hashes, events and typed fields; never from free text."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from earwitness.errors import Differs, EarwitnessError, NotInArchive
from earwitness.records.redaction_proof import ProofKind
from earwitness.records.review import CheckResult, CheckRun
from earwitness.records.words import TranscriptOrigin, TranslationOrigin
from earwitness.store import custody
from earwitness.store.archive import Archive
from earwitness.store.catalog.alignments import alignment_of, line_fits
from earwitness.store.catalog.receipts import appearances_of_recording
from earwitness.store.catalog.sound import recorded_date, renditions
from earwitness.store.catalog.words import best_transcript, transcripts, translations, utterances
from earwitness.store.proofs import latest_proof
from earwitness.store.redactions import redactions_digest, redactions_of, sealed_words

__all__ = ["MAKER", "Found", "machine_checks", "private_data_check"]

MAKER = "review checks 1"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Found:
    """What a machine's check gave, with its reason in a sentence."""

    run: CheckRun
    reason: str


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class _Marks:
    """The part of a hearing that is read here."""

    marks: tuple[_Mark, ...] = ()


def machine_checks(archive: Archive, recording_id: str) -> list[Found]:
    """All checks that can be computed for a recording now.

    A check that has nothing to look at gives ``not_possible`` with the reason, never a pass.
    """
    found = []
    for name, rule in _RULES.items():
        result, reason, evidence = rule(archive, recording_id)
        found.append(Found(CheckRun(name, result, evidence, machine=True, maker=MAKER), reason))
    return found


def private_data_check(finds: Mapping[str, int]) -> Found:
    """C3 from what was found in words, captions and file names: each find is for a person to decide.

    Args:
        finds: how many of each kind, public people left out.
    """
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(finds.items()))
    result = CheckResult.FAIL if counted else CheckResult.PASS
    reason = f"to be decided on: {counted}" if counted else "nothing was found"
    return Found(CheckRun("C3", result, machine=True, maker=f"{MAKER}, private data"), reason)


_Gave = tuple[CheckResult, str, tuple[str, ...]]


def _files(db: sqlite3.Connection, recording_id: str) -> list[str]:
    return [one.sha256 for one in renditions(db, recording_id)]


def _hashed_before_decoding(archive: Archive, recording_id: str) -> _Gave:
    db, files = archive.db, _files(archive.db, recording_id)
    if not files:
        return CheckResult.NOT_POSSIBLE, "no file of it is here", ()
    late, evidence = [], []
    for sha256 in files:
        row = db.execute(
            "select custody_seq, size_bytes from artefact where sha256 = ?", (sha256,)
        ).fetchone()
        worked = db.execute(
            "select min(custody_seq) from work where subject = ? and state = 'done'", (sha256,)
        ).fetchone()[0]
        evidence.append(f"event:{row['custody_seq']}")
        if worked is not None and worked < row["custody_seq"]:
            late.append(sha256)
    if late:
        return CheckResult.FAIL, f"worked on before it was hashed: {late[0]}", tuple(evidence)
    return (
        CheckResult.PASS,
        "hash and size stand in the chain before any other work",
        tuple(evidence),
    )


def _held_unchanged(archive: Archive, recording_id: str) -> _Gave:
    files = _files(archive.db, recording_id)
    if not files:
        return CheckResult.NOT_POSSIBLE, "no file of it is here", ()
    for sha256 in files:
        try:
            archive.originals.check(sha256)
            mode = archive.originals.path(sha256).stat().st_mode
        except (EarwitnessError, OSError) as error:
            return CheckResult.FAIL, str(error), (sha256,)
        if mode & _WRITABLE:
            return CheckResult.FAIL, f"originals/{sha256[:2]}/{sha256} can be written to", (sha256,)
    return CheckResult.PASS, "every original has its hash and is read-only", tuple(files)


def _captured(archive: Archive, recording_id: str) -> _Gave:
    seen = appearances_of_recording(archive.db, recording_id)
    if not seen:
        return CheckResult.FAIL, "nothing says where it came from", ()
    without = [one.id for one in seen if not one.capture]
    if without:
        return CheckResult.FAIL, f"no tool or way of capture is noted for {without[0]}", (*without,)
    return CheckResult.PASS, "each appearance has its capture", tuple(one.id for one in seen)


def _chain_verifies(archive: Archive, _: str) -> _Gave:
    try:
        custody.verify_lines(custody.lines(archive.db))
    except Differs as error:
        return CheckResult.FAIL, str(error), ()
    return CheckResult.PASS, "each event follows from the one before", ()


def _compared(archive: Archive, recording_id: str) -> _Gave:
    db, files = archive.db, _files(archive.db, recording_id)
    if not files:
        return CheckResult.NOT_POSSIBLE, "no sound of it is here", ()
    for sha256 in files:
        row = db.execute(
            "select 1 from work where subject = ? and stage = 'copies' and state = 'done'",
            (sha256,),
        ).fetchone()
        if row is None:
            return CheckResult.NOT_DONE, "not compared yet: `earwitness run`", (sha256,)
    return CheckResult.PASS, "compared by fingerprint with all sound in the archive", tuple(files)


def _forwarding_known(archive: Archive, recording_id: str) -> _Gave:
    seen = [one for one in appearances_of_recording(archive.db, recording_id) if one.kind == "post"]
    if not seen:
        return CheckResult.NOT_POSSIBLE, "it appeared in no post that we hold", ()
    unknown = [one.id for one in seen if one.forwarded_state == "unknown"]
    if unknown:
        return CheckResult.INCONCLUSIVE, f"unknown for {len(unknown)} of {len(seen)}", (*unknown,)
    return CheckResult.PASS, "known for every post", tuple(one.id for one in seen)


def _has_upper_bound(archive: Archive, recording_id: str) -> _Gave:
    bound = recorded_date(archive.db, recording_id)
    if bound.latest is None:
        return CheckResult.FAIL, "no appearance has a date", ()
    return CheckResult.PASS, f"not after {bound.latest:%Y-%m-%d}", (bound.edtf,)


def _has_transcript(archive: Archive, recording_id: str) -> _Gave:
    best = best_transcript(archive.db, recording_id)
    if best is None:
        return CheckResult.FAIL, "nobody wrote the words down yet", ()
    if best.language in ("und", ""):
        return CheckResult.INCONCLUSIVE, "in which language it is, is not known", (best.id,)
    return CheckResult.PASS, f"{best.id} ({best.language})", (best.id,)


def _marks_hold_no_words(archive: Archive, recording_id: str) -> _Gave:
    db, bleeps, heard = archive.db, [], False
    for sha256 in _files(db, recording_id):
        row = db.execute("select blob from heard where sha256 = ?", (sha256,)).fetchone()
        with suppress(NotInArchive):
            if row is not None:
                marks = msgspec.json.decode(archive.derived.read(row["blob"]), type=_Marks)
                bleeps += [one for one in marks.marks if one.kind == "bleep"]
                heard = True
    if not heard:
        return CheckResult.NOT_DONE, "not heard yet: `earwitness run`", ()
    best = best_transcript(db, recording_id)
    inside = [
        (one, word)
        for line in (utterances(db, best.id) if best else [])
        for word in line.words
        for one in bleeps
        if word.start_ms >= one.start_ms
        and word.end_ms <= one.end_ms
        and any(map(str.isalpha, word.text))
    ]
    if inside:
        at, _ = inside[0]
        return (
            CheckResult.FAIL,
            f"a word stands inside the bleep at {at.start_ms} ms",
            (best.id if best else "",),
        )
    return CheckResult.PASS, f"{len(bleeps)} bleeps, no word inside one", ()


def _publishers_words_held(archive: Archive, recording_id: str) -> _Gave:
    db = archive.db
    published = [
        one
        for one in transcripts(db, recording_id)
        if one.origin in (TranscriptOrigin.PUBLISHER_SUBTITLES, TranscriptOrigin.PUBLISHER_TEXT)
    ]
    if not published:
        return CheckResult.NOT_POSSIBLE, "the publisher gave no words", ()
    for one in published:
        kept = alignment_of(db, one.id)
        if kept is None:
            continue
        lines = line_fits(db, kept.id).values()
        bad = [line.position for line in lines if line.fit == "does_not_belong"]
        if bad:
            return (
                CheckResult.FAIL,
                f"{len(bad)} of {len(lines)} lines do not belong to the sound",
                (one.id, *(f"line:{position}" for position in bad)),
            )
        return CheckResult.PASS, f"{len(lines)} lines were held against the sound", (one.id,)
    return CheckResult.NOT_DONE, "not aligned: `earwitness run`", tuple(one.id for one in published)


def _no_relay(archive: Archive, recording_id: str) -> _Gave:
    """Each translation names the transcript of the spoken language from which it was made."""
    db = archive.db
    made = translations(db, recording_id)
    if not made:
        return CheckResult.NOT_POSSIBLE, "there is no translation", ()
    unknown = [
        one.id
        for one in made
        if one.transcript_id is None or one.origin is TranslationOrigin.PUBLISHER
    ]
    if unknown:
        return (
            CheckResult.INCONCLUSIVE,
            f"from what {unknown[0]} was made is not known",
            (*unknown,),
        )
    return CheckResult.PASS, "each is made from the words spoken", tuple(one.id for one in made)


def _redactions_proved(archive: Archive, recording_id: str) -> _Gave:
    """C6 from the last proof of what goes out; a proof of another state of what is withheld is none."""
    db = archive.db
    standing = redactions_of(db, recording_id)
    if not standing and not sealed_words(db):
        return CheckResult.PASS, "nothing is withheld", ()
    known = latest_proof(db, recording_id)
    if known is None or known[1].state != redactions_digest(archive, recording_id):
        when = "yet" if known is None else "since what is withheld was changed"
        return CheckResult.NOT_DONE, f"not proved {when}: `earwitness prove FOLDER`", ()
    record, run = known
    evidence = (record.id, run.digest)
    against = [one for one in run.finds if one != ProofKind.TAG]
    if against:
        return CheckResult.FAIL, f"the proof found: {', '.join(against)}", evidence
    if any(not one.redaction.method.removes for one in standing):
        return CheckResult.INCONCLUSIVE, "a disguised voice is not removed", evidence
    return CheckResult.PASS, f"{run.files} files, {run.stretches} stretches measured", evidence


def _only_allowed_tags(archive: Archive, recording_id: str) -> _Gave:
    known = latest_proof(archive.db, recording_id)
    if known is None:
        return CheckResult.NOT_DONE, "nothing public was looked at: `earwitness prove FOLDER`", ()
    record, run = known
    evidence = (record.id, run.digest)
    if ProofKind.TAG in run.finds or ProofKind.UNREADABLE in run.finds:
        return (
            CheckResult.FAIL,
            "tags that are not on the list, or a file nobody can read",
            evidence,
        )
    return CheckResult.PASS, f"{run.files} files hold only what is on the list", evidence


_RULES: Mapping[str, Callable[[Archive, str], _Gave]] = {
    "P1": _hashed_before_decoding,
    "P2": _held_unchanged,
    "P4": _captured,
    "P5": _chain_verifies,
    "T1": _compared,
    "T3": _forwarding_known,
    "T5": _has_upper_bound,
    "L1": _has_transcript,
    "L3": _marks_hold_no_words,
    "L4": _publishers_words_held,
    "L6": _no_relay,
    "C6": _redactions_proved,
    "C7": _only_allowed_tags,
}
