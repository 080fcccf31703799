"""Transcript formats, one module each: text in, lines out."""
