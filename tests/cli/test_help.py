from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
import typer.main

from earwitness.cli import app

GROUP: Any = typer.main.get_command(app)


def flat(group: Any, before: str = "") -> dict[str, Any]:
    """All commands by the words that one types, those of groups included."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= flat(command, f"{before}{name} ") if inner else {f"{before}{name}": command}
    return found


COMMANDS = flat(GROUP)
DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["make_cli_reference", "make_checks_reference"])
def test_the_reference_is_up_to_date(name: str) -> None:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    fresh = script.reference()
    assert script.PAGE.read_text(encoding="utf-8") == fresh, f"run: python docs/{name}.py"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help.count(".") > 2
    assert "Example" in command.help
    assert f"earwitness {name}" in command.help
    assert "Exit codes:" in command.help
    assert command.short_help
    for parameter in command.params:
        assert parameter.help, f"{name}: {parameter.name}"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_json(name: str) -> None:
    assert any("--json" in parameter.opts for parameter in COMMANDS[name].params)


def test_examples_name_options_that_exist() -> None:
    for name, command in COMMANDS.items():
        known = {option for parameter in command.params for option in parameter.opts}
        for line in command.help.splitlines():
            if line.strip().startswith(f"earwitness {name} "):
                used = {word for word in line.split() if word.startswith("--")}
                assert used <= known, line
