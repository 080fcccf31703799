"""Systems that no registry here has: the registries are asked, nothing is written in their place."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .installing import run
from .peer import Answer, NotInstallable, Usage

__all__ = ["AbsentPeer"]


@dataclass(slots=True)
class AbsentPeer:
    """A system under the names it might have in PyPI, npm and Debian.

    Args:
        note: what the registries have under the name instead.
    """

    name: str
    about: str
    asked: tuple[tuple[str, str], ...]
    note: str = ""
    all_pairs: bool = False
    used: Usage | None = None

    def version(self) -> str:
        return "not to be had"

    def install(self, cache: Path) -> None:
        """Ask for every name.

        Raises:
            NotInstallable: always; also where a registry has the name by now, as nobody drove it yet.
        """
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            said = [_ask(registry, name, Path(folder)) for registry, name in self.asked]
        raise NotInstallable("; ".join([*said, *filter(None, [self.note])]))

    def index(self, files: Sequence[Path], db: Path) -> None:  # noqa: ARG002
        raise NotInstallable(self.name)

    def query(self, db: Path, files: Sequence[Path]) -> list[Answer]:  # noqa: ARG002
        raise NotInstallable(self.name)


def _ask(registry: str, name: str, folder: Path) -> str:
    command = {
        "PyPI": ["pip", "download", "--quiet", "--no-deps", "--dest", str(folder), name],
        "npm": ["npm", "view", name, "version"],
        "Debian": ["apt-cache", "show", name],
    }[registry]
    try:
        run(command, folder)
    except NotInstallable:
        return f"{registry} has no {name}"
    return f"{registry} has a {name} now"
