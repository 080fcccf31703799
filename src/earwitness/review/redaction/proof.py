"""The proof: what is to go out, every file and every byte of it, held against what is withheld. It fails closed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from earwitness.audio.film import Covered, has_picture
from earwitness.audio.isolation import Isolated, deadline_s
from earwitness.errors import EarwitnessError, NotInArchive, UnreadableFile, WouldReveal
from earwitness.records.redaction import RedactionMethod
from earwitness.records.redaction_proof import (
    PlacedSound,
    ProofFind,
    ProofKind,
    ProofRun,
    StretchProof,
    WithheldSound,
)
from earwitness.records.timecode import Interval
from earwitness.review.redaction.bytes_proof import (
    Given,
    limits_of,
    prove_bytes,
    prove_name,
    searched,
)
from earwitness.review.redaction.members.media import is_media, packed_media
from earwitness.review.redaction.picture_proof import prove_picture
from earwitness.review.redaction.sound_proof import SoundProof, prove_sound
from earwitness.store.archive import Archive
from earwitness.store.catalog.copies import same_recording
from earwitness.store.catalog.receipts import received_ending
from earwitness.store.originals import digest_file
from earwitness.store.redacted_master import in_master, redacted_master
from earwitness.store.redactions import redacted_recordings, sealed_words, treatments_of

__all__ = ["MAKER", "Proof", "prove", "refuse"]

MAKER = "redaction proof 1"
_SEARCH_S = 600.0
_MOST_NAMED = 3

Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof gave.

    Attributes:
        recordings: those whose withheld sound was looked for; placed: those whose sound is in the files.
    """

    run: ProofRun
    finds: tuple[ProofFind, ...]
    stretches: tuple[StretchProof, ...]
    recordings: tuple[str, ...]
    placed: tuple[str, ...]

    @property
    def proved(self) -> bool:
        """Whether nothing speaks against letting it out."""
        return not self.finds


@dataclass(slots=True)
class _Work:
    """What is found so far."""

    given: Given
    withheld: tuple[WithheldSound, ...]
    finds: list[ProofFind] = field(default_factory=list)
    stretches: list[StretchProof] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    too_short: set[str] = field(default_factory=set)
    media: int = 0
    frames: int = 0


def prove(
    archive: Archive,
    public: Path,
    of: str,
    recordings: Sequence[str] | None = None,
    placed: Sequence[PlacedSound] = (),
    told: Told | None = None,
) -> Proof:
    """Look at all that is to go out. Nothing is written but masters that were missing.

    Args:
        public: a folder, or one file.
        of: what it is, for the record.
        recordings: whose withheld sound is looked for; without it: of all that have any. Sealed words are
            always those of the whole archive.
        placed: where clips were cut, as far as that is known.
        told: each file as it is begun.

    Raises:
        UnreadableFile: there is no such file or folder.
    """
    files = list(_files(public))
    given = tuple((one.name, one.words) for one in sealed_words(archive.db))
    wanted = redacted_recordings(archive.db) if recordings is None else recordings
    withheld = tuple(one for name in wanted if (one := _withheld(archive, name)) is not None)
    work = _Work(given, withheld)
    digest = hashlib.sha256()
    with Isolated() as child:
        for path in files:
            name = _told_name(path, public, given, len(files))
            if told is not None:
                told(name)
            if path.is_symlink() or not path.is_file():
                work.finds.append(
                    ProofFind(ProofKind.UNREADABLE, name, "", "", "is a link or no plain file")
                )
                continue
            relative = path.relative_to(public).as_posix() if path != public else path.name
            digest.update(f"{digest_file(path)[0]}  {relative}\n".encode(errors="surrogateescape"))
            work.finds += prove_name(relative, name, given)
            _bytes(child, path, name, work)
            hint = next((one for one in placed if one.file == relative), None)
            _sounds(child, path, name, work, _in_master_of(archive, hint))
            if hint is not None:
                _picture(child, archive, path, name, work)
    return _proof(archive, of, digest.hexdigest(), len(files), work)


def refuse(proof: Proof) -> None:
    """Stop what was proved wrong.

    Raises:
        WouldReveal: naming files and places, and nothing of what is withheld.
    """
    if proof.proved:
        return
    named = [f"{one.file}: {one.place}: {one.says}" for one in proof.finds[:_MOST_NAMED]]
    more = len(proof.finds) - len(named)
    raise WouldReveal(
        f"the proof found {len(proof.finds)} reasons not to let it out, and nothing was put in place: "
        + "; ".join(named)
        + (f"; and {more} more" if more > 0 else ""),
        do="Mend what is named; `earwitness prove FOLDER` lists all of it for a folder that you have",
    )


def _files(public: Path) -> Iterator[Path]:
    if public.is_file():
        yield public
    elif public.is_dir():
        yield from sorted(one for one in public.rglob("*") if one.is_symlink() or not one.is_dir())
    else:
        raise UnreadableFile("is no file or folder", where=str(public))


def _told_name(path: Path, public: Path, given: Given, count: int) -> str:
    """What a file is called in the report; a name that holds what is sealed is not repeated."""
    relative = path.relative_to(public).as_posix() if path != public else path.name
    if given and searched(given).find(relative):
        return f"a file of {count} ({path.suffix[:8] if path.suffix.isascii() else 'no ending'})"
    return relative


def _withheld(archive: Archive, recording_id: str) -> WithheldSound | None:
    """What the proof needs to know of a recording; None where no sound of it is withheld, or none is here."""
    try:
        master = redacted_master(archive, recording_id)
    except NotInArchive:
        return None
    if master is None:
        return None
    ends_ms = master.duration_ms
    mapped = [in_master(master, one.interval) for one in master.treatments]
    kept = [
        (one, Interval(here.start_ms, min(here.end_ms, ends_ms)))
        for one, here in zip(master.treatments, mapped, strict=True)
        if here.start_ms < ends_ms
    ]
    return WithheldSound(
        recording_id,
        str(archive.originals.path(master.source)),
        received_ending(archive.db, master.source),
        str(master.path),
        tuple(one.interval for one, _ in kept),
        tuple(here for _, here in kept),
        tuple(one.method.value for one, _ in kept),
        tuple(one.channel for one, _ in kept),
        tuple(", ".join(one.records) for one, _ in kept),
    )


def _in_master_of(archive: Archive, hint: PlacedSound | None) -> tuple[str, int] | None:
    if hint is None:
        return None
    try:
        master = redacted_master(archive, hint.recording)
    except NotInArchive:
        return None
    if master is None:
        return None
    here = in_master(master, Interval(hint.start_ms, hint.start_ms))
    return hint.recording, here.start_ms


def _bytes(child: Isolated, path: Path, name: str, work: _Work) -> None:
    try:
        found = child.call(prove_bytes, str(path), name, work.given, deadline_s=_SEARCH_S)
    except EarwitnessError as error:
        work.finds.append(_unread(name, "", error))
        return
    work.finds += found.finds
    work.too_short |= found.too_short


def _sounds(
    child: Isolated, path: Path, name: str, work: _Work, cut_at: tuple[str, int] | None
) -> None:
    with path.open("rb") as stream:
        head = stream.read(64)
    if is_media(head):
        _sound(child, (path, name), work, cut_at)
        return
    data = path.read_bytes()
    for place, body in packed_media(data):
        with tempfile.TemporaryDirectory(prefix="earwitness-") as folder:
            inner = Path(folder) / "inner"
            inner.write_bytes(body)
            _sound(child, (inner, f"{name} > {place}"), work, None)


def _sound(
    child: Isolated, file: tuple[Path, str], work: _Work, cut_at: tuple[str, int] | None
) -> None:
    path, name = file
    work.media += 1
    if not work.withheld:
        return
    try:
        found: SoundProof = child.call(
            prove_sound, str(path), name, work.withheld, cut_at, deadline_s=deadline_s(None)
        )
    except EarwitnessError as error:
        work.finds.append(_unread(name, "its sound", error))
        return
    work.finds += found.finds
    work.stretches += found.stretches
    work.placed += found.placed_in


def _picture(child: Isolated, archive: Archive, path: Path, name: str, work: _Work) -> None:
    """Of a whole film that was just written from its recording."""
    hinted = [one for one in work.withheld if one.recording in work.placed]
    for one in hinted:
        covers = [
            Covered(here, treated.cover)
            for treated, here in zip(
                treatments_of(archive, one.recording), one.in_master, strict=False
            )
            if treated.cover is not None
        ]
        if not covers or not child.call(has_picture, path, deadline_s=deadline_s(None)):
            continue
        try:
            found, looked = child.call(
                prove_picture,
                str(path),
                name,
                covers,
                one.records[0],
                deadline_s=deadline_s(None) * 4,
            )
        except EarwitnessError as error:
            work.finds.append(_unread(name, "its picture", error))
            continue
        work.finds += found
        work.frames += looked


def _unread(name: str, place: str, error: EarwitnessError) -> ProofFind:
    says = f"cannot be looked at ({error.what}), so nothing is proved of it"
    return ProofFind(ProofKind.UNREADABLE, name, place, "", says)


def _proof(archive: Archive, of: str, digest: str, files: int, work: _Work) -> Proof:
    limits = list(limits_of(searched(work.given), sorted(work.too_short)))
    looked = tuple(one.recording for one in work.withheld)
    if any(RedactionMethod.DISGUISE.value in one.methods for one in work.withheld):
        limits.append(
            "a disguised voice is still heard: of disguised stretches nothing is proved, they are not removed"
        )
    groups = same_recording(archive.db)
    for one in looked:
        for other, canonical in groups.items():
            if canonical == groups.get(one) and other not in looked:
                limits.append(f"{other} is the same sound as {one}, and nothing of it is withheld")
    run = ProofRun(
        of,
        digest,
        "",
        files,
        work.media,
        len(work.stretches),
        tuple(sorted({one.kind.value for one in work.finds})),
        tuple(limits),
        MAKER,
    )
    return Proof(
        run,
        tuple(work.finds),
        tuple(work.stretches),
        looked,
        tuple(dict.fromkeys(work.placed)),
    )
