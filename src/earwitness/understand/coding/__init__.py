"""Coding as a method: a codebook, coders, and how far they agree."""
