"""Our own scripts and styles. Their address holds a digest of them all, so that a browser keeps them until one changes."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import cache
from importlib import resources

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

__all__ = ["static_address", "static_file"]

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def _files() -> dict[str, tuple[bytes, str]]:
    """Name to bytes and media type."""
    found = {}
    for one in (resources.files("earwitness.web") / "static").iterdir():
        ending = "." + one.name.rpartition(".")[2]
        kind = _TYPES.get(ending) or mimetypes.guess_type(one.name)[0]
        if one.is_file() and kind:
            found[one.name] = (one.read_bytes(), kind)
    return found


@cache
def _digest() -> str:
    whole = hashlib.sha256()
    for name, (data, _) in sorted(_files().items()):
        whole.update(f"{name} {len(data)}\n".encode() + data)
    return whole.hexdigest()[:12]


def static_address(name: str) -> str:
    """The address of a file of ours.

    Raises:
        KeyError: there is none.
    """
    if name not in _files():
        raise KeyError(name)
    return f"/static/{_digest()}/{name}"


async def static_file(request: Request) -> Response:
    """Give a file; modules import one another by name, under the digest of all."""
    found = _files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.\n", 404)
    data, kind = found
    return Response(
        data, media_type=kind, headers={"Cache-Control": "private, max-age=31536000, immutable"}
    )
