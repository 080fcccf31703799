"""Stage 6: what goes out, and the check before it does."""
