"""The parts of `benchmarks/cuts.py`: calls on lines of their own, planted cuts, codecs, counting, learning.

All is measured on one core: the libraries under numpy are told so here, before anything loads them.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
