"""Servers that speak clamd's protocol, well or badly; and the real one where it is installed, with signatures of its own."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.processes import wait_until
from tests.trust.corpus.acting import EICAR


def received(line: socket.socket) -> bytes:
    """The content of one INSTREAM. Raises ConnectionError when it ends early."""

    def exactly(size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = line.recv(min(size - len(data), 1 << 20))
            if not part:
                raise ConnectionError
            data += part
        return bytes(data)

    assert exactly(10) == b"zINSTREAM\0"
    content = bytearray()
    while size := struct.unpack("!L", exactly(4))[0]:
        content += exactly(size)
    return bytes(content)


def honest(line: socket.socket) -> None:
    found = EICAR in received(line)
    line.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def saying(reply: bytes) -> Callable[[socket.socket], None]:
    def answer(line: socket.socket) -> None:
        received(line)
        line.sendall(reply)

    return answer


def closing_half_way(line: socket.socket) -> None:
    line.recv(64)


@contextmanager
def scanner(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that answers each connection so."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line, suppress(OSError):
                    answer(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def unused() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def installed() -> bool:
    return bool(shutil.which("clamd"))


@contextmanager
def clamd(folder: Path) -> Iterator[str]:
    """The real clamd on a socket of its own, with one signature: that of the EICAR test file."""
    (folder / "signatures").mkdir()
    # Name, type (any), offset (anywhere), the bytes.
    (folder / "signatures" / "own.ndb").write_text(f"Own.Eicar:0:*:{EICAR.hex()}\n")
    address = folder / "clamd.socket"
    (folder / "clamd.conf").write_text(
        f"DatabaseDirectory {folder}/signatures\nLocalSocket {address}\nForeground yes\nLogFile {folder}/log\nStreamMaxLength 100M\n"
        "OfficialDatabaseOnly no\nUser root\n"
    )
    process = subprocess.Popen(
        ["clamd", f"--config-file={folder}/clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: address.exists() or process.poll() is not None, seconds=60, what="clamd")
        assert process.poll() is None, "clamd ended at its start"
        yield str(address)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
