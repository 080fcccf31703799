"""A server that speaks the OpenAI chat protocol, at an address that a person has given.

The address given is the only one reached: redirects are not followed and proxies not asked.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import time
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import msgspec

from earwitness.errors import BadAnswer, MissingEngine, OverLimit, UsageError

__all__ = ["ChatChoice", "ChatServer"]

_MOST_BYTES = 4 << 20
_READ_BYTES = 1 << 16
_LONGEST_S = 3600
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_THINKING = re.compile(r"\s*<think>.*?</think>", re.DOTALL)  # some local models say it aloud


@dataclass(frozen=True, slots=True)
class ChatChoice:
    """Which server and model.

    Attributes:
        address: up to and with ``/v1``.
        model: its name at the server.
        key_variable: the environment variable that holds the server's key, "" for no key.
        timeout_s: how long it may take for one answer.
        section: of the settings, for messages (``[translate]``).
        example: name of a variable, for messages.
    """

    address: str
    model: str
    key_variable: str = ""
    timeout_s: float = 120.0
    section: str = "[translate]"
    example: str = "TRANSLATE_KEY"


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Answer(msgspec.Struct):
    choices: list[_Choice]


class ChatServer:
    """One server and one of its models.

    The key is read from the environment at each call, and sent only under https or to this machine.

    Raises:
        UsageError: the address is no address, no model is named, or the key cannot be had.
    """

    def __init__(self, choice: ChatChoice) -> None:
        self._choice = choice
        parts = urlsplit(choice.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"'{choice.address}' is no address of a server",
                where=choice.section,
                do='Write, for example: address = "http://127.0.0.1:8080/v1"',
            )
        # the address is printed and stored: nothing that could be a secret may stand in it
        if parts.username or parts.password or parts.query or parts.fragment:
            raise UsageError(
                "`address` may hold neither a user name nor anything behind its path",
                where=choice.section,
                do="Name the variable that holds the key with `key_variable`",
            )
        if not choice.model:
            raise UsageError("no model is named", where=choice.section, do="Give `model`")
        if not 0 < choice.timeout_s <= _LONGEST_S:
            raise UsageError(
                f"{choice.timeout_s:g} seconds are no time to wait", where=choice.section,
                do=f"Give `timeout_s` between 1 and {_LONGEST_S}",
            )  # fmt: skip
        self._https, self._host = parts.scheme == "https", parts.hostname
        self._port = _port(choice)
        self._path = parts.path.rstrip("/") + "/chat/completions"
        self._key()

    @property
    def _where(self) -> str:
        return self._choice.address

    @property
    def host(self) -> str:
        """The host's name."""
        return self._host

    @property
    def where(self) -> str:
        """The address, for messages."""
        return self._choice.address

    def say(self, rules: str, given: str) -> str:
        """Put something to the model, and give what it answers, without what it thinks aloud.

        Raises:
            MissingEngine: the server cannot be reached, is too slow, or answers with an error.
            BadAnswer: the answer is no chat answer, holds no words, or was cut off.
            OverLimit: the answer is longer than 4 MB.
        """
        asked = {
            "model": self._choice.model,
            "temperature": 0,
            "stream": False,
            "messages": [
                {"role": "system", "content": rules},
                {"role": "user", "content": given},
            ],
        }
        return _THINKING.sub("", self._content(self._ask(asked)), count=1)

    def _content(self, body: bytes) -> str:
        try:
            answer = msgspec.json.decode(body, type=_Answer)
        except msgspec.DecodeError as error:
            looks = "a web page" if body.lstrip()[:1] == b"<" else f"no chat answer ({error})"
            raise BadAnswer(
                f"answered with {looks}",
                where=self._where,
                do="Check the address: it ends with /v1 at most servers",
            ) from error
        first = answer.choices[0] if answer.choices else None
        if first is None or not first.message.content:
            raise BadAnswer("answered with no words", where=self._where)
        if first.finish_reason == "length":
            raise BadAnswer("its answer was cut off at its length limit", where=self._where)
        return first.message.content

    def _ask(self, asked: dict[str, Any]) -> bytes:
        end_s = time.monotonic() + self._choice.timeout_s
        kind = http.client.HTTPSConnection if self._https else http.client.HTTPConnection
        connection = kind(self._host, self._port, timeout=self._choice.timeout_s)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := self._key():
            headers["Authorization"] = f"Bearer {key}"
        try:
            connection.request("POST", self._path, json.dumps(asked).encode(), headers)
            with connection.getresponse() as response:
                body = self._body(response, end_s)
        except TimeoutError as error:
            raise self._too_slow() from error
        except (OSError, http.client.HTTPException) as error:
            raise MissingEngine(
                f"cannot be reached: {str(error)[:200] or type(error).__name__}",
                where=self._where,
                do=f"Start the server, or correct `address` under {self._choice.section}",
            ) from error
        finally:
            connection.close()
        if response.status != http.client.OK:
            said = " ".join(body[:300].decode("utf-8", "replace").split())
            raise MissingEngine(
                f"answered {response.status} {response.reason}: {said}".rstrip(": "),
                where=self._where,
                do="See what the server says; `earwitness run` asks again",
            )
        return body

    def _body(self, response: http.client.HTTPResponse, end_s: float) -> bytes:
        """The whole body, piece by piece: a server that drips must not hold the run for ever."""
        found = bytearray()
        while piece := response.read1(_READ_BYTES):
            found += piece
            if len(found) > _MOST_BYTES:
                raise OverLimit(
                    f"its answer is longer than {_MOST_BYTES >> 20} MB and was not read",
                    where=self._where,
                )
            if time.monotonic() > end_s:
                raise self._too_slow()
        return bytes(found)

    def _too_slow(self) -> MissingEngine:
        return MissingEngine(
            f"gave no whole answer within {self._choice.timeout_s:g} seconds",
            where=self._where,
            do=f"Give it longer with `timeout_s` under {self._choice.section}",
        )

    def _key(self) -> str:
        name = self._choice.key_variable
        if not name:
            return ""
        if not _VARIABLE.fullmatch(name):
            raise UsageError(
                "`key_variable` names an environment variable; the key itself is never written down",
                where=self._choice.section,
                do=f'Write, for example: key_variable = "{self._choice.example}"',
            )
        key = os.environ.get(name, "")
        if not key:
            raise UsageError(
                f"the environment variable {name} is not set", do=f"Run: export {name}=..."
            )
        if not self._https and not _is_here(self._host):
            raise UsageError(
                "a key is sent over https only, or to this machine",
                where=self._where,
                do="Give an https address",
            )
        return key


def _port(choice: ChatChoice) -> int | None:
    try:
        return urlsplit(choice.address).port
    except ValueError as error:
        raise UsageError(
            f"'{choice.address}' has no port that could be used: {error}", where=choice.section
        ) from error


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
