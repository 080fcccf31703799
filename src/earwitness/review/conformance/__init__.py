"""Readiness against the Hala, Leiden and Berkeley texts: rows that a machine decides or a person answers."""
