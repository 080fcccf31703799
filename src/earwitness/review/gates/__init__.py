"""States, checks and verdicts of a recording: what must be true before it may go on (methods §3.1)."""
