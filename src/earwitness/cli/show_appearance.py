"""One appearance: a post, page or article, with what it states and quotes."""

from __future__ import annotations

import sqlite3

from earwitness.cli.printing import say, say_json
from earwitness.cli.show_recording import appearance_words, assertion_words, quotation_words
from earwitness.desk import Desk
from earwitness.errors import NotInArchive
from earwitness.records.statements import Assertion, QuotedWords
from earwitness.store.catalog.receipts import appearance, sources
from earwitness.store.catalog.sound import recording
from earwitness.store.catalog.statements import assertions_in, quotations_in

__all__ = ["show_appearance"]


def show_appearance(desk: Desk, identifier: str, *, as_json: bool) -> None:
    """Print it, or give it as JSON.

    Raises:
        NotInArchive: no appearance has that identifier.
    """
    db = desk.archive.db
    found = appearance(db, identifier)
    if found is None:
        raise NotInArchive(
            f"no appearance is called '{identifier}'",
            do="`earwitness show NAME` names those of a recording",
        )
    names = {one.id: one.name for one in sources(db)}
    states, quotes = assertions_in(db, identifier), quotations_in(db, identifier)
    if as_json:
        say_json(
            {
                "appearance": found,
                "source": names[found.source_id],
                "assertions": states,
                "quotations": quotes,
            }
        )
        return
    say(appearance_words(found, names), style="bold")
    for label, text in (("caption", found.caption), ("published", found.published.words)):
        if text:
            say(f"  {label}: {text}")
    for one in found.attachments:
        state = f"{one.state} {one.reason}".strip()
        say(f"  carries {one.role}: {one.sha256 or 'no bytes'} ({state})")
    _say_calls(desk.archive.db, names[found.source_id], states, quotes)


def _say_calls(
    db: sqlite3.Connection, by: str, states: list[Assertion], quotes: list[QuotedWords]
) -> None:
    """What it states and quotes, under the recording that each is about."""
    calls = {one.recording_id or "" for one in states}
    calls |= {one.recording_id or "" for one in quotes}
    for call in sorted(calls):
        described = recording(db, call) if call else None
        title = f"{call}  {described.title}" if described else "Of no particular recording"
        say()
        say(title.rstrip(), style="bold")
        for state in states:
            if (state.recording_id or "") == call:
                say(f"  {assertion_words(by, state)}")
        for quote in quotes:
            if (quote.recording_id or "") == call:
                say(f"  quotes {quotation_words(quote)}")
