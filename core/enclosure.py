"""Work on files of others in a process that can reach nothing and has limits of memory and time.

The process is started when first needed and kept warm; each piece of work is done in a fork of it that is gone afterwards. What
comes back is JSON, never an object.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import IO, Any

from core.file_kinds import MEGABYTE
from core.warm import Warm

logger = logging.getLogger(__name__)
WALL_SECONDS, CPU_SECONDS = 20, 15
# Of address space, so that what it holds stays below that.
MEMORY = 512 * MEGABYTE
MOST_ANSWER = 200 * MEGABYTE
Job = Callable[..., dict[str, Any]]


class Broken(Exception):
    """The work was ended: it took too much time or memory, or crashed."""


def run(job: Job, content: IO[bytes], copy: IO[bytes] | None = None, **values: Any) -> dict[str, Any]:
    """What `job(content, copy, **values)` answers there: a function at the top of a module that needs no Django. Raises Broken.

    `content` may be any binary file; `copy` is one of the disk, to be written. The answer's "used" is [seconds, bytes] of the work.
    """
    name = f"{job.__module__}:{job.__name__}"
    with _TURNS, contextlib.ExitStack() as opened:
        given = opened.enter_context(_on_disk(content))
        # Each its own line and its own handle: the place in a file is shared between processes otherwise.
        for attempt in (1, 2):
            try:
                answer = _ask(name, given, copy, values)
                break
            except OSError:
                # The warm process was ended by somebody: a new one has another try.
                Process.of_this_process().stop()
                if attempt == 2:
                    raise Broken("the process for files of others cannot be started") from None
    if not answer:
        raise Broken("ended by its limits")
    return answer


def _ask(job: str, given: IO[bytes], copy: IO[bytes] | None, values: dict[str, Any]) -> dict[str, Any]:
    ours, theirs = socket.socketpair()
    order = {"job": job, "memory": MEMORY, "cpu": CPU_SECONDS, "wall": WALL_SECONDS, "copies": copy is not None}
    body = json.dumps(order | {"values": values}).encode()
    with ours:
        with theirs:
            handles = [theirs.fileno(), given.fileno(), *([copy.fileno()] if copy else [])]
            Process.of_this_process().send(body, handles)
        return _answer(ours)


def _answer(line: socket.socket) -> dict[str, Any]:
    """What the fork writes until it ends; nothing when it was ended before."""
    until, data = monotonic() + WALL_SECONDS + 5, bytearray()
    while True:
        line.settimeout(max(until - monotonic(), 0.001))
        try:
            part = line.recv(1 << 20)
        except TimeoutError:
            return {}  # the kernel ends the fork by its own clock
        if not part:
            break
        data += part
        if len(data) > MOST_ANSWER:
            return {}
    if not data.endswith(b"\n"):
        return {}
    return dict(json.loads(data))


@contextlib.contextmanager
def _on_disk(content: IO[bytes]) -> Iterator[IO[bytes]]:
    """The content as a file with a handle."""
    content.seek(0)
    if _has_handle(content):
        yield content
        return
    with os.fdopen(os.memfd_create("content"), "w+b") as held:
        while chunk := content.read(1 << 20):
            held.write(chunk)
        held.flush()
        held.seek(0)
        yield held


def _has_handle(content: IO[bytes]) -> bool:
    try:
        return os.fstat(content.fileno()).st_size > 0
    except (OSError, AttributeError):
        return False


class Process(Warm):
    """The warm process of this one."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        # Messages keep their borders: an order and its handles arrive together.
        super().__init__("core.enclosure_process", kind=socket.SOCK_SEQPACKET)

    def send(self, body: bytes, handles: list[int]) -> None:
        with self.turn:
            socket.send_fds(self.line, [body], handles)


# Two pieces of work at a time in one process: the others wait rather than share the memory of the machine.
_TURNS = threading.BoundedSemaphore(2)
