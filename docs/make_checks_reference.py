"""Write docs/reference/checks.md from the catalogue of checks: `python docs/make_checks_reference.py`.

With ``--check`` nothing is written; the exit code says whether the file is up to date (0) or not (1).
"""

# ruff: noqa: INP001  (a script beside the pages, not a package)
from __future__ import annotations

import sys
from pathlib import Path

from earwitness.records.review import MAIN_WAY
from earwitness.review.gates.catalogue import checks_before

__all__ = ["PAGE", "reference"]

PAGE = Path(__file__).parent / "reference" / "checks.md"
_HEAD = """# Checks, and what each cannot prove

This page is made from `review/gates/checks.toml` by `python docs/make_checks_reference.py`; do not edit it.

A recording goes from state to state; before each stands a gate of checks. A machine computes some, people answer
the others. An answer is signed, and lapses when what it rests on changes.
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD]
    for state in MAIN_WAY:
        found = checks_before(state)
        if found:
            parts.append(f"## Before {state.value}\n")
        for one in found:
            rests = ", ".join(part.value for part in one.parts) or "the archive"
            needs = "must pass" if one.must_pass else "must have an answer"
            parts.append(
                f"### {one.id}\n\n{one.question['en']}\n\n"
                f"{one.question['ru']}\n\n{one.question['uk']}\n\n"
                f"Answered by: {one.by}. Rests on: {rests}. It {needs}.\n\n"
                f"**What this cannot prove.** {one.cannot}\n"
            )
    return "\n".join(parts)


def main() -> int:
    """Write the page, or say whether it is up to date."""
    fresh = reference()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
