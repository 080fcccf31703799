"""A desk over a copy of the sample archive, and somebody who holds its key."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from starlette.testclient import TestClient

from earwitness.web.app import make_app
from earwitness.web.house import House

ORIGIN = "http://127.0.0.1"


@dataclass
class Browser:
    """Asks as a page of the desk would; ``page`` gives the parsed page and checks the status."""

    client: TestClient
    house: House

    def page(self, address: str, status: int = 200, **headers: str) -> lxml.html.HtmlElement:
        answer = self.client.get(address, headers=headers)
        assert answer.status_code == status, answer.text[:2000]
        return lxml.html.document_fromstring(answer.text)

    def send(self, address: str, **form: str):
        return self.client.post(
            address, data=form, headers={"Origin": ORIGIN}, follow_redirects=False
        )

    def send_json(self, address: str, value: object = None):
        headers = {"Origin": ORIGIN, "Accept": "application/json"}
        return self.client.post(address, json=value, headers=headers)


@pytest.fixture(scope="session")
def made_once(sample_archive, tmp_path_factory) -> Path:
    """A copy that tests may read; nobody writes to it."""
    sample_archive.archive.db.execute("pragma wal_checkpoint(truncate)")
    into = tmp_path_factory.mktemp("desk") / "archive"
    return Path(shutil.copytree(sample_archive.archive.root, into))


def browse(house: House) -> Iterator[Browser]:
    with TestClient(make_app(house), base_url=ORIGIN) as client:
        assert client.get(f"/?key={house.key}").status_code == 200
        yield Browser(client, house)


@pytest.fixture(scope="module")
def reader(made_once) -> Iterator[Browser]:
    """Reads; for tests that change nothing but listening copies."""
    yield from browse(House(made_once))


@pytest.fixture
def writer(made_once, tmp_path) -> Iterator[Browser]:
    """Has an archive of its own to change, and a name."""
    root = Path(shutil.copytree(made_once, tmp_path / "archive"))
    yield from browse(House(root, by_name="E. Marrow"))
