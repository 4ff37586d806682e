"""What a file might make a library do: functions for the sealed process, without Django and pytest."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

OWN = Path(__file__).resolve().parent.parent.parent / "config" / "env.py"


def doors(content: Any, *, path: str) -> dict[str, Any]:
    """Which of these doors are open."""

    def opens(what: Callable[[], Any]) -> bool:
        try:
            what()
        except Exception:  # noqa: BLE001
            return False
        return True

    return {
        "socket": opens(lambda: socket.socket().close()),
        "program": opens(lambda: subprocess.run(["/bin/true"], check=True)),
        "file": opens(lambda: Path(path).read_bytes()),
        "settings": opens(OWN.read_bytes),
    }


def endless(content: Any) -> dict[str, Any]:
    while True:
        pass


def greedy(content: Any) -> dict[str, Any]:
    held = []
    while True:
        held.append(bytearray(50 << 20))
