"""How fast mentions and private data are found: words a second on one core, and whether cost grows with the words.

    python benchmarks/mentions.py [--words 100000]

Lines are the samples' own, with endings and names varied so that the dictionaries' caches are not
everything. Processor time, not wall time; the share that numbers alone take is the ratio to look at. A busy
machine makes processor time dearer too: what ten million additions took stands beside the figures.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

from earwitness.text.numerals import numbers_in_text
from earwitness.text.words import tokens
from earwitness.understand.mentions.finding import find_mentions
from earwitness.understand.private.finding import find_private

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "truth.json"


def lines_of_samples() -> list[tuple[str, str]]:
    truth = json.loads(SAMPLES.read_text(encoding="utf-8"))
    return [
        (one["text"], one["language"]) for r in truth["recordings"].values() for one in r["lines"]
    ]


def made_up(words: int, seed: int = 1) -> list[tuple[str, str]]:
    """Lines in the samples' words, a fifth of them with a letter changed: new to every cache."""
    draw = random.Random(seed)
    base = lines_of_samples()
    found, total = [], 0
    while total < words:
        text, language = draw.choice(base)
        parts = text.split(" ")
        for at in range(len(parts)):
            if draw.random() < 0.05 and len(parts[at]) > 3:
                cut = draw.randrange(1, len(parts[at]) - 1)
                parts[at] = parts[at][:cut] + draw.choice("оаеикнр") + parts[at][cut:]
        text = " ".join(parts)
        found.append((text, language))
        total += len(tokens(text))
    return found


def main() -> None:
    ask = argparse.ArgumentParser()
    ask.add_argument("--words", type=int, default=100_000)
    words = ask.parse_args().words
    find_mentions(lines_of_samples())  # dictionaries are loaded
    find_private([text for text, _ in lines_of_samples()])
    for size in (words // 4, words):
        lines = made_up(size, seed=size)
        count = sum(len(tokens(text)) for text, _ in lines)
        batches = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        numbers = _seconds(_numbers, batches)
        both = 0.0
        for name, find in (("mentions", find_mentions), ("private", _private)):
            spent = _seconds(find, batches)
            both += spent
            print(
                f"{count} words, {name}: {count / spent:,.0f} words a second of processor time,"
                f" {spent / numbers:.1f} times what numbers alone take"
            )
        print(f"{count} words, both together: {count / both:,.0f} words a second of processor time")
    started = time.process_time()
    sum(range(10_000_000))
    print(f"ten million additions: {time.process_time() - started:.2f} s")


def _numbers(batch: list[tuple[str, str]]) -> None:
    for text, language in batch:
        numbers_in_text(text, language)


def _private(batch: list[tuple[str, str]]) -> None:
    find_private([text for text, _ in batch])


def _seconds(
    find: Callable[[list[tuple[str, str]]], object], batches: list[list[tuple[str, str]]]
) -> float:
    started = time.process_time()
    for batch in batches:
        find(batch)
    return time.process_time() - started


if __name__ == "__main__":
    main()
