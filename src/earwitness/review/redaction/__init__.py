"""Withholding: who decides what, and the proof on the bytes that go out."""
