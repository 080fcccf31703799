"""Stage 1: what is received, read into the five layers."""
