"""gunicorn's threads, which nobody holds by sending slowly or not at all: so few threads serve everybody."""

from __future__ import annotations

import socket
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

# Seconds within which the head of a request must have come, and its body; each megabyte adds time for a slow line.
HEAD, BODY, FOR_A_MEGABYTE = 5, 10, 60


class Worker(ThreadWorker):
    """A connection that takes too long has no more read from it; what it is answered is still sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ends: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        self.ends[conn] = monotonic() + HEAD
        try:
            return super().handle(conn)
        finally:
            self.ends.pop(conn, None)

    def handle_request(self, req: Any, conn: Any) -> Any:
        announced = next((value for name, value in req.headers if name == "CONTENT-LENGTH"), "")
        size = int(announced) if announced.isdecimal() else 0
        self.ends[conn] = monotonic() + BODY + FOR_A_MEGABYTE * size / 1024**2
        return super().handle_request(req, conn)

    def notify(self) -> None:
        """The worker's heartbeat, once a second."""
        super().notify()
        now = monotonic()
        for conn, ends in list(self.ends.items()):
            if now > ends:
                self.ends.pop(conn, None)
                try:
                    conn.sock.shutdown(socket.SHUT_RD)
                except OSError:
                    continue  # gone by itself
