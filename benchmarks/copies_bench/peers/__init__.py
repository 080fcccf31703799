"""Other people's systems for finding copies and excerpts of sound, each behind one small adapter.

A peer is installed at its first use into a cache folder outside this repository; one that cannot be
had says why (``NotInstallable``) and the rest is measured without it.
"""

from .every import PEERS
from .peer import Answer, Failed, NotInstallable, Peer, Usage, index_bytes, run_child

__all__ = [
    "PEERS",
    "Answer",
    "Failed",
    "NotInstallable",
    "Peer",
    "Usage",
    "index_bytes",
    "run_child",
]
