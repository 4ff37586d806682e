"""Looking at processes of this machine through /proc, and waiting for things with a deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic


def wait_until(there: Callable[[], object], *, seconds: float, what: str) -> None:
    """Look every 50 ms; AssertionError naming `what` after the deadline."""
    pause = threading.Event()
    deadline = monotonic() + seconds
    while not there():
        assert monotonic() < deadline, f"{what}: not within {seconds:.0f} seconds"
        pause.wait(0.05)


def carrying(mark: str) -> dict[int, str]:
    """Every live process whose environment holds `mark`: its id and its command line. Zombies are not alive."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if f"{mark}\0".encode() not in (folder / "environ").read_bytes():
                continue
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if state not in "ZX":
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found
