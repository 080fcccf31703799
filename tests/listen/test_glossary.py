from __future__ import annotations

import pytest

from earwitness.errors import UsageError
from earwitness.listen.glossary import HINT_CHARACTERS, fitting_hints, read_glossary


def test_one_entry_a_line(tmp_path):
    path = tmp_path / "glossary.txt"
    path.write_text(
        "\ufeff# call signs\nБерёза\n\nКлён  два # of the second group\nБерёза\n", "utf-8"
    )
    assert read_glossary(path) == ("Берёза", "Клён два")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Клён\n".encode("cp1251"), "not UTF-8"),
        (b"x" * 81, "no entry of at most 80 letters"),
        (b"x\n" * (1 << 20), "too large"),
    ],
)
def test_what_is_no_glossary_is_named(tmp_path, content, said):
    path = tmp_path / "glossary.txt"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=said):
        read_glossary(path)


def test_a_glossary_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        read_glossary(tmp_path / "none.txt")


def test_what_does_not_fit_is_left_out_from_the_end():
    hints = tuple(f"позывной-{number}" for number in range(100))
    fitting = fitting_hints(hints)
    assert fitting == hints[: len(fitting)]
    assert len(", ".join(fitting)) <= HINT_CHARACTERS < len(", ".join(hints[: len(fitting) + 1]))
