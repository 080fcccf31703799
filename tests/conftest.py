"""What several folders of tests share: one archive made from the sample releases."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from earwitness.desk import Desk
from earwitness.intake.report import IntakeReport
from earwitness.intake.take_in import GivenBy
from earwitness.store.archive import Archive
from earwitness.work.run import run

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@dataclass(frozen=True)
class SampleArchive:
    """The archive of the samples, what `add` said of it, and what is true of them.

    ``recordings`` maps R01, R02... of truth.json to the identifiers of all recordings that carry it
    or a part of it: re-encoded copies are recordings of their own until copies are found.
    """

    archive: Archive
    desk: Desk
    report: IntakeReport
    truth: dict
    recordings: dict[str, set[str]]


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleArchive]:
    """Made once a session; tests only read it."""
    desk = Desk.new(tmp_path_factory.mktemp("samples") / "archive")
    report = desk.take_in([SAMPLES / "releases"], GivenBy(approved_by="the desk"))
    run(desk.archive)
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for item in truth["media"]:
        rows = desk.archive.db.execute(
            "select recording_id from rendition where sha256 = ?", (item["sha256"],)
        )
        for row in rows:
            for name in item.get("recordings", ()):
                found.setdefault(name, set()).add(row["recording_id"])
    with desk:
        yield SampleArchive(desk.archive, desk, report, truth, found)


@pytest.fixture
def grows_in_proportion():
    """Check that four times the work takes about four times as long, however slow the machine.

    The constant is for start-up and noise; quadratic work would take sixteen times as long.
    """

    def check(task, small, large):
        taken = []
        for given in (small, large):
            began = time.process_time()
            task(given)
            taken.append(time.process_time() - began)
        assert taken[1] < 10 * taken[0] + 0.5, f"{taken[0]:.2f} s, then {taken[1]:.2f} s"

    return check


@dataclass
class Asked:
    """A request that a `LocalServer` got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class LocalServer:
    """A server on 127.0.0.1 that answers as the test says, and what it was asked.

    ``answer`` takes a request and gives status, headers and body; or writes itself, and gives None.
    """

    address: str = ""
    answer: Callable = lambda *_: (404, {}, b"")
    asked: list[Asked] = field(default_factory=list)


@pytest.fixture
def local_server() -> Iterator[LocalServer]:
    server = LocalServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(self.path, dict(self.headers), self.rfile.read(length))
            server.asked.append(asked)
            answer = server.answer(asked, self)
            if answer is not None:
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (the name that the standard library calls)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = True
        made.block_on_close = False
        server.address = f"http://127.0.0.1:{made.server_address[1]}"
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        made.shutdown()
        thread.join()
