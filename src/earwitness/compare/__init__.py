"""Holding side by side what belongs together: versions of the words of one recording, so far."""
