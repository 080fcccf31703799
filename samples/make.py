"""Make the sample releases: ``python samples/make.py``.

Everything comes from ``scenario.toml``; the articles and drafts are written by hand and only read.
Needs ``espeakng_loader`` besides what the core needs. Running it twice gives the same bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making.channels import telegram_result, ytdlp_info  # noqa: E402 - after the path is set
from making.conversation import TrueRecording, perform  # noqa: E402
from making.media import make_media  # noqa: E402
from making.scenario import load  # noqa: E402
from making.speech import Synthesiser  # noqa: E402
from making.transcripts import transcript_text  # noqa: E402
from making.truth import truth_of  # noqa: E402


def main(target: Path = HERE) -> None:
    """Write ``releases/`` and ``truth.json`` into ``target``, which holds articles and drafts."""
    scripts, tables = load(HERE / "scenario.toml")
    releases = target / "releases"
    synthesiser = Synthesiser()
    recordings = {name: perform(script, synthesiser) for name, script in scripts.items()}
    media: list[dict[str, Any]] = []
    for table in tables["media"]:
        media.append(make_media(table, recordings, releases, media))
    _write_papers(tables, recordings, media, releases)
    truth = truth_of(tables, recordings, media, releases)
    (target / "truth.json").write_text(_compact(truth), encoding="utf-8")
    _report(truth)


def _write_papers(
    tables: dict[str, Any],
    recordings: dict[str, TrueRecording],
    media: list[dict[str, Any]],
    releases: Path,
) -> None:
    for table in tables["transcript"]:
        text = transcript_text(table, recordings[table["recording"]])
        path = releases / table["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    durations_ms = {item["path"]: item["duration_ms"] for item in media if "duration_ms" in item}
    result = telegram_result(tables["post"], durations_ms)
    (releases / "telegram_surmach" / "result.json").write_text(result, encoding="utf-8")
    for path, duration_ms in durations_ms.items():
        if path.startswith("ytdlp/"):
            video = releases / path
            info = ytdlp_info(video, duration_ms)
            video.with_suffix(".info.json").write_text(info, encoding="utf-8")


def _compact(truth: dict[str, Any]) -> str:
    """JSON with one line a record at the third level, so that differences can be read."""
    text = json.dumps(truth, ensure_ascii=False, indent=1)
    lines: list[str] = []
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if depth > 3 or (lines and depth == 3 and line.strip() in {"}", "]", "},", "],"}):
            lines[-1] += line.strip() + (" " if line.endswith((",", ":")) else "")
        else:
            lines.append(line)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _report(truth: dict[str, Any]) -> None:
    for name, recording in truth["recordings"].items():
        seconds = recording["duration_ms"] / 1000
        print(f"{name}  {recording['language']:13} {seconds:5.1f} s  {recording['title']}")
    size = sum(item["bytes"] for item in truth["media"])
    print(f"{len(truth['media'])} media files, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
