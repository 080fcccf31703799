"""What a process that decodes untrusted bytes may do; it sets this on itself, before the first byte."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import socket
from dataclasses import dataclass
from typing import Any, NoReturn

__all__ = ["ProcessLimits", "limit_this_process"]

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits of a child process.

    Args:
        memory_bytes: address space.
        file_bytes: largest file that it may write.
        open_files: open files and pipes.
        cpu_s: processor time over its whole life, None for no limit (the parent keeps a wall clock).
        network: whether it may open network connections.
    """

    memory_bytes: int = 4 << 30
    file_bytes: int = 64 << 20
    open_files: int = 128
    cpu_s: int | None = None
    network: bool = False


def limit_this_process(limits: ProcessLimits) -> tuple[str, ...]:
    """Set the limits on the calling process; they cannot be taken back.

    The process dies with the thread that started it, gains no privileges, writes no core file,
    and (unless allowed) has no network: an empty network namespace where the kernel gives one,
    and in any case no Python sockets.

    Returns:
        The names of protections that this machine did not give, for the log.
    """
    missing = [name for name, kind, value in _resources(limits) if not _set_resource(kind, value)]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        missing.append("death with the parent")
    if os.getppid() == 1 and os.getpid() != 1:
        missing.append("parent already gone")
    if not limits.network and not _leave_network(libc):
        missing.append("network namespace")
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        missing.append("no new privileges")
    return tuple(missing)


def _resources(limits: ProcessLimits) -> list[tuple[str, int, int]]:
    wanted = [
        ("address space", resource.RLIMIT_AS, limits.memory_bytes),
        ("file size", resource.RLIMIT_FSIZE, limits.file_bytes),
        ("open files", resource.RLIMIT_NOFILE, limits.open_files),
        ("core file", resource.RLIMIT_CORE, 0),
    ]
    if limits.cpu_s is not None:
        wanted.append(("processor time", resource.RLIMIT_CPU, limits.cpu_s))
    return wanted


def _set_resource(kind: int, value: int) -> bool:
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (ceiling, ceiling))
    except (ValueError, OSError):
        return False
    return True


def _leave_network(libc: Any) -> bool:
    # no Python code here opens sockets; this catches libraries that do
    socket.socket = _NoSocket  # type: ignore[misc,assignment]
    return bool(
        libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    )


class _NoSocket:
    def __init__(self, *_: object, **__: object) -> NoReturn:
        raise PermissionError("this process decodes untrusted media and has no network")
