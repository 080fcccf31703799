from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earwitness.cli.periods import period_end, period_start
from earwitness.errors import UsageError


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", "2025-01-01T00:00:00", "2025-12-31T23:59:59"),
        ("2025-12", "2025-12-01T00:00:00", "2025-12-31T23:59:59"),
        ("2024-02", "2024-02-01T00:00:00", "2024-02-29T23:59:59"),
        ("2025-06-17", "2025-06-17T00:00:00", "2025-06-17T23:59:59"),
    ],
)
def test_whole_periods(text: str, start: str, end: str) -> None:
    assert period_start(text, "--since").isoformat() == f"{start}+00:00"
    assert period_end(text, "--until").isoformat() == f"{end}+00:00"


@given(st.text(max_size=12) | st.dates().map(str) | st.integers(0, 99999).map(str))
def test_any_text_is_a_period_or_misuse(text: str) -> None:
    with suppress(UsageError):
        assert period_start(text, "--since") < period_end(text, "--until")
