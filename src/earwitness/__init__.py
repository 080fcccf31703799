"""Earwitness: released recordings of speech as evidence."""
