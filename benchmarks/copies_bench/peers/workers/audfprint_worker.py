"""audfprint: landmark pairs in a hash table (Dan Ellis), by the fork that PyPI has."""

from __future__ import annotations

import numpy as np
from audfprint2 import cli
from audfprint2.core.hash_table import HashTable
from job import nothing, serve

_ALL = 1 << 30


def _analyzer(settings, *, is_match):  # noqa: ANN001, ANN202
    return cli.setup_analyzer(
        density=settings["density"],
        is_match=is_match,
        pks_per_frame=5,
        fanout=settings["fanout"],
        freq_sd=30.0,
        shifts=0,
        samplerate=11025,
        continue_on_error=True,
        ffmpeg_path=None,
    )


def _index(files, db, settings):  # noqa: ANN001, ANN202
    analyzer = _analyzer(settings, is_match=False)
    table = HashTable(hashbits=20, depth=100, maxtime=1 << settings["maxtimebits"])
    table.params["samplerate"] = analyzer.target_sr
    for path in files:
        table.store(path.stem, analyzer.wavfile2hashes(str(path)))
    table.save(str(db / "audfprint.pklz"))


def _matcher(least):  # noqa: ANN001, ANN202
    matcher = cli.setup_matcher(
        match_win=2,
        search_depth=100,
        min_count=least,
        max_matches=1,
        exact_count=False,
        find_time_range=False,
        time_quantile=0.05,
        sortbytime=False,
        illustrate=False,
        illustrate_hpf=False,
    )
    if least == 0:
        matcher.search_depth = _ALL
    return matcher


def _query(files, db, settings):  # noqa: ANN001, ANN202
    analyzer = _analyzer(settings, is_match=True)
    table = HashTable(str(db / "audfprint.pklz"))
    hop_s = analyzer.n_hop / analyzer.target_sr
    answers = []
    for path in files:
        hashes = analyzer.wavfile2hashes(str(path))
        answer = nothing(path)
        for least in (5, 0) if len(hashes) else ():  # its own decision, else the best below it
            found = np.asarray(_matcher(least).match_hashes(table, hashes))
            if len(found) and found[0][1]:
                number, aligned, skew = (int(value) for value in found[0][:3])
                answer = (path.stem, table.names[number], float(aligned), skew * hop_s, least > 0)
                break
        answers.append(answer)
    return answers


serve(_index, _query)
