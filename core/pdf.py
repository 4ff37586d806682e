"""Standalone HTML -> a tagged PDF (PDF/UA-1). With core.pdf_press the only module that imports the PDF library.

The library is slow, native and easily made to run for minutes or eat gigabytes, so a document is drawn in a process of its
own with limits of memory and time, which can reach no network, start no program and read no file but the library and the
bundled typeface. The same HTML gives the same bytes: the typeface is bundled, no other font can be seen, and dates come
from the document.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from core import typeface
from core.warm import Warm

logger = logging.getLogger(__name__)

MAX_HTML_BYTES = 1_000_000
MAX_PDF_BYTES = 30_000_000
# A letter of 190 pages takes 9 seconds of work and half of this memory.
MEMORY_BYTES = 768_000_000
CPU_SECONDS = 30
WALL_SECONDS = 120
FONT_SCHEME = "letter-font:"


class PdfFailed(RuntimeError):
    """The PDF could not be made. The message is one plain sentence fit for a person."""


@dataclass(frozen=True)
class Printed:
    """The bytes, how many pages they have, and the seconds of processor time the drawing took."""

    pdf: bytes
    pages: int
    seconds: float


def render_pdf(html: str, *, wall_seconds: float = WALL_SECONDS, memory_bytes: int = MEMORY_BYTES) -> bytes:
    """The PDF of a standalone HTML document. Raises PdfFailed."""
    return print_document(html, wall_seconds=wall_seconds, memory_bytes=memory_bytes).pdf


def print_document(
    html: str, *, wall_seconds: float = WALL_SECONDS, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS
) -> Printed:
    """The PDF of a standalone HTML document and its pages, drawn in another process. Raises PdfFailed."""
    source = checked(html)
    with _TURN:
        for _ in range(2):
            press = Press.of_this_process()
            try:
                return press.print(source, wall_seconds, memory_bytes, cpu_seconds)
            except TimeoutError:
                press.stop()
                raise PdfFailed(f"The PDF was not ready after {wall_seconds:g} seconds and was stopped.") from None
            except OSError:
                # Somebody ended it (it was idle, or the machine ran out of memory): a new one has another try.
                press.stop()
            except BaseException:
                press.stop()
                raise
    raise PdfFailed("The PDF could not be made: the process that draws it was ended twice.")


def draw(html: str, fonts: Any = None) -> tuple[bytes, int]:
    """The same in this process, and the number of pages: no limit of time or memory, and the machine's fonts are visible unless
    `fonts` (a FontConfiguration) was made where they are not. Raises PdfFailed.
    """
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class BundledFacesOnly(URLFetcher):
        """Gives the bundled faces by name and refuses every other address, of whatever scheme."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            name = url.removeprefix(FONT_SCHEME)
            if url.startswith(FONT_SCHEME) and name in typeface.FACES:
                return URLFetcherResponse(url, (typeface.FOLDER / name).read_bytes(), {"Content-Type": "font/ttf"})
            refused.append(url)
            raise FatalURLFetchingError("refused")

    checked(html)
    refused: list[str] = []
    fonts = fonts or FontConfiguration()
    pages = 0
    try:
        page = HTML(string=html, base_url=None, url_fetcher=BundledFacesOnly(allowed_protocols=()))
        document = page.render(font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
        pages = len(document.pages)
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError:
        pdf = None
    # Also asked of what was drawn: the library swallows even a fatal refusal inside an SVG image.
    if refused or pdf is None:
        raise PdfFailed(f"A document may not fetch {refused[0][:200]!r}.")
    return bytes(pdf), pages


def checked(html: str) -> bytes:
    """The document as it is sent to be drawn. Raises PdfFailed when it is too long or no text."""
    try:
        source = html.encode()
    except UnicodeEncodeError:
        raise PdfFailed("The document holds a character that is not text.") from None
    if len(source) > MAX_HTML_BYTES:
        raise PdfFailed(f"The document is too long to print: {len(source):,} bytes, at most {MAX_HTML_BYTES:,}.")
    return source


class Press(Warm):
    """The process that draws for this one."""

    def __init__(self) -> None:
        self.scratch = TemporaryDirectory(prefix="pdf-", ignore_cleanup_errors=True)
        # No font configuration of the machine.
        own = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), self.scratch.name)
        own["FONTCONFIG_FILE"] = str(typeface.CONFIGURATION)
        super().__init__("core.pdf_press", self.scratch.name, kind=socket.SOCK_STREAM, environment=own)

    def print(self, source: bytes, wall_seconds: float, memory_bytes: int, cpu_seconds: int) -> Printed:
        """Raises PdfFailed, TimeoutError, and OSError when the process is not there any more."""
        from core.pdf_press import ASK, TOLD

        until = monotonic() + wall_seconds
        self.line.settimeout(wall_seconds)
        self.line.sendall(ASK.pack(len(source), memory_bytes, cpu_seconds) + source)
        code, size, pages, seconds = TOLD.unpack(self._receive(TOLD.size, until))
        body = self._receive(size, until)
        if code == 0 and body.startswith(b"%PDF-"):
            return Printed(body, pages, seconds)
        raise PdfFailed(_why(code, body.decode(errors="replace"), cpu_seconds))

    def _receive(self, size: int, until: float) -> bytes:
        data = bytearray()
        while len(data) < size:
            self.line.settimeout(max(until - monotonic(), 0.001))
            part = self.line.recv(min(size - len(data), 1 << 20))
            if not part:
                raise ConnectionResetError("the process that draws PDFs has ended")
            data += part
        return bytes(data)

    def stop(self) -> None:
        super().stop()
        self.scratch.cleanup()


# One document at a time in one process: its press draws one after the other.
_TURN = threading.Lock()


def _why(code: int, complaint: str, cpu_seconds: int) -> str:
    from core.pdf_press import REFUSED

    if code == REFUSED and complaint:
        return complaint
    logger.warning("making a PDF failed (%s): %s", code, complaint)
    if code == -signal.SIGXCPU:
        return f"The PDF took more than {cpu_seconds} seconds of work and was stopped."
    return "The PDF could not be made within the memory allowed, or the PDF library failed."
