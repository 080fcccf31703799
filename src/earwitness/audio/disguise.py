"""Changing how a voice sounds: a weak mode, and no protection from anyone who tries.

McAdams (1984) as Patino et al. use it (Speaker anonymisation using the McAdams coefficient, Interspeech
2021): the angles of the complex poles of linear prediction are raised to a power; here with a random change
of speed, and so of pitch, on top. Methods §4: whoever guesses the two numbers undoes it, and without undoing
it words, pauses and melody tell who speaks. It is never called anonymisation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

__all__ = ["Disguise", "disguise", "disguise_of"]

Samples = NDArray[np.float32]

_FRAME_S = 0.032
_ORDER_AT_16K = 20


@dataclass(frozen=True, slots=True)
class Disguise:
    """The two numbers of one disguise: the power of the angles, and the change of speed."""

    power: float
    speed: float


def disguise_of(seed: int) -> Disguise:
    """The numbers for a seed: a power away from 1, where it would change nothing, and 3 to 8 % of speed."""
    random = np.random.default_rng(seed)
    power = float(
        random.uniform(0.68, 0.86) if random.random() < 0.5 else random.uniform(1.12, 1.25)
    )
    change = float(random.uniform(0.03, 0.08))
    return Disguise(power, 1 + change if random.random() < 0.5 else 1 - change)


def disguise(samples: Samples, rate_hz: int, chosen: Disguise) -> Samples:
    """One channel, disguised; it gets shorter or longer by the change of speed.

    Args:
        samples: (n,) float32.
    """
    if samples.size == 0:
        return samples
    size = round(_FRAME_S * rate_hz) // 2 * 2
    hop = size // 2
    order = max(8, _ORDER_AT_16K * min(rate_hz, 24_000) // 16_000)
    window = np.hanning(size + 1)[:size]
    padded = np.concatenate([np.zeros(hop), samples.astype(np.float64), np.zeros(size + hop)])
    out = np.zeros_like(padded)
    for start in range(0, len(padded) - size, hop):
        frame = padded[start : start + size] * window
        out[start : start + size] += _moved(frame, order, chosen.power)
    changed = out[hop : hop + samples.size].astype(np.float32)
    # Played at another rate: pitch and length change together.
    played: Samples = soxr.resample(changed, rate_hz * chosen.speed, rate_hz, quality="HQ")
    return np.clip(played, -1, 1).astype(np.float32)


def _moved(frame: NDArray[np.float64], order: int, power: float) -> NDArray[np.float64]:
    """A frame whose resonances stand elsewhere; as loud as it was."""
    energy = float(np.vdot(frame, frame))
    if energy < 1e-9:
        return frame
    poly = _prediction(frame, order)
    residual = np.convolve(frame, poly)[: frame.size]
    roots = np.roots(poly)
    angles = np.angle(roots)
    complex_ones = np.abs(roots.imag) > 1e-9
    moved = np.where(complex_ones, np.sign(angles) * np.abs(angles) ** power, angles)
    size = np.minimum(np.abs(roots), 0.995)  # a pole on the circle would ring
    shaped = np.real(np.poly(size * np.exp(1j * np.clip(moved, -np.pi, np.pi))))
    made = _all_pole(residual, shaped)
    after = float(np.vdot(made, made))
    return made * np.sqrt(energy / after) if np.isfinite(after) and after > 0 else frame * 0


def _prediction(frame: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """Linear prediction by Levinson and Durbin: (1, a1, a2...)."""
    size = frame.size
    spectrum = np.fft.rfft(frame, 2 * size)
    lags = np.fft.irfft(np.abs(spectrum) ** 2)[: order + 1]
    lags[0] *= 1 + 1e-6
    poly, error = np.array([1.0]), lags[0]
    for step in range(1, order + 1):
        reflection = -float(np.dot(poly, lags[step:0:-1][: poly.size])) / error
        longer = np.append(poly, 0.0)
        poly = longer + reflection * longer[::-1]
        error *= 1 - reflection * reflection
        if error <= 0:
            break
    return poly


def _all_pole(residual: NDArray[np.float64], poly: NDArray[np.float64]) -> NDArray[np.float64]:
    """Filter by 1 over a polynomial: by its impulse response, long enough for a frame."""
    size = residual.size
    impulse = np.zeros(size)
    impulse[0] = 1.0
    response = np.zeros(size)
    for at in range(size):
        past = response[max(0, at - poly.size + 1) : at][::-1]
        response[at] = impulse[at] - float(np.dot(poly[1 : past.size + 1], past))
    return np.asarray(np.convolve(residual, response)[:size])
