"""Aligning a given text with its sound, without any downloaded model."""
