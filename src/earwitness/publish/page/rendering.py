"""From what a page may hold to its HTML; also the page that stands where a story was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from earwitness.publish.how_we_know import Knowledge
from earwitness.publish.page.log import Corrected, LoggedVersion
from earwitness.publish.page.shown import Shown
from earwitness.publish.page.structured import in_page
from earwitness.publish.page_body import page_body
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.wording import Wording
from earwitness.records.publication import ChangeKind, QuotationChange

__all__ = [
    "Around",
    "article_html",
    "log_sentences",
    "page_pieces",
    "render_page",
    "render_tombstone",
]

_STYLES = ("story.css", "edition.css")
_SCRIPTS = ("story.js", "corrections.js")


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the article.

    Attributes:
        corrections_to: an address for mail, "" for none.
        linked_data: schema.org, as it stands in the page.
    """

    story: str
    version: int
    log: Sequence[LoggedVersion]
    known: Sequence[Knowledge] = ()
    unknown: Sequence[Knowledge] = ()
    related: Sequence[str] = ()
    content_note: str = ""
    corrections_to: str = ""
    linked_data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _LogItem:
    version: int
    heading: str
    sentences: tuple[str, ...]


def article_html(report: CheckReport, shown: Mapping[int, Shown], title: str, say: Wording) -> str:
    """The inside of the article: the draft's words with their quotations."""
    environment = _environment()
    inline = environment.get_template("quotation.html")
    beside = environment.get_template("sounds.html")
    return page_body(
        report.draft,
        {start: (one.end, inline.render(one=one, say=say).strip()) for start, one in shown.items()},
        lambda starts: beside.render(quotations=[shown[start] for start in starts], say=say),
        title,
    )


def render_page(
    heading: tuple[str, str], body: str, shown: Sequence[Shown], around: Around, say: Wording
) -> str:
    """The whole page.

    Args:
        heading: title, and language of the page.
    """
    title, language = heading
    return (
        _environment()
        .get_template("story.html")
        .render(
            title=title,
            language=language,
            say=say,
            body=Markup(body),  # noqa: S704 (escaped by markdown-it and by the templates)
            quotations=shown,
            known=[one for one in around.known if one.sentences],
            unknown=[one for one in around.unknown if one.sentences],
            related=around.related,
            content_note=around.content_note,
            linked_data=Markup(in_page(dict(around.linked_data))),  # noqa: S704 (escaped there)
            style=_ours(*_STYLES),
            script=_ours(*_SCRIPTS),
            **_common(around, say),
        )
    )


def render_tombstone(words: str, around: Around, say: Wording) -> str:
    """The page that stands where a story stood: the words of the withdrawal, and nothing of the story."""
    return (
        _environment()
        .get_template("tombstone.html")
        .render(
            language=say.language,
            say=say,
            words=[line.strip() for line in words.splitlines() if line.strip()],
            style=_ours(*_STYLES),
            **_common(around, say),
        )
    )


def page_pieces() -> tuple[str, str]:
    """The style and the script that stand in each page, for who serves it and lets nothing else run."""
    return str(_ours(*_STYLES)), str(_ours(*_SCRIPTS))


def log_sentences(one: LoggedVersion, say: Wording) -> tuple[str, ...]:
    """What the log says of a version, a sentence each."""
    if one.withdrawn:
        return (say.say("withdrawn_version"),)
    if one.version == 1:
        return (say.say("first_version"),)
    found = [
        *(_changed(each, say) for each in one.changes),
        *(_corrected(each, say) for each in one.corrections),
    ]
    none = "no_change_told" if one.revised else "nothing_changed"
    return tuple(dict.fromkeys(found)) or (say.say(none),)


def _changed(one: QuotationChange, say: Wording) -> str:
    before, after = _quoted(one.before, say), _quoted(one.after, say)
    key = f"change_{one.what.value}"
    if one.what is ChangeKind.SOUND:
        sentence = say.say(key)
    elif one.what is ChangeKind.ADDED:
        sentence = say.say(key, after=after) if after else say.say(f"{key}_silent")
    elif one.what is ChangeKind.REMOVED:
        sentence = say.say(key, before=before) if before else say.say(f"{key}_silent")
    elif before and after:
        sentence = say.say(key, before=before, after=after)
    elif after:
        sentence = say.say(f"{key}_now", after=after)
    else:
        sentence = say.say(f"{key}_silent")
    return f"{sentence} ({_kind(one.kind, say)})" if one.kind else sentence


def _corrected(one: Corrected, say: Wording) -> str:
    kind = _kind(one.kind, say)
    if one.key:
        return say.say("correction_quotation", kind=kind)
    before, after = _quoted(one.before, say), _quoted(one.after, say)
    if before and after:
        return say.say("correction_text_both", kind=kind, before=before, after=after)
    if before:
        return say.say("correction_text_before", kind=kind, before=before)
    return say.say("correction_text", kind=kind)


def _kind(kind: str, say: Wording) -> str:
    return say.sentences.get(f"kind_{kind}", kind)


def _quoted(words: str, say: Wording) -> str:
    """Words in marks of the page's language, unless they bring their own."""
    if not words or words[0] in "“«„\"'":
        return words
    opening, closing = ("“", "”") if say.language == "en" else ("«", "»")
    return f"{opening}{words}{closing}"


def _common(around: Around, say: Wording) -> dict[str, Any]:
    items = [_log_item(one, say) for one in around.log]
    first, last = around.log[0], around.log[-1]
    dateline = say.say("published_on", day=_day(first.at, say))
    if last.version > 1:
        when = say.say("updated_on", version=str(last.version), day=_day(last.at, say))
        dateline += f"; {when}"
    subject = quote(f"{around.story}, {last.version}")
    return {
        "story": around.story,
        "version": around.version,
        "log": list(reversed(items)),
        "dateline": dateline,
        "corrections_to": around.corrections_to,
        "mail_link": f"mailto:{around.corrections_to}?subject={subject}",
    }


def _log_item(one: LoggedVersion, say: Wording) -> _LogItem:
    heading = f"{say.say('version', version=str(one.version))}, {_day(one.at, say)}"
    return _LogItem(one.version, heading, log_sentences(one, say))


def _day(at: str, say: Wording) -> str:
    return say.day(datetime.fromisoformat(at))


def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("earwitness.publish", "pages"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _ours(*names: str) -> Markup:
    return Markup("\n".join(_read(names)))  # noqa: S704 (our own files)


def _read(names: Sequence[str]) -> Iterator[str]:
    pages = resources.files("earwitness.publish") / "pages"
    for name in names:
        yield (pages / name).read_text(encoding="utf-8").strip()
