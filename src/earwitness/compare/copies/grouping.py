"""Which recordings are one: from links between files and from what persons decided.

Two files are one recording where they agree as far as both go. A film or a channel's review that strings
calls together is a compilation: it carries parts of several recordings and makes none of them one. An
introduction, a jingle or hold music that two files share does not make them one, either. Machine links join
only where chance cannot explain them; the rest is suggested to a person, whose decision stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from earwitness.compare.copies.carriages import carriages_of
from earwitness.compare.copies.chance import DECISIVE_PER_MILLION
from earwitness.compare.copies.sounds import (
    PADDING_MS,
    FileSound,
    OpenEnd,
    covered_ms,
    open_ends,
    speech_in,
)
from earwitness.records.copies import Carriage, CopyLink, SharedPassage, Verdict
from earwitness.records.timecode import Interval

__all__ = ["Grouped", "group"]

_LEAST_SPEECH_MS = 1_500
_NEXT_TO_MS = 2_000
_TILED = 0.95
_TOGETHER = 0.1  # pieces that overlap by so little of the shorter one lie apart
_COMMON = 3


@dataclass(frozen=True, slots=True)
class Grouped:
    """What follows from all links and decisions.

    Attributes:
        same: recording to the one that stands for all that carry its sound.
        compilations: recordings that are strung together from others.
    """

    same: Mapping[str, str]
    carried: tuple[Carriage, ...]
    passages: tuple[SharedPassage, ...]
    compilations: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A link from the side of one of its files."""

    link: CopyLink
    here: FileSound
    there: FileSound
    ends: tuple[OpenEnd, ...]
    speech_ms: int | None


def group(
    sounds: Sequence[FileSound],
    links: Iterable[CopyLink],
    decided: Mapping[frozenset[str], bool],
) -> Grouped:
    """Work out which recordings are one.

    Args:
        links: in any order, both directions or one.
        decided: by pair of recordings, whether a person says that they carry the same sound.
    """
    by_file: dict[str, FileSound] = {one.sha256: one for one in sounds}
    seen = _seen(by_file, links)
    compilations: set[str] = {one.sha256 for one in sounds if _is_compilation(one, seen)}
    joined = _Joined(sounds, decided)
    for pair in _pairs(seen):
        one = seen[pair]
        if _decisive(one) and not one.ends and not compilations & {*pair}:
            joined.join(one.here.recording_id, one.there.recording_id)
    same = joined.canonical()
    passages = _passages(seen, same, compilations, decided)
    chosen = {
        pair: one.link for pair, one in seen.items() if _decisive(one) or _ruled(one, decided)
    }
    carried = carriages_of(sounds, same, chosen, compilations)
    strung = frozenset(by_file[one].recording_id for one in compilations)
    return Grouped(same, tuple(carried), tuple(passages), strung)


def _seen(
    by_file: Mapping[str, FileSound], links: Iterable[CopyLink]
) -> dict[tuple[str, str], _Seen]:
    """The best link of each pair of files, from both sides."""
    best: dict[frozenset[str], CopyLink] = {}
    for link in links:
        if link.asked not in by_file or link.there not in by_file or not link.pieces:
            continue
        pair = frozenset((link.asked, link.there))
        known = best.get(pair)
        if known is None or _weight(link) > _weight(known):
            best[pair] = link
    found: dict[tuple[str, str], _Seen] = {}
    for link in best.values():
        for one in (link, link.turned()):
            here, there = by_file[one.asked], by_file[one.there]
            ends = tuple(open_ends(one, here, there))
            found[one.asked, one.there] = _Seen(
                one, here, there, ends, _speech_ms(one, here, there)
            )
    return found


def _weight(link: CopyLink) -> tuple[int, float, str]:
    return sum(one.agreeing_ms for one in link.pieces), link.score, link.asked


def _speech_ms(link: CopyLink, here: FileSound, there: FileSound) -> int | None:
    """Speech in what two files share, from the file in which more of it is heard."""
    sums = [
        sum(speech_in(spans, stretch) or 0 for stretch in stretches)
        for spans, stretches in (
            (here.speech, [one.here for one in link.pieces]),
            (there.speech, [one.there for one in link.pieces]),
        )
        if spans is not None
    ]
    return max(sums) if sums else None


def _pairs(seen: Mapping[tuple[str, str], _Seen]) -> list[tuple[str, str]]:
    """Each pair once, the surest first, so that a decision keeps apart what is least sure."""
    once = [pair for pair in seen if pair[0] < pair[1]]
    return sorted(once, key=lambda pair: (-seen[pair].link.score, pair))


def _decisive(one: _Seen) -> bool:
    spoken = one.speech_ms is None or one.speech_ms >= _LEAST_SPEECH_MS
    return spoken and one.link.chance_per_million <= DECISIVE_PER_MILLION


def _ruled(one: _Seen, decided: Mapping[frozenset[str], bool]) -> bool:
    return decided.get(frozenset((one.here.recording_id, one.there.recording_id)), False)


def _is_compilation(sound: FileSound, seen: Mapping[tuple[str, str], _Seen]) -> bool:
    """Whether a file strings recordings together.

    Either it leaves one recording where another begins, or it is made of several whole ones from end
    to end. A piece that begins (or ends) with both files may be an introduction and proves nothing.
    """
    mine = [one for (here, _), one in seen.items() if here == sound.sha256 and _decisive(one)]
    for one in mine:
        for end in one.ends:
            if not end.both_ends and _next_to(end, one, mine, seen):
                return True
    apart = _apart(mine, seen)
    if len(apart) < 2 or any(one.ends for one in apart):
        return False
    pieces = [piece for one in apart for piece in one.link.pieces]
    return covered_ms(pieces)[0] >= _TILED * sound.duration_ms


def _next_to(
    end: OpenEnd, one: _Seen, mine: Sequence[_Seen], seen: Mapping[tuple[str, str], _Seen]
) -> bool:
    for other in mine:
        if other is one or (one.there.sha256, other.there.sha256) in seen:
            continue
        for piece in other.link.pieces:
            near = piece.here.end_ms if end.begins else piece.here.start_ms
            if abs(near - end.at_ms) <= _NEXT_TO_MS:
                return True
    return False


def _apart(mine: Sequence[_Seen], seen: Mapping[tuple[str, str], _Seen]) -> list[_Seen]:
    """Partners of a file that have nothing to do with one another and lie apart in it."""
    found: list[_Seen] = []
    for one in sorted(mine, key=lambda one: -covered_ms(one.link.pieces)[0]):
        if all(
            (one.there.sha256, other.there.sha256) not in seen and _lie_apart(one, other)
            for other in found
        ):
            found.append(one)
    return found


def _lie_apart(one: _Seen, other: _Seen) -> bool:
    for mine in one.link.pieces:
        for theirs in other.link.pieces:
            shorter = min(mine.here.duration_ms, theirs.here.duration_ms)
            if mine.here.overlap_ms(theirs.here) > _TOGETHER * shorter:
                return False
    return True


class _Joined:
    """Groups that grow pair by pair and never hold two recordings that a person keeps apart."""

    def __init__(self, sounds: Sequence[FileSound], decided: Mapping[frozenset[str], bool]) -> None:
        self._sounds = sounds
        names = dict.fromkeys(one.recording_id for one in sounds)
        for pair in decided:
            names.update(dict.fromkeys(sorted(pair)))
        self._group = {name: {name} for name in names}
        self._apart = [pair for pair, same in decided.items() if not same]
        for pair, same in decided.items():
            if same:
                self.join(*sorted(pair))

    def join(self, one: str, other: str) -> None:
        """Make two groups one, unless that would join what a person keeps apart."""
        first, second = self._group[one], self._group[other]
        if first is second:
            return
        both = first | second
        if any(pair <= both for pair in self._apart):
            return
        for name in both:
            self._group[name] = both

    def canonical(self) -> dict[str, str]:
        """Each recording and the one that stands for its group: the longest, then the earliest."""
        sounds = {one.recording_id: one for one in self._sounds}
        return {name: _standing_for(members, sounds) for name, members in self._group.items()}


def _standing_for(members: set[str], sounds: Mapping[str, FileSound]) -> str:
    """The earliest of those that are as long as the longest: encoders add and cut a little."""
    known = [sounds[one] for one in members if one in sounds]
    if not known:
        return min(members)
    longest = max(one.duration_ms for one in known)
    whole = [one for one in known if one.duration_ms >= longest - PADDING_MS]
    return min(whole, key=lambda one: (one.order, one.recording_id)).recording_id


def _passages(
    seen: Mapping[tuple[str, str], _Seen],
    same: Mapping[str, str],
    compilations: set[str],
    decided: Mapping[frozenset[str], bool],
) -> list[SharedPassage]:
    found: dict[tuple[str, str], SharedPassage] = {}
    for pair in _pairs(seen):
        one = seen[pair]
        first, second = (same[sound.recording_id] for sound in (one.here, one.there))
        if first == second or _ruled(one, decided):
            continue
        if decided.get(frozenset((one.here.recording_id, one.there.recording_id))) is False:
            continue
        if compilations & {*pair} and _decisive(one):
            continue
        verdict, reason = _verdict(one, seen, same)
        key = (min(first, second), max(first, second))
        found.setdefault(key, SharedPassage(*key, verdict, reason, one.link))
    return list(found.values())


def _verdict(
    one: _Seen, seen: Mapping[tuple[str, str], _Seen], same: Mapping[str, str]
) -> tuple[Verdict, str]:
    if one.speech_ms is not None and one.speech_ms < _LEAST_SPEECH_MS:
        return Verdict.NO_SPEECH, (
            "what they share holds no speech: music, a tone or noise says nothing about two calls"
        )
    if one.link.chance_per_million > DECISIVE_PER_MILLION:
        return Verdict.SUGGESTED, (
            f"the sound is alike, and in {one.link.chance_per_million:,.0f} of a million questions"
            " chance is as good: listen to both"
        )
    if not one.ends:
        return Verdict.SUGGESTED, "they agree as far as both go, but a person keeps others apart"
    sharing = _sharing(one, seen, same)
    if len(sharing) >= _COMMON:
        return Verdict.COMMON, (
            f"the same passage stands in {len(sharing)} recordings that go on differently:"
            " an introduction, a jingle, a signal"
        )
    return Verdict.SHARED, (
        "they share a passage and go on differently: a common introduction, or one of them is cut"
        " from both; listen to where they part"
    )


def _sharing(
    one: _Seen, seen: Mapping[tuple[str, str], _Seen], same: Mapping[str, str]
) -> set[str]:
    """The recordings (each group once) that hold the same passage and part from it."""
    passage = one.link.pieces[0].here
    groups = {same[one.here.recording_id], same[one.there.recording_id]}
    for (here, _), other in seen.items():
        if here != one.here.sha256 or not other.ends:
            continue
        if any(_mostly(piece.here, passage) for piece in other.link.pieces):
            groups.add(same[other.there.recording_id])
    return groups


def _mostly(one: Interval, other: Interval) -> bool:
    return one.overlap_ms(other) >= 0.5 * max(one.duration_ms, other.duration_ms, 1)
