"""What an engine is asked for: model, language, hints, and the server if it is one."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

__all__ = ["EngineRequest", "EngineSettings", "ServerSettings", "is_this_machine"]


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """The section ``[transcribe]``.

    Attributes:
        engine: name of a transcriber, "auto" for the best that is here, "" for none.
        model: folder of its model, or the name of one in the models folder.
        language: BCP-47 tag that is expected, "" to let the engine say for each segment.
        models: the models folder, "" for EARWITNESS_MODELS or the one in the home folder.
        glossary: file of call signs, places and names, for engines that take hints; "" for none.
        server: address of an OpenAI-compatible server, such as "http://127.0.0.1:8000".
        server_model: name that the server knows its model by.
        server_key_env: name of the environment variable with the server's key, "" for no key.
        server_timeout_s: longest wait for the answer about one stretch of speech.
        order: for engine "auto", the order in which to look, by language and band; keys such as
            "ru telephone", "ru", "*", values as `earwitness models why` names them.
    """

    engine: str = ""
    model: str = ""
    language: str = ""
    models: str = ""
    glossary: str = ""
    server: str = ""
    server_model: str = "whisper-1"
    server_key_env: str = ""
    server_timeout_s: float = 120.0
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """An OpenAI-compatible transcription server.

    Attributes:
        address: http or https, with or without ``/v1`` at its end.
        model: name that the server knows its model by.
        key_env: name of the environment variable that holds the key. The key itself is in no
            setting, result or message.
        timeout_s: longest wait for one answer.
    """

    address: str
    model: str = "whisper-1"
    key_env: str = ""
    timeout_s: float = 120.0


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """What `Transcriber.from_settings` is given.

    Attributes:
        model: folder or file of the model, "" for none.
        language: BCP-47 tag that is expected, "" to let the engine say.
        hints: entries of the glossary; engines that take none leave them alone.
        server: for engines that are elsewhere.
    """

    model: str = ""
    language: str = ""
    hints: tuple[str, ...] = ()
    server: ServerSettings | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """The expected language without region and script, as engines name it.

        >>> EngineRequest(language="uk-UA").languages
        ('uk',)
        """
        return (self.language.split("-", maxsplit=1)[0].lower(),) if self.language else ()


def is_this_machine(address: str) -> bool:
    """Whether a server's address is on this machine.

    >>> is_this_machine("http://127.0.0.1:8000"), is_this_machine("http://asr.example")
    (True, False)
    """
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")
