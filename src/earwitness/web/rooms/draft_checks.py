"""Drafts that are being checked in one running desk: the newest state of each, while people type on."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from earwitness.desk import Desk
from earwitness.errors import EarwitnessError
from earwitness.publish.quotecheck.check import CheckReport
from earwitness.store.archive import Archive
from earwitness.store.working_drafts import WorkingDraft
from earwitness.web.house import House

__all__ = ["Checked", "DraftChecks", "draft_checks"]

_MOST_KEPT = 30
_END_S = 3.0


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the check of one state of a draft: a report, or why it cannot be read.

    Attributes:
        archive: number that changes with what other connections write (SQLite ``data_version``).
    """

    revision: int
    archive: int
    report: CheckReport | None
    error: EarwitnessError | None = None


class DraftChecks:
    """Two threads of their own, one for short drafts and one for long ones; each has an archive that is open."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._changed = Condition()
        self._waiting: tuple[OrderedDict[str, WorkingDraft], ...] = (OrderedDict(), OrderedDict())
        self._under_way: dict[str, int] = {}
        self._done: OrderedDict[str, Checked] = OrderedDict()
        self._ended = False
        self._threads = [
            Thread(target=self._work, args=(one,), name="earwitness-check", daemon=True)
            for one in self._waiting
        ]
        for thread in self._threads:
            thread.start()
        house.closing.append(self._end)

    def ask(self, draft: WorkingDraft) -> None:
        """Check this state of a draft next; an older state that waits is forgotten."""
        long = draft.is_long
        with self._changed:
            for queue in self._waiting:
                queue.pop(draft.id, None)
            self._waiting[long][draft.id] = draft
            self._changed.notify_all()

    def known(self, draft: WorkingDraft, wait_s: float = 0.0) -> Checked | None:
        """What is known of this state of a draft, None while it is being checked; that begins if it has not.

        Args:
            wait_s: how long to wait for a check that is under way.
        """
        number = draft.latest.number

        def settled() -> bool:
            waits = any(draft.id in queue for queue in self._waiting)
            return not waits and self._under_way.get(draft.id) != number

        def done() -> Checked | None:
            found = self._done.get(draft.id)
            return found if settled() and found and found.revision == number else None

        with self._changed:
            if settled() and done() is None:
                self.ask(draft)
            self._changed.wait_for(settled, wait_s)
            return done()

    def _work(self, queue: OrderedDict[str, WorkingDraft]) -> None:
        with Desk(Archive(self._house.root)) as desk:
            check = desk.checking_again()
            while (draft := self._next(queue)) is not None:
                checked = self._checked(desk, check, draft)
                with self._changed:
                    self._under_way.pop(draft.id, None)
                    self._done[draft.id] = checked
                    self._done.move_to_end(draft.id)
                    while len(self._done) > _MOST_KEPT:
                        self._done.popitem(last=False)
                    self._changed.notify_all()

    def _next(self, queue: OrderedDict[str, WorkingDraft]) -> WorkingDraft | None:
        with self._changed:
            self._changed.wait_for(lambda: queue or self._ended)
            if self._ended:
                return None
            _, draft = queue.popitem(last=False)
            self._under_way[draft.id] = draft.latest.number
            return draft

    def _checked(
        self, desk: Desk, check: Callable[[Path], CheckReport], draft: WorkingDraft
    ) -> Checked:
        number = draft.latest.number
        now = int(desk.archive.db.execute("pragma data_version").fetchone()[0])
        before = self._done.get(draft.id)
        if before and (before.revision, before.archive) == (number, now):
            return before
        try:
            return Checked(number, now, check(draft.latest.path))
        except EarwitnessError as error:
            return Checked(number, now, None, error)
        except Exception as error:  # noqa: BLE001 (the outermost loop of a worker: the next draft is checked all the same)
            told = EarwitnessError(f"the check failed ({type(error).__name__}: {error})")
            return Checked(number, now, None, told)

    def _end(self) -> None:
        """A check that is under way is not waited for: it keeps nothing."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(_END_S)


def draft_checks(house: House) -> DraftChecks:
    """Those of a running desk, begun when they are first asked for."""
    return house.part(DraftChecks)
