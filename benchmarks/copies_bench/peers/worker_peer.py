"""A peer that runs as a worker script of ours inside an environment of its own."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .installing import install_fpcalc, make_venv, npm_install, require, run
from .peer import Answer, NotInstallable, Usage, run_child

__all__ = ["WorkerPeer"]

_WORKERS = Path(__file__).resolve().parent / "workers"


@dataclass(slots=True)
class WorkerPeer:
    """A peer that a script in ``workers/`` drives, in Python or Node.

    Args:
        package: pinned, from PyPI or npm; empty where the worker itself is the peer.
        needs: pinned packages that go before it.
        options: of pip's, for a package that asks for what is not to be had.
        building: environment variables for its installation.
        settings: for the worker.
        fpcalc: whether it needs Chromaprint's program.
        programs: that have to be on PATH.
    """

    name: str
    about: str
    worker: str
    package: str
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    building: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    fpcalc: bool = False
    all_pairs: bool = False
    programs: tuple[str, ...] = ()
    used: Usage | None = None
    _command: tuple[str, ...] = ()
    _environment: dict[str, str] = field(default_factory=dict)

    def version(self) -> str:
        parts = [self.package.lstrip("@").replace("==", " ").replace("@", " ")]
        if self.fpcalc and self._command:
            said = run([self._environment["FPCALC"], "-version"], _WORKERS, self._environment)
            parts.append(said.split(" (")[0].strip())
        return ", ".join(filter(None, parts))

    def install(self, cache: Path) -> None:
        require(self.programs)
        if self.fpcalc:
            program, environment = install_fpcalc(cache)
            self._environment = {**environment, "FPCALC": str(program)}
        home = cache / (re.sub(r"\W+", "-", self.package).strip("-") or self.worker.split("_")[0])
        if self.worker.endswith(".mjs"):
            npm_install(home, self.package)
            self._environment["PEER_MODULES"] = str(home / "node_modules")
            command = ("node", str(_WORKERS / self.worker))
        else:
            python = make_venv(home, self.package, self.needs, self.options, self.building)
            command = (str(python), str(_WORKERS / self.worker))
        run([*command, "try"], home, self._environment)
        self._command = command

    def index(self, files: Sequence[Path], db: Path) -> None:
        db.mkdir(parents=True, exist_ok=True)
        self._run("index", files, db)

    def query(self, db: Path, files: Sequence[Path]) -> list[Answer]:
        found = self._run("query", files, db)
        return [Answer(*one) for one in found]

    def _run(self, what: str, files: Sequence[Path], db: Path) -> list[list[Any]]:
        if not self._command:
            raise NotInstallable(f"{self.name} is not installed yet")
        with tempfile.TemporaryDirectory() as folder:
            job, out = Path(folder, "job.json"), Path(folder, "out.json")
            asked = {
                "files": [str(path.resolve()) for path in files],
                "db": str(db.resolve()),
                "out": str(out),
                "settings": dict(self.settings),
            }
            job.write_text(json.dumps(asked), encoding="utf-8")
            self.used = run_child([*self._command, what, job], self._environment)
            return json.loads(out.read_text(encoding="utf-8")) if out.is_file() else []
