"""Looking at an address somebody typed: a real server on this machine, and every way to be led astray."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep
from typing import Any

import pytest

from core import fetch
from core.fetch import NotAllowed, Unreachable, look_at

PAGES = {
    "/plan": b"<html><head><TITLE>\n Our plan &amp; actions </title></head><body>Priority action plan</body></html>",
    "/long": b"<title>Long</title>" + b"x" * 2_000_000,
}
LEADS_ON = {"/moved": "/plan", "/round": "/round", "/inward": "http://10.0.0.1/secret", "/file": "file:///etc/passwd"}


class Site(BaseHTTPRequestHandler):
    """A council's site in small."""

    asked: list[str] = []

    def do_GET(self) -> None:
        asked = self.path.partition("?")[0]
        self.asked.append(asked)
        if asked in LEADS_ON:
            self.say(302, b"", Location=LEADS_ON[asked])
        elif asked in PAGES:
            self.say(200, PAGES[asked])
        elif asked == "/odd":
            self.say(200, b"<title>Odd</title>", **{"Content-Type": "text/html; charset=no-such"})
        elif asked == "/drip":
            self.drip()
        else:
            self.say(404, b"<title>Not here</title>")

    def drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        with_patience = monotonic() + 5
        while monotonic() < with_patience:
            try:
                self.wfile.write(b"x")
                sleep(0.05)
            except OSError:
                return

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def reached(site: str, settings: Any) -> None:
    settings.FETCH_ALSO = (site.removeprefix("http://"),)


@pytest.mark.usefixtures("reached")
def test_what_is_seen(site: str) -> None:
    seen = look_at(f"{site}/plan?a=ü")
    assert (seen.status, seen.title, seen.content_type) == (200, "Our plan & actions", "text/html")
    assert "Priority action plan" in seen.text
    moved = look_at(f"{site}/moved")
    assert (moved.status, moved.address) == (200, f"{site}/plan")
    assert look_at(f"{site}/gone").status == 404
    assert look_at(f"{site}/odd").title == "Odd"


@pytest.mark.usefixtures("reached")
def test_it_reads_no_more_than_its_limit(site: str) -> None:
    assert len(look_at(f"{site}/long").text) == fetch.MOST_BYTES


@pytest.mark.usefixtures("reached")
def test_it_ends_in_time_however_slowly_the_bytes_come(site: str) -> None:
    began = monotonic()
    with pytest.raises(Unreachable, match="in time"):
        look_at(f"{site}/drip", seconds=0.4)
    assert monotonic() - began < 2


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize(
    ("path", "why"), [("/round", "more than 5 times"), ("/file", "begins with https"), ("/inward", "private")]
)
def test_it_is_led_no_further(site: str, path: str, why: str) -> None:
    Site.asked.clear()
    with pytest.raises(Unreachable, match=why):
        look_at(site + path)
    assert len(Site.asked) <= 1 + fetch.MOST_REDIRECTS


def test_nobody_answers(settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings.FETCH_ALSO = (f"127.0.0.1:{port}",)
    with pytest.raises(Unreachable, match="did not answer"):
        look_at(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address",
    [
        "ftp://www.example.gov.uk/plan", "file:///etc/passwd", "www.example.gov.uk", "", "https://", "http://user:word@www.example.gov.uk/",
        "http://www.example.gov.uk:8080/", "http://127.0.0.1/", "http://[::1]/", "http://10.0.0.5/", "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/", "http://localhost/", "https://www.example.gov.uk/a b", "http://www.example.gov.uk:99999/",
        "https://www.example.gov.uk/" + "x" * 1000, "http://[64:ff9b::7f00:1]/", "http://[fec0::1]/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_looked_at(address: str) -> None:
    with pytest.raises(NotAllowed):
        fetch.checked(address)


def test_addresses_that_are() -> None:
    for address in ("https://www.example.gov.uk/send-plan?a=1#top", "http://example.org", "https://bücher.example/"):
        assert fetch.checked(address).scheme in ("http", "https")


@pytest.mark.parametrize("host", ["2130706433", "0x7f.0.0.1", "localhost.localdomain", "localhost."])
def test_names_that_turn_out_private_are_not_connected_to(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the look-up of the name tells: it must answer as the machine's would, and nothing is connected to."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: [(0, 0, 0, "", ("127.0.0.1", 80))])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **more: pytest.fail("it was connected to"))
    with pytest.raises(NotAllowed):
        look_at(f"http://{host}/")


def test_a_name_with_one_private_number_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ("93.184.215.14", "192.168.1.1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: [(0, 0, 0, "", (n, 80)) for n in numbers])
    monkeypatch.setattr(socket, "create_connection", lambda *args, **more: pytest.fail("it was connected to"))
    with pytest.raises(NotAllowed, match="private network"):
        look_at("http://www.example.gov.uk/")


def test_a_page_made_to_be_slow_to_search_is_not() -> None:
    began = monotonic()
    assert fetch.title_of("<title" * 150_000) == "" and fetch.title_of("<title>" * 150_000) == ""
    assert monotonic() - began < 1
