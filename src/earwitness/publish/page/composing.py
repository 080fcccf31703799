"""A version of a story, put together in a folder that nobody sees yet: page, `publication.json`, record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from earwitness.publish.how_we_know import Knowledge, how_we_know
from earwitness.publish.page.article_text import article_text
from earwitness.publish.page.changes import changes_between, explained, with_keys
from earwitness.publish.page.edition import Earlier, published
from earwitness.publish.page.folder import PUBLICATION_FILE, files_of
from earwitness.publish.page.gate import Gate
from earwitness.publish.page.log import LoggedVersion, corrections_about, public_changes
from earwitness.publish.page.not_known import not_known
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.related import related
from earwitness.publish.page.rendering import Around, article_html, log_sentences, render_page
from earwitness.publish.page.shown import Shown
from earwitness.publish.page.structured import Told, linked_data, publication_json
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.publish.wording import Wording, wording
from earwitness.records.corrections import CorrectionsOf, PublicChange
from earwitness.records.judgement import Heard
from earwitness.records.publication import Publication
from earwitness.records.review import StandingOf
from earwitness.store.archive import Archive

__all__ = ["Composing"]


@dataclass(frozen=True, slots=True)
class Composing:
    """What a version is made of.

    Attributes:
        into: where it will stand.
        earlier: the story and its versions so far.
    """

    archive: Archive
    report: CheckReport
    draft: Path
    into: Path
    earlier: Earlier
    options: PageOptions
    standing: StandingOf
    corrections: CorrectionsOf
    gate: Gate

    @property
    def say(self) -> Wording:
        return wording(self.report.draft.language)

    def compose(
        self, fresh: Path, shown: Mapping[int, Shown]
    ) -> tuple[Publication, Sequence[LoggedVersion]]:
        """Write the page and what machines read of it; the clips are there already.

        Returns:
            The record of the version, and the log that the page shows.
        """
        say, story = self.say, self.earlier.story
        own = self.gate.text(self.options.title or self.report.draft.title)
        title = own or say.say("untitled")
        body = article_html(self.report, shown, own, say)
        listed = list(shown.values())
        at = datetime.now(UTC).isoformat(timespec="seconds")
        made = self._publication(fresh, title, body, listed)
        given = self._given(made)
        since = self.earlier.last.at if self.earlier.last else ""
        made = replace(made, changes=tuple(explained(made.changes, given, since)))
        log = self.gate.log(public_changes(self.earlier.history, (made, at), given, story))
        first_at = self.earlier.history[0].at if self.earlier.history else at
        told = Told(
            story,
            first_at,
            at,
            listed,
            log,
            self.options.publisher,
            tuple((one, self.standing(one)) for one in made.recordings),
            tuple(self._told_corrections(log)),
        )
        around = Around(
            story,
            made.version,
            log,
            self.gate.sentences(self._known(listed)),
            self.gate.sentences(self._not_known(listed)),
            [self.gate.text(one) for one in related(self.archive.db, made.recordings, say)],
            self.gate.text(self.options.content_note),
            self.options.corrections_to,
            linked_data(made, told),
        )
        html = render_page((title, made.language), body, listed, around, say)
        (fresh / "index.html").write_text(html, encoding="utf-8")
        made = replace(made, files=files_of(fresh))
        (fresh / PUBLICATION_FILE).write_text(publication_json(made, told), encoding="utf-8")
        return replace(made, files=files_of(fresh)), log

    def _publication(
        self, fresh: Path, title: str, body: str, shown: Sequence[Shown]
    ) -> Publication:
        """The record, its files still to come."""
        history = [one.publication for one in self.earlier.history]
        text = article_text(f"<article>\n<h1></h1>\n{body}\n</article>")
        quotations = with_keys(published(shown, text), history)
        language = self.report.draft.language
        return Publication(
            version=len(history) + 1,
            title=title,
            language=language if language != "und" else self.say.language,
            draft_name=self.draft.name,
            draft_sha256=hashlib.sha256(self.draft.read_bytes()).hexdigest(),
            quotations=tuple(quotations),
            changes=tuple(changes_between(history[-1].quotations, quotations)) if history else (),
            text=text.text,
            files=files_of(fresh),
            recordings=tuple(dict.fromkeys(one.recording for one in shown)),
            previous=self.earlier.last.record if self.earlier.last else "",
            folder=str(self.into.absolute()),
        )

    def _given(self, made: Publication) -> dict[str, list[PublicChange]]:
        publications = [*(one.publication for one in self.earlier.history), made]
        return corrections_about(self.earlier.story, publications, self.corrections)

    def _told_corrections(self, log: Sequence[LoggedVersion]) -> Iterable[tuple[str, str]]:
        """Corrections as sentences, with their days, for schema.org."""
        for one in log:
            corrected = replace(one, changes=tuple(each for each in one.changes if each.kind))
            if corrected.changes or corrected.corrections:
                for sentence in log_sentences(corrected, self.say):
                    yield one.at, sentence

    def _known(self, shown: Sequence[Shown]) -> list[Knowledge]:
        languages: dict[str, set[str]] = {}
        for one in shown:
            languages.setdefault(one.recording, set()).add(one.translated_into)
        return [
            how_we_know(self.archive.db, name, self.say, frozenset(own), self.standing(name))
            for name, own in languages.items()
        ]

    def _not_known(self, shown: Sequence[Shown]) -> list[Knowledge]:
        quoted: dict[str, dict[int, tuple[Heard, str]]] = {}
        for one in shown:
            quoted.setdefault(one.recording, {})[one.number] = one.heard, one.translated_into
        return [
            not_known(self.archive.db, name, self.say, own, self.standing(name))
            for name, own in quoted.items()
        ]
