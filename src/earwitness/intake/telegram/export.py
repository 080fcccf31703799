"""Telegram Desktop's ``result.json``, of one chat or of a whole account, old and new.

Source: tdesktop, ``export_output_json.cpp``. Only JSON exports are read: the HTML ones round times,
cut texts and are made for eyes. What is personal and not needed for a recording (names behind
reactions, phone numbers, places, the exporter's own account) is not taken over; the problems say
how much was left out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from earwitness.errors import MalformedInput, OverLimit, UnsupportedInput
from earwitness.intake.json_fields import text_in, whole_in
from earwitness.intake.telegram.post import PRIVATE_FIELDS, private_parts, read_post
from earwitness.intake.telegram.records import Chat, Post, TelegramExport
from earwitness.intake.telegram.text import mend_escapes
from earwitness.intake.transcripts.parsed import Problem

__all__ = ["MAX_EXPORT_BYTES", "read_export"]

MAX_EXPORT_BYTES = 256 * 1024 * 1024
_SECTIONS_OF_THE_ACCOUNT = (
    "personal_information",
    "profile_pictures",
    "stories",
    "contacts",
    "frequent_contacts",
    "sessions",
    "web_sessions",
    "other_data",
)


def read_export(data: bytes, *, where: str) -> TelegramExport:
    """Read a ``result.json``.

    A message that cannot be read becomes a problem that names its number; the others are taken.

    Args:
        data: the bytes of the file.
        where: its name, for messages.

    Raises:
        MalformedInput: not UTF-8 or not JSON, with the line; a torn download ends this way.
        UnsupportedInput: an HTML export, or JSON that is no Telegram export.
        OverLimit: over `MAX_EXPORT_BYTES`.
    """
    text, mended = mend_escapes(_decode(data, where))
    found = _load(text, where)
    if not isinstance(found, dict):
        raise UnsupportedInput("is JSON, but no Telegram export", where=where)
    reading = _Reading()
    if mended:
        reading.note(f"{mended} control characters stood as \\x..; they were read as meant")
    if isinstance(found, _Repeating):
        reading.note(f"{found.repeated} twice at the top; the first was taken")
    if "messages" in found:
        chat = reading.chat(found, 1, left=False)
        kind, chats = "single", [chat] if chat else []
    elif "chats" in found or "left_chats" in found or "personal_information" in found:
        kind, chats = "full", reading.account(found)
    else:
        raise UnsupportedInput(
            "is JSON, but no Telegram export: it has neither messages nor chats",
            where=where,
            do="Give the result.json that Telegram Desktop writes",
        )
    reading.say_what_was_left_out()
    return TelegramExport(tuple(chats), kind, tuple(reading.problems))


class _Repeating(dict[str, object]):
    """An object in which a key stood twice. Telegram writes such ("send_webview_data")."""

    __slots__ = ("repeated",)
    repeated: str


@dataclass(slots=True)
class _Reading:
    """What one reading of a file gathers besides the chats."""

    problems: list[Problem] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def note(self, what: str) -> None:
        self.problems.append(Problem(None, what))

    def account(self, found: dict[str, object]) -> list[Chat]:
        chats: list[Chat] = []
        for key, left in (("chats", False), ("left_chats", True)):
            section = found.get(key)
            listed = section.get("list") if isinstance(section, dict) else section
            if listed is None:
                continue
            if not isinstance(listed, list):
                self.note(f"'{key}' holds no list; left out")
                continue
            for place, item in enumerate(listed, start=1):
                chat = self.chat(item, place, left=left)
                chats += [chat] if chat else []
        sections = [name for name in _SECTIONS_OF_THE_ACCOUNT if name in found]
        if sections:
            self.note(f"about the exporting account, not taken over: {', '.join(sections)}")
        return chats

    def chat(self, found: object, place: int, *, left: bool) -> Chat | None:
        if not isinstance(found, dict) or not isinstance(found.get("messages"), list):
            self.note(f"chat {place} holds no list of messages; left out")
            return None
        chat_id = whole_in(found, "id")
        label = f"chat {place if chat_id is None else chat_id}"
        if isinstance(found, _Repeating):
            self.note(f"{label}: {found.repeated} twice; the first was taken")
        return Chat(
            name=text_in(found, "name"),
            type=text_in(found, "type") or "unknown",
            chat_id=chat_id,
            posts=tuple(self.posts(found["messages"], label)),
            left=left,
        )

    def posts(self, messages: list[object], label: str) -> list[Post]:
        posts: list[Post] = []
        seen: set[int] = set()
        for place, message in enumerate(messages, start=1):
            try:
                post, remarks = read_post(message)
            except MalformedInput as broken:
                self.note(f"{label}, {_name(message, place)}: {broken.what}; left out")
                continue
            if isinstance(message, _Repeating):
                remarks = (*remarks, f"{message.repeated} twice; the first was taken")
            if post.post_id in seen:
                remarks = (*remarks, "its number was used before; both were taken")
            seen.add(post.post_id)
            self.problems += [
                Problem(None, f"{label}, message {post.post_id}: {remark}") for remark in remarks
            ]
            self.left_out.update(private_parts(message))
            posts.append(post)
        return posts

    def say_what_was_left_out(self) -> None:
        for part in PRIVATE_FIELDS:
            if self.left_out[part]:
                self.note(f"{self.left_out[part]} {part} not taken over")


def _name(message: object, place: int) -> str:
    post_id = whole_in(message, "id") if isinstance(message, dict) else None
    return f"the {place}. in the list" if post_id is None else f"message {post_id}"


def _decode(data: bytes, where: str) -> str:
    if len(data) > MAX_EXPORT_BYTES:
        raise OverLimit(
            f"{len(data):,} bytes; at most {MAX_EXPORT_BYTES:,} are read",
            where=where,
            do="Export the chats one at a time",
        )
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html")):
        raise UnsupportedInput(
            "is an export as HTML (messages.html)",
            where=where,
            do="Export again and choose 'Machine-readable JSON' as format",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedInput(
            f"is not UTF-8 at byte {error.start}",
            where=where,
            line=data.count(b"\n", 0, error.start) + 1,
            do="Take the file as Telegram Desktop wrote it, or export again",
        ) from error


def _load(text: str, where: str) -> object:
    # Not `read_json`: it refuses a file for one repeated key, and Telegram itself repeats keys.
    try:
        return json.loads(text, parse_constant=lambda _: None, object_pairs_hook=_gather)
    except json.JSONDecodeError as error:
        raise MalformedInput(
            f"is not valid JSON: {error.msg} at column {error.colno}",
            where=where,
            line=error.lineno,
            do="Take the file as Telegram Desktop wrote it, or export again",
        ) from error
    except RecursionError as error:
        raise MalformedInput("is JSON nested too deep to read", where=where) from error
    except ValueError as error:
        raise MalformedInput(f"is not valid JSON: {error}", where=where) from error


def _gather(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = Counter(key for key, _ in pairs)
    mended = _Repeating(reversed(pairs))
    names = [key[:40] for key, count in repeated.items() if count > 1]
    mended.repeated = f"has {', '.join(map(repr, names[:5]))}"
    return mended
