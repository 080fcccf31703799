"""The search index: original words and translations together, in any script (tantivy).

Analysis is done in `earwitness.text`, so that the same query gives the same answer on every store:
each word is indexed as written (folded), by its stem in the language of its line, and by a key that
is the same in Cyrillic and Latin. A number has one key however it is said (#917). The index is disposable: it is made again from the catalog.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from earwitness.errors import ArchiveBusy, ArchiveError
from earwitness.text.numerals import numbers_in_text
from earwitness.text.query_words import Clause
from earwitness.text.stems import stem, stem_keys
from earwitness.text.transliteration import cyrillic_candidates, latin_key
from earwitness.text.words import fold, tokens

__all__ = ["INDEX_VERSION", "Filters", "Found", "Hit", "SearchDoc", "SearchIndex"]

INDEX_VERSION = "2"

# A token that no text holds, between original and translation: phrases do not run across.
_BORDER = "\x1e"
_FAR_PAST, _FAR_FUTURE = -(10**9), 10**9
_KEY_LETTERS = 3  # shorter words collide across languages ("на", "on") and mean nothing as names
_LONGEST_CACHED = 48  # longer "words" are noise, and would let a stranger fill the cache
_HEARD_FIRST = 1000.0  # more than any sum of word scores
_HEAP_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """One line to be found.

    Attributes:
        texts: (language, text) of the original first, then of its translations.
        kind: ``words`` (heard) or ``published`` (a caption, a quotation in an article).
        reference: identifier of the transcript or appearance; ``position`` counts within it.
        earliest, latest: bounds of the date, None for an open side.
    """

    recording_id: str
    reference: str
    position: int
    kind: str
    texts: tuple[tuple[str, str], ...]
    voice: str = ""
    sources: tuple[str, ...] = ()
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What hits must be, besides holding the words. Empty means anything."""

    source: str = ""
    language: str = ""
    voice: str = ""
    kind: str = ""
    recording_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that was found."""

    recording_id: str
    reference: str
    position: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first; ``total`` counts all; ``loosened`` says that near spellings were taken."""

    hits: tuple[Hit, ...]
    total: int
    loosened: bool = False
    terms: tuple[str, ...] = field(default=())


class SearchIndex:
    """The index in one folder: one writer at a time, any number of readers."""

    def __init__(self, folder: Path) -> None:
        """Open the index, or make an empty one.

        Raises:
            ArchiveError: the folder holds something that cannot be read as an index.
        """
        import tantivy  # noqa: PLC0415 (a native library; kept out of start-up)

        self._tantivy = tantivy
        self._folder = folder
        self._schema = _schema(tantivy)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._index: Any = tantivy.Index(self._schema, path=str(folder), reuse=True)
        except ValueError as error:
            raise ArchiveError(
                f"the search index cannot be read ({error})",
                where=str(folder),
                do="Run `earwitness run --rebuild-search`",
            ) from error
        self._index.register_tokenizer("split", _whitespace(tantivy))
        self._writer: Any = None

    @staticmethod
    def remove(folder: Path) -> None:
        """Throw the index away, to be made again."""
        shutil.rmtree(folder, ignore_errors=True)

    def replace(self, recording_id: str, documents: Iterable[SearchDoc]) -> int:
        """Put the lines of one recording in place of those it had. Visible after `commit`."""
        writer = self._open_writer()
        writer.delete_documents_by_term("recording", recording_id)
        count = 0
        for document in documents:
            writer.add_document(self._document(document))
            count += 1
        return count

    def commit(self) -> None:
        """Make what was written visible, and safe on the disk."""
        if self._writer is not None:
            self._writer.commit()
            self._index.reload()

    def close(self) -> None:
        """Let go of the writer, if this process held it; what was not committed is dropped."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def count(self) -> int:
        """How many lines the index holds."""
        return int(self._index.searcher().num_docs)

    def find(self, clauses: Sequence[Clause], filters: Filters, limit: int = 20) -> Found:
        """The best hits; near spellings are tried when nothing is spelled so."""
        self._index.reload()
        found = self._run(clauses, filters, limit, fuzzy=False)
        if not found.hits and any(_may_be_misspelt(clause) for clause in clauses):
            return self._run(clauses, filters, limit, fuzzy=True)
        return found

    def candidates(self, words: Sequence[str], limit: int) -> list[str]:
        """Recordings whose spoken words or translations share most with these, best first."""
        self._index.reload()
        should, must = self._tantivy.Occur.Should, self._tantivy.Occur.Must
        parts = [(should, self._term("word", word, 2.0)) for word in words]
        parts += [(should, self._term("stem", s, 1.0)) for w in words for s in stem_keys(w)]
        wanted = self._filter_queries(Filters(kind="words"))
        query = self._tantivy.Query.boolean_query(
            [(must, self._tantivy.Query.boolean_query(parts)), *((must, one) for one in wanted)]
        )
        searcher = self._index.searcher()
        found: dict[str, None] = {}
        for _, address in searcher.search(query, limit * 10).hits:
            found.setdefault(searcher.doc(address).get_first("recording"))
        return list(found)[:limit]

    def _run(
        self, clauses: Sequence[Clause], filters: Filters, limit: int, *, fuzzy: bool
    ) -> Found:
        query = self._query(clauses, filters, fuzzy=fuzzy)
        searcher = self._index.searcher()
        result = searcher.search(query, limit)
        hits = []
        for score, address in result.hits:
            stored = searcher.doc(address)
            hits.append(
                Hit(
                    stored.get_first("recording"),
                    stored.get_first("reference"),
                    stored.get_first("position"),
                    stored.get_first("kind"),
                    score,
                )
            )
        hits.sort(key=lambda hit: (-round(hit.score, 4), hit.recording_id, hit.position))
        return Found(tuple(hits), result.count, loosened=fuzzy and bool(hits))

    def _query(self, clauses: Sequence[Clause], filters: Filters, *, fuzzy: bool) -> Any:
        must, must_not = self._tantivy.Occur.Must, self._tantivy.Occur.MustNot
        parts = [
            (must_not if clause.excluded else must, self._clause(clause, fuzzy=fuzzy))
            for clause in clauses
        ]
        parts += [(must, one) for one in self._filter_queries(filters)]
        if not filters.kind:
            # What was heard stands before what somebody wrote about it, however well that fits.
            heard = self._tantivy.Query.term_query(self._schema, "kind", "words")
            first = self._tantivy.Query.const_score_query(heard, _HEARD_FIRST)
            parts.append((self._tantivy.Occur.Should, first))
        return self._tantivy.Query.boolean_query(parts)

    def _clause(self, clause: Clause, *, fuzzy: bool) -> Any:
        if clause.number:
            written = self._written(replace(clause, number=""), fuzzy=False)
            parts = [self._term("key", f"#{clause.number}", 2.0), written]
            return self._tantivy.Query.disjunction_max_query(parts, 0.1)
        return self._written(clause, fuzzy=fuzzy)

    def _written(self, clause: Clause, *, fuzzy: bool) -> Any:
        if len(clause.words) > 1:
            return self._phrase(clause)
        word = clause.words[0]
        parts = [self._term("word", word, 3.0)]
        parts += [self._term("stem", one, 2.0) for one in stem_keys(word)]
        if not clause.excluded:
            parts += [self._term("key", one, 1.0) for one in _keys(word)]
        if (fuzzy or clause.fuzzy) and not clause.excluded:
            parts += self._near(word)
        return self._tantivy.Query.disjunction_max_query(parts, 0.1)

    def _phrase(self, clause: Clause) -> Any:
        make = self._tantivy.Query.phrase_query
        parts = [make(self._schema, "word", list(clause.words))]
        stems = [stem_keys(word) for word in clause.words]
        for which in range(max(len(one) for one in stems)):
            row: list[str] = [one[min(which, len(one) - 1)] for one in stems]
            parts.append(make(self._schema, "stem", list(row)))
        if not clause.excluded:
            keys: list[str] = [_keys(word, short=True)[0] for word in clause.words]
            parts.append(make(self._schema, "key", list(keys)))
        return self._tantivy.Query.disjunction_max_query(parts, 0.1)

    def _term(self, name: str, value: str, boost: float) -> Any:
        term = self._tantivy.Query.term_query(self._schema, name, value)
        return self._tantivy.Query.boost_query(term, boost)

    def _near(self, word: str) -> list[Any]:
        if len(word) < _KEY_LETTERS + 1:
            return []
        distance = 2 if len(word) >= 8 else 1
        make = self._tantivy.Query.fuzzy_term_query
        parts = [make(self._schema, "word", word, distance=distance, transposition_cost_one=True)]
        parts += [
            make(self._schema, name, value, distance=distance, transposition_cost_one=True)
            for name, values in (("stem", stem_keys(word)), ("key", _keys(word)[:2]))
            for value in values
            if len(value) > _KEY_LETTERS
        ]
        return [self._tantivy.Query.boost_query(one, 0.5) for one in parts]

    def _filter_queries(self, filters: Filters) -> list[Any]:
        wanted = {
            "source": fold(filters.source),
            "language": filters.language,
            "voice": fold(filters.voice),
            "kind": filters.kind,
            "recording": filters.recording_id,
        }
        make = self._tantivy.Query
        parts = [
            make.const_score_query(make.term_query(self._schema, name, value), 0.0)
            for name, value in wanted.items()
            if value
        ]
        whole = self._tantivy.FieldType.Integer
        if filters.since is not None:
            parts.append(
                make.range_query(self._schema, "latest", whole, _day(filters.since, 0), _FAR_FUTURE)
            )
        if filters.until is not None:
            parts.append(
                make.range_query(self._schema, "earliest", whole, _FAR_PAST, _day(filters.until, 0))
            )
        return parts

    def _document(self, given: SearchDoc) -> Any:
        document = self._tantivy.Document()
        words, stems, keys = _analyse(given.texts)
        document.add_text("word", words)
        document.add_text("stem", stems)
        document.add_text("key", keys)
        document.add_text("recording", given.recording_id)
        document.add_text("reference", given.reference)
        document.add_text("kind", given.kind)
        document.add_text("voice", fold(given.voice))
        for language in dict.fromkeys(language for language, _ in given.texts):
            document.add_text("language", language)
        for source in given.sources:
            document.add_text("source", fold(source))
        document.add_integer("position", given.position)
        document.add_integer("earliest", _day(given.earliest, _FAR_PAST))
        document.add_integer("latest", _day(given.latest, _FAR_FUTURE))
        return document

    def _open_writer(self) -> Any:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_HEAP_BYTES, 1)
            except ValueError as error:
                raise ArchiveBusy(
                    "another process is writing to the search index",
                    where=str(self._folder),
                    do="Wait until its `run` is done",
                ) from error
        return self._writer


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("word", "stem", "key"):
        builder.add_text_field(name, stored=False, tokenizer_name="split", index_option="position")
    for name in ("recording", "reference", "kind"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("source", "language", "voice"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("position", stored=True, indexed=False)
    for name in ("earliest", "latest"):
        builder.add_integer_field(name, stored=False, indexed=True, fast=True)
    return builder.build()


def _whitespace(tantivy: Any) -> Any:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def _analyse(texts: Iterable[tuple[str, str]]) -> tuple[str, str, str]:
    words: list[str] = []
    stems: list[str] = []
    keys: list[str] = []
    for language, text in texts:
        first = len(words)
        for token in tokens(text):
            known = len(token.text) <= _LONGEST_CACHED
            word, root, key = (_forms if known else _forms.__wrapped__)(token.text, language)
            words.append(word)
            stems.append(root)
            keys.append(key)
        for span in numbers_in_text(text, language):
            keys[first + span.start_token] = f"#{span.value}"
        for column in (words, stems, keys):
            column.append(_BORDER)
    return " ".join(words), " ".join(stems), " ".join(keys)


@lru_cache(maxsize=1 << 17)
def _forms(word: str, language: str) -> tuple[str, str, str]:
    """A word as written, its stem, and the key of that; most words of a text were met before."""
    folded = fold(word)
    root = _stem(folded, language)
    return folded, root, latin_key(root)


def _stem(word: str, language: str) -> str:
    """The stem in the line's language, unless the word is plainly in another script."""
    base = language.split("-", maxsplit=1)[0]
    cyrillic = "Ѐ" <= word[:1] <= "ӿ"
    if cyrillic != (base in ("ru", "uk")):
        return stem_keys(word)[0]
    return stem(word, base)


@lru_cache(maxsize=1 << 12)
def _keys(word: str, *, short: bool = False) -> tuple[str, ...]:
    """Keys under which a word of a query may stand; for a Latin one this takes some milliseconds."""
    if len(word) < _KEY_LETTERS and not short:
        return ()
    keys = [latin_key(one) for one in stem_keys(word)]
    if word.isascii():
        keys.append(latin_key(word))
        for candidate in cyrillic_candidates(word, 8):
            keys += [latin_key(one) for one in stem_keys(candidate)]
    return tuple(key for key in dict.fromkeys(keys) if short or len(key) >= _KEY_LETTERS)


def _may_be_misspelt(clause: Clause) -> bool:
    return (
        len(clause.words) == 1
        and not (clause.excluded or clause.number)
        and len(clause.words[0]) > _KEY_LETTERS
    )


def _day(instant: datetime | None, missing: int) -> int:
    return missing if instant is None else int(instant.timestamp() // 86400)
