"""What takes minutes or hours: taking in and hearing, one thing at a time, beside the pages."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from earwitness.errors import ArchiveBusy, EarwitnessError
from earwitness.intake.report import IntakeReport
from earwitness.intake.take_in import GivenBy
from earwitness.web.house import House
from earwitness.work.examining import examine
from earwitness.work.interrupts import Interrupts
from earwitness.work.progress import RunProgress, RunReport
from earwitness.work.run import run

__all__ = ["Job", "Labour", "labour_of"]


@dataclass
class Job:
    """Something under way, or the last thing that was.

    Attributes:
        kind: ``take``, ``hear`` or ``examine``.
        at: (item, done, total) of an intake; of a run its moment.
        taken, heard: what came of it, None while it is not done.
        error: why it was not done.
    """

    kind: str
    number: int
    at: tuple[str, int, int] | RunProgress | None = None
    taken: IntakeReport | None = None
    heard: RunReport | None = None
    error: EarwitnessError | None = None
    stopped: bool = False
    until: Interrupts = field(default_factory=Interrupts)
    future: Future[None] | None = None

    @property
    def finished(self) -> bool:
        return self.future is not None and self.future.done()


_Task = Callable[[Job], None]


class Labour:
    """The one worker of a desk for such things."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._pool = ThreadPoolExecutor(1, "labour")
        self.job: Job | None = None
        house.closing.append(self._end)

    def take(self, given_by: GivenBy) -> Job:
        """Take in what has come whole.

        Raises:
            ArchiveBusy: something is under way in this desk.
        """
        return self._begin("take", lambda job: self._take(job, given_by))

    def hear(self, *, again: bool = False) -> Job:
        """Do all the work that the archive asks for.

        Args:
            again: also what was set aside.

        Raises:
            ArchiveBusy: as `take`.
        """
        return self._begin("hear", lambda job: self._hear(job, again=again))

    def examine(self, recording_id: str) -> Job:
        """Compute the checks of a recording that a machine can.

        Raises:
            ArchiveBusy: as `take`.
        """
        return self._begin("examine", lambda job: self._examine(job, recording_id))

    def stop(self) -> None:
        """Ask what is under way to stop; what is done of it stays done."""
        if self.job is not None:
            self.job.until.stop()

    def _begin(self, kind: str, task: _Task) -> Job:
        with self._lock:
            if self.job is not None and not self.job.finished:
                raise ArchiveBusy(
                    "this desk is at work already", do="Wait until it is done, or stop it"
                )
            job = Job(kind, self.job.number + 1 if self.job else 1)
            self.job = job
            job.future = self._pool.submit(self._done, job, task)
            return job

    def _done(self, job: Job, task: _Task) -> None:
        try:
            task(job)
        except KeyboardInterrupt:
            job.stopped = True
        except EarwitnessError as error:
            job.error = error
        except OSError as error:
            job.error = EarwitnessError(f"the disk failed ({error})")
        except Exception as error:  # noqa: BLE001 (the outermost loop of a worker: somebody waits for its answer)
            job.error = EarwitnessError(f"the work failed ({type(error).__name__}: {error})")

    def _take(self, job: Job, given_by: GivenBy) -> None:
        def told(item: str, done: int, total: int) -> None:
            job.until.check()  # between two files: those that are in stay in
            job.at = (item, done, total)

        with self._house.desk() as desk:
            job.taken = desk.take_in_incoming(given_by, told)

    def _hear(self, job: Job, *, again: bool) -> None:
        def told(moment: RunProgress) -> None:
            job.at = moment

        with self._house.desk() as desk:
            job.heard = run(desk.archive, told, again=again, until=job.until)
        job.stopped = job.heard.stopped

    def _examine(self, job: Job, recording_id: str) -> None:
        def told(_: int) -> None:
            job.until.check()

        with self._house.desk() as desk:
            examine(desk, recording_id, told)

    def _end(self) -> None:
        self.stop()
        self._pool.shutdown(cancel_futures=True)


def labour_of(house: House) -> Labour:
    """The worker of a desk; made when it is first asked for."""
    return house.part(Labour)
