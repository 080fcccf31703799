"""Names written by strangers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earwitness.errors import HostileInput
from earwitness.intake.paths import MAX_NAME_BYTES, check_relative, safe_member

UNSAFE = [
    "",
    "/etc/passwd",
    "../result.json",
    "a/../../b",
    "a/..",
    ".",
    "a//b",
    "a/./b",
    "a/",
    "C:/Windows/x",
    "c:x",
    "a\\b",
    "..\\x",
    "\\\\host\\share",
    "a\x00b",
    "a\nb",
    "a\x7f",
    "a\udcffb",
    "я" * (MAX_NAME_BYTES // 2 + 1),
    "/".join(["folder"] * 500),
]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_is_no_plain_path_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(HostileInput):
        check_relative(name)
    with pytest.raises(HostileInput):
        safe_member(tmp_path, name)


@pytest.mark.parametrize(
    "name", ["voice_messages/audio_1.ogg", "зведення ї.mp4", "...", "a..b", " a", "~x", "א/ب.ogg"]
)
def test_a_plain_path_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    assert check_relative(name) == name
    assert safe_member(tmp_path, name) == tmp_path.resolve() / name


def test_a_link_may_lead_anywhere_inside_and_nowhere_outside(tmp_path: Path) -> None:
    root = tmp_path / "export"
    (root / "files").mkdir(parents=True)
    (root / "inside").symlink_to(root / "files")
    (root / "outside").symlink_to(tmp_path)
    (root / "round").symlink_to(root / "round")
    assert safe_member(root, "inside/a.ogg") == (root / "files" / "a.ogg").resolve()
    for name in ("outside/a.ogg", "outside", "round/a.ogg"):
        with pytest.raises(HostileInput):
            safe_member(root, name)


@given(st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_below_its_folder_or_refused(tmp_path: Path, name: str) -> None:
    try:
        place = safe_member(tmp_path, name)
    except HostileInput:
        return
    assert place.is_relative_to(tmp_path.resolve())
    assert place != tmp_path.resolve()
