"""Q30 and Q31: private persons named or findable; prisoners, minors and victims who can be recognised.

A full name, a number or an address is an error wherever it stands, in the story's words or in a quotation. A given
name alone is a warning: whether it may stand is a decision about that person. A call sign is no name; with a place
or unit and a kinship beside it, it leads to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from earwitness.publish.quotecheck.cues import cue, found_cue, plain
from earwitness.publish.quotecheck.narrated.story import Narrated, Story
from earwitness.records.judgement import Finding, Severity
from earwitness.records.statements import Certainty, MentionKind
from earwitness.records.told import PrivateWords
from earwitness.text.person_names import NameKind, name_reading
from earwitness.text.words import tokens

__all__ = ["prisoner_minor_or_victim", "private_person"]

_NUMBERS = {
    "phone": "a telephone number",
    "email": "a mail address",
    "card": "a card number",
    "iban": "an account number",
    "handle": "a profile or handle",
    "document": "the number of a document",
    "address": "an address",
    "birth": "a date of birth",
}
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|ok\.ru|odnoklassniki\.ru|facebook\.com|fb\.com|instagram\.com|t\.me|tiktok\.com)"
    r"/[\w.%-]{2,80}",
    re.IGNORECASE,
)
_NAME = "§"
_CLOSE = 80  # characters between the pieces of a jigsaw
_DAY = re.compile(
    r"(?:\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4})\.?"
)  # has digits as a number has


def private_person(story: Story) -> Iterator[Finding]:
    """Q30: names, numbers and addresses of those who are not cleared."""
    if not story.asked:
        return
    yield from _names(story)
    yield from _numbers(story)
    yield from _profiles(story)
    yield from _findable(story)
    for found in cue(story.language, "private_place").finditer(plain(story.text)):
        start, end = found.span()  # in the whole text: "No. 7" looks like the end of a sentence
        yield story.finding(
            "Q30",
            (start, end),
            f"“{_words(story, start, end)}” can lead to a private person.",
            rule="words for the school or employer of somebody",
            suggestion="Leave it out, or say it less exactly.",
            severity=Severity.WARNING,
        )


def _names(story: Story) -> Iterator[Finding]:
    told: set[str] = set()
    for one in story.parts:
        for token in tokens(one.text):
            held = story.held.find(token.text)
            span = (one.start + token.start, one.start + token.end)
            if held is None or _in_address(one.text, token.start):
                continue
            given = held.kind is NameKind.GIVEN and not held.sealed
            if given and held.word in told:
                continue
            told.add(held.word)
            what = (
                "a given name"
                if given
                else "a sealed word"
                if held.sealed
                else f"a {held.kind.value}"
            )
            yield story.finding(
                "Q30",
                span,
                f"“{token.text}” is {what} of a person in the recordings who is not cleared.",
                rule=f"the archive has “{'…' if held.sealed else held.word}”, {held.where};"
                " compared by its core in any case and script",
                suggestion="Leave the name out: write the role, or decide that it may stand."
                if given
                else "Take the name out; write the role.",
                severity=Severity.WARNING if given else Severity.ERROR,
            )
    yield from _full_names(story)


def _full_names(story: Story) -> Iterator[Finding]:
    """A full name beside a word for kin or soldiers, of somebody the archive does not know."""
    for one in story.private:
        if one.kind != "name" or one.public or one.certainty is Certainty.POSSIBLE:
            continue
        words = [token.text for token in tokens(one.surface)]
        if any(story.held.find(word) for word in words):
            continue
        kinds = {reading.kind for word in words if (reading := name_reading(word)) is not None}
        near = story.draft.text[max(0, one.start - 60) : one.end + 60]
        full = len(words) > 1 and kinds & {NameKind.SURNAME, NameKind.PATRONYMIC}
        if full and found_cue(near, story.language, "identity_bare"):
            yield story.finding(
                "Q30",
                (one.start, one.end),
                f"“{one.surface}” looks like the full name of a private person.",
                rule=one.reason,
                suggestion="Take the name out, or add the person to the list of public people.",
                severity=Severity.WARNING,
            )


def _numbers(story: Story) -> Iterator[Finding]:
    for one in story.private:
        if (
            one.kind not in _NUMBERS
            or one.public
            or _in_link(story, one)
            or _DAY.fullmatch(one.surface)
        ):
            continue
        sentence = _sentence(story, one)
        ours = bool(found_cue(sentence, story.language, "newsroom_contact"))
        unsure = ours or one.certainty is Certainty.POSSIBLE
        yield story.finding(
            "Q30",
            (one.start, one.end),
            f"“{one.surface}” is {_NUMBERS[one.kind]}{', as it seems' if unsure else ''}.",
            rule=one.reason,
            suggestion="Take it out of the story."
            if not ours
            else "If it is the newsroom's own, let it stand.",
            severity=Severity.WARNING if unsure else Severity.ERROR,
        )


def _profiles(story: Story) -> Iterator[Finding]:
    known = [(one.start, one.end) for one in story.private if one.kind in _NUMBERS]
    for found in _PROFILE.finditer(story.draft.text):
        if not any(start < found.end() and found.start() < end for start, end in known):
            yield story.finding(
                "Q30",
                found.span(),
                f"“{found[0]}” leads to a profile.",
                rule="an address at a social network",
                suggestion="Take it out, unless it is that of a public person or of the publisher.",
                severity=Severity.ERROR
                if "vk." in found[0] or "ok.ru" in found[0]
                else Severity.WARNING,
            )


def _findable(story: Story) -> Iterator[Finding]:
    """A call sign, a kinship and a place or unit close to one another: a jigsaw."""
    kin = cue(story.language, "KIN")
    for one in story.whole:
        inside = [each for each in story.spoken_of if one.start <= each.start < one.end]
        places = [each for each in inside if each.kind in (MentionKind.PLACE, MentionKind.UNIT)]
        signs = [each for each in inside if each.kind is MentionKind.CALL_SIGN]
        for found in kin.finditer(plain(one.text)) if places and signs else ():
            at = one.start + found.start()
            sign = next((each for each in signs if abs(each.start - at) < _CLOSE), None)
            place = next((each for each in places if abs(each.start - at) < _CLOSE), None)
            if sign and place and not _many(found[0], story.language):
                yield story.finding(
                    "Q30",
                    (one.start, one.end),
                    f"The call sign “{sign.surface}”, “{place.surface}” and “{found[0]}” together can lead to a person.",
                    rule=f"a call sign, a place or unit and a kinship within {_CLOSE} characters",
                    suggestion="Leave one of the three out.",
                    severity=Severity.WARNING,
                )
                break


def _many(words: str, language: str) -> bool:
    """Wives and mothers in the plural are nobody in particular."""
    return language == "en" and (words.casefold().endswith("s") or words.casefold() == "wives")


def prisoner_minor_or_victim(story: Story) -> Iterator[Finding]:
    """Q31: somebody who is said to be a prisoner, a minor or a victim, by name."""
    if not story.asked:
        return
    pattern = cue(story.language, "captive_or_victim")
    for one in story.whole:
        text, places = _with_marks(story, one)
        if _NAME not in text:
            continue
        for found in pattern.finditer(plain(text)):
            start, end = places[found.start()], places[found.end()]
            while end > start and story.draft.text[end - 1].isspace():
                end -= 1
            yield story.finding(
                "Q31",
                (start, end),
                f"“{_words(story, start, end)}” tells of a prisoner, a minor or a victim and names the person.",
                rule="words for a prisoner, an age under 18 or an assault, beside a name",
                suggestion="Take name, face and everything that leads to the person out"
                " (Geneva Convention III, article 13; methods §8).",
            )
            break


def _with_marks(story: Story, one: Narrated) -> tuple[str, list[int]]:
    """A sentence with each name as one sign, and where each of its characters stands in the draft."""
    spans = _name_spans(story, one)
    text, places, at = "", [], 0
    for start, end in spans:
        text += one.text[at:start] + _NAME
        places += [*range(one.start + at, one.start + start), one.start + start]
        at = end
    text += one.text[at:]
    places += [*range(one.start + at, one.start + len(one.text)), one.end]
    return text, places


def _name_spans(story: Story, one: Narrated) -> list[tuple[int, int]]:
    public = [
        (each.start - one.start, each.end - one.start) for each in story.private if each.public
    ]
    signs = {
        (each.start - one.start, each.end - one.start)
        for each in story.spoken_of
        if each.kind is MentionKind.CALL_SIGN and one.start <= each.start < one.end
    }
    found: list[tuple[int, int]] = []
    for token in tokens(one.text):
        span = (token.start, token.end)
        if not token.text[:1].isupper() or any(a < span[1] and span[0] < b for a, b in public):
            continue
        reading = name_reading(token.text)
        named = reading is not None and (reading.listed or reading.kind is not NameKind.GIVEN)
        ordinary = (
            reading is not None
            and token.start == 0
            and (reading.function_word or (reading.ordinary and not reading.listed))
        )
        if (named and not ordinary) or story.held.find(token.text) or span in signs:
            if found and one.text[found[-1][1] : token.start].strip(" .") == "":
                found[-1] = (found[-1][0], token.end)
            else:
                found.append(span)
    return found


def _sentence(story: Story, one: PrivateWords) -> str:
    return next((each.text for each in story.whole if each.start <= one.start < each.end), "")


def _in_link(story: Story, one: PrivateWords) -> bool:
    """Inside the address of a link or picture: that is looked at as hidden data (Q37)."""
    before = story.draft.text[max(0, one.start - 200) : one.start]
    return (
        re.search(r"\]\([^()\s]*\Z", before) is not None
        or re.search(r"=\s*[\"'][^\"']*\Z", before) is not None
    )


def _in_address(text: str, at: int) -> bool:
    before = text[max(0, at - 200) : at]
    return re.search(r"\]\([^()\s]*\Z|<[^<>]*\Z", before) is not None


def _words(story: Story, start: int, end: int) -> str:
    return " ".join(story.draft.text[start:end].split())
