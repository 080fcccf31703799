"""Fetching a model: the only thing in Earwitness that downloads one, and only when it is asked to.

A model arrives in a draft folder, is held to the sizes and digests that the hub states for its
files, and gets its name in one step. What stops half-way leaves no model.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import msgspec

from earwitness.errors import EarwitnessError, ServiceFailed, ServiceUnreachable, UsageError
from earwitness.listen.models.folders import (
    RECORD_NAME,
    FoundModel,
    ModelRecord,
    look_at_folder,
)
from earwitness.listen.models.kinds import KnownDownload, ModelKind, download_named

__all__ = ["HUB", "Download", "RemoteFile", "fetch_model", "list_download", "model_here"]

HUB = "https://huggingface.co"
_TIMEOUT_S = 30.0
_BLOCK = 1 << 20
_LARGEST_LISTING = 8 << 20
_SPARE_BYTES = 256 << 20
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a model at the hub.

    Attributes:
        path: relative to the model's folder.
        size_bytes: as stated.
        digest: "sha256:..." of its bytes, or "git:..." of them as git counts (SHA-1, small files).
    """

    path: str
    size_bytes: int
    digest: str


@dataclass(frozen=True, slots=True)
class Download:
    """What would be fetched.

    Attributes:
        name: of the model, and of its folder.
        address: of the repository.
        files: those that the model needs.
    """

    name: str
    address: str
    files: tuple[RemoteFile, ...]

    @property
    def size_bytes(self) -> int:
        return sum(one.size_bytes for one in self.files)


def model_here(name: str, models: Path) -> FoundModel | None:
    """The model of that name if its folder is there.

    Raises:
        UsageError: no model of that name is known, or its folder is there and is not that model.
    """
    _, kind = download_named(name)
    folder = models / name
    if not folder.exists():
        return None
    looked = look_at_folder(folder) if folder.is_dir() else ()
    for found in looked:
        if found.complete and found.kind is not None and found.kind.name == kind.name:
            return found
    lacks = ", ".join((*looked[0].missing, *looked[0].broken)) if looked else "it is a file"
    raise UsageError(
        f"is there, and is no whole model: {lacks or 'it is another kind'}",
        where=str(folder),
        do="Complete it by hand, or remove it and run the command again",
    )


def list_download(name: str, hub: str = HUB) -> Download:
    """Ask the hub which files make up a model. Reaches the network.

    Args:
        name: one of `known_downloads`.
        hub: address of the hub or of a mirror with the same interface.

    Raises:
        UsageError: no model of that name is known, or the address is none.
        ServiceUnreachable: the hub cannot be reached or refuses.
        ServiceFailed: its listing is not what a hub gives.
    """
    known, kind = download_named(name)
    if urlsplit(hub).scheme not in ("http", "https") or not urlsplit(hub).hostname:
        raise UsageError(f"'{hub}' is not an address", do="Write it as https://hub.example")
    hub = hub.rstrip("/")
    address = f"{hub}/{known.repo}"
    with _open(f"{hub}/api/models/{known.repo}/tree/main?recursive=true") as answer:
        body = answer.read(_LARGEST_LISTING)
    try:
        listing = json.loads(body)
        files = tuple(_remote(one) for one in listing if one["type"] == "file")
    except (ValueError, TypeError, KeyError) as error:
        raise ServiceFailed(
            "does not list the files of the model", where=address, do="Is it a model hub"
        ) from error
    return Download(known.name, address, _wanted(files, known, kind, address))


def fetch_model(download: Download, models: Path, told: Told = lambda *_: None) -> Path:
    """Fetch a model into the models folder. Reaches the network.

    Args:
        download: from `list_download`.
        models: the models folder; it is made if it is not there.
        told: called with a file's path, its bytes so far and its size.

    Returns:
        The folder of the model.

    Raises:
        UsageError: there is no room for it.
        ServiceUnreachable, ServiceFailed: it cannot be fetched whole; nothing is left behind.
    """
    models.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(models).free
    if free < download.size_bytes + _SPARE_BYTES:
        raise UsageError(
            f"has room for {free >> 20} MB, and the model has {download.size_bytes >> 20} MB",
            where=str(models),
            do="Make room, or name another folder with --models",
        )
    draft = models / f".{download.name}.draft"
    shutil.rmtree(draft, ignore_errors=True)  # of an attempt that was killed
    try:
        record: dict[str, tuple[int, str]] = {}
        for one in download.files:
            place = draft / one.path
            place.parent.mkdir(parents=True, exist_ok=True)
            record[one.path] = (one.size_bytes, _fetch_file(download, one, place, told))
        noted = ModelRecord(download.name, download.address, record)
        (draft / RECORD_NAME).write_bytes(msgspec.json.encode(noted))
        _check_whole(draft, download)
        folder = models / download.name
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _remote(one: Any) -> RemoteFile:
    large = one.get("lfs")
    digest = f"sha256:{large['oid']}" if large else f"git:{one['oid']}"
    return RemoteFile(str(one["path"]), int(one["size"]), digest)


def _wanted(
    files: tuple[RemoteFile, ...], known: KnownDownload, kind: ModelKind, address: str
) -> tuple[RemoteFile, ...]:
    """The files of the kind, and weights that stand beside their graph."""
    beside = tuple(f"{one.removesuffix('.onnx')}.onnx?data" for one in kind.files)
    patterns = (*kind.files, *kind.extra, *beside)
    wanted = tuple(one for one in files if any(fnmatch(one.path, each) for each in patterns))
    missing = [each for each in kind.files if not any(fnmatch(o.path, each) for o in wanted)]
    if missing:
        raise ServiceFailed(f"does not have {', '.join(missing)} of {known.name}", where=address)
    for one in wanted:
        parts = PurePosixPath(one.path).parts
        if one.path.startswith("/") or ".." in parts or "\\" in one.path or one.size_bytes < 0:
            raise ServiceFailed(f"lists a file by an impossible name: {one.path}", where=address)
    return wanted


def _fetch_file(download: Download, one: RemoteFile, place: Path, told: Told) -> str:
    """Fetch and check one file; its SHA-256."""
    kind, _, expected = one.digest.partition(":")
    sha256, git = hashlib.sha256(), hashlib.sha1(usedforsecurity=False)
    git.update(f"blob {one.size_bytes}\0".encode())
    done = 0
    with (
        _open(f"{download.address}/resolve/main/{quote(one.path)}") as answer,
        place.open("wb") as out,
    ):
        while block := _read(answer, one.path, download.address):
            done += len(block)
            if done > one.size_bytes:
                break
            out.write(block)
            sha256.update(block)
            git.update(block)
            told(one.path, done, one.size_bytes)
    found = sha256.hexdigest() if kind == "sha256" else git.hexdigest()
    if done != one.size_bytes or found != expected:
        raise ServiceFailed(
            f"sent {one.path} other than it was listed: {done} of {one.size_bytes} bytes, "
            f"digest {found[:12]} for {expected[:12]}",
            where=download.address,
            do="Nothing was kept; run the command again",
        )
    return sha256.hexdigest()


def _check_whole(draft: Path, download: Download) -> None:
    looked = look_at_folder(draft)
    if not any(one.complete for one in looked):
        wrong = ", ".join((*looked[0].missing, *looked[0].broken))
        raise ServiceFailed(
            f"sent a model that is not whole: {wrong}",
            where=download.address,
            do="Nothing was kept",
        )


class _Careful(HTTPRedirectHandler):
    """Follows the hub to its store of large files, and never from https to http."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        schemes = ("https",) if req.full_url.startswith("https:") else ("http", "https")
        if urlsplit(newurl).scheme not in schemes:
            raise URLError(f"it leads to {newurl[:80]}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(address: str) -> Any:
    try:
        request = Request(address, headers={"User-Agent": "earwitness"})  # noqa: S310 (http or https, checked)
        return build_opener(_Careful).open(request, timeout=_TIMEOUT_S)
    except HTTPError as error:
        error.close()
        raise ServiceUnreachable(
            f"answers {error.code} {error.reason}", where=address, do=_BY_HAND
        ) from error
    except (URLError, OSError, http.client.HTTPException, ValueError) as error:
        raise _cut_off(address, error) from error


def _read(answer: Any, path: str, address: str) -> bytes:
    try:
        return bytes(answer.read(_BLOCK))
    except (OSError, http.client.HTTPException) as error:
        raise _cut_off(f"{address}/{path}", error) from error


def _cut_off(address: str, error: Exception) -> EarwitnessError:
    reason = getattr(error, "reason", None) or error
    return ServiceUnreachable(
        f"cannot be reached: {type(error).__name__} {reason}"[:200], where=address, do=_BY_HAND
    )


_BY_HAND = (
    "If this machine has no network, fetch the model on another one and copy its folder to where "
    "`earwitness models where` says"
)
