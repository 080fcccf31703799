"""Fetching, from a hub on 127.0.0.1 that speaks the interface of the real one."""

from __future__ import annotations

import hashlib
import json

import pytest

from earwitness.errors import ServiceFailed, ServiceUnreachable, UsageError
from earwitness.listen.models.folders import look_at_folder
from earwitness.listen.models.get import fetch_model, list_download, model_here

REPO = "t-tech/T-one"


@pytest.fixture
def hub(local_server, tiny_onnx, tmp_path):
    """A hub with T-one, whose large files stand elsewhere, and a file that nobody needs."""
    folder = tiny_onnx.t_one(tmp_path / "hub")
    (folder / "kenlm.bin").write_bytes(b"large")
    files = {one.name: one.read_bytes() for one in folder.iterdir()}

    def entry(name, content):
        git = hashlib.sha1(f"blob {len(content)}\0".encode() + content)  # noqa: S324 (git's)
        made = {"type": "file", "path": name, "size": len(content), "oid": git.hexdigest()}
        if name.endswith((".onnx", ".bin")):
            oid = hashlib.sha256(content).hexdigest()
            made["lfs"] = {"oid": oid, "size": len(content), "pointerSize": 130}
        return made

    listing = [entry(*one) for one in files.items()] + [{"type": "directory", "path": "x"}]

    def answer(asked, _):
        if asked.path.startswith(f"/api/models/{REPO}/tree/main"):
            return 200, {}, json.dumps(listing).encode()
        name = asked.path.rpartition("/")[2]
        if asked.path == f"/{REPO}/resolve/main/model.onnx":
            return 302, {"Location": f"{local_server.address}/store/model.onnx"}, b""
        if name in files and asked.path.startswith((f"/{REPO}/resolve/main/", "/store/")):
            return 200, {}, files[name]
        return 404, {}, b""

    local_server.answer = answer
    local_server.files, local_server.listing = files, listing
    return local_server


def nothing_left(models):
    return not models.is_dir() or list(models.iterdir()) == []


def test_a_model_is_fetched_whole_and_what_it_does_not_need_is_not(hub, tmp_path):
    models, told = tmp_path / "models", []
    download = list_download("t-one", hub.address)
    assert {one.path for one in download.files} == {"config.json", "model.onnx"}
    folder = fetch_model(download, models, lambda *one: told.append(one))
    (found,) = look_at_folder(folder)
    assert found.complete
    assert (folder.name, found.kind.name) == ("t-one", "t-one")
    assert (folder / "model.onnx").read_bytes() == hub.files["model.onnx"]
    assert told[-1][1] == told[-1][2]
    assert not any("kenlm" in one.path for one in hub.asked)
    assert model_here("t-one", models).folder == folder
    (folder / "model.onnx").write_bytes(b"\x08\x07")
    with pytest.raises(UsageError, match=r"2 bytes, .* were fetched"):
        model_here("t-one", models)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda content: content[:-9], "other than it was listed"),
        (lambda content: content + b"x", "other than it was listed"),
        (lambda content: content[:-1] + b"x", "digest"),
        (lambda _: b"<html>sign in</html>", "other than it was listed"),
    ],
)
@pytest.mark.parametrize("name", ["model.onnx", "config.json"])
def test_what_is_not_as_listed_is_not_kept(hub, tmp_path, name, spoil, said):
    download = list_download("t-one", hub.address)
    hub.files[name] = spoil(hub.files[name])
    with pytest.raises(ServiceFailed, match=said):
        fetch_model(download, tmp_path / "models")
    assert nothing_left(tmp_path / "models")


def test_a_hub_that_goes_away_leaves_nothing(hub, tmp_path):
    download = list_download("t-one", hub.address)

    def gone(asked, handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "90000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.close_connection = True

    hub.answer = gone
    with pytest.raises((ServiceFailed, ServiceUnreachable)):
        fetch_model(download, tmp_path / "models")
    assert nothing_left(tmp_path / "models")


def test_the_draft_of_a_killed_attempt_is_no_model_and_does_not_stand_in_the_way(hub, tmp_path):
    models = tmp_path / "models"
    (models / ".t-one.draft").mkdir(parents=True)
    (models / ".t-one.draft" / "model.onnx").write_bytes(b"half")
    assert model_here("t-one", models) is None
    fetch_model(list_download("t-one", hub.address), models)
    assert [one.name for one in models.iterdir()] == ["t-one"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "does not list the files"),
        (b'{"error": 1}', "does not list the files"),
        (b'[{"type": "file"}]', "does not list the files"),
        (b"[]", "does not have model.onnx, config.json of t-one"),
    ],
)
def test_a_listing_that_is_none(hub, body, said):
    hub.answer = lambda *_: (200, {}, body)
    with pytest.raises(ServiceFailed, match=said):
        list_download("t-one", hub.address)


def test_a_listing_that_leads_out_of_the_folder(hub, tmp_path):
    for one in hub.listing:
        if one["path"] == "model.onnx":
            hub.listing.append({**one, "path": "vocab/../../../model.onnx"})
    download = list_download("t-one", hub.address)
    assert all(".." not in one.path for one in download.files)


def test_no_network_is_one_sentence(tmp_path):
    with pytest.raises(ServiceUnreachable, match=r"cannot be reached.*no network") as caught:
        list_download("t-one", "http://127.0.0.1:1")
    assert "models where" in str(caught.value)
    with pytest.raises(UsageError, match="is not an address"):
        list_download("t-one", "file:///etc")
    with pytest.raises(UsageError, match="no model is called 'parrot'"):
        list_download("parrot")


def test_a_refusal_is_named(hub):
    hub.answer = lambda *_: (401, {}, b"")
    with pytest.raises(ServiceUnreachable, match="answers 401"):
        list_download("t-one", hub.address)


def test_redirects_never_leave_the_web(hub, tmp_path):
    download = list_download("t-one", hub.address)
    hub.answer = lambda *_: (302, {"Location": "file:///etc/passwd"}, b"")
    with pytest.raises(ServiceUnreachable):
        fetch_model(download, tmp_path / "models")
    assert nothing_left(tmp_path / "models")


def test_a_folder_of_that_name_that_is_something_else(tmp_path):
    (tmp_path / "t-one").mkdir()
    (tmp_path / "t-one" / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="it is another kind"):
        model_here("t-one", tmp_path)
    assert (tmp_path / "t-one" / "notes.txt").read_text() == "mine"
