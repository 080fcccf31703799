"""Claims: what is said to be so, how, from what knowledge; and how many independent sources stand behind it."""

from __future__ import annotations

from starlette.responses import Response

from earwitness.compare.corroboration import Corroboration
from earwitness.errors import EarwitnessError, UsageError
from earwitness.records.claims import Claim, ClaimStatus, KnowledgeRoot, Modality, may_become
from earwitness.records.sound import Recording
from earwitness.store.catalog.sound import recording as recording_called
from earwitness.understand.claims.deciding import Changes
from earwitness.web.visit import Visit, get, post

__all__ = ["ROUTES"]

_PAGE = 30


def claims(visit: Visit) -> Response:
    """The board."""
    theme, modality, status = (visit.asked(one)[:80] for one in ("theme", "modality", "status"))
    page = visit.desk.claim_page(
        theme=theme, modality=modality, status=status, after=visit.number("after", 0), count=_PAGE
    )
    names = dict.fromkeys(line.claim.recording_id for line in page.lines)
    return visit.page(
        "claims.html",
        page=page,
        recordings=_recordings(visit, *names),
        codebook=visit.desk.codebook(),
        chosen={"theme": theme, "modality": modality, "status": status},
        modalities=tuple(Modality),
        statuses=tuple(ClaimStatus),
        after=visit.number("after", 0),
    )


def claim(visit: Visit) -> Response:
    """One claim: what stands for and against it, by rule, with the reasons."""
    return _claim(visit)


def _claim(visit: Visit, error: EarwitnessError | None = None) -> Response:
    line = visit.desk.claim_line(visit.part("clm"))
    found = line.claim
    history = visit.desk.claim_history(found.id)
    return visit.page(
        "claim.html",
        400 if error else 200,
        line=line,
        claim=found,
        recording=_recordings(visit, found.recording_id).get(found.recording_id),
        answer=_corroborated(visit, found),
        history=history,
        codebook=visit.desk.codebook(),
        modalities=tuple(Modality),
        roots=tuple(KnowledgeRoot),
        statuses=_statuses(found),
        error=error,
        typed=visit.form,
    )


def _corroborated(visit: Visit, found: Claim) -> Corroboration | None:
    """What stands behind it; nothing where a person found that no such thing is said."""
    return None if found.status is ClaimStatus.REJECTED else visit.desk.corroborate(found.id)


def _statuses(found: Claim) -> list[ClaimStatus]:
    """What a person may make of it; the one it has first, or `REVIEWED` for what only a machine saw."""
    first = found.status if found.by_person else ClaimStatus.REVIEWED
    rest = (one for one in ClaimStatus if one not in (first, ClaimStatus.EXTRACTED))
    return [first, *(one for one in rest if may_become(found.status, one))]


def _recordings(visit: Visit, *names: str) -> dict[str, Recording]:
    known = (recording_called(visit.desk.archive.db, one) for one in names)
    return {one.id: one for one in known if one is not None}


def revise(visit: Visit) -> Response:
    """Lay a person's word on top."""
    name, form = visit.part("clm"), visit.form
    try:
        if not form.get("reason", "").strip():
            raise UsageError(visit.say("corrections.no_reason"))  # noqa: TRY301 (shown like what the desk refuses)
        changes = _changes(visit)
        visit.desk.revise_claim(name, changes, by=visit.signer(), because=form["reason"])
    except UsageError as error:
        return _claim(visit, error)
    return visit.go(f"/claims/{name}")


def _changes(visit: Visit) -> Changes:
    form = visit.form
    try:
        return Changes(
            ClaimStatus(form["status"]) if form.get("status") else None,
            Modality(form["modality"]) if form.get("modality") else None,
            KnowledgeRoot(form["knowledge"]) if form.get("knowledge") else None,
            form.get("sentence", ""),
            themes=tuple(form.get("themes", "").replace(",", " ").split())
            if "themes" in form
            else None,
        )
    except ValueError as error:
        raise UsageError(visit.say("claims.no_such_value")) from error


ROUTES = (
    get("/claims", claims),
    get("/claims/{clm}", claim),
    post("/claims/{clm}", revise),
)
