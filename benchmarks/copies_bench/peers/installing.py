"""Installation of peers into a cache folder, through the registries' ordinary clients."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .peer import NotInstallable

__all__ = ["install_fpcalc", "make_venv", "npm_install", "require", "run"]

_LONGEST_S = 1200


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> str:
    """What a command printed.

    Raises:
        NotInstallable: with the last line that the command said, or the last that names an error.
    """
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
            timeout=_LONGEST_S,
        )
    except (OSError, subprocess.TimeoutExpired) as why:
        raise NotInstallable(str(why)) from why
    if done.returncode:
        said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        errors = [line for line in said if "error" in line.lower()] or said
        raise NotInstallable(errors[-1] if errors else f"{command[0]} gave {done.returncode}")
    return done.stdout


def require(programs: Sequence[str]) -> None:
    """See that programs are on PATH.

    Raises:
        NotInstallable: one is not.
    """
    for program in programs:
        if shutil.which(program) is None:
            raise NotInstallable(f"{program} is not on PATH")


def make_venv(
    home: Path,
    package: str,
    needs: Sequence[str],
    options: Sequence[str],
    environment: Mapping[str, str],
) -> Path:
    """The Python of an environment with a package, made where it is not there as asked for.

    Args:
        needs: installed before it, so that its own requirements leave them alone.
        options: of pip's for the package itself.
        environment: that it is built in.
    """
    python = home / "bin" / "python"
    done = home / ".installed"
    wanted = "\n".join([package, *needs, *options])
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        home.parent.mkdir(parents=True, exist_ok=True)
        run([sys.executable, "-m", "venv", "--clear", home], home.parent)
        pip: list[str | Path] = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        if needs:
            run([*pip, *needs], home)
        if package:
            run([*pip, *options, package], home, environment)
        done.write_text(wanted, encoding="utf-8")
    return python


def npm_install(home: Path, package: str) -> None:
    """A package of the npm registry under ``home/node_modules``; its scripts are not run."""
    require(["node", "npm"])
    done = home / ".installed"
    if done.is_file() and done.read_text(encoding="utf-8") == package:
        return
    home.mkdir(parents=True, exist_ok=True)
    (home / "package.json").write_text('{"private": true}', encoding="utf-8")
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    run(["npm", "install", *quiet, package], home)
    done.write_text(package, encoding="utf-8")


def install_fpcalc(cache: Path) -> tuple[Path, dict[str, str]]:
    """Chromaprint's ``fpcalc`` and the environment that it runs in: that on PATH, or Debian's unpacked.

    Debian's links the FFmpeg libraries that its ffmpeg brings along.
    """
    on_path = shutil.which("fpcalc")
    if on_path:
        return Path(on_path), {}
    home = cache / "fpcalc"
    program = home / "usr" / "bin" / "fpcalc"
    if not program.is_file():
        require(["apt-get", "dpkg-deb"])
        home.mkdir(parents=True, exist_ok=True)
        run(["apt-get", "download", "libchromaprint-tools", "libchromaprint1"], home)
        for package in home.glob("*.deb"):
            run(["dpkg-deb", "-x", package, home], home)
    libraries = {str(path.parent) for path in home.glob("usr/lib/**/libchromaprint.so*")}
    environment = {"LD_LIBRARY_PATH": ":".join(sorted(libraries))}
    run([program, "-version"], home, environment)
    return program, environment
