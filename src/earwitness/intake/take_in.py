"""`earwitness add`: one mixed pile, each file to the reader that knows it; nothing taken twice."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from earwitness.errors import EarwitnessError, HostileInput, MalformedInput, UnsupportedInput
from earwitness.intake.bundles.unpacking import unpack
from earwitness.intake.entering.articles import enter_article
from earwitness.intake.entering.batch import Batch, GivenBy
from earwitness.intake.entering.belonging import recording_of_words
from earwitness.intake.entering.media import (
    EnteredMedia,
    enter_loose_media,
)
from earwitness.intake.entering.posts import enter_export
from earwitness.intake.entering.videos import enter_video
from earwitness.intake.entering.words import WordsFile, enter_words
from earwitness.intake.pile import GivenFile, Pile, walk
from earwitness.intake.recognise import (
    MEDIA_ENDINGS,
    Recognised,
    RecognisedKind,
    Siblings,
    recognise,
)
from earwitness.intake.report import IntakeReport, NotTaken
from earwitness.intake.transcripts.parsed import Line, ParsedTranscript
from earwitness.intake.transcripts.plain import read_plain
from earwitness.intake.transcripts.prompt_list import read_prompt_list
from earwitness.intake.transcripts.read import read_transcript
from earwitness.store.archive import Archive
from earwitness.text.encoding import decode_text
from earwitness.text.language import guess_language

__all__ = ["GivenBy", "IntakeReport", "IntakeSettings", "take_in"]

Told = Callable[[str, int, int], None]
_INNER = "inside"  # the folder that bundles inside bundles are unpacked in
_DEEPEST = 3  # a bundle may hold itself
_SOUND_ANCESTORS = 3  # a list of prompts may stand this many folders above its files


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """The section ``[intake]``: files over ``max_file_gb`` (10^9 bytes) are not taken."""

    max_file_gb: float = 8.0


@dataclass(slots=True)
class _Sorting:
    """What is left of a pile while it is taken apart."""

    files: dict[Path, GivenFile]
    kinds: dict[Path, Recognised] = field(default_factory=dict)
    media: list[EnteredMedia] = field(default_factory=list)
    words: dict[str, list[WordsFile]] = field(default_factory=lambda: defaultdict(list))

    def of(self, kind: RecognisedKind) -> list[GivenFile]:
        return [self.files[path] for path, one in self.kinds.items() if one.kind is kind]

    def drop(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.kinds.pop(path, None)


_Reader = Callable[[Batch, GivenFile, _Sorting], None]


def take_in(
    archive: Archive, paths: Sequence[Path], given_by: GivenBy, told: Told = lambda *_: None
) -> IntakeReport:
    """Take in files and folders. One bad file never stops the rest.

    Args:
        told: called with (what, done, total) as files are taken.

    Raises:
        ArchiveBusy: another intake is under way.
    """
    settings = archive.settings.section("intake", IntakeSettings)
    with archive.alone("add"):
        archive.originals.sweep()
        unpacked = archive.root / "derived" / ".unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)  # of an intake that was killed
        batch = Batch.open(archive, paths, given_by)
        scratch = unpacked / batch.id
        try:
            limit = int(settings.max_file_gb * 1e9)
            _take_pile(batch, walk(paths, max_file_bytes=limit), told, scratch)
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
            batch.close()
    return batch.report


def _take_pile(batch: Batch, pile: Pile, told: Told, scratch: Path) -> None:
    report = batch.report
    report.files += len(pile.files)
    report.hidden += pile.hidden
    for refusal in pile.refusals:
        report.refuse(refusal.where or "?", refusal)
    sorting = _sort(batch, pile)
    steps = len(sorting.kinds)
    done = 0

    def step(file: GivenFile) -> None:
        nonlocal done
        done += 1
        told(file.shown, done, steps)

    def read(kind: RecognisedKind, reader: _Reader) -> None:
        for file in sorting.of(kind):
            step(file)
            _guarded(batch, file, partial(reader, batch, file, sorting))

    # Whole exports first: they account for files that would be loose otherwise. Words come after
    # the sound that they may belong to.
    read(RecognisedKind.TELEGRAM, _telegram)
    read(RecognisedKind.VIDEO_INFO, _video)
    read(RecognisedKind.MEDIA, _media)
    read(RecognisedKind.WORDS, _words)
    read(RecognisedKind.PROMPT_LIST, _prompts)
    _pair_words(batch, sorting)
    read(RecognisedKind.ARTICLE, _article)
    _refuse_rest(batch, sorting)
    for file in sorting.of(RecognisedKind.BUNDLE):
        step(file)
        _guarded(batch, file, partial(_bundle, batch, file, told, scratch))


def _guarded(batch: Batch, file: GivenFile, task: Callable[[], object]) -> None:
    try:
        task()
    except EarwitnessError as error:
        batch.report.refuse(file.shown, error)


def _sort(batch: Batch, pile: Pile) -> _Sorting:
    sorting = _Sorting({file.path: file for file in pile.files})
    siblings = _siblings(pile.files)
    for file in pile.files:
        try:
            found = recognise(file, siblings)
        except EarwitnessError as error:
            batch.report.refuse(file.shown, error)
            continue
        forced = batch.given_by.as_kind
        if forced and found.kind in (
            RecognisedKind.WORDS,
            RecognisedKind.ARTICLE,
            RecognisedKind.NOT_TAKEN,
        ):
            kind = RecognisedKind.ARTICLE if forced == "article" else RecognisedKind.WORDS
            found = Recognised(kind, f"taken as {forced}, as asked")
        sorting.kinds[file.path] = found
    return sorting


def _siblings(files: Sequence[GivenFile]) -> Mapping[Path, Siblings]:
    stems: dict[Path, set[str]] = defaultdict(set)
    names: dict[Path, set[str]] = defaultdict(set)
    for file in files:
        names[file.folder].add(file.path.name)
        stems[file.folder].update(())
        if file.path.suffix.lower().lstrip(".") not in MEDIA_ENDINGS:
            continue
        relative = file.path.stem
        folder = file.folder
        for _ in range(_SOUND_ANCESTORS):
            stems[folder].add(relative)
            relative, folder = f"{folder.name}/{relative}", folder.parent
    return {
        folder: Siblings(frozenset(stems[folder]), frozenset(names[folder])) for folder in stems
    }


def _media(batch: Batch, file: GivenFile, sorting: _Sorting) -> None:
    sorting.media.append(enter_loose_media(batch, file))


def _article(batch: Batch, file: GivenFile, _sorting: _Sorting) -> None:
    try:
        enter_article(batch, file)
    except UnsupportedInput as error:
        if batch.given_by.as_kind:
            raise
        batch.report.unread.append(
            NotTaken(file.shown, "NotRecognised", f"a text that {error.what}")
        )


def _telegram(batch: Batch, file: GivenFile, sorting: _Sorting) -> None:
    entered, used = enter_export(batch, file, sorting.files)
    sorting.media += entered
    # What a chat export shows its chats with: style sheets, scripts, pictures of its own.
    for name in ("css", "js", "images"):
        used |= {path for path in sorting.kinds if path.is_relative_to(file.folder / name)}
    sorting.drop(used)


def _video(batch: Batch, file: GivenFile, sorting: _Sorting) -> None:
    entered, words, used = enter_video(batch, file, sorting.files)
    sorting.media += entered
    for one in entered:
        sorting.words[one.recording.id] += words
    sorting.drop(used)


def _words(batch: Batch, file: GivenFile, sorting: _Sorting) -> None:
    placed, _ = batch.keep(file, "text")
    parsed = _read_words(file)
    given = WordsFile(file, placed, parsed)
    recording_id = recording_of_words(batch, given, sorting.media, sorting.words)
    sorting.words[recording_id].append(given)


def _read_words(file: GivenFile) -> ParsedTranscript:
    data = file.read()
    try:
        return read_transcript(data, name=file.path.name)
    except UnsupportedInput:
        # The name says that these are words of a recording; prose is taken line by line then.
        if file.path.suffix.lower() != ".txt":
            raise
        return read_plain(decode_text(data).text, where=file.shown)


def _prompts(batch: Batch, file: GivenFile, sorting: _Sorting) -> None:
    """A list of files and their words: each file's words go to its recording."""
    placed, _ = batch.keep(file, "text")
    pairs = read_prompt_list(decode_text(file.read()).text)
    # One prompt is too short to tell its language by; the whole list is not.
    language = batch.given_by.language or guess_language(" ".join(text for _, text in pairs)).tag
    by_place = {
        str(one.file.path.relative_to(file.folder).with_suffix("")): one.recording.id
        for one in sorting.media
        if one.file.path.is_relative_to(file.folder)
    }
    missing = 0
    for name, words in pairs:
        recording_id = by_place.get(name)
        if recording_id is None or not words:
            missing += 1
            continue
        parsed = ParsedTranscript("prompt-list", (Line(words),))
        one = WordsFile(file, placed, parsed, language=language)
        sorting.words[recording_id].append(one)
    if missing:
        batch.report.remark(file.shown, f"{missing} of its {len(pairs)} lines name no file here")


def _pair_words(batch: Batch, sorting: _Sorting) -> None:
    for recording_id, files in sorting.words.items():
        if not files:  # words that were looked at and belong to none of its files
            continue
        _guarded(batch, files[0].file, partial(enter_words, batch, recording_id, files))


def _refuse_rest(batch: Batch, sorting: _Sorting) -> None:
    for file in sorting.of(RecognisedKind.BROKEN_WORDS):
        _guarded(batch, file, partial(_say_what_is_broken, file))
    for kind in (RecognisedKind.NOT_TAKEN, RecognisedKind.IMAGE):
        for file in sorting.of(kind):
            why = sorting.kinds[file.path].why
            batch.report.unread.append(NotTaken(file.shown, "NotRecognised", why))


def _say_what_is_broken(file: GivenFile) -> None:
    read_transcript(file.read(), name=file.path.name)
    raise MalformedInput("cannot be read", where=file.shown)


def _bundle(batch: Batch, file: GivenFile, told: Told, scratch: Path) -> None:
    placed, _ = batch.keep(file, "structured")
    if scratch.parts.count(_INNER) >= _DEEPEST:
        raise HostileInput(
            f"is a bundle inside {_DEEPEST} others: it was kept, and not opened", where=file.shown
        )
    into = scratch / placed.sha256[:16]
    into.mkdir(parents=True, exist_ok=True)
    unpacked = unpack(file.path, into)
    for problem in unpacked.problems:
        batch.report.remark(file.shown, problem.what, problem.line)
    inner = walk([into], max_file_bytes=2**63 - 1)
    files = tuple(GivenFile(one.path, f"{file.shown}/{one.shown}") for one in inner.files)
    _take_pile(batch, Pile(files, inner.refusals, inner.hidden), told, scratch / _INNER)
