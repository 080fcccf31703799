"""How long the check of a draft takes against a large archive; every figure from the same run.

    python benchmarks/quotecheck.py [--segments 100000] [--keep FOLDER] [--report FILE] [--profile]

An archive of made-up calls (100 utterances each, a third of them in each of three languages, with an
approved translation line by line), and a draft of 3,000 words with 60 quotations for each language: most
as they were said, some with a word changed, some put together from two places, some that nobody said.
The baseline is what a desk can do with SQL alone: looking for each quotation as a piece of a line
(``like``) in the same catalog, which finds none that was changed. ``--report`` writes every finding as
JSON, to compare two versions of the check.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import shutil
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from earwitness.publish.quotecheck.check import CheckReport, check_draft
from earwitness.publish.quotecheck.held_keys import keep_held_keys
from earwitness.records.artefacts import EventType
from earwitness.records.sound import Basis
from earwitness.records.words import (
    Timing,
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
    Word,
)
from earwitness.store.archive import Archive
from earwitness.store.catalog.sound import made_recording
from earwitness.store.catalog.words import add_transcript, add_translation
from earwitness.store.index_lines import update_index
from earwitness.store.search import SearchIndex
from made_up_talk import MadeUpTalk

TARGET_S = 3.0
SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "truth.json"
_LANGUAGES = ("ru", "uk", "en")
_INTO = {"ru": "en", "uk": "en", "en": "uk"}
_LINES = 100  # of a recording
_QUOTATIONS, _WORDS = 60, 3000
_CHANGED = (
    0.3  # share of words that are drawn anew: no line of the archive is a line of the samples
)
_SAYS = {
    "en": ("“{}”, the woman says.", "“{}”, the man tells her."),
    "ru": ("«{}», — говорит женщина.", "«{}», — говорит ей мужчина."),
    "uk": ("«{}», — каже жінка.", "«{}», — каже їй чоловік."),
}
_DISCLOSED = {
    "en": "The recording could not be independently verified.",
    "ru": "Независимо подтвердить подлинность записи не удалось.",
    "uk": "Незалежно підтвердити справжність запису не вдалося.",
}


@dataclass(frozen=True)
class Call:
    """A made-up call: the language spoken, and each line with its translation."""

    language: str
    lines: list[str]
    translated: list[str]

    def in_language(self, language: str) -> list[str] | None:
        """Its lines in a language, if it has them."""
        if language == self.language:
            return self.lines
        return self.translated if language == _INTO[self.language] else None


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--segments", type=int, default=100_000)
    ask.add_argument("--keep", type=Path, help="folder for the archive, kept and used again")
    ask.add_argument("--report", type=Path, help="write every finding here")
    ask.add_argument("--languages", nargs="+", default=("en", "ru", "uk"))
    ask.add_argument("--profile", action="store_true", help="where the time goes")
    given = ask.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="earwitness-quotecheck-"))
    try:
        _measure(folder, given)
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, given: argparse.Namespace) -> None:
    calls = made_up_calls(given.segments)
    root = folder / "archive"
    if not root.exists():
        started = time.perf_counter()
        make_archive(root, calls)
        print(
            f"archive of {given.segments:,} segments made in {time.perf_counter() - started:.0f} s"
        )
    told: dict[str, object] = {}
    for language in given.languages:
        draft = folder / f"draft.{language}.md"
        text, quotations = made_up_draft(calls, language)
        draft.write_text(text, encoding="utf-8")
        with Archive(root, read_only=True) as archive:
            like_s = _by_like(archive, quotations)
        profile = cProfile.Profile() if given.profile else None
        spent, worked = [], []
        for _ in range(3):
            # A new archive each time: nothing that an earlier check read is at hand.
            started, work = time.perf_counter(), time.process_time()
            with Archive(root, read_only=True) as archive:
                report = (
                    profile.runcall(check_draft, archive, draft)
                    if profile
                    else check_draft(archive, draft)
                )
            spent.append(time.perf_counter() - started)
            worked.append(time.process_time() - work)
        told[language] = _essence(report)
        codes = sorted({one.code for one in report.findings})
        print(
            f"{language}: {len(text.split()):,} words, {len(report.quotations)} quotations:"
            f" first {spent[0]:.2f} s, median {statistics.median(spent):.2f} s"
            f" (processor {worked[0]:.2f} and {statistics.median(worked):.2f} s; target {TARGET_S:.0f} s); like {like_s:.2f} s, ratio {like_s / spent[0]:.1f};"
            f" found {', '.join(codes)}"
        )
        if profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    if given.report:
        given.report.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    started = time.process_time()
    sum(range(10_000_000))
    print(f"ten million additions: {time.process_time() - started:.2f} s")


def made_up_calls(segments: int) -> list[Call]:
    """Calls whose lines are the samples' with a third of their words drawn anew."""
    talk = MadeUpTalk.ready()
    truth = json.loads(SAMPLES.read_text(encoding="utf-8"))
    base: dict[str, list[str]] = {one: [] for one in _LANGUAGES}
    for recording in truth["recordings"].values():
        for line in recording["lines"]:
            base.setdefault(line["language"], []).append(line["text"])
            for language, text in line.get("translations", {}).items():
                base.setdefault(language, []).append(text)
    made = []
    for number in range(segments // _LINES):
        language = _LANGUAGES[number % 3]
        draw = random.Random(number)
        dice = np.random.default_rng((7, number))
        made.append(
            Call(
                language,
                [_line(talk, base, language, draw, dice) for _ in range(_LINES)],
                [_line(talk, base, _INTO[language], draw, dice) for _ in range(_LINES)],
            )
        )
    return made


def _line(
    talk: MadeUpTalk,
    base: dict[str, list[str]],
    language: str,
    draw: random.Random,
    dice: np.random.Generator,
) -> str:
    words = draw.choice(base[language]).split(" ")
    fresh = talk.sentence(language, len(words), dice).split(" ")
    return " ".join(
        new if draw.random() < _CHANGED and old.isalpha() else old
        for old, new in zip(words, fresh, strict=True)
    )


def make_archive(root: Path, calls: list[Call]) -> None:
    """The calls in an archive, through the catalog's own doors; the odd ones by machine, with word times."""
    with Archive.create(root) as archive:
        made = []
        with archive.writing() as w:
            for number, call in enumerate(calls):
                seq = w.note(EventType.INGESTION, [f"call {number}"], note="made up")
                recording = made_recording(w.db, Basis.WORDS, f"made:{number}", seq).recording
                made.append(recording.id)
                machine = number % 2 == 1
                transcript = Transcript(
                    f"trs_{number:08d}",
                    recording.id,
                    TranscriptOrigin.MACHINE if machine else TranscriptOrigin.HUMAN,
                    call.language,
                    "made",
                    rank=1,
                )
                spoken = [
                    _utterance(transcript, at, text, timed=machine)
                    for at, text in enumerate(call.lines)
                ]
                add_transcript(w.db, transcript, spoken, seq)
                translation = Translation(
                    f"trl_{number:08d}",
                    recording.id,
                    transcript.id,
                    _INTO[call.language],
                    TranslationOrigin.HUMAN,
                    status=VersionStatus.APPROVED,
                )
                lines = [TranslationLine(at, t, at, at) for at, t in enumerate(call.translated)]
                add_translation(w.db, translation, lines, seq)
        index = SearchIndex(archive.search_folder)
        update_index(archive, index, made)
        index.close()
        keep_held_keys(archive, made)


def _utterance(transcript: Transcript, at: int, text: str, *, timed: bool) -> Utterance:
    start_ms, words = at * 5000, text.split(" ")
    each = 4800 // len(words)
    return Utterance(
        f"{transcript.id}_{at}",
        transcript.id,
        at,
        text,
        ("Клён", "Липа")[at % 2],
        start_ms,
        start_ms + 4800,
        Timing.EXACT,
        tuple(
            Word(one, start_ms + n * each, start_ms + (n + 1) * each) for n, one in enumerate(words)
        )
        if timed
        else (),
        transcript.language,
    )


def made_up_draft(calls: list[Call], language: str) -> tuple[str, list[str]]:
    """A story of 3,000 words with 60 quotations, and those."""
    draw = random.Random(language)
    talk = MadeUpTalk.ready()
    dice = np.random.default_rng(5)
    held = [lines for one in calls if (lines := one.in_language(language)) is not None]
    chosen = draw.sample(held, min(len(held), 24))
    quotations = [_quotation(draw, chosen, number) for number in range(_QUOTATIONS)]
    spoken = sum(len(one.split()) for one in quotations)
    beside = (_WORDS - spoken) // _QUOTATIONS - 4
    parts = [f"# {talk.sentence(language, 6, dice)}", _DISCLOSED[language]]
    for number, one in enumerate(quotations):
        told = talk.sentence(language, max(4, beside), dice)
        said = _SAYS[language][number % 2].format(one.rstrip(".,"))
        parts.append(f"{told[:1].upper()}{told[1:]}. {said}")
    return "\n\n".join(parts) + "\n", quotations


def _quotation(draw: random.Random, held: list[list[str]], number: int) -> str:
    """As said; every sixth with a word changed, every tenth joined from two calls, every fifteenth of nobody."""
    lines = draw.choice(held)
    at = draw.randrange(len(lines) - 1)
    said = lines[at] if len(lines[at].split()) > 5 else f"{lines[at]} {lines[at + 1]}"
    words = said.split(" ")
    if number % 15 == 14:
        draw.shuffle(words)
        return " ".join(words[:-1] + [f"{one}ат" for one in words])
    if number % 10 == 9:
        return f"{said} {draw.choice(draw.choice(held))}"
    if number % 6 == 5:
        words[len(words) // 2] = draw.choice(lines[0].split(" "))
    return " ".join(words)


def _by_like(archive: Archive, quotations: list[str]) -> float:
    started = time.perf_counter()
    for one in quotations:
        pattern = f"%{one}%"
        for table in ("utterance", "translation_line"):
            sql = f"select count(*) from {table} where text like ?"  # noqa: S608 (a name of ours)
            archive.db.execute(sql, (pattern,)).fetchone()
    return time.perf_counter() - started


def _essence(report: CheckReport) -> list[object]:
    return [
        [
            one.text,
            one.cover,
            asdict(one.heard) if one.heard else None,
            [asdict(finding) for finding in one.findings],
            one.note,
        ]
        for one in report.quotations
    ] + [asdict(one) for one in report.others]


if __name__ == "__main__":
    main()
