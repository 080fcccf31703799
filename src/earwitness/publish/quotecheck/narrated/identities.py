"""Q26 and Q27: units, places and persons told as facts, where nothing but a publisher or a label stands for them.

A unit, a place or "the mother of a soldier" is what somebody says of a call. The story may repeat it with a hedge
("said to be", «по словам», "according to"), or plainly where the attribution ladder allows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from earwitness.publish.quotecheck.cues import found_cue
from earwitness.publish.quotecheck.named import cores
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding, Severity
from earwitness.records.review import Rung
from earwitness.records.statements import MentionKind
from earwitness.records.told import SpokenOf
from earwitness.store.catalog.mentions import mentions
from earwitness.store.catalog.receipts import appearances_of_recording, sources
from earwitness.text.language import guess_language
from earwitness.text.reported_speech import reported_speech
from earwitness.text.roles import Role, roles_in
from earwitness.text.wording.allowed import say_person
from earwitness.text.words import tokens

__all__ = ["attribution_overclaim", "place_or_unit_overclaim"]

_PLAIN_RUNGS = (Rung.CONFIRMED_BY_CONTACT, Rung.CONFIRMED_INDEPENDENTLY)
_ABOUT = {MentionKind.UNIT: "unit", MentionKind.PLACE: "place"}


@dataclass(frozen=True, slots=True)
class _Known:
    """A unit or place that the archive has from somebody."""

    kind: MentionKind
    key: str
    cores: frozenset[str]
    words: str
    who: str


def place_or_unit_overclaim(story: Story) -> Iterator[Finding]:
    """Q26: "a soldier of the 917th Brigade", where only a caption or a voice says so."""
    if not story.asked:
        return
    known = [one for recording in story.sounds for one in _known(story, recording)]
    for one in story.sentences:
        if not _tells_of_the_call(story, one):
            continue
        reported = _reported_spans(story, one)
        told: set[MentionKind] = set()
        for found in story.spoken_of:
            if found.kind not in _ABOUT or not one.start <= found.start < one.end:
                continue
            words = one.text[found.start - one.start : found.end - one.start].strip()
            inside = any(start <= found.start < end for start, end in reported)
            if words and not inside and found.kind not in told and not _confirmed(story, words):
                finding = _overclaim(story, found, known)
                if finding is not None:
                    told.add(found.kind)
                    yield finding
        if MentionKind.PLACE not in told:
            yield from _places_by_name(story, one, known, reported)


def _overclaim(story: Story, found: SpokenOf, known: list[_Known]) -> Finding | None:
    kind = _ABOUT[found.kind]
    own = cores_of(found.surface)
    fits = [
        one
        for one in known
        if one.kind is found.kind and (_same_key(one.key, found.key) or one.cores & own)
    ]
    words = story.draft.text[found.start : found.end]
    if fits:
        return _only_said(story, (found.start, found.end), kind, words, fits[0])
    if found.kind is MentionKind.UNIT:
        return story.finding(
            "Q26",
            (found.start, found.end),
            f"The story gives “{words}” as the unit of somebody in the recording; nothing in the archive says so.",
            rule="a unit in a sentence about the call; in no caption and no line of it",
            suggestion="Say who says so, or leave it out.",
            severity=Severity.WARNING,
        )
    return None


def _only_said(
    story: Story, span: tuple[int, int], kind: str, words: str, known: _Known
) -> Finding:
    return story.finding(
        "Q26",
        span,
        f"“{words}” is told as a fact; that it is the {kind} is only {known.who}: “{known.words}”.",
        rule=f"a {kind} in a sentence about the call, without a hedge and without anybody who says so",
        suggestion=_who_says(story.language, known.who),
    )


def _places_by_name(
    story: Story, one: Narrated, known: list[_Known], reported: list[tuple[int, int]]
) -> Iterator[Finding]:
    """Places that no gazetteer has, known from a caption or the words."""
    places = [place for place in known if place.kind is MentionKind.PLACE]
    for token in tokens(one.text):
        at = one.start + token.start
        if not token.text[:1].isupper() or any(start <= at < end for start, end in reported):
            continue
        fits = [place for place in places if cores(token.text) & place.cores]
        if fits and not _confirmed(story, token.text):
            yield _only_said(story, (at, one.start + token.end), "place", token.text, fits[0])
            return


def _known(story: Story, recording: str) -> Iterator[_Known]:
    ask = story.checking.told.spoken_of
    names = {one.id: one.name for one in sources(story.checking.db)}
    for seen in appearances_of_recording(story.checking.db, recording):
        if ask and seen.caption:
            tag = guess_language(seen.caption).tag
            for one in ask([(line, tag) for line in seen.caption.splitlines()]):
                if one.kind in _ABOUT:
                    who = f"stated by “{names[seen.source_id]}”"
                    yield _Known(one.kind, one.key, cores_of(one.surface), one.surface, who)
    for mention in mentions(story.checking.db, recording):
        if mention.kind in _ABOUT:
            who = f"said in {recording}"
            yield _Known(mention.kind, mention.key, cores_of(mention.surface), mention.surface, who)


def cores_of(words: str) -> frozenset[str]:
    """Cores of the words of a name that are written as names."""
    return frozenset(
        key for one in tokens(words) if one.text[:1].isupper() for key in cores(one.text)
    )


def _same_key(one: str, other: str) -> bool:
    """Keys of a unit: the same number, and levels that do not contradict each other."""
    if one == other:
        return bool(one)
    (level, _, number), (level2, _, number2) = one.partition(" "), other.partition(" ")
    same = number.split()[:1] == number2.split()[:1] and bool(number)
    return same and "unknown" in (level, level2)


def _tells_of_the_call(story: Story, one: Narrated) -> bool:
    """A sentence about who speaks or where, that does not say that somebody says so."""
    return bool(found_cue(one.text, story.language, "speaks_here")) and not found_cue(
        one.text, story.language, "identity_hedge"
    )


def _reported_spans(story: Story, one: Narrated) -> list[tuple[int, int]]:
    """What somebody is said to say in the sentence: "she says that he serves in the 917th"."""
    return [
        (one.start + said.content_start, one.start + said.content_end)
        for said in reported_speech(one.text, language=story.language)
    ]


def _confirmed(story: Story, words: str) -> bool:
    """Whether a person signed that this very thing is confirmed: a part of a verdict, or a role."""
    wanted = cores_of(words) or frozenset(re.findall(r"\d+", words))
    if not wanted:
        return False
    signed = [story.checking.standing(one).parts for one in story.recordings]
    signed += [
        known.given.role
        for one in story.recordings
        for known in story.checking.told.speakers(one)
        if known.rung in _PLAIN_RUNGS
    ]
    return any(
        wanted <= cores_of(one) | frozenset(re.findall(r"\d+", one)) for one in signed if one
    )


def attribution_overclaim(story: Story) -> Iterator[Finding]:
    """Q27: somebody is called what no rung of the ladder allows."""
    if not story.asked:
        return
    strong = False
    for one, start, end in story.matches("identity_claim"):
        words = story.draft.text[start:end]
        if found_cue(one.text, story.language, "identity_hedge") or _allowed(story, words):
            continue
        if any(low <= start < high for low, high in _reported_spans(story, one)):
            continue
        strong = True
        yield _too_much(story, (start, end), words, Severity.ERROR)
    if not strong and not any(
        found_cue(one.text, story.language, "identity_hedge") for one in story.sentences
    ):
        for _, start, end in story.matches("identity_bare", heading=False):
            words = story.draft.text[start:end]
            if not _allowed(story, words):
                yield _too_much(story, (start, end), words, Severity.WARNING)
                return


def _allowed(story: Story, words: str) -> bool:
    """Whether a person placed a voice so high on the ladder that it may be called this."""
    wanted = {role.name for role in roles_in(words, story.language)}
    return any(
        known.rung in _PLAIN_RUNGS
        and (not wanted or wanted & {role.name for role in _roles(known.given.role)})
        for one in story.recordings
        for known in story.checking.told.speakers(one)
    )


def _roles(words: str) -> tuple[Role, ...]:
    return roles_in(words, guess_language(words).tag)


def _too_much(story: Story, span: tuple[int, int], words: str, severity: Severity) -> Finding:
    rungs = [
        (known.rung, known.given)
        for one in story.recordings
        for known in story.checking.told.speakers(one)
    ]
    rung, given = rungs[0] if rungs else (Rung.UNKNOWN, None)
    names = {one.id: one.name for one in sources(story.checking.db)}
    publishers = [
        names[seen.source_id]
        for one in story.sounds
        for seen in appearances_of_recording(story.checking.db, one)
    ]
    allowed = say_person(story.language, rung, given, publishers[0] if publishers else "")
    heard = story.places[0].heard if story.places else None
    return story.finding(
        "Q27",
        span,
        f"“{words.strip()}” is told as a fact; how it is known who speaks allows less"
        f" (rung {rung.value}{'' if rungs else ': nobody has placed a voice on the ladder'}).",
        rule="words for who somebody is, without a hedge; rungs A5 and A6 allow them plainly",
        suggestion=f"Allowed is: {allowed}. Or say who calls them so: “said to be …”.",
        severity=severity,
        heard=heard,
    )


_AS_SAID = {
    "en": "as is said in the call",
    "ru": "как говорится в разговоре",
    "uk": "як ідеться в розмові",
}
_ACCORDING = {
    "en": "according to {}",
    "ru": "по словам источника «{}»",
    "uk": "за словами джерела «{}»",
}


def _who_says(language: str, who: str) -> str:
    """Words for the one who says so, in the draft's language."""
    publisher = re.search(r"“(.*)”", who)
    words = _ACCORDING.get(language, _ACCORDING["en"]).format(publisher[1]) if publisher else ""
    return f"Say who says so: “{words or _AS_SAID.get(language, _AS_SAID['en'])}”."
