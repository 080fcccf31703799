"""The story page: a draft that passed the check, as one folder that works from `file://`.

The page is built up from what it may hold (the draft's words, the matched words in both languages,
clips of exactly those words); nothing else of the archive can reach it. Each time it is written it is a
version of the story, with a record in the archive and a log of what changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from earwitness.errors import UsageError
from earwitness.publish.page.composing import Composing
from earwitness.publish.page.edition import earlier_of, record_edition, signature_of
from earwitness.publish.page.folder import fresh_folder, swap
from earwitness.publish.page.gate import NOTHING_WITHHELD, Gate
from earwitness.publish.page.options import PageOptions
from earwitness.publish.page.rendering import log_sentences
from earwitness.publish.page.shown import cut_all
from earwitness.publish.page.withdrawal import refuse_withdrawn
from earwitness.publish.quotecheck.check import NOTHING_TOLD, CheckReport, check_draft
from earwitness.records.corrections import CorrectionsOf, nothing_corrected
from earwitness.records.told import Told
from earwitness.store.archive import Archive

__all__ = ["StoryReport", "write_story"]


@dataclass(frozen=True, slots=True)
class StoryReport:
    """What was written: the page, how many quotations play, and those that do not, with reasons.

    Attributes:
        story, version: names of the story and of what went out.
        changes: what the log of the page says of this version.
        over_withheld: quotations that run over a withheld stretch. Their sound is replaced there; whether
            their words in another language tell what is withheld, only a person can see.
    """

    page: Path
    playable: int
    silent: tuple[tuple[str, str], ...]
    check: CheckReport
    story: str = ""
    version: int = 1
    changes: tuple[str, ...] = ()
    over_withheld: tuple[str, ...] = ()


def write_story(
    archive: Archive,
    draft: Path,
    into: Path,
    *,
    options: PageOptions | None = None,
    told: Told = NOTHING_TOLD,
    corrections: CorrectionsOf = nothing_corrected,
    gate: Gate = NOTHING_WITHHELD,
) -> StoryReport:
    """Check a draft and write its page into a folder, as the next version of the story that is there.

    Args:
        into: a new folder, an empty one, or one that an earlier story wrote.
        told: what other stages know; without it nobody has said anything.
        corrections: what was corrected, for the log.
        gate: all words pass it, and it is shown the whole new folder before anybody else.

    Raises:
        UsageError: the draft has errors or quotes what was withdrawn, or the folder holds other things.
        NotInArchive: no story has the name that was given.
        Refused: the draft cannot be read.
    """
    chosen = options or PageOptions()
    signed = signature_of(chosen.by, chosen.because)
    report = check_draft(archive, draft, told)
    quoted = [one.heard.recording_id for one in report.quotations if one.heard]
    refuse_withdrawn(archive.db, dict.fromkeys(quoted), into)
    if not report.clean:
        raise UsageError(
            f"{len(report.errors)} errors in the draft",
            where=str(draft),
            do=f"Mend what `earwitness check {draft}` names, then publish",
        )
    earlier = earlier_of(archive, into, chosen.story)
    composing = Composing(
        archive, report, draft, into, earlier, chosen, told.standing, corrections, gate
    )
    with fresh_folder(into) as fresh:
        shown, silent = cut_all(archive, report, fresh / "clips", (composing.say, gate))
        made, log = composing.compose(fresh, shown)
        gate.proved(fresh)
        record_edition(archive, earlier.story, made, signed, lambda: swap(fresh, into))
    return StoryReport(
        into / "index.html",
        sum(1 for one in shown.values() if one.clip),
        silent,
        report,
        earlier.story,
        made.version,
        log_sentences(log[-1], composing.say),
    )
