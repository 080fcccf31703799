"""Where every line of a known text begins: Earwitness against aligners that need no trained model.

    python benchmarks/align.py [--quick] [--only ru,uk] [--conditions clean,gsm] [--rivals none]

Recordings are joined from real clips, so that the truth is their energy; every aligner gets the same
8 kHz WAV files and the same lines, in a process of its own. Rivals are installed at the first run into
a folder outside this repository. Times are absolute errors of line onsets; "edge" counts against the
clip's edge in place of its first energy; speed is seconds of sound a second of processor time, children
and imports included; memory is the largest sum over the tool's processes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "samples"))

from align_bench.conditions import CONDITIONS, Impossible, under
from align_bench.counting import Score, count, print_table
from align_bench.materials import MATERIALS
from align_bench.recordings import Material
from align_bench.running import Failed, joined, run_tool
from align_bench.tools import OURS, RIVALS, NotInstalled, Tool, find_tool
from align_bench.wrong_text import FLAWS, Marked, count_marks, print_marks, spoil

_QUICK = {"only": "ru,uk", "conditions": "clean,noise10", "flaws": "added"}
_QUICK_RECORDINGS = 3
_AS_IT_IS = ("uk_gsm_files", "twenty_minutes", "hour")  # measured in one condition
_FLAWED = ("ru", "uk", "ru_again", "uk_again", "en", "calls_ru", "calls_uk", "calls_en")
_FLAWED_UNDER = ("clean", "gsm", "noise10")


def main() -> None:
    given = _arguments()
    tools = _tools(given.tools.split(","), Path(given.rivals_folder))
    results: list[dict[str, object]] = []
    for material in _materials(given.only.split(","), quick=given.quick):
        print(f"\n== {material.name}: {material.about}", flush=True)
        for condition in given.conditions.split(","):
            if material.name in _AS_IT_IS and condition != "clean":
                continue
            try:
                heard = under(condition, material)
            except Impossible as why:
                print(f"\n{material.name}, {condition}: skipped, {why}")
                continue
            results += _lines(tools, heard, condition)
            if material.name in _FLAWED and condition in _FLAWED_UNDER:
                results += _flawed(tools, heard, condition, given.flaws, given.draws)
            if given.json:
                Path(given.json).write_text(json.dumps(results, indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK}, three recordings each")
    parser.add_argument("--only", default=",".join(MATERIALS), help="materials, with commas")
    parser.add_argument("--conditions", default=",".join(CONDITIONS))
    parser.add_argument("--flaws", default=",".join(FLAWS), help="of wrong texts; empty for none")
    parser.add_argument("--draws", default=1, type=int, help="of wrong texts, counted together")
    parser.add_argument("--tools", default=",".join([OURS, *RIVALS]))
    rivals = Path(tempfile.gettempdir()) / "earwitness-rivals"
    parser.add_argument("--rivals-folder", default=str(rivals), help="where they are installed")
    parser.add_argument("--json", metavar="PATH", help="write all figures to a file as well")
    given = parser.parse_args()
    if given.quick:
        for name, value in _QUICK.items():
            if getattr(given, name) == parser.get_default(name):
                setattr(given, name, value)
    return given


def _tools(names: list[str], folder: Path) -> list[Tool]:
    found = []
    for name in names:
        try:
            found.append(find_tool(name, folder))
        except NotInstalled as why:
            print(f"{name} is not measured: {why}")
    return found


def _materials(names: list[str], *, quick: bool) -> Iterator[Material]:
    for name in names:
        try:
            material = MATERIALS[name]()
        except FileNotFoundError as why:
            print(f"\n== {name}: skipped, {why.filename} is not there")
            continue
        if quick:
            material = replace(material, recordings=material.recordings[:_QUICK_RECORDINGS])
        yield material


def _lines(tools: list[Tool], heard: Material, condition: str) -> list[dict[str, object]]:
    recordings = list(heard.recordings)
    scores: dict[str, Score | str] = {}
    for tool in tools:
        try:
            scores[tool.name] = count(recordings, run_tool(tool, recordings, heard.language))
        except Failed as why:
            scores[tool.name] = f"failed: {why}"
    print_table(f"{heard.name}, {condition}", scores)
    sys.stdout.flush()
    about = {"material": heard.name, "condition": condition}
    return [{**about, "tool": name, **_figures(one)} for name, one in scores.items()]


def _flawed(
    tools: list[Tool], heard: Material, condition: str, flaws: str, draws: int
) -> list[dict[str, object]]:
    results = []
    for flaw in filter(None, flaws.split(",")):
        drawn = [spoil(flaw, heard, draw) for draw in range(draws)]
        texts = [text for one in drawn for text in one]
        found: dict[str, Marked | str] = {}
        for tool in tools:
            try:
                # each draw by itself: recordings that are aligned together teach each other
                runs = [
                    run_tool(
                        tool,
                        [text.recording for text in one],
                        heard.language,
                        verdicts=tool.name == OURS,
                    )
                    for one in drawn
                ]
                found[tool.name] = count_marks(texts, joined(runs))
            except Failed as why:
                found[tool.name] = f"failed: {why}"
        wrong = sum(len(text.wrong) for text in texts)
        lines = sum(len(text.recording.lines) for text in texts)
        title = f"{heard.name}, {condition}, text with lines {flaw}: {wrong} of {lines} are wrong"
        print_marks(title, found)
        sys.stdout.flush()
        about = {"material": heard.name, "condition": condition, "flaw": flaw}
        results += [{**about, "tool": name, **_figures(one)} for name, one in found.items()]
    return results


def _figures(found: Score | Marked | str) -> dict[str, object]:
    return {"failed": found} if isinstance(found, str) else asdict(found)


if __name__ == "__main__":
    main()
