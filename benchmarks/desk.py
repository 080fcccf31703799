"""The desk under its design sizes: many recordings, many users, one very long recording; all from the same run.

    python benchmarks/desk.py [--recordings 100000] [--users 20] [--seconds 30] [--hours 3] [--keep FOLDER] [--json PATH]

An archive of made-up recordings (three lines each, a translation), and one of three hours with 40,000 words that have
times. The desk runs as its users run it (`earwitness desk`). Users ask for pages with pauses of half to one and a half
seconds; the time of an answer is measured where it arrives, so it holds the waiting too. The baseline is one user
alone. In headless Chromium (playwright, `make .venv/.browser`) the long recording is opened, typed in, sought in.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import wave
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Self

import numpy as np

from earwitness.desk import Desk
from earwitness.records.artefacts import EventType
from earwitness.records.sound import Basis
from earwitness.records.words import (
    Timing,
    Transcript,
    TranscriptOrigin,
    Translation,
    TranslationLine,
    TranslationOrigin,
    Utterance,
    VersionStatus,
    Word,
)
from earwitness.store.catalog.sound import made_recording
from earwitness.store.catalog.words import add_transcript, add_translation
from earwitness.store.index_lines import update_index
from earwitness.store.search import SearchIndex
from earwitness.work.run import run
from made_up_talk import MadeUpTalk

Visits = dict[str, dict[str, float]]

TARGET_MS = 200.0  # the slowest but five of a hundred answers of each page
WORDS_PER_HOUR = 13_333
_IN_A_LINE = 10
CHROMIUM = Path("/usr/bin/chromium")


def main() -> None:
    ask = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    ask.add_argument("--recordings", type=int, default=100_000)
    ask.add_argument("--users", type=int, default=20)
    ask.add_argument("--seconds", type=float, default=30.0)
    ask.add_argument("--hours", type=float, default=3.0, help="of the long recording")
    ask.add_argument("--keep", type=Path, help="folder for the archive, kept and used again")
    ask.add_argument(
        "--json", type=Path, metavar="PATH", help="write all figures to a file as well"
    )
    given = ask.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="earwitness-desk-"))
    root = folder / "archive"
    if not root.exists():
        began = time.perf_counter()
        long = make_archive(root, given.recordings, given.hours)
        (folder / "long").write_text(long, encoding="utf-8")
        print(f"{given.recordings:,} recordings made in {time.perf_counter() - began:.0f} s")
    long = (folder / "long").read_text(encoding="utf-8")
    figures: dict[str, object] = {}
    with Served(root) as served:
        served.get(f"/recordings/{long}")
        figures["alone"] = visits(served, root, 1, given.seconds / 2)
        figures["together"] = visits(served, root, given.users, given.seconds)
        _print(figures["alone"], figures["together"], given.users)
        figures["browser"] = in_browser(served, long)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def make_archive(root: Path, count: int, hours: float) -> str:
    """Make it; return the name of the long recording."""
    talk, dice = MadeUpTalk.ready(), np.random.default_rng(8)
    sentences = {
        one: [talk.sentence(one, 9, dice) for _ in range(400)] for one in ("ru", "uk", "en")
    }
    draw = random.Random(8)
    with Desk.new(root) as desk:
        sound = root.parent / "long.wav"
        _write_long(sound, round(hours * 360))
        desk.take_in([sound])
        run(desk.archive)
        (long,) = (one.id for one in desk.recordings())
        made = [long]
        with desk.archive.writing() as w:
            seq = w.note(EventType.INGESTION, ["benchmark"], note="made up")
            for number in range(count):
                one = made_recording(w.db, Basis.WORDS, f"made:{number}", seq).recording
                made.append(one.id)
                language = ("ru", "uk", "en")[number % 3]
                lines = [
                    (draw.choice(sentences[language]), draw.choice(sentences["en"]))
                    for _ in range(3)
                ]
                _add(w.db, seq, one.id, number, language, lines, 5000)
            count_lines = round(hours * WORDS_PER_HOUR / _IN_A_LINE)
            each_ms = round(hours * 3_600_000 / count_lines)
            lines = [
                (talk.sentence("ru", _IN_A_LINE, dice), talk.sentence("en", _IN_A_LINE, dice))
                for _ in range(count_lines)
            ]
            _add(w.db, seq, long, count, "ru", lines, each_ms)
        update_index(desk.archive, SearchIndex(desk.archive.search_folder), made)
    return long


def _write_long(path: Path, tens: int) -> None:
    """So many times ten seconds at 8 kHz: bursts of noise as loud and as long as talk."""
    dice = np.random.default_rng(9)
    with wave.open(str(path), "w") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        for _ in range(tens):
            level = np.repeat(dice.choice([0.002, 0.2], 20, p=[0.4, 0.6]), 4000)
            out.writeframes((dice.normal(0, 1, 80_000) * level * 8000).astype("<i2").tobytes())


def _add(
    db: sqlite3.Connection,
    seq: int,
    recording: str,
    number: int,
    language: str,
    lines: list[tuple[str, str]],
    each_ms: int,
) -> None:
    version = Transcript(
        f"trs-{number:09d}", recording, TranscriptOrigin.MACHINE, language, "made", rank=1
    )
    spoken = []
    for at, (text, _) in enumerate(lines):
        words, start = text.split(" "), at * each_ms
        step = each_ms // (len(words) + 1)
        timed = tuple(
            Word(w, start + n * step, start + (n + 1) * step, 0.9) for n, w in enumerate(words)
        )
        spoken.append(
            Utterance(
                f"utt-{number:07d}-{at}",
                version.id,
                at,
                text,
                ("V1", "V2")[at % 2],
                start,
                start + each_ms - step,
                Timing.EXACT,
                timed,
                language,
            )
        )
    add_transcript(db, version, spoken, seq)
    made = Translation(
        f"trl-{number:09d}",
        recording,
        version.id,
        "en",
        TranslationOrigin.HUMAN,
        status=VersionStatus.APPROVED,
    )
    add_translation(
        db, made, [TranslationLine(at, text, at, at) for at, (_, text) in enumerate(lines)], seq
    )


class Served:
    """A running desk and its address; a context manager."""

    def __init__(self, root: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "earwitness",
            "desk",
            "--json",
            "--port",
            "0",
            "-a",
            str(root),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = json.loads(self._process.stdout.readline())["address"]  # type: ignore[union-attr]
        self.base, _, self.key = self.address.partition("/?key=")

    def opener(self) -> urllib.request.OpenerDirector:
        """A browser of its own."""
        made = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        made.open(self.address, timeout=60).read()
        return made

    def get(self, path: str) -> bytes:
        return bytes(self.opener().open(self.base + path, timeout=60).read())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)


def visits(served: Served, root: Path, users: int, seconds: float) -> Visits:
    """Let users ask for pages; return median and 95 % of each kind of page, in milliseconds."""
    with Desk.open(root) as desk:
        rows = desk.archive.db.execute(
            "select id from recording order by rowid desc limit 3000"
        ).fetchall()
    names = [row["id"] for row in rows]
    pages = {
        "home": lambda _: "/",
        "recordings": lambda draw: f"/recordings?from={50 * draw.randrange(100)}",
        "far down": lambda draw: f"/recordings?from={50 * draw.randrange(1000, 1900)}",
        "recording": lambda draw: f"/recordings/{draw.choice(names)}",
        "search": lambda draw: (
            "/search?q=" + urllib.request.quote(draw.choice(["вода", "hospital", "дорога ночью"]))
        ),
    }
    spent: dict[str, list[float]] = {name: [] for name in pages}
    until = time.perf_counter() + seconds

    def user(number: int) -> None:
        draw, browser = random.Random(number), served.opener()
        while time.perf_counter() < until:
            name = draw.choice(list(pages))
            began = time.perf_counter()
            browser.open(served.base + pages[name](draw), timeout=60).read()
            spent[name].append(1000 * (time.perf_counter() - began))
            time.sleep(draw.uniform(0.5, 1.5) if users > 1 else 0)

    threads = [threading.Thread(target=user, args=(number,)) for number in range(users)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return {
        name: {
            "asked": len(ms),
            "median": statistics.median(ms),
            "p95": float(np.percentile(ms, 95)),
        }
        for name, ms in spent.items()
        if ms
    }


def _print(alone: Visits, together: Visits, users: int) -> None:
    print(
        f"{'page':<12}{'alone: median':>15}{'p95':>8}{f'{users} users: median':>20}{'p95':>8}{'ratio':>8}  ms"
    )
    for name, one in together.items():
        first = alone.get(name, {"median": float("nan"), "p95": float("nan")})
        missed = "  MISSED" if one["p95"] > TARGET_MS else ""
        print(
            f"{name:<12}{first['median']:>15.0f}{first['p95']:>8.0f}{one['median']:>20.0f}{one['p95']:>8.0f}"
            f"{one['p95'] / first['p95']:>8.1f}{missed}"
        )


def in_browser(served: Served, long: str) -> dict[str, float]:
    """Open, type and seek in the long recording."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("the browser part is left out: make .venv/.browser")
        return {}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.goto(served.address)
        page.goto(f"{served.base}/recordings/{long}", wait_until="load")
        timing = page.evaluate(
            "(() => { const t = performance.getEntriesByType('navigation')[0];"
            " return { interactive: t.domInteractive, loaded: t.loadEventEnd, bytes: t.decodedBodySize }; })()"
        )
        began = time.perf_counter()
        page.wait_for_selector(".player[data-ready]", timeout=600_000)
        prepared_s = time.perf_counter() - began
        page.reload(wait_until="load")
        again = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        page.wait_for_selector(".player[data-ready]", timeout=60_000)
        seeks = page.evaluate(
            """async () => { const found = []; const sound = document.getElementById('sound');
            for (const at of [9000, 120, 7000.5, 3333, 10700]) { const began = performance.now();
              await new Promise((done) => { sound.addEventListener('seeked', done, { once: true }); sound.currentTime = at; });
              found.push(performance.now() - began); } return found; }"""
        )
        page.evaluate(
            """() => { window.strokes = []; new PerformanceObserver((list) => { for (const one of list.getEntries())
              if (['keydown', 'keypress', 'input', 'keyup'].includes(one.name)) strokes.push(one.processingEnd - one.processingStart); })
              .observe({ type: 'event', durationThreshold: 16 });
              window.slow = []; document.addEventListener('input', () => { const began = performance.now();
                requestAnimationFrame(() => requestAnimationFrame(() => slow.push(performance.now() - began))); }, true); }"""
        )
        page.keyboard.press("e")
        page.wait_for_selector(".lines textarea")
        for letter in "это набрано на клавиатуре ":
            page.keyboard.type(letter)
            page.wait_for_timeout(60)
        strokes = page.evaluate("strokes")
        frames = page.evaluate("slow")
        memory = page.context.new_cdp_session(page)
        memory.send("Performance.enable")
        heap = {
            one["name"]: one["value"] for one in memory.send("Performance.getMetrics")["metrics"]
        }
        found = {
            "interactive_ms": timing["interactive"],
            "interactive_again_ms": again,
            "page_mb": timing["bytes"] / 1e6,
            "sound_prepared_s": prepared_s,
            "seek_median_ms": statistics.median(seeks),
            "seek_worst_ms": max(seeks),
            "handlers_over_16_ms": sum(one > 16 for one in strokes),
            "two_frames_after_a_stroke_median_ms": statistics.median(frames),
            "renderer_mb": _renderer_mb(),
            "heap_mb": heap["JSHeapUsedSize"] / 1e6,
            "nodes": heap["Nodes"],
        }
        browser.close()
    for name, value in found.items():
        print(f"{name:<40}{value:>10.1f}")
    return found


def _renderer_mb() -> float:
    """Proportional memory of the largest renderer of this run, MB."""
    most = 0.0
    for folder in Path("/proc").iterdir():
        try:
            command = (folder / "cmdline").read_bytes()
            if folder.name.isdecimal() and b"--type=renderer" in command:
                text = (folder / "smaps_rollup").read_text()
                most = max(most, int(text.split("Pss:")[1].split()[0]) / 1024)
        except (OSError, IndexError):
            continue
    return most


if __name__ == "__main__":
    main()
