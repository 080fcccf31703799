"""Corrections: proposed by the desk or a reader, settled by somebody else, logged for everyone."""
