"""Who comes in, what a page may do, and that nothing is written by strangers."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from earwitness.web.app import make_app
from earwitness.web.house import House

ORIGIN = "http://127.0.0.1"


@pytest.fixture
def stranger(made_once):
    with TestClient(make_app(House(made_once)), base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize(
    "address", ["/", "/recordings", "/search?q=a", "/static/x/desk.js", "/nope"]
)
def test_without_the_key_nobody_comes_in(stranger, address):
    answer = stranger.get(address)
    assert answer.status_code == 403
    assert "key" in answer.text


def test_a_wrong_key_opens_nothing_and_sets_nothing(stranger):
    answer = stranger.get("/?key=wrong", follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_key_leaves_the_address_and_becomes_a_cookie_that_scripts_cannot_read(stranger):
    key = stranger.app.state.house.key
    answer = stranger.get(f"/?key={key}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:80"]
)
def test_other_names_of_this_machine_are_refused(reader, host):
    assert reader.client.get("/", headers={"Host": host}).status_code == 421


def test_two_desks_on_one_machine_do_not_put_each_other_out(made_once):
    names = set()
    for port in (8765, 8766):
        house = House(made_once, port=port)
        with TestClient(make_app(house), base_url=f"http://127.0.0.1:{port}") as client:
            names.update(client.get(f"/?key={house.key}", follow_redirects=False).cookies)
    assert len(names) == 2


def test_a_port_that_is_not_ours_is_refused(made_once):
    house = House(made_once, port=8765)
    with TestClient(make_app(house), base_url="http://127.0.0.1:8765") as client:
        assert client.get(f"/?key={house.key}").status_code == 200
        assert client.get("/", headers={"Host": "127.0.0.1:9999"}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_other_sites_send_changes_nothing(reader, headers):
    answer = reader.client.post("/you", data={"name": "X"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_reading_room_lets_nothing_be_written(made_once):
    house = House(made_once, read_only=True)
    with TestClient(make_app(house), base_url=ORIGIN) as client:
        page = client.get(f"/?key={house.key}")
        assert "reading only" in page.text
        answer = client.post("/you", data={"name": "X"}, headers={"Origin": ORIGIN})
        assert answer.status_code == 403
        with house.desk() as desk:
            name = desk.archive.db.execute("select recording_id from rendition limit 1").fetchone()[
                0
            ]
        assert (
            client.get(f"/recordings/{name}/sound").status_code == 200
        )  # what can be heard is heard


def test_every_answer_forbids_what_is_not_ours(reader):
    for address in ("/", "/nope", "/recordings/rec-none", "/static/x/desk.css"):
        answer = reader.client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"


def test_pages_hold_no_script_or_style_of_their_own(reader):
    for address in ("/", "/recordings", "/search?q=вода", "/you"):
        page = reader.page(address)
        assert not page.xpath("//style | //*[@style]")
        assert not page.xpath("//script[not(@src)]")
        assert not [name for one in page.iter() for name in one.attrib if name.startswith("on")]
        for link in page.xpath("//@src | //link/@href"):
            assert link.startswith("/"), link


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "evil"]
)
def test_nobody_is_sent_elsewhere(reader, back):
    answer = reader.send("/you", name="E. Marrow", back=back)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "path", ["/static/x/..%2f..%2fapp.py", "/static/x/wording.py", "/static/../app.py"]
)
def test_only_our_static_files_are_given(reader, path):
    assert reader.client.get(path).status_code == 404
