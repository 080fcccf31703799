"""Any OpenAI-compatible transcription server, at the address that a person gave in the settings.

Sent are sound that was decoded here (16-bit PCM as WAV, no name, no metadata), the language that is
expected and the glossary; nothing else, and to no other address: redirects are not followed, and
proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import io
import os
import secrets
import time
import wave
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Self
from urllib.parse import SplitResult, urlsplit

import numpy as np
from numpy.typing import NDArray

from earwitness.errors import ServiceFailed, ServiceUnreachable, UsageError
from earwitness.listen.asking import EngineRequest, ServerSettings
from earwitness.listen.engines.server_answer import read_answer
from earwitness.listen.glossary import fitting_hints
from earwitness.listen.heard import HeardSegment
from earwitness.listen.transcribe import settings_digest
from earwitness.records.timecode import Interval

__all__ = ["ServerTranscriber"]

Samples = NDArray[np.float32]

_RATE_HZ = 16_000
_PATH = "/audio/transcriptions"
_LARGEST_ANSWER = 4 << 20
# 400 and 422: a server that knows no verbose answer, or no word times, says so with these.
_NOT_SO_VERBOSE = (400, 422)
_NOT_FOR_US = (401, 403, 404, 405, 407, 429, 501, 503)
_DO = "Check the server, and `server` under [transcribe] in earwitness.toml"


class ServerTranscriber:
    """Sends each chunk by itself, and takes nothing from an answer that is not wholly right.

    Args:
        server: address, model and the name of the variable with the key.
        languages: language expected; one is asked for, none lets the server say.
        hints: words that the server is told to expect.

    Raises:
        UsageError: the address is no http address or carries a password, or the key's variable is
            not set.
    """

    name = "server"

    def __init__(
        self,
        server: ServerSettings,
        languages: tuple[str, ...] = (),
        hints: tuple[str, ...] = (),
    ) -> None:
        self._server = server
        self._address = _address(server.address)
        self._language = languages[0] if languages else ""
        self._hints = hints
        self._key()  # a variable that is not set is said before any work
        self._forms: tuple[tuple[tuple[str, str], ...], ...] = _FORMS

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Make the engine as the section ``[transcribe]`` says; nothing is sent yet.

        Raises:
            UsageError: as the class, or no address is set.
        """
        if request.server is None or not request.server.address:
            raise UsageError(
                "no address is set for the engine 'server'",
                do='Set `server = "http://..."` under [transcribe] in earwitness.toml',
            )
        return cls(request.server, request.languages, fitting_hints(request.hints))

    @property
    def reaches(self) -> str:
        """Where sound is sent to."""
        return f"{self._address.scheme}://{self._address.netloc}"

    @property
    def version(self) -> str:
        """The model by the server's name for it, and the address: what runs there is not known."""
        return f"{self._server.model} at {self.reaches}"

    @cached_property
    def settings_digest(self) -> str:
        return settings_digest(self._language, self._hints, self.version, self._address.path)

    @property
    def described(self) -> str:
        """Language and the number of hints."""
        return f"language {self._language or 'any'}, {len(self._hints)} hints"

    def listen_to(self, mono: Samples, chunks: Sequence[Interval]) -> Iterator[HeardSegment]:
        """Give segments in order of time, each inside its chunk.

        Args:
            mono: (n,) float32 at 16 kHz.
            chunks: the stretches to send.

        Raises:
            ServiceUnreachable: nobody answers there, in time or at all, or refuses us.
            ServiceFailed: an answer that is an error or nonsense.
        """
        for chunk in chunks:
            sound = mono[chunk.start_ms * 16 : chunk.end_ms * 16]
            if sound.size:
                limit = Interval(chunk.start_ms, chunk.start_ms + sound.size * 1000 // _RATE_HZ)
                body = self._ask(_wav(sound))
                yield from read_answer(body, limit, self._language, self.reaches)

    def _ask(self, sound: bytes) -> bytes:
        """Ask as fully as the server allows; it is remembered what it does not."""
        while True:
            status, body = self._post(*_multipart(self._fields(self._forms[0]), sound))
            if status == 200:
                return body
            if status in _NOT_SO_VERBOSE and len(self._forms) > 1:
                self._forms = self._forms[1:]
                continue
            shown = " ".join(body[:200].decode("utf-8", errors="replace").split())
            kind = ServiceUnreachable if _is_for_all(status) else ServiceFailed
            raise kind(f"answers {status} {_reason(status)}: {shown}", where=self.reaches, do=_DO)

    def _fields(self, form: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
        fields = [("model", self._server.model), ("temperature", "0"), *form]
        if self._language:
            fields.append(("language", self._language))
        if self._hints:
            fields.append(("prompt", ", ".join(self._hints)))
        return fields

    def _post(self, kind: str, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": kind, "Accept": "application/json"}
        key = self._key()
        if key:
            headers["Authorization"] = f"Bearer {key}"
        patience_s = self._server.timeout_s
        secure = self._address.scheme == "https"
        made = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        host = self._address.hostname or ""
        connection = made(host, self._address.port, timeout=patience_s)
        end_s = time.monotonic() + patience_s
        try:
            connection.request("POST", self._address.path, body, headers)
            with connection.getresponse() as response:
                return response.status, self._read(response, end_s)
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, http.client.HTTPException) as error:
            raise ServiceUnreachable(
                f"cannot be reached: {type(error).__name__} {error}".strip()[:200],
                where=self.reaches,
                do=_DO,
            ) from error
        finally:
            connection.close()

    def _read(self, response: http.client.HTTPResponse, end_s: float) -> bytes:
        """Read an answer that may drip or never end."""
        parts, size = [], 0
        while part := response.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > _LARGEST_ANSWER:
                raise ServiceFailed(
                    f"answers with more than {_LARGEST_ANSWER >> 20} MB",
                    where=self.reaches,
                    do="Nothing of its answer was stored",
                )
            if time.monotonic() > end_s:
                raise self._late()
        if response.length:  # it promised more than it sent
            raise ServiceFailed(
                "ends in the middle of its answer",
                where=self.reaches,
                do="Nothing of its answer was stored",
            )
        return b"".join(parts)

    def _late(self) -> ServiceUnreachable:
        return ServiceUnreachable(
            f"gave no answer within {self._server.timeout_s:g} s",
            where=self.reaches,
            do="Check the server, or set `server_timeout_s` under [transcribe] higher",
        )

    def _key(self) -> str:
        """The key, read each time and kept nowhere."""
        variable = self._server.key_env
        if not variable:
            return ""
        key = os.environ.get(variable, "").strip()
        if not key or not key.isascii() or not key.isprintable():
            raise UsageError(
                f"the environment variable {variable}, which is to hold the server's key, "
                f"{'is no key' if key else 'is not set'}",
                do=f"Set {variable} in the environment of `earwitness run`",
            )
        return key


_FORMS: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
        ("timestamp_granularities[]", "segment"),
    ),
    (("response_format", "verbose_json"),),
    (("response_format", "json"),),
)


def _address(given: str) -> SplitResult:
    try:
        parts = urlsplit(given.strip())
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_right = urlsplit(""), False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_right:
        raise UsageError(
            f"'{given}' is not the address of a server",
            do='Write it as in `server = "http://127.0.0.1:8000"`, under [transcribe]',
        )
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError(
            "the server's address holds more than an address",
            do="Keys do not belong into settings: name an environment variable in server_key_env",
        )
    path = parts.path.rstrip("/")
    if not path.endswith(_PATH):
        path = (path if path.endswith("/v1") else f"{path}/v1") + _PATH
    return parts._replace(path=path)


def _is_for_all(status: int) -> bool:
    """Whether a status is an answer to any request of ours, and not to this sound."""
    return status in _NOT_FOR_US or 300 <= status < 400


def _reason(status: int) -> str:
    return http.client.responses.get(status, "")


def _wav(sound: Samples) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, _RATE_HZ, 0, "NONE", ""))
        file.writeframes((np.clip(sound, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    return out.getvalue()


def _multipart(fields: Sequence[tuple[str, str]], sound: bytes) -> tuple[str, bytes]:
    """The content type and body of a form with a file (RFC 7578)."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="sound.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n".encode()
    )
    parts.append(sound)
    parts.append(f"\r\n--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)
