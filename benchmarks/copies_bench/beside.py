"""Other people's systems on the same files, each within a budget of processor time.

A peer that would need longer gets a part of the corpus and every n-th question, and the table says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from copies_bench.corpus import Corpus, Recording
from copies_bench.counting import Given, Recall, offsets_ms, recall, threshold
from copies_bench.peers import Answer, Failed, NotInstallable, Peer, Usage, index_bytes
from copies_bench.questions import Question

__all__ = ["Beside", "compare", "peer_lines", "side_table"]

_TRIED_FILES, _TRIED_QUESTIONS = 6, 12
_INDEX_SHARE = 0.5  # of the budget
_LEAST_HOURS = 1.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What a peer did with which part of the questions; ``why``: it did nothing."""

    name: str
    version: str
    why: str = ""
    hours: float = 0.0
    asked: tuple[Question, ...] = ()
    answers: Mapping[str, Given] | None = None
    index_cpu_s: float = 0.0
    query_cpu_s: float = 0.0
    query_wall_s: float = 0.0
    memory_mb: float = 0.0
    bytes_per_hour: float = 0.0


def compare(
    peer: Peer,
    cache: Path,
    corpus: Corpus,
    questions: Sequence[Question],
    folder: Path,
    budget_s: float,
) -> Beside:
    """Let a peer index and answer."""
    db = folder / f"peer-{peer.name}"
    shutil.rmtree(db, ignore_errors=True)
    try:
        peer.install(cache)
        return _measured(peer, corpus, questions, db, budget_s)
    except NotInstallable as why:
        return Beside(peer.name, "", f"not to be had: {why}")
    except Failed as why:
        return Beside(peer.name, peer.version(), f"failed: {why}")
    finally:
        shutil.rmtree(db, ignore_errors=True)


def _measured(
    peer: Peer, corpus: Corpus, questions: Sequence[Question], db: Path, budget_s: float
) -> Beside:
    recordings = _affordable(peer, corpus, db, budget_s * _INDEX_SHARE)
    shutil.rmtree(db, ignore_errors=True)
    peer.index([corpus.path(one.name) for one in recordings], db)
    built = _cpu_s(peer.used)
    index_mb = peer.used.max_rss_mb if peer.used else 0.0
    names = {one.name for one in recordings}
    able = [one for one in questions if one.truth is None or one.truth in names]
    tried = able[:: max(1, len(able) // _TRIED_QUESTIONS)][:_TRIED_QUESTIONS]
    peer.query(db, [one.path for one in tried])
    each_s = _cpu_s(peer.used) / len(tried)
    every = max(1, round(len(able) * each_s / (budget_s - budget_s * _INDEX_SHARE)))
    asked = able[::every]
    answers = peer.query(db, [one.path for one in asked])
    hours = sum(one.seconds for one in recordings) / 3600
    return Beside(
        peer.name,
        peer.version(),
        "",
        hours,
        tuple(asked),
        {one.query: _given(one, question) for one, question in zip(answers, asked, strict=True)},
        built,
        _cpu_s(peer.used) / len(asked),
        (peer.used.wall_s if peer.used else 0.0) / len(asked),
        max(index_mb, peer.used.max_rss_mb if peer.used else 0.0),
        index_bytes(db) / hours,
    )


def _affordable(peer: Peer, corpus: Corpus, db: Path, budget_s: float) -> list[Recording]:
    """The recordings that can be indexed in the time; those with traps and the real ones always."""
    every = corpus.indexed()
    few = every[:_TRIED_FILES]
    peer.index([corpus.path(one.name) for one in few], db)
    each_s = _cpu_s(peer.used) / sum(one.seconds for one in few)
    seconds = max(_LEAST_HOURS * 3600, budget_s / max(each_s, 1e-9))
    kept = [one for one in every if one.kind != "synthetic"]
    calls = [one for one in every if one.kind == "synthetic"]
    left_s = seconds - sum(one.seconds for one in kept)
    sums = accumulate(one.seconds for one in calls)
    return kept + [one for one, total in zip(calls, sums, strict=True) if total <= left_s]


def _cpu_s(used: Usage | None) -> float:
    return used.user_s + used.system_s if used else 0.0


def _given(answer: Answer, question: Question) -> Given:
    middle_s = None if answer.offset_s is None else answer.offset_s + question.length_s / 2
    return Given(answer.found, answer.score, middle_s, answer.accepted)


def side_table(
    peers: Sequence[Beside], ours: Mapping[str, Given], cost: tuple[float, float, float, float]
) -> list[str]:
    """A line a system, then ours over theirs on the same questions.

    Args:
        cost: ours: index speed (x real time), processor s a question, MB of memory, bytes an hour.
    """
    lines = [
        (
            f"{'system':<26}{'hours':>6}{'n':>6}{'recall':>8}{'ours':>7}{'x real':>8}{'s/query':>9}"
            f"{'MB':>7}{'MB/h':>7}   ours over theirs: recall, speed, query time, memory, size"
        )
    ]
    speed, query_s, memory_mb, size = cost
    lines.append(
        f"{'earwitness':<47}{'':>6}{speed:>8.0f}{query_s:>9.3f}{memory_mb:>7.0f}{size / 1e6:>7.2f}"
    )
    for one in peers:
        if one.answers is None:
            lines.append(f"{one.name:<26}{one.why}")
            continue
        theirs = recall(one.asked, one.answers, threshold(one.asked, one.answers))
        mine = recall(one.asked, ours, threshold(one.asked, ours))
        their_speed = one.hours * 3600 / max(one.index_cpu_s, 1e-3)
        lines.append(
            f"{one.name:<26}{one.hours:>6.1f}{len(one.asked):>6}{theirs!s:>8}{mine!s:>7}"
            f"{their_speed:>8.0f}{one.query_cpu_s:>9.3f}{one.memory_mb:>7.0f}"
            f"{one.bytes_per_hour / 1e6:>7.2f}   "
            f"{mine.share / max(theirs.share, 1e-3):.2f}, {speed / their_speed:.1f}, "
            f"{query_s / max(one.query_cpu_s, 1e-4):.2g}, {memory_mb / max(one.memory_mb, 1):.2f}, "
            f"{size / max(one.bytes_per_hour, 1):.2f}"
        )
    return lines


def peer_lines(
    peers: Sequence[Beside], ours: Mapping[str, Given], conditions: Sequence[str]
) -> list[str]:
    """Recall at each one's own 0.5 % threshold, ours on the same questions in brackets."""
    lines = []
    for one in peers:
        if one.answers is None:
            lines.append(f"{one.name}: {one.why}")
            continue
        negatives = sum(question.group == "negative" for question in one.asked)
        positives = sum(question.group == "positive" for question in one.asked)
        lines.append(
            f"{one.name} ({one.version}): {one.hours:.1f} h indexed, {positives} positives, "
            f"{negatives} negatives"
        )
        lines.append("   at 0.5 % false alarms (ours): " + _by_condition(one, ours, conditions))
        lines.append("   " + _decision(one, ours))
        lines.append("   " + _traps(one))
    return lines


def _by_condition(one: Beside, ours: Mapping[str, Given], conditions: Sequence[str]) -> str:
    least, own = threshold(one.asked, one.answers or {}), threshold(one.asked, ours)
    parts = []
    for condition in [*conditions, None]:
        theirs = recall(one.asked, one.answers or {}, least, condition=condition)
        mine = recall(one.asked, ours, own, condition=condition)
        parts.append(f"{condition or 'ALL'} {theirs} ({mine})")
    return "; ".join(parts)


def _decision(one: Beside, ours: Mapping[str, Given]) -> str:
    answers = one.answers or {}
    errors, elsewhere = offsets_ms(one.asked, answers, threshold(one.asked, answers))
    places = (
        f"offset median {sorted(errors)[len(errors) // 2]:.0f} ms, {elsewhere} elsewhere"
        if errors
        else "no offsets"
    )
    if all(given.accepted is None for given in answers.values()):
        return f"it decides nothing; {places}"
    found: Recall = recall(one.asked, answers, None)
    negatives = [question.name for question in one.asked if question.group == "negative"]
    alarms = sum(bool(answers[name].accepted) for name in negatives)
    return (
        f"its own decision: recall {found}, false alarms {alarms} of {len(negatives)}; {places}; "
        f"ours on the same: recall {recall(one.asked, ours, threshold(one.asked, ours))}"
    )


def _traps(one: Beside) -> str:
    answers = one.answers or {}
    least = threshold(one.asked, answers)
    traps = [
        answers[question.name]
        for question in one.asked
        if question.group not in ("positive", "negative")
    ]
    above = sum(given.found is not None and given.score > least for given in traps)
    own = sum(bool(given.accepted) for given in traps)
    return f"traps linked: {above} of {len(traps)} above the threshold, {own} by its own decision"
