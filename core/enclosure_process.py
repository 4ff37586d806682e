"""The process in which files of others are opened: `python -m core.enclosure_process SOCKET`, started and stopped by core.enclosure.

It imports the libraries once; each file is opened in a fork of it that may reach nothing, has limits of memory and time set by the
kernel, and is gone afterwards. It ends when its socket is closed.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import IO, Any

from core import confine
from core.file_kinds import MEGABYTE

# Of no use here, and a hundred megabytes in each process.
sys.modules["numpy"] = sys.modules["pandas"] = None  # type: ignore[assignment]

MOST_WRITTEN = 210 * MEGABYTE


def warm() -> None:
    """The slow imports are done before the first file comes."""
    import lxml.etree
    import openpyxl
    import pikepdf

    from core import examine, examine_office, examine_pdf, examine_pictures

    del lxml, openpyxl, pikepdf, examine, examine_office, examine_pdf, examine_pictures


@cache
def job(name: str) -> Callable[..., dict[str, Any]]:
    """The function of a name like "core.examine:examine"; only the service itself writes such names."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)  # type: ignore[no-any-return]


def main(handle: int) -> None:
    parent = socket.socket(fileno=handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked; it closes the socket
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a fork ended: its silence says it
    warm()
    confine.prepare()
    # What is here now is never looked through again, nor copied by being looked through.
    gc.collect()
    gc.freeze()
    while True:
        body, handles, _, _ = socket.recv_fds(parent, 64 * 1024, 3)
        if not body:
            return
        order = json.loads(body)
        done = job(order["job"])
        if os.fork() == 0:
            parent.close()
            _in_child(done, order, handles)
        for each in handles:
            os.close(each)


def _in_child(done: Callable[..., dict[str, Any]], order: dict[str, Any], handles: list[int]) -> None:
    """Never returns: the end of the process is the end of everything the file did."""
    try:
        confine.die_with_parent()
        os.nice(10)  # pages that people wait for come first
        # The kernel ends it by this clock, whatever it is doing.
        signal.setitimer(signal.ITIMER_REAL, order["wall"])
        confine.limit(memory_bytes=order["memory"], cpu_seconds=order["cpu"], file_bytes=MOST_WRITTEN)
        enclose()
        content = os.fdopen(os.dup(handles[1]), "rb")
        content.seek(0)
        files: list[IO[bytes]] = [content]
        if order["copies"]:
            files.append(os.fdopen(handles[2], "w+b"))
        answer = done(*files, **order["values"])
        for each in files[1:]:
            each.flush()
        used = resource.getrusage(resource.RUSAGE_SELF)
        answer["used"] = [round(used.ru_utime + used.ru_stime, 3), used.ru_maxrss * 1024]
        # As a file: this process may not send.
        with os.fdopen(handles[0], "wb") as line:
            line.write(json.dumps(answer).encode() + b"\n")
    except BaseException:  # noqa: BLE001  (its silence tells the one who asked; the words are for who looks here)
        traceback.print_exc()
    finally:
        os._exit(0)


def enclose() -> dict[str, bool]:
    """Shut the doors of this process for ever; {door: whether it holds}."""
    libraries = [path for path in (Path("/lib"), Path("/lib64")) if not path.is_symlink()]
    return {
        "files": confine.only_these_paths(
            read=[Path(sys.prefix), Path(sys.base_prefix), Path("/usr"), *libraries], write=[]
        ),
        "network": confine.no_network_no_programs(),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
