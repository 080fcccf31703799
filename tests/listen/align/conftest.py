from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
import soxr

from earwitness.listen.engines.espeak import EspeakSynthesiser

RATE_HZ = 8_000

LINES = {
    "ru": (
        "Алло, Виктор Павлович, вы меня слышите?",
        "Да, слышу хорошо, говорите.",
        "Завтра утром мы едем на склад за документами.",
        "Скажи, кто подписал накладную на цемент?",
        "Понятия не имею, спроси у бухгалтера.",
        "Она сегодня не пришла на работу.",
        "Тогда позвони директору школы.",
        "Он сказал, что деньги переведут в четверг.",
        "Мост закрыли, придётся ехать через деревню.",
        "Хорошо, я возьму большую машину.",
        "Только никому об этом не рассказывай.",
        "Всё, до связи, жду твоего звонка.",
    ),
    "uk": (
        "Добрий день, це аптека на вокзалі?",
        "Так, слухаю вас уважно.",
        "Мені потрібні ліки для хворої сестри.",
        "Рецепт треба принести до обіду.",
        "А чи можна забрати їх завтра ввечері?",
        "На жаль, у неділю ми зачинені.",
        "Тоді приїду сьогодні трамваєм.",
        "Запишіть номер мого телефону.",
    ),
    "en": (
        "Good morning, is this the harbour office?",
        "Yes, who is calling, please?",
        "The ship will arrive on Thursday evening.",
        "We did not receive the papers from the captain.",
        "Somebody must have lost them on the way.",
        "Ask the driver to look under the seat.",
        "There was nothing but a broken umbrella.",
        "Thank you, I will call you back tomorrow.",
    ),
}


@dataclass(frozen=True)
class Talk:
    """Sound at 8 kHz, its lines, and when each of them begins and ends by its level."""

    mono: np.ndarray
    lines: tuple[str, ...]
    starts_ms: tuple[float, ...]
    ends_ms: tuple[float, ...]


@pytest.fixture(scope="session")
def lines() -> dict[str, tuple[str, ...]]:
    return LINES


@pytest.fixture(scope="session")
def synthesiser() -> EspeakSynthesiser:
    return EspeakSynthesiser()


@pytest.fixture(scope="session")
def talk(synthesiser: EspeakSynthesiser) -> Callable[..., Talk]:
    """Lines said by voices that the aligner does not have, with pauses of 0.3 to 0.9 s."""

    def say(
        said: Sequence[str],
        voices: Sequence[str],
        *,
        words_a_minute: int = 155,
        pitch: int = 45,
        noise_db: float = 50.0,
        telephone: bool = False,
        seed: int = 1,
    ) -> Talk:
        random = np.random.default_rng(seed)
        parts, starts_ms, ends_ms = [], [], []
        at = 0
        for number, line in enumerate(said):
            pause = np.zeros(int(random.uniform(0.3, 0.9) * RATE_HZ), np.float32)
            voice = voices[number % len(voices)]
            spoken = synthesiser.say(line, voice, words_a_minute, pitch)
            sound = soxr.resample(spoken.samples, spoken.rate_hz, RATE_HZ)
            loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
            at += pause.size
            starts_ms.append((at + loud[0]) * 1000 / RATE_HZ)
            ends_ms.append((at + loud[-1]) * 1000 / RATE_HZ)
            parts += [pause, sound]
            at += sound.size
        mono = np.concatenate([*parts, np.zeros(RATE_HZ // 2, np.float32)])
        if telephone:
            spectrum = np.fft.rfft(mono)
            hz = np.fft.rfftfreq(mono.size, 1 / RATE_HZ)
            mono = np.fft.irfft(spectrum * ((hz > 300) & (hz < 3400)), mono.size)
        level = np.sqrt(np.mean(mono[np.abs(mono) > 0.01] ** 2)) * 10 ** (-noise_db / 20)
        mono = mono + level * random.standard_normal(mono.size)
        return Talk(mono.astype(np.float32), tuple(said), tuple(starts_ms), tuple(ends_ms))

    return say
