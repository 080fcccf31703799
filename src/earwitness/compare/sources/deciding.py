"""A person's decision into the catalog: checked, dated, signed, with its reason."""

from __future__ import annotations

from datetime import UTC, datetime

from earwitness.compare.sources.decided import end_of_day
from earwitness.errors import NotInArchive, UsageError
from earwitness.records.artefacts import EventType
from earwitness.records.identifiers import new_identifier
from earwitness.records.independence import Decision, DecisionKind, Role
from earwitness.store.archive import Archive
from earwitness.store.catalog.receipts import appearance, appearances_of_recording, sources
from earwitness.store.catalog.sound import recorded_date, recording
from earwitness.store.catalog.source_decisions import add_decision, decision_digest

__all__ = ["PAIR_KINDS", "decide"]

_QUOTES = (DecisionKind.QUOTES, DecisionKind.QUOTES_NOT)
PAIR_KINDS = (
    DecisionKind.SPEAKERS_SAME,
    DecisionKind.SPEAKERS_DISTINCT,
    DecisionKind.SPEAKERS_UNKNOWN,
    DecisionKind.CONVERSATION_SAME,
    DecisionKind.CONVERSATION_DISTINCT,
    DecisionKind.CONVERSATION_UNKNOWN,
    DecisionKind.SOUND_SAME,
    DecisionKind.SOUND_DISTINCT,
    DecisionKind.SOUND_UNKNOWN,
    *_QUOTES,
)
# Which kinds of record a decision may be about.
_ABOUT = {
    DecisionKind.COLLECTOR: ("rec", "src"),
    DecisionKind.ROLE: ("rec", "app"),
    DecisionKind.QUOTES: ("rec", "app"),
    DecisionKind.QUOTES_NOT: ("rec", "app"),
}


def decide(archive: Archive, given: Decision) -> Decision:
    """Keep a decision; ``id`` and ``at`` are given here.

    An empty value takes back what was decided before: the root, collector, date or role is unknown
    again.

    Raises:
        UsageError: nobody signs it, it has no reason, or its value cannot be meant.
        NotInArchive: it is about something that is not here.
    """
    for name, words in (("--by", given.by), ("--because", given.reason)):
        if not words.strip():
            raise UsageError(
                f"a decision needs {name}", do="Say who decides (--by) and why (--because)"
            )
    _check_subjects(archive, given)
    _check_value(archive, given)
    made = Decision(
        new_identifier("dec"),
        given.kind,
        given.subject,
        given.other,
        given.value.strip(),
        given.group.strip(),
        given.by.strip(),
        datetime.now(UTC).isoformat(timespec="seconds"),
        given.reason.strip(),
    )
    with archive.writing() as w:
        # The chain names no person and no reason: those may be sealed. It holds their digest.
        objects = [made.id, decision_digest(made), *filter(None, (made.subject, made.other))]
        seq = w.note(EventType.CREATION, objects, note=f"a person decided on {made.kind.topic}")
        add_decision(w.db, made, seq)
    return made


def _check_subjects(archive: Archive, given: Decision) -> None:
    _check_known(archive, given.subject, _ABOUT.get(given.kind, ("rec",)))
    if given.kind not in PAIR_KINDS:
        return
    if not given.other:
        raise UsageError(f"{given.kind} is about two recordings", do="Name the second one")
    _check_known(archive, given.other, ("rec",))
    if given.subject == given.other:
        raise UsageError("a recording was named twice", do="Name two different recordings")


def _check_known(archive: Archive, name: str, kinds: tuple[str, ...]) -> None:
    db, kind = archive.db, name.split("-", maxsplit=1)[0]
    if kind not in kinds:
        what = " or ".join(
            {"rec": "recording", "app": "appearance", "src": "source"}[k] for k in kinds
        )
        raise UsageError(f"'{name}' is not a {what}", do="`earwitness show` lists what there is")
    found: object = None
    if kind == "rec":
        found = recording(db, name)
    elif kind == "app":
        found = appearance(db, name)
    else:
        found = next((one for one in sources(db) if one.id == name), None)
    if found is None:
        raise NotInArchive(
            f"nothing here is called '{name}'", do="`earwitness show` lists what there is"
        )


def _check_value(archive: Archive, given: Decision) -> None:
    if given.group and given.kind is not DecisionKind.COLLECTOR:
        raise UsageError("--group goes with `collector`")
    if given.kind is DecisionKind.ROLE and given.value and given.value not in [*Role]:
        raise UsageError(f"'{given.value}' is not a role", do=f"One of: {', '.join(Role)}")
    if given.kind is not DecisionKind.RECORDED or not given.value:
        return
    try:
        latest = end_of_day(given.value)
    except ValueError as error:
        raise UsageError(f"'{given.value}' is not a date", do="Write it as 2025-06-20") from error
    known = [
        one.published.latest
        for one in appearances_of_recording(archive.db, given.subject)
        if one.published.latest is not None
    ]
    bound = recorded_date(archive.db, given.subject).latest
    known += [] if bound is None else [bound]
    if known and min(known) < datetime.fromisoformat(given.value[:10]).replace(tzinfo=UTC):
        raise UsageError(
            f"it was known on {min(known):%Y-%m-%d} already, so 'not after {latest:%Y-%m-%d}' says less",
            do="Give an earlier date, or none",
        )
