"""The frames of a clip: its own picture, or the course of its sound; words below, and what is known of it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from earwitness.publish.page.captions import Track
from earwitness.publish.pictures.typeset import Face, Ink, Line, Setting, draw, font, wrap
from earwitness.publish.video.subtitles import at_time

__all__ = ["Frame", "Legend", "PictureFrames", "SoundFrames"]

Frame = NDArray[np.uint8]
"""(height, width, 3), red, green, blue."""

_PAPER: Ink = (255, 253, 249)
_INK: Ink = (26, 26, 26)
_QUIET: Ink = (90, 87, 81)
_ACCENT: Ink = (138, 28, 28)
_FAINT: Ink = (214, 206, 192)
_WHITE: Ink = (255, 255, 255)
_SIZE = (1280, 720)
_MARGIN = 72
_BARS = (96, 236)  # top and bottom of the course of the sound
_PITCH, _BAR = 8, 5
_WORDS_TOP = 280
_FOOT_PX = 132
_MOST_WIDE = 1280


@dataclass(frozen=True, slots=True)
class Legend:
    """What stands on every frame: what may be said of the recording, its badge, and the place."""

    about: str
    badge: str
    place: str


class SoundFrames:
    """Frames of a clip that has no picture.

    Args:
        samples: (n,) float32; rate_hz: theirs.
    """

    def __init__(
        self, samples: NDArray[np.float32], rate_hz: int, tracks: Sequence[Track], legend: Legend
    ) -> None:
        self._tracks, self._legend = tuple(tracks), legend
        self._duration_ms = max(1, samples.size * 1000 // rate_hz)
        width = _SIZE[0] - 2 * _MARGIN
        count = width // _PITCH
        edges = np.linspace(0, samples.size, count + 1).astype(int)
        loud = [
            float(np.sqrt(np.mean(samples[a:b] ** 2))) if b > a else 0.0
            for a, b in itertools.pairwise(edges)
        ]
        top = max([*loud, 1e-4])
        self._heights = [max(0.03, (one / top) ** 0.6) for one in loud]
        self._composed = lru_cache(maxsize=8)(self._compose)

    @property
    def size(self) -> tuple[int, int]:
        return _SIZE

    def at(self, ms: int) -> Frame:
        """The frame at a time of the clip."""
        quiet, played = self._composed(tuple(at_time(one, ms) for one in self._tracks))
        column = (
            _MARGIN + (_SIZE[0] - 2 * _MARGIN) * min(ms, self._duration_ms) // self._duration_ms
        )
        frame = quiet.copy()
        frame[_BARS[0] : _BARS[1], :column] = played[_BARS[0] : _BARS[1], :column]
        return frame

    def _compose(self, words: tuple[str, ...]) -> tuple[Frame, Frame]:
        picture = Image.new("RGB", _SIZE, _PAPER)
        pen = ImageDraw.Draw(picture)
        pen.rectangle((0, 0, 11, _SIZE[1]), fill=_ACCENT)
        room = _SIZE[0] - 2 * _MARGIN
        height = _SIZE[1] - _FOOT_PX - _WORDS_TOP
        draw(picture, _stacked(words, (_MARGIN, _WORDS_TOP), (room, height), (_INK, _QUIET)))
        draw(picture, _foot(self._legend, (_MARGIN, _SIZE[1] - _FOOT_PX + 8), room))
        other = picture.copy()
        for one, ink in ((picture, _FAINT), (other, _ACCENT)):
            self._bars(ImageDraw.Draw(one), ink)
        return np.asarray(picture), np.asarray(other)

    def _bars(self, pen: ImageDraw.ImageDraw, ink: Ink) -> None:
        middle, half = (_BARS[0] + _BARS[1]) // 2, (_BARS[1] - _BARS[0]) // 2
        for at, share in enumerate(self._heights):
            x, tall = _MARGIN + at * _PITCH, max(2, round(half * share))
            pen.rounded_rectangle(
                (x, middle - tall, x + _BAR - 1, middle + tall), radius=2, fill=ink
            )


class PictureFrames:
    """Frames of a clip that has a picture: the picture whole, words over its lower edge, the legend below."""

    def __init__(self, width: int, height: int, tracks: Sequence[Track], legend: Legend) -> None:
        """Plan for pictures of a size.

        Args:
            width, height: of the picture in the file.
        """
        scale = min(1.0, _MOST_WIDE / max(1, width), _MOST_WIDE / max(1, height))
        self.picture = _even(round(width * scale)), _even(round(height * scale))
        # A small picture is made as wide as the legend needs.
        if self.picture[0] < 480:
            tall = _even(round(height * 480 / max(1, width)))
            self.picture = 480, min(tall, _MOST_WIDE)
        self._tracks, self._legend = tuple(tracks), legend
        self._room = self.picture[0] - 32
        self._below = _foot(legend, (16, 0), self._room, small=True)
        self._foot_px = _even(max((one.y for one in self._below), default=0) + 14)
        self._layers = lru_cache(maxsize=8)(self._layer)

    @property
    def size(self) -> tuple[int, int]:
        return self.picture[0], self.picture[1] + self._foot_px

    def at(self, ms: int, picture: Frame) -> Frame:
        """The frame at a time of the clip.

        Args:
            picture: of the planned size.
        """
        frame = np.empty((self.size[1], self.size[0], 3), np.uint8)
        words = tuple(at_time(one, ms) for one in self._tracks)
        foot, layer, top = self._layers(words)
        frame[self.picture[1] :] = foot
        frame[: self.picture[1]] = picture
        if layer is not None:
            under = frame[top : self.picture[1]].astype(np.uint16)
            shade = layer[:, :, 3:].astype(np.uint16)
            mixed = (under * (255 - shade) + layer[:, :, :3].astype(np.uint16) * shade) // 255
            frame[top : self.picture[1]] = mixed.astype(np.uint8)
        return frame

    def _layer(self, words: tuple[str, ...]) -> tuple[Frame, Frame | None, int]:
        foot = Image.new("RGB", (self.size[0], self._foot_px), _PAPER)
        draw(foot, self._below)
        shown = tuple(one for one in words if one)
        if not shown:
            return np.asarray(foot), None, 0
        most = self.picture[1] // 2
        lines = _stacked(
            shown,
            (16, 10),
            (self._room, most),
            (_WHITE, _FAINT),
            largest=max(20, self.picture[0] // 24),
        )
        tall = min(most, max(one.y for one in lines) + 14)
        layer = Image.new("RGBA", (self.picture[0], tall), (0, 0, 0, 178))
        pen = ImageDraw.Draw(layer)
        for one in lines:
            face = font(one.setting.face, one.setting.size)
            pen.text((one.x, one.y), one.text, font=face, fill=(*one.setting.ink, 255), anchor="ls")
        return np.asarray(foot), np.asarray(layer), self.picture[1] - tall


def _stacked(
    words: Sequence[str],
    corner: tuple[int, int],
    box: tuple[int, int],
    inks: tuple[Ink, Ink],
    largest: int = 46,
) -> list[Line]:
    """The words of each language under one another, as large as they fit; the first in upright letters."""
    shown = [one for one in words if one]
    for size in range(largest, 13, -2):
        lines: list[Line] = []
        top = corner[1]
        for at, text in enumerate(shown):
            setting = (
                Setting(Face.SERIF, size, inks[0], 1.28)
                if at == 0
                else Setting(Face.ITALIC, max(14, round(size * 0.72)), inks[1], 1.3)
            )
            for row in wrap(text, setting, box[0]):
                lines.append(_line(corner[0], top, row, setting))
                top += setting.line_px
            top += size // 4
        if top - corner[1] <= box[1] or size <= 14:
            return lines
    return []


def _foot(legend: Legend, corner: tuple[int, int], room: int, *, small: bool = False) -> list[Line]:
    size = 15 if small else 21
    lines: list[Line] = []
    top = corner[1] + (8 if small else 0)
    for text, face, ink in (
        (legend.badge, Face.BOLD, _ACCENT),
        (legend.about, Face.SANS, _QUIET),
        (legend.place, Face.SANS, _QUIET),
    ):
        setting = Setting(face, size, ink, 1.34)
        for row in wrap(text, setting, room) if text else ():
            lines.append(_line(corner[0], top, row, setting))
            top += setting.line_px
    return lines


def _line(x: int, top: int, text: str, setting: Setting) -> Line:
    face = font(setting.face, setting.size)
    return Line(x, top + setting.size, text, setting, round(face.getlength(text)))


def _even(pixels: int) -> int:
    return max(2, pixels - pixels % 2)
