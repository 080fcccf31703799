"""Stage 5, judge: checks, states, verdicts, attribution, dates, corrections, conformance.

A machine computes what it can and asks a person for the rest. What a person says is signed, has a reason,
lies on top of what was said before, and lapses when the item changes.
"""
