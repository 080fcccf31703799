"""The payload, recording by recording: nothing of one is kept in memory when the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Self

from earwitness.errors import EarwitnessError
from earwitness.publish.bag.content.commitments import Nonces
from earwitness.publish.bag.content.drafts import DraftQuotes
from earwitness.publish.bag.content.judgement import check_row, correction_rows
from earwitness.publish.bag.content.page import NAME as PAGE
from earwitness.publish.bag.content.page import BagPage, PageRecording, bag_wording
from earwitness.publish.bag.content.provenance import publishers_of, source_rows, sources_by_id
from earwitness.publish.bag.content.quotes import CONTEXT, QuotedPlace, annotation, claim_quotes
from earwitness.publish.bag.content.sealed import sealed_row
from earwitness.publish.bag.content.sound import (
    Original,
    originals_of,
    put_original,
    put_public_sound,
    why_not_heard,
)
from earwitness.publish.bag.content.statements import claim_rows, goes_out, independence_rows
from earwitness.publish.bag.content.words import Words, put_words, words_of
from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.facts import RecordingFacts, SayPrivate
from earwitness.publish.bag.payload import JsonRows, Payload
from earwitness.publish.bag.veil import OpenVeil, Veil, Veiling, Withheld
from earwitness.publish.clips import ClipCutter
from earwitness.publish.how_we_know import how_we_know
from earwitness.publish.withholding import Withholding
from earwitness.publish.wording import wording
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import original_names

__all__ = ["Filling", "Plan", "Put", "sealed_names"]

_JSON = "application/json"
_FORMAT = "earwitness-bag/1"


@dataclass(frozen=True, slots=True)
class Plan:
    """What bag is made.

    Attributes:
        language: of the page. count: of recordings. signed: somebody will sign it.
    """

    edition: Edition
    chance: Chance
    language: str
    count: int
    private: SayPrivate
    quotes: DraftQuotes
    signed: bool

    @property
    def public(self) -> bool:
        return self.edition.is_public


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one recording.

    Attributes:
        known: what the custody chain calls its things, and what the bag calls them.
    """

    recording_id: str
    media: str
    withheld: tuple[Withheld, ...]
    known: dict[str, str]


class Filling:
    """The open files of a payload. A context manager: on leaving, all of them are whole."""

    def __init__(self, archive: Archive, payload: Payload, nonces: Nonces, plan: Plan) -> None:
        self._archive, self._payload, self._nonces, self._plan = archive, payload, nonces, plan
        self._stack = ExitStack()
        self._gate = Withholding(archive)
        self._named = sources_by_id(archive.db)
        self._page = BagPage(plan.language, plan.count, signed=plan.signed)
        self._numbered = 0

    def __enter__(self) -> Self:
        plan, head = self._plan, {"format": _FORMAT, "bag": self._plan.chance.identifier}
        self._cutter = self._stack.enter_context(ClipCutter(self._archive))
        about = {
            "edition": plan.edition.value,
            "made_at": plan.chance.now.isoformat(timespec="seconds"),
            "never_in_it": self._never(),
            "waived": [one.row(public=plan.public) for one in plan.quotes.waived],
        }
        self._bag = self._rows("data/bag.json", {**head, **about}, "recordings")
        self._claims = self._rows("data/claims.json", head, "claims")
        self._independence = self._rows("data/independence.json", head, "counts")
        self._checks = self._rows("data/checks.json", head, "recordings")
        self._corrections = self._rows(
            "data/corrections.json", {**head, "@context": "https://schema.org"}, "corrections"
        )
        self._sources = self._rows("data/sources.json", head, "appearances")
        self._quotes = self._rows(
            "data/quotes.jsonld",
            {
                "@context": CONTEXT,
                "id": f"urn:earwitness:{plan.chance.identifier}:quotes",
                "type": "AnnotationPage",
            },
            "items",
            "application/ld+json",
        )
        if not plan.public:
            self._sealed = self._rows("data/sealed.json", head, "recordings")
        self._html = self._stack.enter_context(self._payload.open(PAGE, "text/html"))
        self._html.write(self._page.head(plan.chance, plan.edition))
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            self._html.write(self._page.foot(self._plan.edition))
        self._stack.__exit__(kind, *rest)  # type: ignore[arg-type]  # as it was given

    def put(self, facts: RecordingFacts) -> Put:
        """Write all there is of a recording.

        Raises:
            Differs: an original was changed. Refused: something sealed would go out.
        """
        db, recording_id, public = self._archive.db, facts.recording.id, self._plan.public
        originals = originals_of(self._archive, recording_id)
        veil = self._veil(originals)
        words = words_of(self._archive, facts, veil, public=public)
        withheld = list(self._words_withheld(words))
        first = len(self._payload.entries)
        withheld += put_words(self._payload, words)
        media = self._put_sound(facts, words, originals, withheld)
        publishers = publishers_of(db, recording_id, self._named, veil)
        appeared = [*source_rows(db, recording_id, self._named, veil, public=public)]
        self._add_all(self._sources, appeared)
        check = check_row(facts, publishers, veil, public=public)
        self._checks.add(check)
        corrections = [*correction_rows(facts, veil, public=public)]
        self._add_all(self._corrections, corrections)
        claims = [*claim_rows(facts, veil, public=public)]
        self._add_all(self._claims, claims)
        self._add_all(self._independence, independence_rows(facts, veil, public=public))
        unread = sum(not goes_out(one, public=public) for one in facts.claims)
        if unread:
            withheld.append(Withheld("claims_unread", count=unread))
        self._put_quotes(facts, words, veil, media, withheld)
        if not public:
            self._sealed.add(sealed_row(db, facts, originals))
        self._bag.add(self._summary(facts, check, words, media, withheld))
        files = [one.name for one in self._payload.entries[first:]]
        self._numbered += 1
        shown = PageRecording(
            number=self._numbered,
            id=recording_id,
            sentences=self._sentences(facts, words, veil),
            withheld=withheld,
            media=media,
            files=files,
            claims=[(one["language"], one["sentence"], one["status"]) for one in claims],
            corrections=corrections if public else [],
        )
        self._html.write(self._page.recording(shown, words))
        known = {recording_id: recording_id}
        known |= {one.sha256: one.label for one in originals}
        known |= {one.versions[0].id: one.versions[0].id for one in words.sheets}
        known |= {row["appearance"]: row["appearance"] for row in appeared}
        return Put(recording_id, media, tuple(withheld), known)

    def _rows(
        self, name: str, head: dict[str, Any], rows: str, media_type: str = _JSON
    ) -> JsonRows:
        out = self._stack.enter_context(self._payload.open(name, media_type))
        made = JsonRows(out, head, rows)
        self._stack.callback(made.close)
        return made

    def _never(self) -> list[str]:
        say = bag_wording("en")
        keys = ("never_names", "never_originals", "never_persons", "never_machine")
        return [say.say(key) for key in keys] if self._plan.public else []

    def _veil(self, originals: list[Original]) -> Veiling:
        if not self._plan.public:
            return OpenVeil()
        names = sealed_names(self._archive, originals)
        return Veil(self._plan.private, names, self._gate.text)

    def _words_withheld(self, words: Words) -> Iterator[Withheld]:
        if not words.sheets:
            yield Withheld("words_none")
        if words.private_places and self._plan.public:
            yield Withheld("words_masked", count=words.private_places)

    def _put_sound(
        self,
        facts: RecordingFacts,
        words: Words,
        originals: list[Original],
        withheld: list[Withheld],
    ) -> str:
        recording_id = facts.recording.id
        if not self._plan.public:
            names = [
                put_original(self._archive, self._payload, one, recording_id) for one in originals
            ]
            for one in originals:
                nonce = self._nonces.of(one.label)
                self._payload.add(
                    f"data/nonces/{one.label}.nonce", nonce, "application/octet-stream"
                )
            return names[0] if names else ""
        why = why_not_heard(facts, words.private_places, has_words=bool(words.sheets))
        if why is not None:
            withheld.append(why)
            return ""
        try:
            return put_public_sound(self._cutter, self._payload, facts)
        except EarwitnessError as error:
            withheld.append(Withheld("sound_broken", detail=error.what))
            return ""

    def _put_quotes(
        self,
        facts: RecordingFacts,
        words: Words,
        veil: Veiling,
        media: str,
        withheld: list[Withheld],
    ) -> None:
        recording_id, public = facts.recording.id, self._plan.public
        places: list[QuotedPlace | None] = [*claim_quotes(facts, words, public=public)]
        places += self._plan.quotes.of(recording_id, words, veil)
        names = [one.name for one in self._payload.entries if one.about == recording_id]
        for one in places:
            if one is not None:
                self._quotes.add(annotation(one, self._plan.chance.identifier, media, names))
        hidden = sum(one is None for one in places)
        if hidden:
            withheld.append(Withheld("quotes_moved", count=hidden))

    def _summary(
        self,
        facts: RecordingFacts,
        check: dict[str, Any],
        words: Words,
        media: str,
        withheld: list[Withheld],
    ) -> dict[str, Any]:
        say = bag_wording("en")
        return {
            "recording": facts.recording.id,
            "basis": facts.recording.basis.value,
            "kind": facts.recording.kind,
            "completeness": facts.recording.completeness,
            "sides": facts.recording.sides,
            "duration_ms": facts.sound.duration_ms,
            "media": media.removeprefix("data/"),
            "languages": [one.language for one in words.sheets],
            "verdict": check["verdict"],
            "date": check["date"],
            "withheld": [
                {
                    "code": one.code,
                    "count": one.count,
                    "language": one.language,
                    "detail": one.detail,
                    "sentence": say.say(one.code, count=one.count, language=one.language),
                }
                for one in withheld
            ],
        }

    def _sentences(self, facts: RecordingFacts, words: Words, veil: Veiling) -> list[str]:
        languages = frozenset(
            one.language for one in words.sheets if one.versions[0].what == "translation"
        )
        say = wording(self._plan.language)
        known = how_we_know(
            self._archive.db,
            facts.recording.id,
            say,
            languages,
            facts.standing,
        )
        return [veil.text(one, say.months) for one in known.sentences]

    @staticmethod
    def _add_all(rows: JsonRows, found: Any) -> None:
        for one in found:
            rows.add(one)


def sealed_names(archive: Archive, originals: list[Original]) -> list[str]:
    """Names under which files were received, with and without their folders."""
    paths = [name for one in originals for name in original_names(archive.db, one.sha256)]
    return sorted({*paths, *(PurePosixPath(one).name for one in paths)})
