"""The sound of a recording for the browser: PCM that can be entered anywhere, and its outline."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from starlette.responses import FileResponse, Response

from earwitness.audio.isolation import Isolated
from earwitness.audio.listening import OUTLINE_PER_S
from earwitness.errors import EarwitnessError, NotInArchive
from earwitness.store.listening_copy import forget_listening, known_listening, make_listening
from earwitness.store.redacted_master import LARGE_FILES
from earwitness.web.house import House
from earwitness.web.visit import Visit, as_json, get

__all__ = ["ROUTES"]

_MOST_BYTES = 8 << 30  # of listening copies that are kept


@dataclass
class _Making:
    """A copy that is being made.

    Attributes:
        done_ms: how much of it.
    """

    done_ms: int = 0
    error: str = ""
    future: Future[None] | None = None


class _Makers:
    """What is being made in one running desk; one file at a time, in the order asked for."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._under_way: dict[str, _Making] = {}
        self._child: Isolated | None = None
        house.closing.append(self._end)

    def ask(self, recording_id: str) -> _Making:
        """Begin, or say how far it is; one that failed is tried again when it is asked for again."""
        with self._lock:
            making = self._under_way.get(recording_id)
            if making is None or (
                making.future is not None and making.future.done() and not making.error
            ):
                making = self._under_way[recording_id] = _Making()
                making.future = self._house.workers.submit(self._make, recording_id, making)
            elif making.error:
                self._under_way.pop(recording_id)
            return making

    def _make(self, recording_id: str, making: _Making) -> None:
        if self._child is None:
            self._child = Isolated(LARGE_FILES)
        try:
            with self._house.desk() as desk:
                make_listening(
                    desk.archive,
                    recording_id,
                    self._child,
                    lambda ms: setattr(making, "done_ms", ms),
                )
                forget_listening(desk.archive, _MOST_BYTES)
        except EarwitnessError as error:
            making.error = str(error)
        except OSError as error:
            making.error = f"the listening copy cannot be written ({error})"
        except Exception as error:  # noqa: BLE001 (the outermost loop of a worker: a page waits for its answer)
            making.error = f"the sound cannot be prepared ({type(error).__name__}: {error})"

    def _end(self) -> None:
        if self._child is not None:
            self._child.close()


def _makers(house: House) -> _Makers:
    return house.part(_Makers)


def prepare(visit: Visit) -> Response:
    """Say whether the sound can be played; begin to make it if not. Nothing of the archive is changed by that."""
    found = visit.desk.recording(visit.part("rec"))
    if known_listening(visit.desk.archive, found.id) is not None:
        return as_json({"ready": True, "per_s": OUTLINE_PER_S})
    making = _makers(visit.house).ask(found.id)
    return as_json({"ready": False, "done_ms": making.done_ms, "error": making.error})


def sound(visit: Visit) -> Response:
    """The sound; any range of its bytes may be asked for (RFC 9110 14)."""
    return _file(visit, outline=False)


def outline(visit: Visit) -> Response:
    """Lowest and highest sample of each fiftieth of a second, as int8."""
    return _file(visit, outline=True)


def _file(visit: Visit, *, outline: bool) -> Response:
    found = visit.desk.recording(visit.part("rec"))
    copy = known_listening(visit.desk.archive, found.id)
    if copy is None:
        raise NotInArchive("the sound is not prepared yet", where=found.id)
    path: Path = copy.outline if outline else copy.sound
    kind = "application/octet-stream" if outline else "audio/wav"
    return FileResponse(path, media_type=kind, headers={"Cache-Control": "private, max-age=600"})


ROUTES = (
    get("/recordings/{rec}/sound", prepare),
    get("/recordings/{rec}/sound.wav", sound),
    get("/recordings/{rec}/outline", outline),
)
