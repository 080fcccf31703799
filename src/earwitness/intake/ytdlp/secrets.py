"""What in yt-dlp's metadata must never be published, and addresses without their secrets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_plus, urlsplit, urlunsplit

__all__ = ["clean_address", "sealed_reasons"]

_TRACKING = re.compile(
    "ab_channel|dclid|fbclid|feature|gclid|gbraid|igsh|igshid|li_fat_id|mc_[ce]id|mkt_tok|msclkid"
    "|pp|ref|ref_src|ref_url|share_id|share_token|si|spm|twclid|ttclid|wbraid|yclid|_ga|_gl"
    "|_hsenc|_hsmi|_openstat|(?:utm|hsa|mtm|pk)_.*",
    re.DOTALL,
)
_SIGNING = re.compile(
    "access_key|access_token|api_?key|auth|auth_token|exp|expires?|hdnea|hdnts|hmac|jwt"
    "|key-pair-id|l?sig|oauth_token|password|pot|secret|session|session_?id|sid|sign|signature"
    "|sparams|st|token|wmsauthsign|x-(?:amz|goog)-.*|x-expires|x-signature",
    re.DOTALL,
)
# Other names for a key, too common in harmless addresses to call one signed.
_MAYBE_KEY = re.compile("authuser|hash|key|policy")
_NETWORK_NAME = re.compile("ip|ipbits|client_?ip|user_ip|remote_ip")

_KEYS = {
    "cookies": "cookies: they may be somebody's login",
    "http_headers": "request headers of the downloader",
    "filepath": "paths on the downloader's disk",
    "filename": "paths on the downloader's disk",
    "_filename": "paths on the downloader's disk",
    "__finaldir": "paths on the downloader's disk",
    "__files_to_move": "paths on the downloader's disk",
    "requested_formats": "what the downloader asked for",
    "requested_downloads": "what the downloader asked for",
    "requested_subtitles": "what the downloader asked for",
    "original_url": "the address as the downloader typed it",
    "comments": "comments, with the names of those who wrote them",
    "authorization": "a password or key in a header",
    "cookie": "cookies: they may be somebody's login",
    "set-cookie": "cookies: they may be somebody's login",
    "ap_username": "a login",
    "ap_password": "a login",
    "password": "a login",
    "videopassword": "a login",
}
_SIGNED = "signed addresses, good for whoever holds them"
_NETWORK = "addresses that carry the downloader's network address"
_USERINFO = "addresses with a login"
_HEADER_SECRET = re.compile(r"bearer\s|basic\s", re.IGNORECASE)


def clean_address(address: str) -> str:
    """A web address without login, fragment values, tracking and access parameters.

    Other parameters stay as written, in their order. Empty for what is no web address.

    >>> clean_address("https://tube.example/watch?v=Ab1&si=xyz&utm_source=tg#t=10")
    'https://tube.example/watch?v=Ab1'
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    kept = [piece for piece in re.split("[&;]", parts.query) if piece and not _is_secret(piece)]
    fragment = "" if "=" in unquote_plus(parts.fragment) else parts.fragment
    place = host if port is None else f"{host}:{port}"
    return urlunsplit((parts.scheme.lower(), place, parts.path, "&".join(kept), fragment))


def sealed_reasons(raw: Mapping[str, object]) -> tuple[str, ...]:
    """Say what in an ``.info.json`` must never be published; no values, sorted.

    An empty answer does not make the file public: what may go out is `public_info`.
    """
    found: set[str] = set()
    for key, value in _walk(raw):
        if value in (None, "", False) or value in ([], {}):
            continue
        reason = _KEYS.get(key.lower())
        if reason:
            found.add(reason)
        if isinstance(value, str):
            found.update(_reasons_in(value))
    return tuple(sorted(found))


def _walk(raw: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    waiting: list[tuple[str, object]] = [("", raw)]
    while waiting:
        key, value = waiting.pop()
        yield key, value
        if isinstance(value, Mapping):
            waiting += [(str(name), item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [("", item) for item in value]


def _reasons_in(value: str) -> Iterator[str]:
    if _HEADER_SECRET.match(value):
        yield "a password or key in a header"
    if not value[:8].lower().startswith(("http://", "https://")):
        return
    try:
        parts = urlsplit(value)
    except ValueError:
        return
    if "@" in parts.netloc:
        yield _USERINFO
    names = {_parameter(piece) for piece in re.split("[&;]", parts.query)}
    # Google writes parameters of its manifests as /name/value/ in the path.
    names |= {name.lower() for name in parts.path.split("/")[1:-1]}
    if any(_NETWORK_NAME.fullmatch(name) for name in names):
        yield _NETWORK
    if any(_SIGNING.fullmatch(name) for name in names):
        yield _SIGNED


def _parameter(piece: str) -> str:
    return unquote_plus(piece.partition("=")[0]).lower()


def _is_secret(piece: str) -> bool:
    name = _parameter(piece)
    kinds = (_TRACKING, _SIGNING, _MAYBE_KEY, _NETWORK_NAME)
    return any(kind.fullmatch(name) for kind in kinds)
