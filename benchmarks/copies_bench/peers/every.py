"""All peers, pinned."""

from __future__ import annotations

from .absent import AbsentPeer
from .peer import Peer
from .worker_peer import WorkerPeer

__all__ = ["PEERS"]

# 18 bits of time let a recording last 101 minutes before its times begin anew (the default: 6)
_AUDFPRINT = {"maxtimebits": 18}
_NUMPY = "numpy==2.3.5"
_NUMPY_1 = ("numpy==1.26.4", "scipy==1.11.4")


def _audfprint(name: str, about: str, **settings: float) -> WorkerPeer:
    return WorkerPeer(
        name,
        about,
        worker="audfprint_worker.py",
        package="audfprint2==0.1.2",
        needs=(_NUMPY, "scipy==1.16.3"),
        settings={**_AUDFPRINT, **settings},
        programs=("ffmpeg",),
    )


def _chromaprint(name: str, about: str, **settings: object) -> WorkerPeer:
    return WorkerPeer(
        name,
        about,
        worker="chromaprint_worker.py",
        package="",
        needs=(_NUMPY,),
        settings=settings,
        fpcalc=True,
        all_pairs=True,
    )


PEERS: tuple[Peer, ...] = (
    _audfprint(
        "audfprint", "landmark pairs (Ellis); PyPI's fork, its defaults", density=20, fanout=3
    ),
    _audfprint("audfprint-dense", "the same, more landmarks", density=70, fanout=8),
    AbsentPeer(
        "olaf",
        "landmark triplets in C (Six)",
        (("npm", "olaf"), ("Debian", "olaf")),
        "PyPI's olaf (requirements files) and pyolaf (light field microscopy) are other things",
    ),
    AbsentPeer(
        "panako",
        "landmark triplets, tempo and pitch (Six)",
        (("PyPI", "panako"), ("npm", "panako"), ("Debian", "panako")),
        "it is Java, Maven repositories are not reached",
    ),
    _chromaprint(
        "alegre", "Chromaprint by Meedan's rule: lengths 0.8 to 1.2, +-20 frames", rule="alegre"
    ),
    _chromaprint(
        "chromaprint", "Chromaprint at every offset, half of the shorter overlaps", rule="all"
    ),
    WorkerPeer(
        "acoustid",
        "Chromaprint compared as AcoustID's server does (audups' C of pg_acoustid), any offset",
        worker="audups_worker.py",
        package="audups==0.1.post6",
        needs=("pyacoustid==1.3.1",),
        fpcalc=True,
        all_pairs=True,
    ),
    WorkerPeer(
        "audiomatch",
        "Chromaprint, 30 s of the shorter slid by 0.3 s; whole files; int.bit_count for its C",
        worker="audiomatch_worker.py",
        package="audiomatch==0.2.2",
        building={"AUDIOMATCH_NO_EXTENSIONS": "1"},  # its C does not compile since Python 3.11
        fpcalc=True,
        all_pairs=True,
    ),
    WorkerPeer(
        "dejavu",
        "peak pairs (Drevo) at 44.1 kHz; our SQLite in place of its MySQL",
        worker="dejavu_worker.py",
        package="PyDejavu-Rollong==0.1.6",
        needs=(*_NUMPY_1, "matplotlib==3.8.4", "pydub==0.25.1"),
        options=("--no-deps",),
        programs=("ffmpeg",),
    ),
    WorkerPeer(
        "stream-audio-fingerprint",
        "landmark pairs (Adblock Radio) at 22.05 kHz; it only makes prints, votes for offsets are ours",
        worker="stream_audio_fingerprint_worker.mjs",
        package="@qgustavor/stream-audio-fingerprint@2.0.6",
        programs=("ffmpeg",),
    ),
    WorkerPeer(
        "audiolocate",
        "landmark pairs (Wang 2003) in Python, threshold adapts to noise",
        worker="audiolocate_worker.py",
        package="audiolocate==0.1.1",
        needs=(_NUMPY, "scipy==1.16.3", "av==16.0.1"),
        all_pairs=True,
    ),
    WorkerPeer(
        "audalign",
        "landmark triplets (panako_mod style, accuracy 2: its defaults) in Python",
        worker="audalign_worker.py",
        package="audalign==1.3.1",
        programs=("ffmpeg",),
        all_pairs=True,
    ),
    WorkerPeer(
        "qfp",
        "quads of peaks, free of tempo and pitch (Sonnleitner, Widmer); queries cut to 15 s by it",
        worker="qfp_worker.py",
        package="qfp==0.2.0",
        needs=(*_NUMPY_1, "bitstring==3.1.9", "pydub==0.25.1"),
        options=("--ignore-requires-python",),
        programs=("ffmpeg",),
    ),
    AbsentPeer(
        "sample-id",
        "SIFT of spectrograms, free of tempo and pitch",
        (("PyPI", "sample-id==0.1.27"),),
        "that version is for Python before 3.9",
    ),
    WorkerPeer(
        "pith-audio",
        "spectral peaks in Rust at 44.1 kHz; its index is not kept, querying makes it anew",
        worker="pith_audio_worker.py",
        package="pith-audio==0.1.1",
        programs=("ffmpeg",),
    ),
    WorkerPeer(
        "audio-offset-finder",
        "cross-correlated MFCCs (BBC)",
        worker="audio_offset_finder_worker.py",
        package="audio-offset-finder==0.5.5",
        needs=("numpy==1.26.4", "librosa==0.10.2.post1"),
        all_pairs=True,
    ),
)
