"""Lines that belong to the page and not to the article: advertisements, teasers, calls to subscribe.

They are marked and kept, and nothing is quoted from them. A teaser is taken for boilerplate only when
the page's own label stands beside it, because a wrong mark hides words of the article.
"""

from __future__ import annotations

import re

__all__ = ["is_boilerplate", "is_teaser_label", "looks_like_title", "teaser_lines"]

_LINE = re.compile(
    r"\s*(?:advertisements?|sponsored(?: content)?|ad|promoted"
    r"|(?:to )?suggest a correction.{0,120}|found (?:a|an) (?:mistake|error|typo).{0,160}"
    r"|you can also highlight the text.{0,80}|.{0,80}\bctrl ?\+ ?enter\b.{0,80}"
    r"|share(?: this)?(?: article)?(?: on .{0,40})?|follow us.{0,120}|sign up (?:for|to).{0,120}"
    r"|subscribe.{0,120}|comments?(?: \(\d+\))?|print|copy link|all rights reserved.{0,80}|©.{0,120}"
    r"|реклама|на правах рекламы|читайте нас .{0,80}|подпис(?:ывайтесь|аться|ка).{0,120}|поделиться.{0,60}"
    r"|нашли ошибку.{0,160}|если вы (?:нашли|заметили) ошибку.{0,160}|комментарии.{0,20}|все права защищены.{0,80}"
    r"|на правах реклами|підпис(?:уйтесь|уйтеся|атися|ка).{0,120}|поділитися.{0,60}"
    r"|знайшли помилку.{0,160}|якщо (?:ви )?(?:знайшли|помітили) помилку.{0,160}|коментарі.{0,20}"
    r"|усі права захищен[оі].{0,80})\s*[.!:]?\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:other topics of interest|read (?:also|more|next)|see also|also read|related(?: (?:articles|stories|topics))?"
    r"|more (?:on this|from .{1,40})|most (?:read|popular)|you may also like|recommended"
    r"|читайте также|читайте ещё|читайте еще|смотрите также|по теме|материалы по теме|другие новости|ещё по теме"
    r"|читайте також|дивіться також|за темою|матеріали за темою|інші новини|ще за темою)\s*"
    r"(?P<rest>[:—–-].{0,300})?\s*",
    re.IGNORECASE,
)
_TITLE_WORDS = 25


def is_boilerplate(line: str) -> bool:
    """True for a line that is the page's own.

    >>> is_boilerplate("Advertisement"), is_boilerplate("Реклама"), is_boilerplate("Реклама не помогла.")
    (True, True, False)
    """
    return len(line) <= 400 and (_LINE.fullmatch(line) is not None or is_teaser_label(line))


def is_teaser_label(line: str) -> bool:
    """True for "Other Topics of Interest", «Читайте также», «Читайте також: …»."""
    return len(line) <= 400 and _LABEL.fullmatch(line) is not None


def looks_like_title(line: str) -> bool:
    """True for one line without a full stop, short enough for a headline, and no quotation."""
    text = line.strip()
    return (
        0 < len(text) <= 200
        and "\n" not in text
        and text[-1].isalnum() | (text[-1] in "?»”\"’'")
        and len(text.split()) <= _TITLE_WORDS
        and text[0] not in '“«"„—–-'
    )


def teaser_lines(lines: list[str]) -> set[int]:
    """Indexes of the teasers that hang on a label.

    Beside the label: a title, given once before it and again after it, and under a title so repeated
    one paragraph of introduction. A title that is not repeated is taken alone.
    """
    found: set[int] = set()
    for at, line in enumerate(lines):
        label = _LABEL.fullmatch(line) if len(line) <= 400 else None
        if label is None:
            continue
        found.add(at)
        if not label["rest"]:
            found |= _block(lines, at)
    return found


def _block(lines: list[str], label: int) -> set[int]:
    found: set[int] = set()
    at = label + 1
    while at < len(lines) and at <= label + 8 and looks_like_title(lines[at]):
        found.add(at)
        before = {lines[one].strip() for one in range(max(0, label - 2), label)}
        if lines[at].strip() in before:
            found |= {
                one
                for one in range(max(0, label - 2), label)
                if lines[one].strip() == lines[at].strip()
            }
            if at + 1 < len(lines) and not looks_like_title(lines[at + 1]):
                found.add(at + 1)
                at += 1
        at += 1
    return found
