"""Copies and excerpts by sound: Earwitness beside other people's systems, on a corpus that it makes itself.

    python benchmarks/copies.py [--quick] [--hours 20] [--conditions "GSM,room"] [--peers none]
        [--scale 10,100,1000] [--generated 10000] [--json PATH]

Calls are made up by the hour, real clips are joined; a part of both is never indexed. Excerpts of 5, 10
and 30 s of the indexed and of the unknown recordings are spoiled as copies are (`copies_bench/degrade.py`)
and asked of every system; all read the same WAV files. Recall is counted at the score that at most 0.5 % of
the questions about unknown speech exceed. Speed is seconds of sound a second of processor time on one
core. With --scale the index grows by generated codes (`copies_bench/growth.py`). Exits with 1 when a target
is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from copies_bench.beside import Beside, compare, peer_lines, side_table
from copies_bench.corpus import Corpus, make_corpus
from copies_bench.counting import as_json, given_by_us, recall_table, threshold, trap_table
from copies_bench.degrade import names
from copies_bench.growth import Grown, grow, growth_lines
from copies_bench.ours import Indexing, Ours, ask_all, index_corpus
from copies_bench.peers import PEERS
from copies_bench.plotting import plot_growth, write_csv
from copies_bench.questions import ask_about, traps
from copies_bench.targets import Target, index_targets, recall_targets, scale_targets
from copies_bench.trap_verdicts import judge_traps
from copies_bench.unknown import chance_lines

_QUICK = {
    "hours": 1.0,
    "positives": 6,
    "negatives": 6,
    "unknown": 100,
    "scale": "2,5",
    "peers": "none",
}


def main() -> int:
    given = _arguments()
    folder: Path = given.folder
    began = time.perf_counter()
    conditions = names() if given.conditions == "all" else given.conditions.split(",")
    corpus = make_corpus(folder / f"corpus-{given.hours:g}h", given.hours)
    questions = folder / f"questions-{given.hours:g}h"
    asked = ask_about(corpus, questions, conditions, given.positives, given.negatives)
    asked += traps(corpus, questions)
    _head("Corpus", _corpus_lines(corpus, time.perf_counter() - began))
    index = folder / f"index-{given.hours:g}h"
    indexing = index_corpus(corpus, index)
    ours = ask_all(index, asked)
    answers = given_by_us(ours.told)
    least = threshold(asked, answers)
    _head(
        f"Earwitness: recall in % at a score above {least:.2f} (0.5 % false alarms)",
        recall_table(asked, answers, least, conditions),
    )
    _head("Traps: the same sound is found", trap_table(asked, ours.told, least))
    traps_judged = judge_traps(corpus, asked, ours.told, indexing.codes)
    lines = [f"{kind}: {one}" for kind, one in traps_judged.items()]
    _head("Traps: what is made of it (grouping.group; chance, open ends, speech)", lines)
    _head("Cost", _cost_lines(indexing, ours))
    targets = recall_targets(asked, answers, least, conditions)
    targets += index_targets(indexing, traps_judged)
    if given.unknown:
        lines = chance_lines(corpus, index, folder, given.unknown)
        _head("Chance: the best score of unknown speech", lines)
    beside = _peers(given, corpus, asked, folder)
    if beside:
        cost = (indexing.files_speed, ours.query_s, ours.used.max_rss_mb, indexing.bytes_per_hour)
        _head("Beside", side_table(beside, answers, cost))
        _head("Beside, by condition", peer_lines(beside, answers, conditions))
    grown: list[Grown] = []
    if given.scale:
        sizes = [float(one) for one in f"{given.scale},{given.generated}".split(",")]
        grown = grow(corpus, index, asked, folder, [one for one in sizes if one], least)
        _head("Growth", growth_lines(grown))
        _head("Growth, plotted", plot_growth(grown, folder / "growth.svg"))
        write_csv(grown, folder / "growth.csv")
        print(f"{folder / 'growth.csv'}, {folder / 'growth.svg'}")
        targets += scale_targets(grown)
    _head("Targets", [str(one) for one in targets])
    if given.json:
        _write(Path(given.json), indexing, ours, beside, grown, targets)
    return int(any(one.missed for one in targets))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help=str(_QUICK))
    parser.add_argument(
        "--hours", type=float, default=20.0, help="synthetic speech that is indexed"
    )
    parser.add_argument("--conditions", default="all", help="with commas")
    parser.add_argument("--positives", type=int, default=60, help="for each condition and length")
    parser.add_argument("--negatives", type=int, default=20, help="for each condition and length")
    parser.add_argument("--unknown", type=int, default=1000, help="questions for the fit of chance")
    parser.add_argument("--peers", default="all", help="none, all, or some with commas")
    cache = Path(tempfile.gettempdir()) / "earwitness-copies-peers"
    parser.add_argument("--cache", type=Path, default=cache, help="where peers are installed")
    parser.add_argument("--peer-minutes", type=float, default=4.0, help="processor time of each")
    parser.add_argument("--scale", default="", help="hours with commas, such as 10,100,1000")
    parser.add_argument("--generated", type=float, default=0, help="one more size, 10000 = 20 GB")
    place = Path(tempfile.gettempdir()) / "earwitness-copies"
    parser.add_argument("--folder", type=Path, default=place, help="corpus, questions and indexes")
    parser.add_argument("--json", metavar="PATH", help="write all figures to a file as well")
    given = parser.parse_args()
    if given.quick:
        for name, value in _QUICK.items():
            if getattr(given, name) == parser.get_default(name):
                setattr(given, name, value)
    return given


def _head(title: str, lines: list[str]) -> None:
    print(f"\n== {title}", *lines, sep="\n", flush=True)


def _corpus_lines(corpus: Corpus, seconds: float) -> list[str]:
    return [
        f"{kind}: {corpus.hours(kind, held_out=False):.2f} h indexed, "
        f"{corpus.hours(kind, held_out=True):.2f} h held out"
        for kind in ("synthetic", "real", "trap")
    ] + [f"{len(corpus.recordings)} recordings; made or found in {seconds:.0f} s"]


def _cost_lines(indexing: Indexing, ours: Ours) -> list[str]:
    return [
        (
            f"indexing, x real time on one core: fingerprints from 8 kHz arrays {indexing.prints_speed:.0f}, "
            f"from WAV files {indexing.files_speed:.0f}, with the index {indexing.whole_speed:.0f}"
        ),
        f"index: {indexing.hours:.1f} h, {indexing.bytes_per_hour / 1e6:.2f} MB/h",
        *ours.time_lines(),
        (
            f"memory of the process that opens the index and asks: {ours.used.max_rss_mb:.0f} MB "
            "(with the pages of the index that it touched)"
        ),
    ]


def _peers(given: argparse.Namespace, corpus: Corpus, asked: list, folder: Path) -> list[Beside]:
    if given.peers == "none":
        return []
    wanted = [one.name for one in PEERS] if given.peers == "all" else given.peers.split(",")
    found = []
    for peer in PEERS:
        if peer.name in wanted:
            one = compare(peer, given.cache, corpus, asked, folder, 60 * given.peer_minutes)
            print(f"{one.name}: {one.why or 'measured'}", flush=True)
            found.append(one)
    return found


def _write(
    path: Path,
    indexing: Indexing,
    ours: Ours,
    beside: list[Beside],
    grown: list[Grown],
    targets: list[Target],
) -> None:
    figures = {
        "indexing": indexing,
        "ours": ours,
        "peers": beside,
        "growth": grown,
        "targets": targets,
    }
    path.write_text(as_json(figures), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
