"""Runs in the rivals' own environment: line times by aeneas, or by afaligner, which uses its parts.

    python aeneas_lines.py aeneas|afaligner JOBS.json OUT.json

Both get espeak-ng's voice of the language: aeneas alone would say Ukrainian with a Russian voice.
"""

from __future__ import annotations

import functools
import html
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from pathlib import Path

_VOICES = {"ru": ("rus", "ru"), "uk": ("ukr", "uk"), "en": ("eng", "en-us")}


def main() -> None:
    tool, jobs_path, out_path = sys.argv[1:]
    jobs = json.loads(Path(jobs_path).read_text(encoding="utf-8"))
    align = {"aeneas": _aeneas, "afaligner": _afaligner}[tool]
    import aeneas.executetask  # noqa: F401 (once, for all the processes that follow)

    results = []
    for job in jobs["jobs"]:
        given = (job["wav"], job["lines"], jobs["language"])
        found = _apart(align, *given) or _apart(align, *given)
        results.append(found or [None] * len(job["lines"]))
    Path(out_path).write_text(json.dumps({"results": results}), encoding="utf-8")


def _apart(align, wav: str, lines: list[str], language: str):  # noqa: ANN001, ANN202
    """One recording in a process of its own: espeak-ng hangs when aeneas starts it a second time."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "found.json"
        child = os.fork()
        if child == 0:
            signal.alarm(30 + Path(wav).stat().st_size // 160_000)  # s; one more for every 10 s
            out.write_text(json.dumps(align(wav, lines, language)), encoding="utf-8")
            os._exit(0)
        os.waitpid(child, 0)
        return json.loads(out.read_text(encoding="utf-8")) if out.is_file() else None


def _settings(language: str):  # noqa: ANN202 (a type of theirs)
    from aeneas.runtimeconfiguration import RuntimeConfiguration

    settings = RuntimeConfiguration()
    settings[RuntimeConfiguration.TTS_VOICE_CODE] = _VOICES[language][1]
    return settings


def _aeneas(wav: str, lines: list[str], language: str) -> list[list[float] | None]:
    from aeneas.executetask import ExecuteTask
    from aeneas.task import Task

    name = _VOICES[language][0]
    task = Task(f"task_language={name}|is_text_type=plain|os_task_file_format=json")
    task.audio_file_path_absolute = wav
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "lines.txt"
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        task.text_file_path_absolute = str(text)
        ExecuteTask(task, rconf=_settings(language)).execute()
    found = [leaf for leaf in task.sync_map_leaves() if leaf.is_regular]
    if len(found) != len(lines):
        return [None] * len(lines)
    return [[float(leaf.begin), float(leaf.end)] for leaf in found]


def _afaligner(wav: str, lines: list[str], language: str) -> list[list[float] | None]:
    import afaligner
    from aeneas.synthesizer import Synthesizer

    afaligner.Synthesizer = functools.partial(Synthesizer, rconf=_settings(language))
    page = "".join(
        f'<p><span id="f{number:05d}">{html.escape(line)}</span></p>'
        for number, line in enumerate(lines)
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("text", "audio", "out"):
            (folder / part).mkdir()
        whole = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{page}</body></html>'
        (folder / "text" / "a.xhtml").write_text(whole, encoding="utf-8")
        shutil.copy(wav, folder / "audio" / "a.wav")
        places = (str(folder / "text"), str(folder / "audio"), str(folder / "out"))
        found = afaligner.align(*places, output_format="json", language=_VOICES[language][0])
    spans = found.get("a.xhtml", {})
    return [_span(spans.get(f"f{number:05d}")) for number in range(len(lines))]


def _span(found: dict[str, str] | None) -> list[float] | None:
    if found is None:
        return None
    return [_seconds(found["begin_time"]), _seconds(found["end_time"])]


def _seconds(clock: str) -> float:
    hours, minutes, seconds = re.fullmatch(r"(\d+):(\d+):([\d.]+)", clock).groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


main()
