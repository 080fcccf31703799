"""Asking a time authority over HTTP: only where a person named its address."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from earwitness.errors import ServiceFailed, ServiceUnreachable, UsageError

__all__ = ["ask_authority"]

_TIMEOUT_S = 30.0
_LONGEST = 256 * 1024


def ask_authority(address: str, request: bytes) -> bytes:
    """Send a request; give the answer as it came.

    Raises:
        UsageError: no address of the web. ServiceUnreachable: nobody answers.
        ServiceFailed: an error, or an answer that is far too long.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"'{address}' is no address of a time authority",
            do="For example https://freetsa.org/tsr",
        )
    asked = urllib.request.Request(  # noqa: S310 (the scheme was checked)
        address,
        data=request,
        headers={
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
            "User-Agent": "earwitness",
        },
    )
    try:
        with urllib.request.urlopen(asked, timeout=_TIMEOUT_S) as answer:  # noqa: S310 (likewise)
            content: bytes = answer.read(_LONGEST + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise ServiceFailed(
                f"the authority answers with {error.code}",
                where=address,
                do="Check its address, or ask another",
            ) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise ServiceUnreachable(
            f"the authority cannot be reached ({reason})",
            where=address,
            do="The bag is whole without it: `earwitness bag stamp` asks at any later time",
        ) from error
    if len(content) > _LONGEST:
        raise ServiceFailed("the answer is far too long", where=address, do="Ask another authority")
    return content
