"""The parts of a story page: what stands on it beside the draft, and what goes out with it."""
