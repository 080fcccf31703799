"""Words to sound, round after round: the best way through the text, then better models from it.

Viterbi training (Rabiner 1989): models from synthesised speech find a first way; what they find gives
better models, first of all recordings together, then of each by itself. In the first rounds every word
must be somewhere; later, words may be passed over and sound may belong to none of them, which the first
models could not have told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from earwitness.listen.align.first_models import first_sums
from earwitness.listen.align.monophones import GAP, Gaussians, Sums
from earwitness.listen.align.passage import Jumps, Passage
from earwitness.listen.align.pieces import cut, first_way, is_long
from earwitness.listen.align.reading import ReadLine
from earwitness.listen.align.takes import Take
from earwitness.listen.align.viterbi import Search, best_paths

__all__ = ["FitSettings", "Model", "Scored", "fit", "scored", "strict_score"]

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
Mask = NDArray[np.bool_]

_NO_JUMPS = Jumps.of([])
_LEAST_GAP = 20  # frames from which a gap's Gaussian can be taken
_GAP_SPREAD = 0.05
_AT_ONCE = 40_000  # frames whose scores are held at once (seven minutes)


@dataclass(frozen=True, slots=True)
class FitSettings:
    """How models and ways are fitted to each other.

    Args:
        shared_rounds: rounds on all recordings together.
        strict_rounds: of those, how many in which every word must be said.
        own_rounds: further rounds on each recording by itself.
        shared_weight, own_weight: frames that the models before a round count as.
        first_spread: by how much the variances of the first models are widened: synthesised speech
            varies less than people do.
        surplus: nats a frame by which sound between lines must be worse than the average of all
            sounds before a word is preferred; ``surplus_inside`` the same within a line.
        walk_surplus: what both are raised by on the first ways through a long recording.
        not_heard: nats a frame that a word costs where no speech is heard.
        misfit: nats a frame by which a line may be worse than the middle one and still teach.
    """

    shared_rounds: int = 4
    strict_rounds: int = 2
    own_rounds: int = 2
    shared_weight: float = 20.0
    own_weight: float = 30.0
    first_spread: float = 1.3
    surplus: float = 2.0
    surplus_inside: float = 4.0
    walk_surplus: float = 2.0
    not_heard: float = 3.0
    misfit: float = 2.0


@dataclass(frozen=True, slots=True)
class Model:
    """Sounds and how often each is heard.

    Args:
        sounds: the Gaussians.
        frames: (count,) frames behind each, for the average of all sounds.
    """

    sounds: Gaussians
    frames: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Log-likelihoods of a stretch of frames.

    Args:
        sounds: (frames, count) of each Gaussian.
        any_sound: (frames,) of the average of all phones, weighted by how often each is heard.
    """

    sounds: Floats
    any_sound: Floats

    @property
    def anything(self) -> Floats:
        """(frames,) of the better of a gap and the average of all phones."""
        return np.maximum(self.sounds[:, GAP], self.any_sound)


def scored(model: Model, features: Floats) -> Scored:
    """Score frames under a model."""
    sounds = model.sounds.log_likelihoods(features)
    phones = model.frames[GAP + 1 :] + 1
    weighted = sounds[:, GAP + 1 :] + np.log(phones / phones.sum()).astype(np.float32)
    top = weighted.max(axis=1)
    any_sound = top + np.log(np.exp(weighted - top[:, None]).sum(axis=1))
    return Scored(sounds, np.asarray(any_sound, dtype=np.float32))


def fit(
    takes: Sequence[Take],
    names: dict[str, int],
    readings: Sequence[Sequence[Sequence[ReadLine]]],
    settings: FitSettings | None = None,
) -> tuple[Model, list[Model]]:
    """Fit all takes of one language together, then each by itself.

    Every take ends with its best way in ``state`` and ``label``.

    Args:
        takes: recordings with their texts.
        names: the first Gaussian of each phone.
        readings: for each take, its lines as read by each voice.
        settings: rounds and weights.

    Returns:
        The shared model, and each take's own.
    """
    settings = settings or FitSettings()
    shared = _shared(takes, names, readings, settings)
    own = [replace(shared, sounds=_with_gap(shared.sounds, [one], _GAP_SPREAD)) for one in takes]
    for _ in range(settings.own_rounds):
        heard = _round(takes, own, settings, strict=False)
        own = [
            Model(
                _with_gap(
                    Gaussians.estimated(sums_, shared.sounds, weight=settings.own_weight),
                    [one],
                    _GAP_SPREAD,
                ),
                shared.frames * 0.2 + sums_.frames,
            )
            for one, sums_ in zip(takes, heard, strict=True)
        ]
    _round(takes, own, settings, strict=False)
    return shared, own


def strict_score(
    one: Take, names: dict[str, int], readings: Sequence[Sequence[ReadLine]], settings: FitSettings
) -> float:
    """How well a text can be made to fit when every word of it must be said, in nats a frame.

    Only for comparing texts of one recording. Not for a recording so long that it is walked through.
    """
    rounds = settings.strict_rounds
    _shared([one], names, [readings], replace(settings, shared_rounds=rounds))
    return one.score / one.frames


def _shared(
    takes: Sequence[Take],
    names: dict[str, int],
    readings: Sequence[Sequence[Sequence[ReadLine]]],
    settings: FitSettings,
) -> Model:
    """The model of all takes together, after the shared rounds."""
    sums = [first_sums(read, names, one.noise) for one, read in zip(takes, readings, strict=True)]
    first = sum(sums[1:], sums[0])
    prior = Gaussians.estimated(first, floor=0.3)
    wide = Gaussians(prior.mean, prior.variance * settings.first_spread)
    model = Model(_with_gap(wide, takes, 0.1), first.frames)
    for number in range(settings.shared_rounds):
        strict = number < settings.strict_rounds
        heard = _round(takes, [model] * len(takes), settings, strict=strict)
        total = sum(heard[1:], heard[0])
        sounds = Gaussians.estimated(total, prior, weight=settings.shared_weight)
        model = Model(_with_gap(sounds, takes, _GAP_SPREAD), first.frames * 0.05 + total.frames)
    return model


def _with_gap(sounds: Gaussians, takes: Sequence[Take], least: float) -> Gaussians:
    """The same sounds with the gap as these recordings have it, where they are quiet."""
    found = [one.features.moments(_quiet(one)) for one in takes]
    quiet = sum(found[1:], found[0])
    if quiet.frames <= _LEAST_GAP:
        return sounds
    return sounds.replaced(GAP, quiet.mean, np.maximum(quiet.variance, least))


def _quiet(one: Take) -> Mask:
    """Frames that are in a gap, as far as is known."""
    if one.label.size:
        return np.asarray((one.label == GAP) & ~one.loud)
    if (~one.loud).sum() > 2 * _LEAST_GAP:
        return ~one.loud
    quiet = np.zeros(one.frames, dtype=np.bool_)
    order = np.argsort(one.sound.static[:, 0])
    quiet[order[: max(2 * _LEAST_GAP, one.frames // 20)]] = True
    return quiet


def _round(
    takes: Sequence[Take], models: Sequence[Model], settings: FitSettings, *, strict: bool
) -> list[Sums]:
    """Find the best way of each take; return what it teaches of every sound."""
    work: list[tuple[int, int]] = []
    against_best = [np.zeros(one.frames, dtype=np.float32) for one in takes]
    for number, (one, model) in enumerate(zip(takes, models, strict=True)):
        if strict and is_long(one):
            one.pieces = []
            _walk(one, model, settings, against_best[number])
            continue
        one.pieces, one.score = cut(one), 0.0
        one.state = np.zeros(one.frames, dtype=np.intp)
        one.label = np.full(one.frames, -1, dtype=np.intp)
        work += [(number, place) for place in range(len(one.pieces))]
    for batch in _batches(takes, work):
        _search(takes, models, batch, settings, against_best, strict=strict)
    return [
        _learned(one, scores, len(model.frames), settings.misfit)
        for one, model, scores in zip(takes, models, against_best, strict=True)
    ]


def _walk(one: Take, model: Model, settings: FitSettings, against_best: Floats) -> None:
    """The way through a long recording, window by window, and what its frames are."""
    reluctant = replace(
        settings,
        surplus=settings.surplus + settings.walk_surplus,
        surplus_inside=settings.surplus_inside + settings.walk_surplus,
    )

    def columns(start: int, end: int) -> Floats:
        found = scored(model, one.features.between(start, end))
        return _columns(one, found, start, reluctant, strict=False)

    one.state = first_way(one, columns)
    column = one.whole.column[one.state]
    one.label = np.where(column < 0, GAP, column)
    for here in one.features.blocks():
        found = scored(model, one.features.between(here.start, here.stop))
        label = one.label[here]
        surplus = found.any_sound - reluctant.surplus > found.sounds[:, GAP]
        label[(column[here] < 0) & surplus] = -1
        rows = np.arange(len(label))
        against_best[here] = found.sounds[rows, np.maximum(label, 0)] - found.sounds.max(1)


def _batches(takes: Sequence[Take], work: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    batches: list[list[tuple[int, int]]] = []
    held = 0
    for number, place in work:
        piece = takes[number].pieces[place]
        if not batches or held + piece.end - piece.start > _AT_ONCE:
            batches.append([])
            held = 0
        batches[-1].append((number, place))
        held += piece.end - piece.start
    return batches


def _search(
    takes: Sequence[Take],
    models: Sequence[Model],
    batch: list[tuple[int, int]],
    settings: FitSettings,
    against_best: list[Floats],
    *,
    strict: bool,
) -> None:
    searches, scores = [], []
    for number, place in batch:
        one, piece = takes[number], takes[number].pieces[place]
        found = scored(models[number], one.features.between(piece.start, piece.end))
        part = one.whole.part(piece.first_word, piece.end_word)
        columns = _columns(one, found, piece.start, settings, strict=strict)
        searches.append(Search(_plain(part) if strict else part, columns))
        scores.append(found)
    for (number, place), found, search, (way, score) in zip(
        batch, scores, searches, best_paths(searches), strict=True
    ):
        one, piece = takes[number], takes[number].pieces[place]
        one.score += score
        here = slice(piece.start, piece.end)
        column = search.passage.column[way]
        gap = column < 0
        label = np.where(gap, GAP, column)
        if not strict:
            surplus = found.any_sound - settings.surplus > found.sounds[:, GAP]
            label[gap & surplus] = -1
        one.state[here] = way + (int(one.whole.first[piece.first_word]) - 1)
        one.label[here] = label
        rows = np.arange(len(way))
        against_best[number][here] = found.sounds[rows, np.maximum(label, 0)] - found.sounds.max(1)


def _plain(passage: Passage) -> Passage:
    return replace(passage, past_words=_NO_JUMPS, past_lines=_NO_JUMPS)


def _columns(
    one: Take, found: Scored, start: int, settings: FitSettings, *, strict: bool
) -> Floats:
    """Scores by column: every Gaussian, then a gap between lines, then a gap within one."""
    sounds, silence = found.sounds, found.sounds[:, GAP]
    between = inside = silence
    if not strict:
        between = np.maximum(silence, found.any_sound - settings.surplus)
        inside = np.maximum(silence, found.any_sound - settings.surplus_inside)
    columns = np.column_stack((sounds, between, inside))
    if one.heard is not None and is_long(one):
        # where no speech is heard, words pay, and gaps never pay more than they would for a sound
        unheard = ~one.heard[start : start + len(columns)]
        columns[unheard, : sounds.shape[1]] -= np.float32(settings.not_heard)
        free = found.anything[unheard]
        columns[unheard, -2] = np.maximum(columns[unheard, -2], free)
    return columns


def _learned(one: Take, against_best: Floats, count: int, misfit: float) -> Sums:
    """Statistics of the frames whose line fits about as well as the others do."""
    line = one.line_of_frames()
    spoken = line >= 0
    lines = len(one.lines)
    frames = np.bincount(line[spoken], minlength=lines)
    scores = np.bincount(line[spoken], weights=against_best[spoken], minlength=lines)
    mean = np.where(frames > 0, scores / np.maximum(frames, 1), -9.0)
    middle = float(np.median(mean))
    allowed = max(misfit, 2.5 * float(np.median(np.abs(mean - middle))))
    poor = mean < middle - allowed
    label = np.where(spoken & poor[np.maximum(line, 0)], -1, one.label)
    one.features.normalise(one.label > GAP)
    parts = [
        Sums.of(one.features.between(here.start, here.stop), label[here], count)
        for here in one.features.blocks()
    ]
    return sum(parts[1:], parts[0])
