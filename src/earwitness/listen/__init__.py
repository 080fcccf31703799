"""Stage 2: what can be heard, and the words that engines hear."""
