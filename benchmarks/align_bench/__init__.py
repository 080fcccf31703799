"""The parts of ``benchmarks/align.py``: recordings, what is done to them, aligners, counting."""
