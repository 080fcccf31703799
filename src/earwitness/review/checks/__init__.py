"""Checks that a machine computes from sound and container facts: a place to listen, never a verdict.

One check a file. Each takes plain values that were measured before and gives an `Answer`; nothing here
reads an archive, and nothing says that a recording is genuine or forged.
"""
