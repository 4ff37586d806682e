"""What making a PDF may not do: fetch anything, run for long, eat memory, or leave a process behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from core import pdf
from reports.tests import letter_samples as samples


class Listener(HTTPServer):
    hits = 0


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Count(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert isinstance(self.server, Listener)
            self.server.hits += 1
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = Listener(("127.0.0.1", 0), Count)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.trust("X2", "markup past the escaping, network and file, with only the fetcher in its way")
@pytest.mark.parametrize(
    "element",
    [
        '<img src="{url}" alt="x">',
        '<link rel="stylesheet" href="{url}">',
        "<style>@import url({url});</style>",
        '<style>p {{ background: url("{url}") }}</style><p>x</p>',
        '<link rel="attachment" href="{url}">',
        '<object data="{url}"></object>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    ],
)
def test_nothing_is_fetched(element: str, listener: Listener, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'the secret' }")
    addresses = (f"http://127.0.0.1:{listener.server_port}/x", secret.as_uri(), "letter-font:../../../manage.py")
    for url in addresses:
        document = samples.document("revisit-2019").replace("</main>", f"{element.format(url=url)}</main>")
        with pytest.raises(pdf.PdfFailed, match="A document may not fetch"):
            pdf.draw(document)
    assert listener.hits == 0


def test_a_refused_address_is_one_sentence_through_the_child() -> None:
    document = samples.document("revisit-2019").replace("</main>", '<img src="http://192.0.2.1/x.png" alt=""></main>')
    with pytest.raises(pdf.PdfFailed) as failed:
        pdf.render_pdf(document)
    assert str(failed.value) == "A document may not fetch 'http://192.0.2.1/x.png'."


# Each box in it doubles the work.
ENDLESS = "<html><body>" + "<div style='display:flex'>" * 16 + "x" + "</div>" * 16


@pytest.mark.trust("X3", "16 flexible boxes in each other, 3 s allowed")
def test_a_letter_that_takes_too_long_is_stopped_and_leaves_nothing_running() -> None:
    began = time.monotonic()
    with pytest.raises(pdf.PdfFailed, match="was not ready after 3 seconds and was stopped"):
        pdf.render_pdf(ENDLESS, wall_seconds=3)
    assert time.monotonic() - began < 10
    assert pdf.Press.held is None


@pytest.mark.trust("X3", "the same, 2 s of processor time allowed")
def test_work_without_end_is_stopped() -> None:
    with pytest.raises(pdf.PdfFailed, match="more than 2 seconds of work"):
        pdf.print_document(ENDLESS, cpu_seconds=2)


@pytest.mark.trust("X3", "a cell over 100,000,000 columns; the next letter is drawn")
def test_a_letter_that_eats_memory_is_stopped() -> None:
    bomb = "<html><body><table><tr><td colspan='100000000'>x</td></tr></table>"
    with pytest.raises(pdf.PdfFailed, match="within the memory allowed"):
        pdf.render_pdf(bomb, memory_bytes=700_000_000)
    assert pdf.render_pdf(samples.document("bury-2024"), memory_bytes=700_000_000).startswith(b"%PDF-1.7")


def test_an_endless_letter_is_refused_before_any_work() -> None:
    with pytest.raises(pdf.PdfFailed, match="too long to print: 1,000,001 bytes, at most 1,000,000"):
        pdf.render_pdf("x" * 1_000_001)
    with pytest.raises(pdf.PdfFailed, match="not text"):
        pdf.render_pdf("\ud800")
