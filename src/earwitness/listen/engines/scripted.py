"""An engine that says what it was told to say: for tests only, so no setting can choose it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from earwitness.errors import UsageError
from earwitness.listen.asking import EngineRequest
from earwitness.listen.heard import HeardSegment
from earwitness.listen.transcribe import settings_digest
from earwitness.records.timecode import Interval

__all__ = ["ScriptedTranscriber"]


class ScriptedTranscriber:
    """Gives the segments of a script that lie in the chunks it is asked for.

    Args:
        script: the segments, in order of time.
    """

    name = "scripted"
    version = "1"
    described = "as its script says"
    reaches = ""

    def __init__(self, script: Sequence[HeardSegment] = ()) -> None:
        self._script = tuple(script)

    @classmethod
    def from_settings(cls, request: EngineRequest) -> Self:
        """Read the script from a JSON file: a list of segments (`HeardSegment`).

        Args:
            request: ``model`` is the file, "" for an engine that hears nothing.

        Raises:
            UsageError: the file is not there or not such a list.
        """
        model = request.model
        if not model:
            return cls()
        try:
            return cls(msgspec.json.decode(Path(model).read_bytes(), type=list[HeardSegment]))
        except (OSError, msgspec.DecodeError) as error:
            raise UsageError(f"is not a script: {error}", where=model) from error

    @property
    def settings_digest(self) -> str:
        return settings_digest(self._script)

    def listen_to(
        self, mono: NDArray[np.float32], chunks: Sequence[Interval]
    ) -> Iterator[HeardSegment]:
        """Give each segment of the script that touches a chunk and the sound."""
        sound = Interval(0, mono.size // 16)
        for segment in self._script:
            inside = any(chunk.overlap_ms(segment.interval) for chunk in chunks)
            if inside and sound.overlap_ms(segment.interval):
                yield segment
