"""Ours and the rivals, each as a command that reads jobs and writes line times, and their installation.

A rival lives in an environment of its own outside this repository; one that does not install is named
with the reason and the rest is measured without it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

__all__ = ["OURS", "RIVALS", "NotInstalled", "Tool", "find_tool"]

OURS = "earwitness"
_BENCHMARKS = Path(__file__).resolve().parents[1]
_WORKERS = Path(__file__).resolve().parent / "workers"
# aeneas needs an old numpy and builds against what is installed
_PYTHON_FIRST = ["numpy<1.27", "setuptools<66", "wheel"]
_PYTHON_RIVALS = ["aeneas==1.7.3.0", "afaligner==0.2.0"]
# 2.10.2 is the last that brings espeak-ng along; later ones fetch it from a model hub at first use
_ECHOGARDEN = "echogarden@2.10.2"


class NotInstalled(Exception):
    """A rival cannot be had here; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command that takes ``JOBS.json OUT.json`` as its last arguments."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: dict[str, str]


def find_tool(name: str, rivals_folder: Path) -> Tool:
    """Ours, or a rival, which is installed under ``rivals_folder`` at first use.

    Raises:
        NotInstalled: a program or package is missing.
    """
    if name == OURS:
        paths = (_BENCHMARKS, _BENCHMARKS.parent / "samples", _BENCHMARKS.parent / "src")
        search = os.pathsep.join(map(str, paths))
        command = (sys.executable, "-m", "align_bench.ours")
        return Tool(name, command, _BENCHMARKS, {"PYTHONPATH": search})
    rivals_folder.mkdir(parents=True, exist_ok=True)
    return RIVALS[name](rivals_folder)


def _aeneas(folder: Path) -> Tool:
    return _python_rival("aeneas", folder)


def _afaligner(folder: Path) -> Tool:
    return _python_rival("afaligner", folder)


def _python_rival(name: str, folder: Path) -> Tool:
    for program in ("ffmpeg", "ffprobe"):
        if shutil.which(program) is None:
            raise NotInstalled(f"{program} is not on PATH (Debian: apt-get install ffmpeg)")
    for library in ("espeak", "espeak-ng"):
        if find_library(library) is None:
            missing = f"lib{library}-dev"
            raise NotInstalled(f"lib{library} is not there (Debian: apt-get install {missing})")
    home = folder / "python"
    python = home / "bin" / "python"
    done = home / ".installed"
    if not done.is_file():
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([sys.executable, "-m", "venv", "--clear", str(home)], folder)
        _run([*pip, *_PYTHON_FIRST], folder)
        _run([*pip, "--no-build-isolation", *_PYTHON_RIVALS], folder)
        done.touch()
    command = (str(python), str(_WORKERS / "aeneas_lines.py"), name)
    return Tool(name, command, folder, {"LD_LIBRARY_PATH": str(_newer_espeak(folder))})


def _newer_espeak(folder: Path) -> Path:
    """A folder in which libespeak is libespeak-ng, its drop-in successor.

    aeneas links the espeak of 2015, which has no Ukrainian and half a Russian dictionary, and with
    espeak-ng as a program its times are stretched; this is the strongest it can be given.
    """
    place = folder / "lib" / "libespeak.so.1"
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        return place.parent
    listed = subprocess.run(["ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"libespeak-ng\.so\.1 .*=> (\S+)", listed)
    if found is None:
        raise NotInstalled("ldconfig does not know libespeak-ng.so.1")
    place.symlink_to(found[1])
    return place.parent


def _echogarden(folder: Path) -> Tool:
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NotInstalled(f"{program} is not on PATH (apt-get install nodejs npm)")
    home = folder / "echogarden"
    done = home / ".installed"
    if not done.is_file():
        home.mkdir(exist_ok=True)
        (home / "package.json").write_text('{"private": true}', encoding="utf-8")
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]  # its scripts fetch GPU libraries
        _run(["npm", "install", *quiet, _ECHOGARDEN], home)
        done.touch()
    return Tool("echogarden", ("node", str(_WORKERS / "echogarden_lines.mjs")), home, {})


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise NotInstalled(f"{' '.join(command[:4])} ...: {said[-1] if said else done.returncode}")


RIVALS: dict[str, Callable[[Path], Tool]] = {
    "aeneas": _aeneas,
    "echogarden": _echogarden,
    "afaligner": _afaligner,
}
