"""The parts of `benchmarks/copies.py`: its corpus, what happens to copies, and other people's systems."""
