"""Writing a bag, in its order: each recording; the custody log and commitments; then the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.publish.bag.content.chain import chain_of_bag
from earwitness.publish.bag.content.commitments import Commitment, Nonces, commit
from earwitness.publish.bag.content.crate import CONTEXT, crate_rows
from earwitness.publish.bag.content.crate import NAME as CRATE
from earwitness.publish.bag.content.drafts import DraftQuotes
from earwitness.publish.bag.content.filling import Filling, Plan, Put, sealed_names
from earwitness.publish.bag.content.sound import originals_of
from earwitness.publish.bag.edition import Chance, Edition
from earwitness.publish.bag.facts import FactsOf, RecordingFacts, SayPrivate
from earwitness.publish.bag.payload import JsonRows, Payload
from earwitness.publish.bag.seal.request import write_request
from earwitness.publish.bag.seal.sealing import SignedBy, write_signature
from earwitness.publish.bag.tag_files import SIGNED, write_tag_files
from earwitness.publish.bag.target import built_beside
from earwitness.publish.bag.veil import Guard, Withheld
from earwitness.publish.bag.verify_text import verify_text
from earwitness.publish.wording import LANGUAGES
from earwitness.records.artefacts import CustodyEvent, EventType
from earwitness.records.review import State
from earwitness.records.told import Told
from earwitness.store.archive import AGENT, Archive
from earwitness.store.custody import GENESIS, lines

__all__ = ["BagChoice", "BagReport", "write_bag"]

_LOG = "data/custody/log.jsonl"
_HELD = (State.QUARANTINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class BagChoice:
    """What bag is wanted.

    Attributes:
        by: who signs, None for nobody.
        timestamp: keep a request for a time authority beside the signature.
        language: of the page: en, uk, ru.
        drafts: whose quotations are put in as annotations.
    """

    edition: Edition = Edition.PUBLIC
    by: SignedBy | None = None
    timestamp: bool = True
    language: str = "en"
    drafts: tuple[Path, ...] = ()
    chance: Chance = field(default_factory=Chance)


@dataclass(frozen=True, slots=True)
class BagReport:
    """A bag that was written.

    Attributes:
        signed: SHA-256 of the file that names everything, which is what is signed.
        withheld: by recording, what is not in it.
    """

    bag: Path
    identifier: str
    edition: Edition
    recordings: int
    with_sound: int
    files: int
    bytes: int
    signed: str
    fingerprint: str
    custody_seq: int
    withheld: tuple[tuple[str, tuple[Withheld, ...]], ...]


def write_bag(
    archive: Archive,
    recordings: Sequence[str],
    into: Path,
    choice: BagChoice,
    handed: tuple[FactsOf, SayPrivate, Told],
    told: Callable[[str, int, int], None] = lambda *_: None,
    proved: Callable[[Path], None] = lambda _: None,
) -> BagReport:
    """Write a bag beside its place, then put it there in one step; an event of the custody chain says so.

    Args:
        recordings: identifiers; each once, in this order.
        into: a folder that is not there yet.
        handed: by the desk: what stands about a recording, what is private in lines, and what the
            quote check asks.
        told: called with each recording, how many are done, and of how many.
        proved: is shown the whole bag before it is put in place, and raises if it must not go out.

    Raises:
        UsageError: the folder is there; a recording may not go out; a draft has errors.
        Differs: an original was changed since it was received.
    """
    facts_of, private, asked = handed
    chosen = list(dict.fromkeys(recordings))
    if not chosen:
        raise UsageError("a bag needs a recording", do="Name one or more")
    if choice.language not in LANGUAGES:
        raise UsageError(f"no page in '{choice.language}'", do=f"One of: {', '.join(LANGUAGES)}")
    with built_beside(into) as draft:
        quotes = DraftQuotes(archive, choice.drafts, asked)
        plan = Plan(
            choice.edition,
            choice.chance,
            choice.language,
            len(chosen),
            private,
            quotes,
            signed=choice.by is not None,
        )
        payload = Payload(draft, _guard(archive, chosen, choice.edition))
        bag = _Bag(archive, payload, plan)
        put = bag.fill(chosen, facts_of, told)
        custody = bag.log(put)
        bag.commit(chosen)
        bag.describe(chosen)
        by = choice.by
        manifest = write_tag_files(
            draft,
            payload.entries,
            choice.edition,
            choice.chance,
            custody,
            verify_text(
                choice.chance,
                choice.edition,
                by.identity if by else "",
                by.key.public.fingerprint if by else "",
            ),
            f"{by.identity} {by.key.public.fingerprint}" if by else "",
        )
        if by is not None:
            write_signature(draft, manifest, by)
        if choice.timestamp:
            write_request(draft, manifest, choice.chance.nonce())
        proved(draft)
        seq = _put_in_place(archive, draft, into, manifest, (choice, chosen))
    return BagReport(
        bag=into,
        identifier=choice.chance.identifier,
        edition=choice.edition,
        recordings=len(chosen),
        with_sound=sum(bool(one.media) for one in put),
        files=len(payload.entries),
        bytes=sum(one.size_bytes for one in payload.entries),
        signed=hashlib.sha256(manifest).hexdigest(),
        fingerprint=by.key.public.fingerprint if by else "",
        custody_seq=seq,
        withheld=tuple((one.recording_id, one.withheld) for one in put if one.withheld),
    )


class _Bag:
    """A bag while it is built."""

    def __init__(self, archive: Archive, payload: Payload, plan: Plan) -> None:
        self._archive, self._payload, self._plan = archive, payload, plan
        self._nonces = Nonces(archive.root / "sealed", plan.chance.nonce)
        # what happens while it is built belongs to the next bag
        self._events = sum(1 for _ in lines(archive.db))

    def fill(
        self, chosen: Sequence[str], facts_of: FactsOf, told: Callable[[str, int, int], None]
    ) -> list[Put]:
        """Write all recordings."""
        put = []
        with Filling(self._archive, self._payload, self._nonces, self._plan) as filling:
            for done, name in enumerate(chosen):
                told(name, done, len(chosen))
                facts = facts_of(name)
                self._may_go_out(facts)
                put.append(filling.put(facts))
        return put

    def log(self, put: Sequence[Put]) -> tuple[int, str]:
        """Write the custody log; give its length and the digest of its last line."""
        count, head = 0, GENESIS
        with self._payload.open(_LOG, "application/jsonl") as out:
            for line in self._chain(put):
                out.write(f"{line}\n".encode())
                count, head = count + 1, hashlib.sha256(line.encode()).hexdigest()
        return count, head

    def commit(self, chosen: Sequence[str]) -> None:
        """Write the commitments to all that is sealed."""
        with self._payload.open("data/commitments.jsonl", "application/jsonl") as out:
            for one in self._commitments(chosen):
                text = json.dumps(asdict(one), sort_keys=True, separators=(",", ":"))
                out.write(f"{text}\n".encode())

    def describe(self, chosen: Sequence[str]) -> None:
        """Write what each file is; the last of the payload."""
        plan = self._plan
        entries = [*self._payload.entries]
        with self._payload.open(CRATE, "application/ld+json") as out:
            rows = JsonRows(out, {"@context": CONTEXT}, "@graph")
            for row in crate_rows(entries, chosen, plan.edition, plan.chance, AGENT):
                rows.add(row)
            rows.close()

    def _may_go_out(self, facts: RecordingFacts) -> None:
        if self._plan.public and facts.state in _HELD:
            raise UsageError(
                f"is {facts.state.value}: nothing of it may go out",
                where=facts.recording.id,
                do="Leave it out, or move it on with `earwitness review move`",
            )

    def _chain(self, put: Sequence[Put]) -> Iterator[str]:
        db, plan = self._archive.db, self._plan
        if not plan.public:
            return islice(lines(db), self._events)
        known = {name: said for one in put for name, said in one.known.items()}
        made = CustodyEvent(
            seq=0,
            prev="",
            at=plan.chance.now.isoformat(timespec="milliseconds"),
            agent=AGENT,
            event=EventType.CREATION,
            objects=(plan.chance.identifier, *(one.recording_id for one in put)),
            outcome="success",
        )
        return chain_of_bag(db, known, made)

    def _commitments(self, chosen: Sequence[str]) -> Iterator[Commitment]:
        for name in chosen:
            for one in originals_of(self._archive, name):
                path = self._archive.originals.path(one.sha256)
                yield commit(one.label, self._nonces.of(one.label), path)
        now = f"custody-log-{self._events}"
        earlier = [] if self._plan.public else self._nonces.labels("custody-log-")
        for label in sorted({now, *earlier}):
            count = int(label.rpartition("-")[2])
            if count > self._events:
                continue
            nonce = self._nonces.of(label)
            whole = islice(lines(self._archive.db), count)
            yield commit(label, nonce, (f"{line}\n".encode() for line in whole))
            if not self._plan.public:
                self._payload.add(f"data/nonces/{label}.nonce", nonce, "application/octet-stream")


def _guard(archive: Archive, chosen: Sequence[str], edition: Edition) -> Guard:
    if not edition.is_public:
        return Guard()
    names = {name for one in chosen for name in sealed_names(archive, originals_of(archive, one))}
    return Guard({*names, str(archive.root.absolute()), str(Path.home())})


def _put_in_place(
    archive: Archive,
    draft: Path,
    into: Path,
    manifest: bytes,
    said: tuple[BagChoice, Sequence[str]],
) -> int:
    """Rename inside the transaction: there is no bag without its event, and no event without its bag."""
    choice, chosen = said
    event = EventType.DISSEMINATION if choice.edition.is_public else EventType.CREATION
    objects = [choice.chance.identifier, hashlib.sha256(manifest).hexdigest(), *chosen]
    with archive.writing() as w:
        seq = w.note(event, objects, note=f"evidence bag, {choice.edition.value} edition: {SIGNED}")
        draft.rename(into)
    return seq
