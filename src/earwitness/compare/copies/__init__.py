"""Copies and excerpts by sound: which recordings carry the same sound, where, and how sure that is."""
