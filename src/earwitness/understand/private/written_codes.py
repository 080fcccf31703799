"""What has a form of its own in writing: mail, links, handles, IBAN, plates, series and number."""

from __future__ import annotations

import re

from earwitness.understand.private.check_digits import is_iban
from earwitness.understand.private.finds import Find, Kind
from earwitness.understand.private.line import ReadLine
from earwitness.understand.private.marks import Mark

__all__ = ["codes", "spoken_addresses"]

_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[^\W\d_]{2,24}(?![\w-])")
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,40}(?<!\.)")
_HOSTS = (
    r"t\.me|telegram\.(?:me|dog)|vk\.com|vk\.ru|vkontakte\.ru|ok\.ru|odnoklassniki\.ru|facebook\.com|fb\.com"
    r"|instagram\.com|tiktok\.com|twitter\.com|x\.com|wa\.me|viber\.com|youtube\.com|linkedin\.com"
    r"|threads\.net|discord\.gg|snapchat\.com|tinder\.com|mamba\.ru"
)
_PROFILE = re.compile(
    rf"(?<![\w.-])(?:https?://)?(?:www\.|m\.)?(?:{_HOSTS})/[^\s<>\"»]{{1,120}}", re.IGNORECASE
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)")
_PLATE = re.compile(
    r"(?<!\w)(?:[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}|[АВЕКМНОРСТУХ]\d{3}[АВЕКМНОРСТУХ]{2}"
    r"|[ABEKMHOPCTYX] ?\d{3} ?[ABEKMHOPCTYX]{2} ?\d{2,3}"
    r"|[АВЕІКМНОРСТХ]{2} ?\d{4} ?[АВЕІКМНОРСТХ]{2}|[ABEIKMHOPCTX]{2} ?\d{4} ?[ABEIKMHOPCTX]{2})(?!\w)"
)
_SERIES = re.compile(
    r"(?<!\w)(?:(?:номер|№|number|no\.) ?)?[A-ZА-ЯІЇЄҐ]{1,3}[ -]{0,2}№? ?(\d{4,9})(?!\w)",
    re.IGNORECASE,
)
_SNILS = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)")
_MILITARY_THINGS = re.compile(
    r"(?:в/ч|ВЧ|БТР|БМП|БМД|БРДМ|МТЛБ|Т|T|АК|ФАБ|КАБ)[ -]?", re.IGNORECASE
)
_SPOKEN_AT, _SPOKEN_DOT = (
    frozenset({"собака", "собачка", "равлик", "at"}),
    frozenset({"точка", "крапка", "dot"}),
)
_HANDLE_WORD = re.compile(r"[A-Za-z][\w.]{3,40}")
_PLAIN = re.compile(r"[A-Za-z]{1,40}")


def codes(line: ReadLine) -> list[Find]:
    """All such forms in a line."""
    text = line.text
    found: list[Find] = []
    if "@" in text:
        found += [
            line.find(one.span(), Kind.EMAIL, "the form of a mail address", 0.95)
            for one in _EMAIL.finditer(text)
        ]
        found += [
            line.find(one.span(), Kind.HANDLE, "a name after @", 0.9)
            for one in _HANDLE.finditer(text)
        ]
    if "/" in text:
        found += [
            line.find(
                (one.start(), one.start() + len(one[0].rstrip(".,;:!?)"))),
                Kind.HANDLE,
                "a page in a network of people",
                0.9,
            )
            for one in _PROFILE.finditer(text)
        ]
    if line.all_marks & Mark.HANDLE:
        found += _named_handles(line)
    if _DIGIT.search(text):
        found += _numbered(line)
    return found


def _numbered(line: ReadLine) -> list[Find]:
    text = line.text
    found = []
    for one in _IBAN.finditer(text):
        right = is_iban(one[0].replace(" ", ""))
        reason = "an account number (IBAN)" + ("" if right else " whose check digits are wrong")
        if right or line.near(line.token_at(one.start()), Mark.CARD, 5, 0):
            found.append(line.find(one.span(), Kind.IBAN, reason, 0.95 if right else 0.6))
    found += [
        line.find(one.span(), Kind.DOCUMENT, "the form of a vehicle's plate", 0.8)
        for one in _PLATE.finditer(text)
    ]
    found += [
        line.find(one.span(), Kind.DOCUMENT, "the form of an insurance number (СНИЛС)", 0.9)
        for one in _SNILS.finditer(text)
    ]
    for one in _SERIES.finditer(text):
        named = line.near(line.token_at(one.start()), Mark.DOCUMENT, 5, 1)
        thing = _MILITARY_THINGS.match(one[0])
        if named and not (thing and not line.near(line.token_at(one.start()), Mark.DOCUMENT, 2, 0)):
            found.append(
                line.find(
                    one.span(),
                    Kind.DOCUMENT,
                    "letters and digits beside a word for a document",
                    0.85,
                )
            )
        elif len(one[1]) == 6 and one[0][:1].isupper() and not thing:
            found.append(line.find(one.span(), Kind.DOCUMENT, "the form of a personal number", 0.5))
    return found


def _named_handles(line: ReadLine) -> list[Find]:
    """A Latin word after "ник", "логин" or a network's name, in Cyrillic text or with digits."""
    found = []
    for place, marks in enumerate(line.marks):
        if not marks & Mark.HANDLE:
            continue
        for at in range(place + 1, min(place + 4, len(line.tokens))):
            word = line.tokens[at].text
            odd = any(sign.isdigit() or sign in "_." for sign in word)
            cyrillic = not line.folded(place).isascii()
            if _HANDLE_WORD.fullmatch(word) and (odd or (cyrillic and _PLAIN.fullmatch(word))):
                if not line.has(at, Mark.HANDLE):
                    found.append(
                        line.find_tokens(
                            at, at, Kind.HANDLE, f"a name after “{line.tokens[place].text}”", 0.6
                        )
                    )
                break
    return found


def spoken_addresses(line: ReadLine) -> list[Find]:
    """A mail address in words: "mama собака example точка ру"."""
    found: list[Find] = []
    if _SPOKEN_AT.isdisjoint(line.line.vocabulary):
        return found
    words = [one.folded for one in line.tokens]
    for place, word in enumerate(words):
        if word not in _SPOKEN_AT or place == 0:
            continue
        for dot in range(place + 2, min(place + 5, len(words) - 1)):
            if words[dot] in _SPOKEN_DOT:
                found.append(
                    line.find_tokens(place - 1, dot + 1, Kind.EMAIL, "a mail address in words", 0.8)
                )
                break
    return found
