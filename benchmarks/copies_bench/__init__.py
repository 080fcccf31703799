"""The parts of `benchmarks/copies.py`: its corpus, what happens to copies, and other people's systems.

All is measured on one core: the libraries under numpy are told so here, before anything loads them.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
