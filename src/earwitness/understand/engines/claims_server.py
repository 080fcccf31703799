"""A model at a chat server that reads lines for claims. It sees the lines of transcripts and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from earwitness.understand.claims.suggesting import (
    PROMPT_VERSION,
    ClaimsSettings,
    prompt_digest,
    prompt_rules,
)
from earwitness.understand.coding.codebook import Codebook
from earwitness.understand.engines.chat import ChatChoice, ChatServer
from earwitness.understand.engines.server import numbered

__all__ = ["ServerSuggester"]


class ServerSuggester:
    """One server and one of its models.

    Raises:
        UsageError: the address is no address, no model is named, or the key cannot be had.
    """

    def __init__(self, settings: ClaimsSettings) -> None:
        self._settings = settings
        self._server = ChatServer(
            ChatChoice(
                settings.address, settings.model, settings.key_variable, settings.timeout_s,
                "[claims]", "CLAIMS_KEY",
            )
        )  # fmt: skip

    @property
    def version(self) -> str:
        return f"{self._settings.model} at {self._server.host}, prompt {PROMPT_VERSION}"

    def settings_digest(self, codebook: Codebook) -> str:
        """Changes with everything that may change an answer."""
        return prompt_digest(codebook, self._settings.address, self._settings.model)

    def ask(self, lines: Sequence[str], codebook: Codebook) -> str:
        """Put the lines to the server; give its answer as it is.

        Raises:
            MissingEngine: the server cannot be reached, is too slow, or answers with an error.
            BadAnswer: the answer is no chat answer.
            OverLimit: the answer is longer than 4 MB.
        """
        return self._server.say(prompt_rules(codebook), numbered(lines))
