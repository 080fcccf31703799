"""Which lines of the sonnets a pause tells apart, and when they begin."""

PAUSE_ENDS_S: dict[str, dict[int, float]] = {"p001": {}, "p002": {}, "p003": {}}
