from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("numpy", "av", "onnxruntime", "tantivy", "lxml", "pymorphy3", "faster_whisper", "jinja2")
LOADED = f"import sys; print([one for one in {HEAVY!r} if one in sys.modules])"


@pytest.mark.parametrize("first", ["import earwitness", "import earwitness.cli"])
def test_import_loads_nothing_heavy(first: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"{first}; {LOADED}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["find", "--help"], ["private", "--help"], ["--version"], ["frob"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['earwitness', *{arguments!r}]\n"
        "from earwitness.cli import main\n"
        f"try:\n    main()\nexcept SystemExit:\n    pass\n{LOADED}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_module_runs_as_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "earwitness", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("earwitness ")
