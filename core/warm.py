"""A process beside this one for work that is slow to begin or not to be trusted: started when first needed, kept warm, ended with it."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar, Self

ROOT = Path(__file__).resolve().parent.parent
# No proxy, no credentials, nothing else of this one's surroundings.
BARE = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


class Warm:
    """Each class has one in each process that asks for it. `line` leads to it; the process ends when its other end is closed."""

    held: ClassVar[Self | None] = None  # type: ignore[misc]
    starting: ClassVar[threading.Lock]

    def __init_subclass__(cls) -> None:
        cls.starting = threading.Lock()
        atexit.register(cls._stop_own)

    def __init__(self, module: str, *arguments: str, kind: int, environment: dict[str, str] | None = None) -> None:
        self.owner = os.getpid()
        ours, theirs = socket.socketpair(socket.AF_UNIX, kind)
        self.line = ours
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", module, str(theirs.fileno()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=BARE | (environment or {}),
                cwd=ROOT,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    @classmethod
    def of_this_process(cls) -> Self:
        with cls.starting:
            # A fork of the one that started it must not speak on its line.
            if cls.held is not None and cls.held.owner != os.getpid():
                cls.held = None
            if cls.held is None:
                cls.held = cls()  # type: ignore[call-arg]
            return cls.held

    def stop(self) -> None:
        """End it and whatever it does."""
        with self.starting:
            if type(self).held is self:
                type(self).held = None
        self.line.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @classmethod
    def _stop_own(cls) -> None:
        if cls.held is not None and cls.held.owner == os.getpid():
            cls.held.stop()
