"""The process in which PDFs are drawn: `python -m core.pdf_press SOCKET SCRATCH`, started and stopped by core.pdf.

It imports the slow library and opens the faces once; each document is then drawn in a fork of it that may reach nothing and is
gone afterwards, so no document can leave anything behind for the next. One thread; it ends when its socket is closed.

A request is `_ASK` and the HTML; an answer `_TOLD` and then the PDF, or one line that says why not.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from core import confine, typeface
from core.pdf import MAX_PDF_BYTES, PdfFailed, draw

ASK = struct.Struct("=QQI")  # bytes of HTML, bytes of memory, seconds of processor time
TOLD = struct.Struct("=iQId")  # how it ended, bytes that follow, pages, seconds of processor time
PAGES = struct.Struct("=I")
FAILED, REFUSED, NO_MEMORY = 1, 3, 4
# A page in the sizes and with the parts that letters have: what the library and its typesetter work out for one and keep, a fork
# finds done. Measured: a quarter of the work of a letter of two pages.
WARMING = """<html lang="en"><head><title>x</title><meta name="author" content="x"><style>{faces}
@page {{ size: A4; margin: 22mm 23mm; @top-right {{ content: string(mark); font: 600 9.5pt "Letter Sans"; color: #8a1c1c }}
@bottom-left {{ content: string(foot); width: 86%; font: 9pt/1.3 "Letter Sans"; border-top: 0.75pt solid #c3c9d0;
vertical-align: top }} @bottom-right {{ content: "Page " counter(page) " of " counter(pages); width: 14%; font: 9pt/1.3 "Letter Sans" }} }}
body {{ string-set: foot attr(title), mark attr(lang); font: 11.5pt/1.42 "Letter Sans", sans-serif; hyphens: none;
overflow-wrap: break-word }}
p, li {{ orphans: 3; widows: 3; break-inside: avoid; margin: 0 0 3mm }} h1 {{ font-size: 25pt; line-height: 1.15 }}
h2 {{ font-size: 16.5pt; line-height: 1.22 }} h3 {{ font-size: 12.5pt; line-height: 1.3 }} .k {{ white-space: nowrap }}
.s {{ font-size: 13.5pt }} .f {{ background: #eef3f7; border-left: 3pt solid #12344d; padding: 5mm }} table {{ border-collapse: collapse }}
thead {{ display: table-header-group }} th, td {{ padding: 2mm 3mm; text-align: left; border-bottom: 1pt solid #12344d }}
.c p {{ font-size: 9.5pt }}</style></head><body lang="en" title="Draft"><main><p class="s">{text}</p><h1>{text}</h1><div class="f">
<h2>{text}</h2><p><strong>{text}</strong> {text}</p></div><h3>{text}</h3><p>{text} <em>{text}</em> <span class="k">a-b</span></p>
<ul><li>{text}<ul><li>{text}</li></ul></li></ul><p><a href="https://example.org">{text}</a></p><table><thead><tr><th>{text}</th>
<th>{text}</th></tr></thead><tbody><tr><td><p>{text}</p></td><td>{text}</td></tr></tbody></table><div class="c"><p>{text}</p></div>
<p style="break-before: page">{text}</p></main></body></html>"""
TEXT = "The quick brown fox jumps over the lazy dog, in 0123456789 words: ‘A’ to “Z” – (BCDEFGHIJKLMNOPQRSUVWXY); café £5 half."


def main(handle: int, scratch: Path) -> None:
    parent = socket.socket(fileno=handle)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked; it closes the socket
    fonts = warm()
    confine.prepare()
    # What is here now is never looked through again, nor copied by being looked through.
    gc.collect()
    gc.freeze()
    while True:
        head = _receive(parent, ASK.size)
        if head is None:
            return
        length, memory, seconds = ASK.unpack(head)
        source = _receive(parent, length)
        if source is None or not _serve(parent, source, memory, seconds, scratch, fonts):
            return


def warm() -> object:
    """Everything a letter needs is imported and the faces are open before the first one is asked for."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    for _ in range(2):
        draw(WARMING.format(faces=typeface.faces_css(), text=TEXT), fonts)
    return fonts


def _serve(parent: socket.socket, source: bytes, memory: int, seconds: int, scratch: Path, fonts: object) -> bool:
    """Draw one document in a fork and tell the parent. False when the parent is gone."""
    own = Path(tempfile.mkdtemp(dir=scratch))
    result = os.memfd_create("pdf")
    try:
        child = os.fork()
        if child == 0:
            _in_child(source, memory, seconds, own, result, fonts)
        watched = os.pidfd_open(child)
        try:
            readable, _, _ = select.select([watched, parent], [], [])
        finally:
            os.close(watched)
        if parent in readable:
            # Nothing is asked while a document is drawn: this is the parent going away.
            os.kill(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
        _tell(parent, status, result, usage.ru_utime + usage.ru_stime)
    except (BrokenPipeError, ConnectionResetError):
        return False
    finally:
        os.close(result)
        shutil.rmtree(own, ignore_errors=True)
    return parent not in readable


def _in_child(source: bytes, memory: int, seconds: int, own: Path, result: int, fonts: Any) -> None:
    """Never returns: the end of the process is the end of everything the document did."""
    code = FAILED
    try:
        confine.die_with_parent()
        tempfile.tempdir = str(own)
        confine.limit(memory_bytes=memory, cpu_seconds=seconds, file_bytes=MAX_PDF_BYTES)
        take_faces(fonts, own)
        enclose(own)
        gc.disable()
        pdf, pages = draw(source.decode(), fonts)
        _write(result, PAGES.pack(pages) + pdf)
        code = 0
    except PdfFailed as failed:
        os.ftruncate(result, 0)
        _write(result, str(failed).encode(errors="replace"))
        code = REFUSED
    except MemoryError:
        code = NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - whatever the library does, this process ends here
        with contextlib.suppress(OSError):
            os.ftruncate(result, 0)
            _write(result, f"{type(error).__name__}: {error}"[:500].encode(errors="replace"))
    finally:
        os._exit(code)


def take_faces(fonts: Any, own: Path) -> None:
    """The faces that are open, seen from a folder of this document's own: one it declares in other words is kept there."""
    folder = own / "faces"
    folder.mkdir()
    for face in fonts._folder.iterdir():  # noqa: SLF001 - the library offers no other way to move it
        (folder / face.name).symlink_to(face)
    fonts._folder = folder  # noqa: SLF001


def enclose(scratch: Path) -> dict[str, bool]:
    """Shut the doors of this process for ever; {door: whether it holds}. What does not hold here leaves the fetcher's refusal."""
    # The library and its faces; nothing of the service's own, whose settings and database lie beside them.
    libraries = [path for path in (Path("/lib"), Path("/lib64")) if not path.is_symlink()]
    reading = [Path(sys.prefix), Path(sys.base_prefix), Path("/usr"), *libraries, typeface.FOLDER]
    return {
        "files": confine.only_these_paths(read=[*reading, scratch.parent], write=[scratch]),
        "network": confine.no_network_no_programs(),
    }


def _tell(parent: socket.socket, status: int, result: int, seconds: float) -> None:
    size = os.fstat(result).st_size
    os.lseek(result, 0, os.SEEK_SET)
    code = os.waitstatus_to_exitcode(status)
    pages = 0
    if code == 0:
        (pages,) = PAGES.unpack(os.read(result, PAGES.size))
        size -= PAGES.size
    elif code not in (REFUSED, FAILED):
        size = 0
    parent.sendall(TOLD.pack(code, size, pages, seconds))
    while size > 0:
        size -= os.sendfile(parent.fileno(), result, None, size)


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _receive(parent: socket.socket, length: int) -> bytes | None:
    """Exactly so many bytes, or None when the other side has closed."""
    data = bytearray()
    while len(data) < length:
        part = parent.recv(min(length - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
