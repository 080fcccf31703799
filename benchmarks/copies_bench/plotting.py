"""The growth of the index as text, CSV and SVG; no library draws."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from copies_bench.growth import Grown

__all__ = ["plot_growth", "write_csv"]

_CURVES: tuple[tuple[str, Callable[[Grown], float]], ...] = (
    ("5 s question, processor ms (median)", lambda one: one.asked[5.0].cpu_median_ms),
    ("10 s question, processor ms (median)", lambda one: one.asked[10.0].cpu_median_ms),
    ("adding, x real time", lambda one: one.add_speed),
    ("index, MB an hour", lambda one: one.bytes_per_hour / 1e6),
    ("memory of the asking process, MB", lambda one: one.reader_mb),
    ("memory of the adding process, MB", lambda one: one.writer_mb),
)
_BAR = 50
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 420, 110, 70, 34, 66


def write_csv(grown: Sequence[Grown], path: Path) -> None:
    """A row a size, a column a figure."""
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["hours", *(name for name, _ in _CURVES), "5 s recall", "10 s recall"])
        for one in grown:
            recall = [one.asked[length_s].recall for length_s in (5.0, 10.0)]
            figures = [one.hours, *(figure(one) for _, figure in _CURVES), *recall]
            table.writerow([f"{value:.4g}" for value in figures])


def plot_growth(grown: Sequence[Grown], path: Path) -> list[str]:
    """Bars as text, and curves over the logarithm of the hours as SVG."""
    lines = []
    for name, figure in _CURVES:
        values = [figure(one) for one in grown]
        top = max([*values, 1e-9])
        lines.append(name)
        lines += [
            f"{one.hours:>9.0f} h {'#' * max(1, round(_BAR * value / top)):<{_BAR}} {value:.4g}"
            for one, value in zip(grown, values, strict=True)
        ]
    path.write_text(_svg(grown), encoding="utf-8")
    return lines


def _svg(grown: Sequence[Grown]) -> str:
    across = np.log10([one.hours for one in grown])
    span = max(float(np.ptp(across)), 1e-9)
    xs = _LEFT + (across - across.min()) / span * _WIDTH
    parts = []
    for number, (name, figure) in enumerate(_CURVES):
        values = [figure(one) for one in grown]
        top, bottom = max([*values, 1e-9]), _TOP + number * (_HEIGHT + _GAP) + _HEIGHT
        ys = [bottom - value / top * _HEIGHT for value in values]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
        parts.append(f'<text x="{_LEFT}" y="{bottom - _HEIGHT - 14}">{escape(name)}</text>')
        parts.append(f'<path d="M{_LEFT} {bottom}h{_WIDTH}" stroke="#999"/>')
        parts.append(f'<polyline points="{points}" fill="none" stroke="#05c" stroke-width="2"/>')
        for one, x, y, value in zip(grown, xs, ys, values, strict=True):
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#05c"/>')
            parts.append(f'<text x="{x + 5:.1f}" y="{y - 5:.1f}">{value:.3g}</text>')
            parts.append(f'<text x="{x - 8:.1f}" y="{bottom + 15}">{one.hours:.0f} h</text>')
    height = _TOP + len(_CURVES) * (_HEIGHT + _GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 80}" height="{height}" '
        f'font-family="sans-serif" font-size="11">\n' + "\n".join(parts) + "\n</svg>\n"
    )
