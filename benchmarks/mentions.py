"""How fast mentions and private data are found together: words a second on one core.

    python benchmarks/mentions.py [--words 100000] [--runs 3]

Both read lines that were prepared once, in recordings of a hundred lines, as the quote check has them read
(`desk.told_of`); preparing is counted. The lines are those of `call_text`: new words come in them as they
do in real calls, so that caches of words help as much as there and no more. Each run is a process of its own
with caches as empty as at the start, and a quarter of the words before, whether cost grows with them.
Processor time, not wall time; a busy machine makes it dearer too: what ten million additions took stands
beside the figures.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from typing import NamedTuple

from call_text import call_lines, lines_of_samples
from earwitness.text.words import tokens
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.mentions.prepared import prepared
from earwitness.understand.private.finding import find_private

_RECORDING = 100  # lines


class Spent(NamedTuple):
    """Seconds of processor time for so many words, and for ten million additions."""

    words: int
    preparing: float
    mentions: float
    private: float
    additions: float

    def told(self) -> str:
        both = self.words / (self.preparing + self.mentions + self.private)
        return (
            f"{self.words} words: {both:,.0f} a second for both together"
            f" (mentions with preparing {self.words / (self.preparing + self.mentions):,.0f}, private"
            f" data after them {self.words / self.private:,.0f}; ten million additions"
            f" {self.additions:.2f} s)"
        )


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--words", type=int, default=100_000)
    ask.add_argument("--runs", type=int, default=3)
    told = ask.parse_args()
    for size in (told.words // 4, told.words):
        runs = []
        for seed in range(told.runs):
            with multiprocessing.get_context("spawn").Pool(1) as process:
                runs.append(process.apply(measured, (size, seed)))
            print(runs[-1].told())
        middle = statistics.median(one.words / sum(one[1:4]) for one in runs)
        print(f"median of {told.runs}: {middle:,.0f} words a second for both together\n")


def measured(size: int, seed: int) -> Spent:
    """One run over lines that no other run has."""
    find_private(prepared(lines_of_samples()))  # dictionaries are loaded
    find_mentions(lines_of_samples())
    lines = call_lines(size, seed=size + seed)
    count = sum(len(tokens(text)) for text, _ in lines)
    preparing = mentions = private = 0.0
    for at in range(0, len(lines), _RECORDING):
        start = time.process_time()
        recording = prepared(lines[at : at + _RECORDING])
        ready = time.process_time()
        find_mentions(recording)
        named = time.process_time()
        find_private(recording)
        private += time.process_time() - named
        preparing += ready - start
        mentions += named - ready
    start = time.process_time()
    sum(range(10_000_000))
    return Spent(count, preparing, mentions, private, time.process_time() - start)


if __name__ == "__main__":
    main()
