"""``python -m earwitness`` is the command ``earwitness``."""

from __future__ import annotations

from earwitness.cli import main

if __name__ == "__main__":
    main()
