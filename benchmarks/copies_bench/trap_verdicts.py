"""What the project makes of the traps: `grouping.group` says which files are one recording.

`find_copies` finds sound that is the same; whether that makes two calls one is decided from where the
sound ends, from the speech in it (Silero, as in an archive) and from how many recordings share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from copies_bench.asking import Told
from copies_bench.corpus import Corpus
from copies_bench.questions import Question
from earwitness.compare.copies.answer import cannot_tell
from earwitness.compare.copies.finding import FoundCopy
from earwitness.compare.copies.grouping import group
from earwitness.compare.copies.keeping import link_of
from earwitness.compare.copies.sounds import FileSound
from earwitness.compare.copies.tracing import Traced
from earwitness.listen.hearing import HearingSettings, hear
from earwitness.records.identifiers import Sha256

__all__ = ["Verdicts", "judge_traps"]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Of one kind of trap.

    Args:
        joined: names of questions that became one recording with an indexed one; said: what is said of the others, and how often.
    """

    asked: int
    joined: tuple[str, ...]
    said: Mapping[str, int]

    def __str__(self) -> str:
        said = ", ".join(f"{what} {count}" for what, count in self.said.items())
        joined = f" ({', '.join(self.joined)})" if self.joined else ""
        return f"{len(self.joined)} of {self.asked} joined{joined}; {said}"


def judge_traps(
    corpus: Corpus, asked: Sequence[Question], told: Mapping[str, Told], codes: int
) -> dict[str, Verdicts]:
    """By kind of trap; ``codes``: in the index."""
    heard: dict[str, FileSound] = {}
    found: dict[str, Verdicts] = {}
    for one in asked:
        if one.group in ("positive", "negative"):
            continue
        if one.name not in heard:
            heard[one.name] = _file_sound(one.name, one.path)
        here = heard[one.name]
        speech_ms = None if here.speech is None else sum(span.duration_ms for span in here.speech)
        why = cannot_tell(here.duration_ms, here.duration_ms, speech_ms)
        joined, said = [], [] if not why else ["cannot tell"]
        links = (
            []
            if why
            else [link_of(one.name, _copy(copy), codes) for copy in told[one.name].linked or []]
        )
        for link in links:
            if link.there not in heard:
                heard[link.there] = _file_sound(link.there, corpus.path(link.there))
        sounds = [here, *(heard[link.there] for link in links)]
        grouped = group(sounds, links, {})
        if any(grouped.same[sound.recording_id] == grouped.same[one.name] for sound in sounds[1:]):
            joined.append(one.name)
        said += [passage.verdict.value for passage in grouped.passages]
        if not links and not why:
            said.append("nothing found")
        known = found.get(one.group, Verdicts(0, (), {}))
        counts = Counter(known.said) + Counter(said)
        found[one.group] = Verdicts(known.asked + 1, (*known.joined, *joined), counts)
    return found


def _copy(told: dict[str, object]) -> FoundCopy:
    pieces = told["pieces"]
    assert isinstance(pieces, list)  # noqa: S101 (as asking.py writes it)
    return FoundCopy(
        str(told["subject"]),
        tuple(Traced(**piece) for piece in pieces),
        float(str(told["score"])),
        int(str(told["questions"])),
    )


def _file_sound(name: str, path: Path) -> FileSound:
    hearing = hear(path, HearingSettings()).hearing
    spans = next((one.spans for one in hearing.speech if one.channel is None), ())
    speech = tuple(spans) if hearing.speech_state == "measured" else None
    return FileSound(Sha256(name), name, hearing.duration_ms, speech, (), 0)
