"""Calls between made-up voices with the truth of who speaks when: espeak-ng, or real speech in turns.

``tuning`` and ``second_tuning`` are what settings were chosen on; ``held_out`` is what they are judged on.
No two of them share a text, a language of synthetic speech or a file of real speech (the real ones name no
readers, so that a reader may recur). ``second_tuning`` was held out at first: settings chosen on ``tuning``
alone found a voice too many in half of its calls, so it was spent.
"""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import soxr
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "samples"))

from making.degrade import band_pass, hum, noise, to_level  # noqa: E402 (found by the line above)
from making.speech import Synthesiser  # noqa: E402

__all__ = ["REAL", "ROOT", "Call", "degraded", "real_calls", "spoken_calls", "write_wav"]

Samples = NDArray[np.float32]
RATE_HZ = 16_000
REAL = ROOT.parent / "shared" / "real" / "audio"


@dataclass(frozen=True)
class Call:
    """A recording (mono float32, 16 kHz) and its true turns: (voice, start_ms, end_ms)."""

    name: str
    mono: Samples
    turns: tuple[tuple[str, int, int], ...]
    voices: int


# voice with variant, pitch, words a minute
VOICES = {
    "tuning": [
        ("ru+m1", 45, 160), ("ru+f1", 50, 155), ("ru+m4", 35, 170), ("ru+f4", 60, 150),
        ("uk+m2", 40, 165), ("uk+f2", 55, 160), ("uk+m5", 50, 150), ("uk+f5", 45, 170),
        ("ru+Andy", 45, 165), ("uk+Alicia", 50, 160), ("ru+john", 40, 155), ("uk+anika", 55, 165),
    ],
    "held_out": [
        ("fr+Marco", 45, 165), ("fr+grandma", 50, 160), ("it+pedro", 40, 170), ("it+shelby", 55, 155),
        ("tr+caleb", 45, 160), ("tr+anika", 45, 155), ("fr+zac", 35, 160), ("it+klatt2", 50, 165),
        ("tr+marcelo", 50, 160), ("fr+aunty", 48, 165), ("it+grandpa", 35, 150), ("tr+Alicia", 50, 160),
    ],
    "second_tuning": [
        ("en-us+ed", 45, 165), ("en-us+aunty", 50, 160), ("pl+Mario", 40, 170), ("pl+Andrea", 55, 150),
        ("de+paul", 45, 175), ("de+f3", 45, 155), ("ro+robert", 35, 160), ("ro+linda", 55, 170),
        ("es+pablo", 50, 160), ("es+steph2", 48, 165), ("en-us+David", 30, 150), ("pl+victor", 45, 160),
    ],
}  # fmt: skip
LINES = {
    "ru": """Алло, ты меня слышишь, я уже на вокзале
Нет, я сегодня не приеду, у нас опять всё отменили
А кто тебе это сказал
Подожди, я запишу номер
Мы сидели там до утра, и никто даже не позвонил
Ладно, потом поговорим
Он обещал привезти документы в среду, но я ему не верю
Сколько вас там осталось
Да, конечно
Дождь идёт третий день, дороги размыло, машины стоят""",
    "uk": """Так, я чую, говори голосніше, будь ласка
Мені вчора привезли дрова, але сухих було мало
Ти вже вечеряв
Не знаю, мені ніхто нічого не казав
Поїзд прийшов о шостій ранку, ми ледве встигли сісти
Добре, домовились
Сусідка питала, чи повернешся ти до свята
А що вони відповіли
Зачекай хвилину, хтось стукає у двері
Усе буде гаразд, тільки не забудь узяти теплий одяг""",
    "en-us": """Good morning, this is the office on the second floor
I called you twice yesterday and nobody picked up
Which one do you mean
The truck left at nine and it should be there by now
No, not really
They said the bridge is closed until the end of the month
Could you repeat the last part, the line is very bad
All right, I will ask him tonight and call you back
Where did they put the keys""",
    "pl": """Dzień dobry, dzwonię w sprawie tego mieszkania
Nie, jeszcze nie dostałem żadnej odpowiedzi
A kiedy to było
Wczoraj wieczorem widziałem ich koło sklepu, rozmawiali bardzo długo
Dobrze, poczekam
Powiedz mamie, że przyjadę dopiero w sobotę po południu
Nie rozumiem, dlaczego on nic nie mówi
Tak, wszystko zapisałem""",
    "de": """Guten Tag, ich rufe wegen der Lieferung an
Das haben wir doch schon letzte Woche besprochen
Wer hat das gesagt
Der Wagen steht seit gestern vor dem Haus, und niemand weiß, wem er gehört
Einen Moment, bitte
Ich glaube nicht, dass er heute noch kommt
Wir müssen spätestens um halb sieben am Bahnhof sein
Nein, auf keinen Fall""",
    "ro": """Bună ziua, am primit scrisoarea abia astăzi
Nu știu unde au plecat, nu mi-au spus nimic
Cine a sunat
Ne vedem mâine dimineață la gară, la ora opt
Bine, am înțeles
Mi se pare că drumul este închis până vineri
Spune-i că aștept de două ore și nu vine nimeni
Da, sigur""",
    "fr": """Bonjour, je vous appelle pour le rendez-vous de demain
Non, personne ne m'a prévenu, j'ai attendu deux heures devant la porte
C'était quand
Le camion est parti avant midi et il n'est pas encore revenu
D'accord, je note
Dis-lui que les clés sont chez la voisine du premier étage
Je ne comprends pas pourquoi ils ont tout annulé
Oui, bien sûr
Attendez une seconde, quelqu'un sonne en bas""",
    "it": """Pronto, chiamo per la lettera che è arrivata ieri
No, non mi hanno ancora risposto, richiamo domani mattina
Chi te lo ha detto
Il treno era in ritardo e abbiamo perso la coincidenza per il mare
Va bene, aspetto
Porta i documenti e anche le fotografie della casa nuova
Secondo me stasera non viene nessuno
Certo, ho capito
Ripeti più forte, qui si sente malissimo""",
    "tr": """Günaydın, dün gelen paket için arıyorum
Hayır, bana hiçbir şey söylemediler, akşama kadar bekledim
Kim aradı
Otobüs bir saat geç geldi, köprü kapalıydı
Tamam, yazıyorum
Annene söyle, cumartesi günü öğleden sonra geliriz
Neden kimse cevap vermiyor, anlamıyorum
Evet, tabii
Bir dakika bekle, kapıda biri var""",
    "es": """Buenos días, llamo por lo del paquete que no llegó
No, todavía no me han dicho nada
Quién estaba contigo
El autobús salió con una hora de retraso y perdimos la conexión
Espera un momento
Dile que traiga las llaves y los papeles de la casa
Creo que mañana va a llover otra vez
Sí, claro que sí""",
}
_CLIPS = {
    "tuning": ["fleurs-de-000", "fleurs-fr-001", "conf-adminmenu-menu8", "dir-intro"],
    "second_tuning": ["fleurs-en-000", "OSR_us_000_0034_8k", "jfk", "p001"],
    "held_out": ["fleurs-de-003", "fleurs-fr-003", "fleurs-en-001"],
}  # fmt: skip


def spoken_calls(which: str, voices: int, count: int, *, turns: int = 14) -> list[Call]:
    """Calls by espeak-ng: voices in turns with pauses, sometimes cutting in, over a telephone line."""
    chosen = VOICES[which]
    calls = []
    for number in range(count):
        random = np.random.default_rng((len(which), voices, number))
        cast = [chosen[i] for i in random.permutation(len(chosen))[:voices]]
        pieces = []
        last = -1
        for _ in range(turns):
            who = int(random.choice([i for i in range(voices) if i != last or voices == 1]))
            if voices > 1 and random.random() < 0.15 and last >= 0:
                who = last  # the same voice goes on
            last = who
            name, pitch, rate = cast[who]
            lines = LINES[name.partition("+")[0]].splitlines()
            line = lines[int(random.integers(len(lines)))]
            drift = int(random.integers(-6, 7))
            pieces.append((f"S{who + 1}", _said(line, name, pitch + drift, rate + drift)))
        label = f"{which} {voices} voices {number}: {', '.join(name for name, _, _ in cast)}"
        calls.append(_joined_call(label, pieces, random, voices))
    return calls


def real_calls(which: str, voices: int, count: int) -> list[Call]:
    """Real readers, each with stretches of 1 to 5 s, put into turns; empty without ../shared/real."""
    clips = [(name, _clip(name)) for name in _CLIPS[which]]
    clips = [(name, mono) for name, mono in clips if mono is not None]
    groups = {name: _stretches(mono) for name, mono in clips}
    calls = []
    names = sorted(groups)
    for number in range(count if len(names) >= voices else 0):
        random = np.random.default_rng((len(which), voices, number, 7))
        cast = [names[i] for i in random.permutation(len(names))[:voices]]
        left = {name: list(random.permutation(len(groups[name]))) for name in cast}
        pieces = []
        for turn in range(12):
            name = cast[turn % voices]
            if left[name]:
                index = int(left[name].pop())
                pieces.append((name, groups[name][index]))
        calls.append(
            _joined_call(f"{which} real {number}: {', '.join(cast)}", pieces, random, voices)
        )
    return calls


def degraded(call: Call, how: str) -> Call:
    """The same call after ``amr`` (GSM's AMR-NB at 5.9 kbit/s), ``opus16`` (16 kbit/s), ``noise`` (10 dB SNR)."""
    if how == "noise":
        level = 20 * np.log10(np.sqrt(np.mean(call.mono[np.abs(call.mono) > 0.003] ** 2))) - 10
        mono = call.mono + noise(call.mono.size, float(level), 5)
    elif how == "amr":
        mono = _through(call.mono, "amr", "libopencore_amrnb", 8_000, 5_900)
    else:
        mono = _through(call.mono, "ogg", "libopus", 16_000, 16_000)
    return Call(f"{call.name} [{how}]", mono.astype(np.float32), call.turns, call.voices)


def write_wav(path: Path, sound: Samples) -> None:
    """Write one channel (n,) or two (2, n) as 16-bit WAV at 16 kHz."""
    channels = np.atleast_2d(sound)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(np.rint(channels.clip(-1, 1) * 32767).astype("<i2").T.tobytes())


@lru_cache(maxsize=1)
def _synthesiser() -> Synthesiser:
    return Synthesiser()


@lru_cache(maxsize=4096)
def _said(line: str, voice: str, pitch: int, rate: int) -> Samples:
    said = _synthesiser().say(line.split(), voice, pitch, rate)
    return np.asarray(soxr.resample(said.pcm, said.rate_hz, RATE_HZ), dtype=np.float32)


def _joined_call(
    label: str, pieces: Sequence[tuple[str, Samples]], random: np.random.Generator, voices: int
) -> Call:
    level = {name: float(random.uniform(-26, -19)) for name in dict(pieces)}
    at = int(0.6 * RATE_HZ)
    placed = []
    for name, pcm in pieces:
        cuts_in = random.random() < 0.12 and placed and placed[-1][0] != name
        gap_s = -random.uniform(0.1, 0.4) if cuts_in else random.gamma(2.0, 0.22) + 0.08
        start = max(0, at + int(gap_s * RATE_HZ))
        placed.append((name, start, to_level(pcm, level[name] + float(random.uniform(-2, 2)))))
        at = max(at, start + pcm.size)
    mono = np.zeros(at + RATE_HZ, dtype=np.float32)
    turns = []
    for name, start, pcm in placed:
        mono[start : start + pcm.size] += pcm
        turns += [(name, a, b) for a, b in _audible(pcm, start)]
    mono += noise(mono.size, float(random.uniform(-62, -50)), int(random.integers(1 << 30)))
    mono = band_pass(mono, RATE_HZ, 300, 3400) + hum(mono.size, RATE_HZ, -62)
    return Call(label, mono.astype(np.float32), tuple(turns), voices)


def _audible(pcm: Samples, start: int) -> list[tuple[int, int]]:
    """Where a piece sounds, in ms; pauses under 0.3 s belong to the turn, as in NIST's rules."""
    loud = np.flatnonzero(np.abs(pcm) > 0.03 * np.abs(pcm).max())
    breaks = np.flatnonzero(np.diff(loud) > 0.3 * RATE_HZ)
    firsts = loud[np.concatenate(([0], breaks + 1))]
    lasts = loud[np.concatenate((breaks, [loud.size - 1]))]
    return [
        (int((start + a) * 1000 // RATE_HZ), int((start + b) * 1000 // RATE_HZ) + 1)
        for a, b in zip(firsts, lasts, strict=True)
    ]


def _clip(name: str) -> Samples | None:
    for path in sorted(REAL.rglob(f"{name}.*")):
        if path.suffix in (".ogg", ".wav", ".flac", ".mp3"):
            from earwitness.audio.decode import decode_blocks

            mono = np.concatenate([block.mono for block in decode_blocks(path)])
            return np.asarray(0.5 * mono / np.abs(mono).max(), dtype=np.float32)
    return None


def _stretches(mono: Samples) -> list[Samples]:
    """A reading cut at its pauses into stretches of two seconds and more."""
    frames = mono[: mono.size // 320 * 320].reshape(-1, 320)
    level = np.sqrt((frames**2).mean(axis=1))
    quiet = np.flatnonzero(level < 0.12 * np.percentile(level, 95))
    cuts, last = [0], 0
    for frame in quiet.tolist():
        if frame - last > 110:
            cuts.append(frame)
            last = frame
    cuts.append(len(level))
    found = [mono[a * 320 : b * 320] for a, b in pairwise(cuts)]
    trimmed = [_trimmed(one) for one in found]
    return [one for one in trimmed if one.size > 0.8 * RATE_HZ and np.abs(one).max() > 0.05]


def _trimmed(pcm: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(pcm) > 0.03 * np.abs(pcm).max()) if pcm.size else []
    return pcm[loud[0] : loud[-1] + 1] if len(loud) else pcm[:0]


def _through(mono: Samples, form: str, codec: str, rate_hz: int, bit_rate: int | None) -> Samples:
    """Encoded and decoded again, on the same clock."""
    coded = io.BytesIO()
    with av.open(coded, "w", format=form) as out:
        stream = out.add_stream(
            codec, rate=48_000 if codec == "libopus" else rate_hz, layout="mono"
        )
        if bit_rate:
            stream.bit_rate = bit_rate
        fit = av.AudioResampler(
            stream.codec_context.format.name,
            "mono",
            stream.rate,
            stream.codec_context.frame_size or 160,
        )
        frame = av.AudioFrame.from_ndarray(mono[None], format="fltp", layout="mono")
        frame.sample_rate = RATE_HZ
        position = 0
        for given in (frame, None):
            for one in fit.resample(given):
                one.pts = position
                position += one.samples
                out.mux(stream.encode(one))
        out.mux(stream.encode(None))
    coded.seek(0)
    back = av.AudioResampler("flt", "mono", RATE_HZ)
    with av.open(coded, format=form) as container:
        parts = [
            one.to_ndarray()[0]
            for frame in container.decode(audio=0)
            for one in back.resample(frame)
        ]
        parts += [one.to_ndarray()[0] for one in back.resample(None)]
    sound = np.concatenate(parts)
    return np.pad(sound, (0, max(0, mono.size - sound.size)))[: mono.size]
