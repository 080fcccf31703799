"""How the team took something from the web."""

from __future__ import annotations

from dataclasses import dataclass, field

from earwitness.records.held_file import HeldFile

__all__ = ["Capture", "Transform"]

_SEALED = {"sealed": True}


@dataclass(frozen=True, slots=True)
class Transform:
    """A change that the downloader made: streams joined, a container re-wrapped."""

    tool: str
    tool_version: str
    command: str
    input_sha256: str
    output_sha256: str


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture. Empty is nobody's answer; ``none`` is one.

    Attributes:
        url: as asked for; final_url: after redirects.
        html: the page's source; page_image: a picture of the whole page, made before the media was taken.
        page_image_at, media_at, at, clock_checked_at: instants with their zone (ISO 8601).
        media: SHA-256 of what was saved; none_on_page: the page held none.
        machine_ip, virtual_identity: sealed.
        clock_offset_ms: of the machine's clock from a time server.
        transforms: empty where nothing was changed, None while nobody has said.
    """

    url: str = ""
    final_url: str = ""
    html: HeldFile | None = None
    page_image: HeldFile | None = None
    page_image_at: str = ""
    media: tuple[str, ...] = ()
    media_at: str = ""
    none_on_page: bool = False
    metadata: HeldFile | None = None
    context: tuple[HeldFile, ...] = ()
    collector: str = ""
    machine_ip: str = field(default="", metadata=_SEALED)
    virtual_identity: str = field(default="", metadata=_SEALED)
    at: str = ""
    clock_source: str = ""
    clock_offset_ms: int | None = None
    clock_checked_at: str = ""
    tool: str = ""
    tool_version: str = ""
    transforms: tuple[Transform, ...] | None = None
