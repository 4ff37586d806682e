"""Asking clamd what it thinks of a file. Anything but its word that the file is clean counts as no word at all.

Its address is the setting CLAMD: host:port, or the path of a socket. Without it nobody is asked, and pages and documents say so.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import IO

from django.conf import settings

CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 15.0
# After no answer, requests do not wait for the scanner again for so long: what they bring waits in quarantine.
PAUSE_SECONDS = 30.0
CHUNK = 256 * 1024
MOST_WORDS = 4096


@dataclass(frozen=True)
class Verdict:
    """`clean` is None when the scanner gave no answer that counts; `found` names what it found, or why there was no answer."""

    clean: bool | None
    found: str = ""


class _Pause:
    until = 0.0


def is_set() -> bool:
    return bool(settings.CLAMD)


def ask(content: IO[bytes], *, waits: bool = False) -> Verdict:
    """The verdict on a file; with `waits` the scanner is asked although it did not answer a moment ago."""
    if not waits and monotonic() < _Pause.until:
        return Verdict(None, "did not answer a moment ago")
    try:
        reply = _stream(content)
    except (OSError, struct.error) as error:
        _Pause.until = monotonic() + PAUSE_SECONDS
        return Verdict(None, type(error).__name__)
    _Pause.until = 0.0
    if reply == "stream: OK":
        return Verdict(True)
    if reply.startswith("stream: ") and reply.endswith(" FOUND"):
        return Verdict(False, reply[8:-6][:100])
    return Verdict(None, f"answered {reply[:80]!r}")


def _stream(content: IO[bytes]) -> str:
    until = monotonic() + ANSWER_SECONDS
    with _line() as line:

        def send(data: bytes) -> None:
            line.settimeout(max(until - monotonic(), 0.001))
            line.sendall(data)

        content.seek(0)
        # A scanner that has seen enough answers and closes before it has everything.
        with suppress(BrokenPipeError, ConnectionResetError):
            send(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                send(struct.pack("!L", len(chunk)) + chunk)
            send(struct.pack("!L", 0))
        said = b""
        while not said.endswith(b"\0") and len(said) < MOST_WORDS:
            line.settimeout(max(until - monotonic(), 0.001))
            part = line.recv(MOST_WORDS)
            if not part:
                raise ConnectionResetError("closed before it answered")
            said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _line() -> socket.socket:
    if settings.CLAMD.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(settings.CLAMD)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = settings.CLAMD.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECT_SECONDS)
