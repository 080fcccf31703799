"""Judge it: what a machine can check of a recording, what a person decides, and what may be said of it."""
