"""Standalone HTML -> a tagged PDF (PDF/UA-1). The only module that imports the PDF library.

The library is slow, native and easily made to run for minutes or eat gigabytes, so `render_pdf` runs it in a child
process with limits of memory and time. It may read nothing but the bundled typeface. The same HTML gives the same
bytes: the typeface is bundled, no other font can be seen, and dates come from the document.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core import typeface

logger = logging.getLogger(__name__)

MAX_HTML_BYTES = 1_000_000
MAX_PDF_BYTES = 30_000_000
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 60
WALL_SECONDS = 90
FONT_SCHEME = "letter-font:"
_REFUSED = 3
_ROOT = Path(__file__).resolve().parents[1]


class PdfFailed(RuntimeError):
    """The PDF could not be made. The message is one plain sentence fit for a person."""


def render_pdf(html: str, *, wall_seconds: float = WALL_SECONDS, memory_bytes: int = MEMORY_BYTES) -> bytes:
    """The PDF of a standalone HTML document, made in a child process. Raises PdfFailed."""
    source = _source(html)
    with TemporaryDirectory(prefix="pdf-") as scratch:
        # A bare environment: no proxy, no credentials, no font configuration of the machine.
        environment = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "HOME": scratch,
            "TMPDIR": scratch,
            "XDG_CACHE_HOME": scratch,
            "FONTCONFIG_FILE": str(typeface.CONFIGURATION),
            "PYTHONPATH": str(_ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        child = subprocess.Popen(
            [sys.executable, "-m", "core.pdf", str(memory_bytes), str(CPU_SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=_ROOT,
            start_new_session=True,
        )
        try:
            pdf, complaints = child.communicate(source, timeout=wall_seconds)
        except subprocess.TimeoutExpired:
            _kill(child)
            raise PdfFailed(f"The PDF was not ready after {wall_seconds:g} seconds and was stopped.") from None
        except BaseException:
            _kill(child)
            raise
    return _result(child.returncode, pdf, complaints.decode(errors="replace").strip())


def render_in_process(html: str) -> bytes:
    """The same without a child: no limit of time or memory, and the machine's fonts are visible. Raises PdfFailed."""
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

    _source(html)
    refused: list[str] = []
    fonts = FontConfiguration()
    try:
        document = HTML(string=html, base_url=None, url_fetcher=BundledFacesOnly(allowed_protocols=()))
        pdf = document.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError:
        pdf = None
    # Also asked of what was drawn: the library swallows even a fatal refusal inside an SVG image.
    if refused or pdf is None:
        raise PdfFailed(f"A document may not fetch {refused[0][:200]!r}.")
    return bytes(pdf)


def _source(html: str) -> bytes:
    try:
        source = html.encode()
    except UnicodeEncodeError:
        raise PdfFailed("The document holds a character that is not text.") from None
    if len(source) > MAX_HTML_BYTES:
        raise PdfFailed(f"The document is too long to print: {len(source):,} bytes, at most {MAX_HTML_BYTES:,}.")
    return source


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _result(code: int, pdf: bytes, complaints: str) -> bytes:
    if code == 0 and pdf.startswith(b"%PDF-"):
        return pdf
    if complaints:
        logger.warning("making a PDF failed (%s): %s", code, complaints[-2000:])
    if code == _REFUSED and complaints:
        raise PdfFailed(complaints.splitlines()[-1])
    if code == -signal.SIGXCPU:
        raise PdfFailed(f"The PDF took more than {CPU_SECONDS} seconds of work and was stopped.")
    raise PdfFailed("The PDF could not be made within the memory allowed, or the PDF library failed.")


def _main(memory_bytes: int, cpu_seconds: int) -> int:
    """The child: HTML on standard input, PDF on standard output, one line on standard error when refused."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_PDF_BYTES, MAX_PDF_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        pdf = render_in_process(sys.stdin.buffer.read().decode())
    except PdfFailed as failed:
        sys.stderr.write(f"{failed}\n")
        return _REFUSED
    except MemoryError:
        return 4
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1]), int(sys.argv[2])))
