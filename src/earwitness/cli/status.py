"""`earwitness status`: what the archive holds and what waits."""

# ruff: noqa: PLC0415  (heavy parts are imported when a command runs: start-up stays fast)
from __future__ import annotations

from typing import TYPE_CHECKING

from earwitness.cli.archive_choice import choose_archive, with_archive
from earwitness.cli.options import ArchiveOption, JsonOption
from earwitness.cli.printing import count, say, say_json, say_table, size
from earwitness.cli.run import say_set_aside

if TYPE_CHECKING:
    from earwitness.store.archive import Archive
    from earwitness.store.figures import Figures

__all__ = ["HELP", "say_figures", "status"]

HELP = """Show what the archive holds, which work is done, and what waits or was set aside.

\b
Examples:
  earwitness status
  earwitness status --json

\b
Exit codes: 0 shown; 2 no archive. What waits or was set aside does not change the exit code.
"""


def status(*, archive: ArchiveOption = None, as_json: JsonOption = False) -> None:
    """Show figures and work."""
    root = choose_archive(archive)
    from earwitness.store import ledger
    from earwitness.store.archive import Archive
    from earwitness.store.figures import figures
    from earwitness.work.progress import set_aside_items

    with Archive(root) as opened:
        counted = figures(opened.db)
        stages = ledger.counts(opened.db)
        aside = set_aside_items(opened)
        waiting = _waiting(opened, counted, with_archive("earwitness run", archive))
    if as_json:
        say_json(
            {
                "archive": root.resolve(),
                "figures": counted,
                "work": stages,
                "waiting": waiting,
                "set_aside": aside,
            }
        )
        return
    say(f"Archive {root.resolve()}", style="bold")
    say_figures(counted)
    if stages:
        say()
        rows = [
            [name, f"{one.done:,}", f"{one.todo + one.leased:,}", f"{one.set_aside:,}"]
            for name, one in stages.items()
        ]
        say_table(["stage", "done", "to do", "set aside"], rows)
    if aside:
        say()
        say(f"Set aside: {len(aside)}", style="bold")
        say_set_aside(aside)
    say()
    for sentence in waiting or ["Nothing waits."]:
        say(sentence)


def say_figures(counted: Figures) -> None:
    """Print the figures as a table of two columns."""
    languages = ", ".join(f"{tag} {number:,}" for tag, number in counted.languages.items())
    known = (
        f"{counted.recordings_with_sound:,} with sound "
        f"({counted.recordings_heard:,} of them heard; {counted.recordings_apart:,} different ones), "
        f"{counted.recordings_by_words:,} by words only, {counted.recordings_described:,} described"
    )
    rows = [
        ["recordings", known],
        ["sound decoded", f"{counted.minutes:.1f} minutes"],
        ["appearances", f"{counted.appearances:,} from {count(counted.sources, 'source')}"],
        ["files kept", f"{counted.artefacts:,} ({size(counted.bytes)})"],
        ["lines", f"{counted.utterances:,}" + (f" ({languages})" if languages else "")],
        ["voices", f"{counted.voices:,}"],
        ["transcripts", f"{counted.transcripts:,}"],
        ["translations", f"{counted.translations:,}"],
        ["published quotations", f"{counted.quotations:,}"],
        ["publishers' assertions", f"{counted.assertions:,}"],
        ["unheard sides", f"{counted.unheard_sides:,}"],
        ["lines held back", f"{counted.held_back:,}"],
    ]
    say_table(["what", "how much"], rows)


def _waiting(archive: Archive, counted: Figures, command: str) -> list[str]:
    """What the next run would do, as sentences."""
    from earwitness.store import ledger
    from earwitness.store.catalog.sound import recordings
    from earwitness.store.index_lines import index_key

    waiting = []
    unheard = counted.recordings_with_sound - counted.recordings_heard - counted.set_aside
    if unheard > 0:
        waiting.append(f"{count(unheard, 'recording')} not heard yet: {command}")
    unindexed = sum(
        not ledger.is_done(archive.db, index_key(archive.db, one.id))
        for one in recordings(archive.db)
    )
    if unindexed:
        waiting.append(f"{count(unindexed, 'recording')} not in the search yet: {command}")
    if not counted.artefacts:
        waiting.append("Nothing was added yet: earwitness add FILES")
    return waiting
