"""How fast the search index is made and asked, on made-up talk; every figure from the same run.

    python benchmarks/search.py [--segments 1000000] [--json]

Segments of 4 to 19 tokens, Zipf over 200,000 word forms, a third of them with a translation, go
through `SearchIndex.replace` as `earwitness run` sends them. Queries go through `parse_query` and
`SearchIndex.find` with limit 20, in this process, each kind over at least 200 queries. The first
segments also go into SQLite FTS5 (unicode61, bm25), asked the same at the same size.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from earwitness.store.search import Filters, Found, SearchDoc, SearchIndex
from earwitness.text.query_words import parse_query
from earwitness.text.transliteration import to_latin
from earwitness.text.words import fold, tokens
from made_up_talk import MadeUpTalk

TARGET_MS = 20.0  # p99 for a word of 1 % of all segments
_BASELINE_SEGMENTS = 200_000
_QUERIES = 240
_RECORDINGS_PER_COMMIT = 2000  # as store/index_lines.py does
_COUNTED = 200_000  # segments in which words are counted


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the index, kept and asked again")
    parser.add_argument("--cold", nargs=2, metavar=("FOLDER", "QUERY"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.cold:
        print(json.dumps(_cold(Path(given.cold[0]), given.cold[1])))
        return
    folder = given.keep or Path(tempfile.mkdtemp(prefix="earwitness-search-"))
    try:
        result = _measure(folder, given.segments)
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if given.json:
        print(json.dumps(result, indent=1, ensure_ascii=False))
    else:
        _print(result)


def _measure(folder: Path, segments: int) -> dict[str, Any]:
    talk = MadeUpTalk.ready()
    few = min(_BASELINE_SEGMENTS, segments)
    queries = _queries(talk, min(_COUNTED, segments))
    one_percent = queries["word in 1 %"]
    result: dict[str, Any] = {"segments": segments, "sqlite": _sqlite(talk, few, one_percent)}
    index = SearchIndex(folder / "index")
    if index.count() < segments:
        made_s = _build(index, talk.recordings(few))
        index.close()
        index = SearchIndex(folder / "index")
        result["small"] = {"segments": few} | _ask(index, one_percent)
        made_s += _build(index, islice(talk.recordings(segments), few // 100, None))
        started = time.perf_counter()
        index.close()
        result["build"] = {
            "segments_per_s": segments / made_s,
            "seconds": made_s,
            "merging_s": time.perf_counter() - started,
            "peak_mb": _memory("VmHWM"),
        }
    files = [path.stat().st_size for path in (folder / "index").iterdir()]
    result["disk_mb"] = sum(files) / 1e6
    first = f"{one_percent[0]} {one_percent[1]}"
    command = [sys.executable, __file__, "--cold", str(folder / "index"), first]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result["cold"] = json.loads(done.stdout)
    index = SearchIndex(folder / "index")
    before_mb = _memory("VmRSS")
    result["queries"] = {name: _ask(index, asked) for name, asked in queries.items()}
    result["asking_grew_by_mb"] = _memory("VmRSS") - before_mb
    return result


def _build(index: SearchIndex, recordings: Iterable[tuple[str, list[SearchDoc]]]) -> float:
    """Seconds for `replace` and `commit`, without the making of the segments."""
    spent = 0.0
    for number, (name, documents) in enumerate(recordings, 1):
        started = time.perf_counter()
        index.replace(name, documents)
        if number % _RECORDINGS_PER_COMMIT == 0:
            index.commit()
        spent += time.perf_counter() - started
    started = time.perf_counter()
    index.commit()
    return spent + time.perf_counter() - started


def _queries(talk: MadeUpTalk, segments: int) -> dict[str, list[str]]:
    """Queries of each kind, by how many segments hold the word."""
    held: Counter[str] = Counter()
    phrases = []
    for _, documents in talk.recordings(segments):
        for document in documents:
            spoken = [fold(token.text) for token in tokens(document.texts[0][1])]
            held.update(set(spoken))
            if len(phrases) < _QUERIES and document.position == 7:
                phrases.append(f'"{spoken[1]} {spoken[2]}"')
    share = {word: count / segments for word, count in held.items()}

    def about(part: float, spread: float) -> list[str]:
        low, high = part / spread, part * spread
        near = [word for word, one in share.items() if low <= one <= high and len(word) > 3]
        return sorted(near, key=lambda word: abs(np.log(share[word] / part)))[:_QUERIES]

    usual, common = about(0.01, 2.0), about(0.20, 1.6)
    rare = [word for word, count in held.items() if count == 3 and len(word) > 6][:_QUERIES]
    other = list(islice(cycle(usual), 7, 7 + len(usual)))
    return {
        "word in 1 %": usual,
        "rare word": rare,
        "word in 20 %": common,
        "two words": [f"{one} {two}" for one, two in zip(usual, other, strict=True)],
        "phrase": phrases,
        "Latin for Cyrillic": [to_latin(word, "ru").capitalize() for word in usual],
        "excluded word": [f"{one} -{two}" for one, two in zip(usual, other, strict=True)],
        "misspelt word": [f"{word[:3]}{word[4]}{word[3]}{word[5:]}ъ" for word in rare],
    }


def _ask(index: SearchIndex, queries: Sequence[str]) -> dict[str, float]:
    find = lambda query: index.find(parse_query(query), Filters(), 20)  # noqa: E731 (one line, used here)
    return _timed(find, lambda found: found.total, queries)


def _timed(
    ask: Callable[[str], Any], total: Callable[[Any], int], queries: Sequence[str]
) -> dict[str, float]:
    spent, totals = [], []
    ask(queries[0])
    for query in islice(cycle(queries), _QUERIES):
        started = time.perf_counter()
        found = ask(query)
        spent.append((time.perf_counter() - started) * 1000)
        totals.append(total(found))
    return {
        "median_ms": float(np.median(spent)),
        "p99_ms": float(np.percentile(spent, 99)),
        "worst_ms": max(spent),
        "median_total": float(np.median(totals)),
        "different": len(set(queries)),
    }


def _cold(folder: Path, query: str) -> dict[str, float]:
    """The first query of a new process: opening, dictionaries for stems, the search itself."""
    started = time.perf_counter()
    index = SearchIndex(folder)
    opened = time.perf_counter()
    found: Found = index.find(parse_query(query), Filters(), 20)
    done = time.perf_counter()
    return {
        "open_ms": (opened - started) * 1000,
        "find_ms": (done - opened) * 1000,
        "total": found.total,
        "memory_mb": _memory("VmHWM"),
    }


def _sqlite(talk: MadeUpTalk, segments: int, words: Sequence[str]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(f"{folder}/baseline.db")
        db.execute("create virtual table line using fts5 (words, tokenize = 'unicode61')")
        spent = 0.0
        for _, documents in talk.recordings(segments):
            started = time.perf_counter()
            db.executemany("insert into line values (?)", _rows(documents))
            spent += time.perf_counter() - started
        started = time.perf_counter()
        db.execute("insert into line (line) values ('optimize')")
        db.commit()
        spent += time.perf_counter() - started
        sql = "select rowid from line where line match ? order by bm25(line) limit 20"
        count = "select count(*) from line where line match ?"
        best = _timed(lambda word: db.execute(sql, (f'"{word}"',)).fetchall(), len, words)
        both = _timed(
            lambda word: [
                db.execute(sql, (f'"{word}"',)).fetchall(),
                db.execute(count, (f'"{word}"',)).fetchone()[0],
            ],
            lambda found: int(found[1]),
            words,
        )
        size = Path(f"{folder}/baseline.db").stat().st_size / 1e6
        return {
            "segments": segments,
            "segments_per_s": segments / spent,
            "disk_mb": size,
            "best_20_median_ms": best["median_ms"],
            "best_20_p99_ms": best["p99_ms"],
            **both,
        }


def _rows(documents: Iterable[SearchDoc]) -> Iterator[tuple[str]]:
    for document in documents:
        yield (" ".join(text for _, text in document.texts),)


def _memory(key: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    return 0.0


def _print(result: dict[str, Any]) -> None:
    if "build" in result:
        build = result["build"]
        print(
            f"build: {build['segments_per_s']:,.0f} segments/s ({build['seconds']:.0f} s for"
            f" {result['segments']:,}), merging after it {build['merging_s']:.1f} s,"
            f" peak {build['peak_mb']:.0f} MB"
        )
    cold = result["cold"]
    print(f"on disk: {result['disk_mb']:.0f} MB")
    print(
        f"first query of a new process: open {cold['open_ms']:.0f} ms, find {cold['find_ms']:.0f} ms"
        f" (with the stemming dictionaries), peak {cold['memory_mb']:.0f} MB"
    )
    print(f"\n{'':22}{'median ms':>10}{'p99 ms':>9}{'worst ms':>10}{'hits':>10}{'queries':>9}")
    for name, one in result["queries"].items():
        print(
            f"{name:22}{one['median_ms']:>10.2f}{one['p99_ms']:>9.2f}{one['worst_ms']:>10.2f}"
            f"{one['median_total']:>10,.0f}{one['different']:>9}"
        )
    p99_ms = result["queries"]["word in 1 %"]["p99_ms"]
    print(f"target: p99 of a word in 1 % under {TARGET_MS:.0f} ms: {p99_ms:.1f} ms")
    print(f"memory while asking grew by {result['asking_grew_by_mb']:.0f} MB")
    if "small" in result:
        small, sqlite = result["small"], result["sqlite"]
        print(
            f"\nat {small['segments']:,} segments, a word in 1 %, best 20 and how many in all:\n"
            f"  Earwitness    median {small['median_ms']:.2f} ms, p99 {small['p99_ms']:.2f} ms\n"
            f"  SQLite FTS5   median {sqlite['median_ms']:.2f} ms, p99 {sqlite['p99_ms']:.2f} ms"
            f" (best 20 alone: {sqlite['best_20_median_ms']:.2f} ms),"
            f" {sqlite['segments_per_s']:,.0f} segments/s, {sqlite['disk_mb']:.0f} MB\n"
            f"  SQLite / Earwitness, median: {sqlite['median_ms'] / small['median_ms']:.1f}"
        )


if __name__ == "__main__":
    main()
