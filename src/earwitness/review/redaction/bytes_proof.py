"""The proof on bytes: every byte of a public file searched for every sealed word, and its tags for what may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from earwitness.errors import OverLimit
from earwitness.records.redaction_proof import ProofFind, ProofKind
from earwitness.review.redaction.allowed_tags import refused_tag
from earwitness.review.redaction.coded_search import coded_hits
from earwitness.review.redaction.members.part import Nature, Part, Room
from earwitness.review.redaction.members.reading import parts_of
from earwitness.review.redaction.text_views import packed_in, runs_in, texts_of
from earwitness.text.sealed_search import SealedSearch

__all__ = ["BytesProof", "prove_bytes", "prove_name", "searched"]

_LARGEST = 2 << 30
_DEEPEST_PACKED = 3

Given = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BytesProof:
    """What was found in one file.

    Attributes:
        too_short: names of sealed words that were not looked for in its coded sound or pictures.
        tags: whether any tags were looked at.
    """

    finds: tuple[ProofFind, ...]
    too_short: frozenset[str]


def prove_bytes(path: str, name: str, given: Given) -> BytesProof:
    """Look at one file.

    Args:
        name: what it is called in finds.
        given: name and words of all that is sealed.

    Raises:
        OverLimit: it is too large to be looked at whole.
    """
    place = Path(path)
    if place.stat().st_size > _LARGEST:
        raise OverLimit(f"is larger than {_LARGEST >> 30} GB and cannot be searched", where=name)
    finds: dict[tuple[str, ...], ProofFind] = {}
    short: set[str] = set()
    for part in parts_of(place.read_bytes(), ""):
        for one in _of_part(part, name, given, short):
            finds.setdefault((one.kind, one.place, one.about), one)
    return BytesProof(tuple(finds.values()), frozenset(short))


def prove_name(name: str, told: str, given: Given) -> list[ProofFind]:
    """Look at the name of a file or folder itself; ``told`` stands for it where it must not be repeated."""
    part = Part("name", name.encode("utf-8", errors="surrogateescape"), Nature.TEXT)
    return [
        ProofFind(ProofKind.SEALED_WORD, told, "its name", about, f"stands in the name ({how})")
        for about, how in _in_texts(part, searched(given), _DEEPEST_PACKED)
    ]


@lru_cache(maxsize=4)
def searched(given: Given) -> SealedSearch:
    """The search for these words, made ready once."""
    return SealedSearch(given)


def _of_part(part: Part, name: str, given: Given, short: set[str]) -> Iterator[ProofFind]:
    place = part.place.removeprefix(" > ") or "the file"
    if part.nature is Nature.UNREADABLE:
        yield ProofFind(ProofKind.UNREADABLE, name, place, "", f"holds {part.what}")
        return
    refused = refused_tag(part)
    if refused:
        yield ProofFind(ProofKind.TAG, name, place, "", refused)
    if not given:
        return
    search = searched(given)
    if part.nature in (Nature.TEXT, Nature.TAG):
        for about, how in _in_texts(part, search, _DEEPEST_PACKED):
            yield ProofFind(ProofKind.SEALED_WORD, name, place, about, f"stands there {how}")
        return
    hits, missed = coded_hits(part.data, given, search)
    short |= missed
    for hit in hits:
        yield ProofFind(
            ProofKind.SEALED_WORD,
            name,
            f"{place}, byte {hit.at}",
            hit.name,
            f"stands there as bytes ({hit.encoding})",
        )
    if part.nature is Nature.UNKNOWN:
        for start, run in runs_in(part.data):
            inner = Part(f"{place}, byte {start}", run, Nature.TEXT)
            for about, how in _in_texts(inner, search, 1):
                yield ProofFind(
                    ProofKind.SEALED_WORD, name, inner.place, about, f"stands there {how}"
                )


def _in_texts(part: Part, search: SealedSearch, depth: int) -> Iterator[tuple[str, str]]:
    """Sealed words in all the texts that a part may be, and in what is packed in those."""
    known: set[str] = set()
    for reading, text in texts_of(part):
        for hit in search.find(text):
            if hit.name not in known:
                known.add(hit.name)
                line = text.count("\n", 0, hit.start) + 1
                yield hit.name, f"{hit.how}, line {line}" + (f" ({reading})" if reading else "")
        if depth <= 0:
            continue
        for way, data in packed_in(text):
            for inner in _parts_packed(data):
                for about, how in _in_texts(inner, search, depth - 1):
                    if about not in known:
                        known.add(about)
                        yield about, f"{how}, in {way}"


def _parts_packed(data: bytes) -> Iterator[Part]:
    for part in parts_of(data, "", Room(bytes_left=64 << 20, depth_left=3)):
        if part.nature in (Nature.TEXT, Nature.TAG, Nature.UNKNOWN):
            yield part


def limits_of(search: SealedSearch, too_short: Sequence[str]) -> tuple[str, ...]:
    """What was not looked for, in sentences without any sealed word."""
    said = list(search.notes)
    if too_short:
        said.append(
            f"{', '.join(sorted(set(too_short)))}: too short to be told from chance in coded sound and pictures; "
            "looked for in all text, tags and names"
        )
    return tuple(said)
