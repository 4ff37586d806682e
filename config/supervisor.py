"""Web, worker and scheduler as one thing that starts, stays up and stops together. Linux only.

Each child has its own process group and is told by the kernel when the supervisor dies, so nothing is left behind whatever way it
ends. The supervisor itself owns the listening socket: a web process that is restarted loses no connection, and a port that
is taken is known before anything starts.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

STOPPING = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
WATCHED = STOPPING | {signal.SIGCHLD}
PR_SET_PDEATHSIG = 1
TICK = 0.25  # seconds between two looks at what is due
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a crashed child is started again; doubles each time
STEADY = 60.0  # a child that ran this long is forgiven its earlier crashes
PATIENCE = 20.0  # seconds a child has to finish what it is doing
CRASHES_AT_START = 3  # this often without the site ever answering, and there is no point in going on
LARGEST_LOG = 5_000_000  # bytes; a larger log is set aside when its process starts

_libc = ctypes.CDLL(None, use_errno=True)


class CannotStart(Exception):
    """One sentence for the person at the terminal."""


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies."""
    if _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def listen(host: str, port: int) -> socket.socket:
    """The site's listening socket (port 0 takes any free one). Raises CannotStart."""
    if not 0 <= port <= 65535:
        raise CannotStart(f"PORT must be between 0 and 65535, not {port}.")
    listener = None
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        if listener:
            listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} on {host} is taken. Stop what is using it, or choose another: PORT=8001 make run"
            ) from None
        raise CannotStart(f"Cannot listen on {host}, port {port}: {error}") from None
    return listener


def lock(path: Path) -> IO[str]:
    """Held until the file is closed or the process ends, however it ends. Raises CannotStart when another holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = path.open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.seek(0)
        other = held.read().strip()
        held.close()
        raise CannotStart(f"Already running on {path.parent}{f' (process {other})' if other else ''}.") from None
    held.truncate(0)
    held.write(str(os.getpid()))
    held.flush()
    return held


@dataclass
class Child:
    """One process of the product: how it is started, and how it is doing."""

    name: str
    command: list[str]
    log: Path | None  # None writes to the terminal
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    again_at: float | None = 0.0  # when to start it (monotonic seconds); None while it runs

    def start(self) -> None:
        supervisor = os.getpid()

        def before_exec() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            die_with_parent()
            if os.getppid() != supervisor:  # it died before we asked
                os._exit(1)

        with contextlib.ExitStack() as stack:
            out = stack.enter_context(self._log_file()) if self.log else None
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT if out else None,
                pass_fds=self.pass_fds, process_group=0, preexec_fn=before_exec,  # noqa: PLW1509  (one thread)
            )  # fmt: skip
        self.started, self.again_at = monotonic(), None

    def _log_file(self) -> IO[bytes]:
        assert self.log
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def signal_group(self, number: int) -> None:
        """To the child and everything it started; quiet when they are gone."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def ended(self, status: int) -> None:
        """Reaped: note it, end what it left behind, and plan the next start."""
        assert self.process
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.signal_group(signal.SIGKILL)
        self.crashes = 1 if monotonic() - self.started > STEADY else self.crashes + 1
        self.again_at = monotonic() + min(FIRST_PAUSE * 2 ** (self.crashes - 1), LONGEST_PAUSE)

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def last_words(self) -> str:
        """How it ended, and where to read more."""
        code = self.process.returncode if self.process else 0
        how = f"killed by {signal.Signals(-code).name}" if code is not None and code < 0 else f"exit code {code}"
        return f"{how}; see {self.log}" if self.log else how


@dataclass
class Supervisor:
    """Run the children until a signal says stop. `say` gets one line at a time."""

    children: list[Child]
    address: tuple[str, int]  # where the site answers /health/live/
    say: Callable[[str], None]
    ready: Callable[[], None]
    answered: bool = False

    def run(self) -> int:
        """Returns the exit code: 0 after an ordinary stop, 1 when it could not start, 130 when the stop was forced."""
        # Blocked and waited for, not handled: no handler can interrupt a start or a stop half way.
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        code = 0
        while True:
            for child in self.children:
                if child.again_at is not None and monotonic() >= child.again_at:
                    child.start()
            got = signal.sigtimedwait(WATCHED, TICK)
            if got and got.si_signo in STOPPING:
                break
            self._reap()
            if not self.answered and (
                failed := next((c for c in self.children if c.crashes >= CRASHES_AT_START), None)
            ):
                self.say(f"Could not start: {failed.name} stopped {failed.crashes} times ({failed.last_words()})")
                code = 1
                break
            if not self.answered and self._answers():
                self.answered = True
                self.ready()
        self.say("Stopping…")
        forced = self._stop()
        self.say("Stopped.")
        return code or (130 if forced else 0)

    def _reap(self) -> None:
        """Collect whoever ended; also strangers, for as process 1 of a container we inherit them."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for child in self.children:
                if child.process and child.process.pid == pid:
                    child.ended(status)
                    if not signal.sigpending() & STOPPING:
                        self.say(f"{child.name} stopped ({child.last_words()}); starting it again")

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(*self.address, timeout=2)
        try:
            connection.request("GET", "/health/live/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            return connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _stop(self) -> bool:
        """Ask, wait, insist. True when somebody insisted with a second signal or the wait ran out."""
        forced = False
        for child in self.children:
            if child.running and child.process:
                child.process.terminate()
        deadline = monotonic() + PATIENCE
        while any(child.running for child in self.children):
            got = signal.sigtimedwait(WATCHED, TICK)
            if not forced and ((got and got.si_signo in STOPPING) or monotonic() > deadline):
                forced = True
                for child in self.children:
                    child.signal_group(signal.SIGKILL)
            self._collect()
        for child in self.children:
            child.signal_group(signal.SIGKILL)
        return forced

    def _collect(self) -> None:
        for child in self.children:
            if child.running and child.process:
                child.process.poll()


def children(
    *, python: str = sys.executable, var_dir: Path, listener: socket.socket, tasks: int, to_terminal: bool
) -> list[Child]:
    """The three processes of the product. `tasks` is how many tasks run side by side."""
    descriptor = listener.fileno()
    celery = [python, "-m", "celery", "-A", "config.celery"]
    quiet = ["--loglevel", "WARNING"]
    (var_dir / "scheduler").mkdir(parents=True, exist_ok=True)
    commands: dict[str, tuple[list[str], tuple[int, ...]]] = {
        "web": (
            [python, "-m", "gunicorn", "-c", "python:config.gunicorn", "--bind", f"fd://{descriptor}"],
            (descriptor,),
        ),
        "worker": (
            [*celery, "worker", *quiet, "--pool", "prefork", "--concurrency", str(tasks)]
            + ["--without-gossip", "--without-mingle", "--without-heartbeat"],
            (),
        ),
        "scheduler": (
            [*celery, "beat", *quiet, "--pidfile", "", "--schedule", str(var_dir / "scheduler" / "last_run")],
            (),
        ),
    }
    return [
        Child(name, command, None if to_terminal else var_dir / "log" / f"{name}.log", pass_fds)
        for name, (command, pass_fds) in commands.items()
    ]
