"""The command line: one module a command. A door only; every rule stands behind it."""

from __future__ import annotations

from earwitness.cli.app import app, main

__all__ = ["app", "main"]
