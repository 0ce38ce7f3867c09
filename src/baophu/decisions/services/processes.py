"""Which process is deciding, and whether it still lives: a number alone is given to another after a restart."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

SILENT_FOR = timedelta(minutes=15)
"""A run on another machine that has not said anything for so long is taken for dead."""


def this_process() -> tuple[str, int]:
    """(machine and moment this process began, its number)."""
    pid = os.getpid()
    return f"{_machine()} {_began(pid)}", pid


def lives(host: str, pid: int | None, beat: datetime | None) -> bool:
    """Whether the process of that mark is still there; of another machine, whether it spoke lately."""
    if pid is None:
        return False
    machine, _, began = host.rpartition(" ")
    if machine == _machine() and began:
        return _began(pid) == began
    return beat is not None and timezone.now() - beat < SILENT_FOR


def _machine() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return f"{socket.gethostname()[:40]} {boot.read_text(encoding='ascii')[:8] if boot.exists() else '-'}"


def _began(pid: int) -> str:
    """The tick at which a process began; empty when there is none (or where the system does not say)."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = told.rpartition(")")[2].split()
    return "" if fields[0] in ("Z", "X") else fields[19]
