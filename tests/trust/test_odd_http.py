"""Odd HTTP through gunicorn as it runs: nobody is held up, nothing is half read, no server error."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest

from tests.processes import wait_until
from tests.test_serve import Place, Running, place, running

pytestmark = [pytest.mark.serve, pytest.mark.prove, pytest.mark.xdist_group("serve")]
__all__ = ["place", "running"]

THREADS = 4
HEAD = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
TOKEN = b"facefacefacefacefacefacefaceface"
SIGN_IN = b"csrfmiddlewaretoken=" + TOKEN + b"&login=somebody%40example.org&password=not-theirs"


def asked(path: bytes, *heads: bytes, body: bytes = b"", method: bytes = b"POST") -> bytes:
    return method + b" " + path + b" HTTP/1.1\r\n" + HEAD + b"".join(heads) + b"\r\n" + body


def sized(body: bytes, size: int | None = None) -> bytes:
    return f"Content-Length: {len(body) if size is None else size}\r\n".encode()


COOKIE = b"Cookie: csrftoken=" + TOKEN + b"\r\n"
LOGIN = b"/accounts/login/"
MULTIPART = b"Content-Type: multipart/form-data; boundary="
ODD: dict[str, bytes] = {
    "8 KB header": asked(b"/health/", b"X-Long: " + b"a" * 8_000 + b"\r\n", method=b"GET"),
    "64 KB header": asked(b"/health/", b"X-Long: " + b"a" * 65_000 + b"\r\n", method=b"GET"),
    "300 headers": asked(b"/health/", *(f"X-{n}: 1\r\n".encode() for n in range(300)), method=b"GET"),
    "8 KB cookie": asked(b"/health/", b"Cookie: sessionid=" + b"a" * 8_000 + b"\r\n", method=b"GET"),
    "cookie of odd characters": asked(LOGIN, b'Cookie: sessionid=\xff\xfe; csrftoken=\x01; answers="\\000\r\n', method=b"GET"),
    "language of odd characters": asked(LOGIN, b"Accept-Language: q=;;,,zz-\xff;q=9e99\r\n", method=b"GET"),
    "unknown method": asked(LOGIN, method=b"BREW"),
    "method in small letters": asked(LOGIN, method=b"get"),
    "TRACE": asked(LOGIN, method=b"TRACE"),
    "PROPFIND with a body": asked(LOGIN, sized(b"<a/>"), body=b"<a/>", method=b"PROPFIND"),
    "long path": asked(b"/" + b"a" * 3_500, method=b"GET"),
    "NUL in the path": asked(b"/inspections/a%00b/", method=b"GET"),
    "half a character in the path": asked(b"/inspections/%ED%A0%80/", method=b"GET"),
    "broken percent in the path": asked(b"/inspections/%E0%A4%A/%zz", method=b"GET"),
    "whole address": asked(b"http://127.0.0.1/health/", method=b"GET"),
    "another host": b"GET /health/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    "no host": b"GET /health/ HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    "HTTP/1.0": b"GET /health/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n",
    "HTTP/9.9": b"GET /health/ HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "folded header": asked(b"/health/", b"X-A: 1\r\n  folded\r\n", method=b"GET"),
    "chunked": asked(LOGIN, FORM, COOKIE, b"Transfer-Encoding: chunked\r\n",
                     body=f"{len(SIGN_IN):x}\r\n".encode() + SIGN_IN + b"\r\n0\r\n\r\n"),
    "chunked with a wrong size": asked(LOGIN, FORM, COOKIE, b"Transfer-Encoding: chunked\r\n", body=b"zz\r\nabc\r\n0\r\n\r\n"),
    "chunked and a length": asked(LOGIN, FORM, COOKIE, sized(b"abc"), b"Transfer-Encoding: chunked\r\n", body=b"0\r\n\r\n"),
    "length that is none": asked(LOGIN, FORM, COOKIE, b"Content-Length: many\r\n", body=SIGN_IN),
    "length below zero": asked(LOGIN, FORM, COOKIE, b"Content-Length: -5\r\n", body=SIGN_IN),
    "two lengths": asked(LOGIN, FORM, COOKIE, sized(SIGN_IN), sized(b""), body=SIGN_IN),
    "no length": asked(LOGIN, FORM, COOKIE, body=b""),
    "unheard-of charset": asked(LOGIN, b"Content-Type: application/x-www-form-urlencoded; charset=klingon\r\n", COOKIE, sized(SIGN_IN),
                                body=SIGN_IN),
    "UTF-7": asked(LOGIN, b"Content-Type: application/x-www-form-urlencoded; charset=utf-7\r\n", COOKIE, sized(SIGN_IN), body=SIGN_IN),
    "charset of a codec that is none": asked(LOGIN + b"?next=1", b"Content-Type: text/plain; charset=zlib\r\n", method=b"GET"),
    "UTF-16": asked(LOGIN, b"Content-Type: multipart/form-data; boundary=x; charset=utf-16\r\n", COOKIE, sized(b"--x--"), body=b"--x--"),
    "multipart without a boundary": asked(LOGIN, b"Content-Type: multipart/form-data\r\n", COOKIE, sized(SIGN_IN), body=SIGN_IN),
    "multipart that never ends": asked(LOGIN, MULTIPART + b"x\r\n", COOKIE, sized(b"--x\r\nabc"), body=b"--x\r\nabc"),
    "multipart with odd heads": asked(
        LOGIN, MULTIPART + b"x\r\n", COOKIE,
        sized(odd := b'--x\r\nContent-Disposition: form-data; name="a\x00b"; filename*=utf-9\'\'%ff\r\nContent-Type: \xff\r\n'
                     b"Content-Transfer-Encoding: base64\r\n\r\n***\r\n--x--\r\n"),
        body=odd,
    ),
    "multipart with a long boundary": asked(LOGIN, MULTIPART + b"x" * 300 + b"\r\n", COOKIE, sized(b"abc"), body=b"abc"),
    "JSON where a form is read": asked(LOGIN, b"Content-Type: application/json\r\n", COOKIE, sized(b'{"a":"\\ud800"}'),
                                       body=b'{"a":"\\ud800"}'),
    "3 MB of text": asked(LOGIN, FORM, COOKIE, sized(b"a" * 3_000_000), body=b"a" * 3_000_000),
    "2,000 fields": asked(LOGIN, FORM, COOKIE, sized(b"a=1&" * 2_000), body=b"a=1&" * 2_000),
    "bytes that are no characters": asked(LOGIN, FORM, COOKIE, sized(b"login=\xff\xfe%ff&password=%00" + SIGN_IN),
                                          body=b"login=\xff\xfe%ff&password=%00" + SIGN_IN),
    "expects to go on": asked(LOGIN, FORM, COOKIE, b"Expect: 100-continue\r\n", sized(SIGN_IN), body=SIGN_IN),
    "expects the impossible": asked(LOGIN, FORM, COOKIE, b"Expect: 500-please\r\n", sized(SIGN_IN), body=SIGN_IN),
    "range": asked(b"/health/", b"Range: bytes=9-1,-,5-99999999999999999999\r\n", method=b"GET"),
    "date that is none": asked(b"/static/app/app.css", b"If-Modified-Since: Mon, 99 Foo 99999 99:99:99 GMT\r\n", method=b"GET"),
    "forwarded by nobody": asked(b"/health/", b"X-Forwarded-For: \x00, zz, 999.1.1.1\r\nX-Forwarded-Proto: ftp\r\n", method=b"GET"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def dressed(place: Place) -> None:
    """Pages name their style sheets, so these must be gathered."""
    made = place.manage("collectstatic", "--noinput", "--verbosity", "0")
    assert made.returncode == 0, made.stderr


@contextmanager
def line_to(running: Running) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", running.port), timeout=40) as line:
        yield line


def answered(line: socket.socket) -> int:
    """The status of the answer; 0 for a line that was cut without one."""
    got = b""
    try:
        while b"\r\n" not in got and (more := line.recv(4096)):
            got += more
        if got.startswith(b"HTTP/1.1 100"):
            return answered(line)
    except ConnectionResetError:
        return 0
    return int(got.split()[1]) if got.startswith(b"HTTP/") else 0


def sent(running: Running, what: bytes, *, end: bool = True) -> int:
    with line_to(running) as line:
        try:
            line.sendall(what)
            if end:
                line.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before all of it was sent
        return answered(line)


@pytest.mark.trust(
    "F4", f"{len(ODD)} odd requests through gunicorn: lengths, chunks, headers, methods, encodings, parts"
)
def test_odd_requests_are_answered_without_a_server_error(running: Running, figures: Any) -> None:
    told = {name: sent(running, what) for name, what in ODD.items()}
    figures("odd requests", len(told))
    figures("server errors", sum(status >= 500 for status in told.values()))
    assert {name: status for name, status in told.items() if status >= 500} == {}
    assert set(told.values()) >= {200, 400, 403}
    assert running.answers()
    assert "Internal Server Error" not in running.place.log("web")


@pytest.mark.trust("F4", "forms that break off at every fourth byte, with the announced length of the whole")
def test_a_form_that_breaks_off_is_not_taken_for_a_whole_one(running: Running, figures: Any) -> None:
    told = {}
    for size in range(0, len(SIGN_IN), 4):
        request = asked(LOGIN, FORM, COOKIE, sized(SIGN_IN), body=SIGN_IN[:size])
        told[size] = sent(running, request)
    figures("broken off", len(told))
    figures("taken for whole", sum(status not in (0, 400) for status in told.values()))
    assert set(told.values()) <= {0, 400}, told
    # Whole, it is read: the page is shown again with its message.
    assert sent(running, asked(LOGIN, FORM, COOKIE, sized(SIGN_IN), body=SIGN_IN)) == 200


@pytest.mark.trust(
    "F4", "4 lines that never finish their head, 4 their body and 4 that go on byte by byte, for four threads"
)
def test_slow_senders_hold_nobody_up(place: Place, running: Running, figures: Any) -> None:
    lines: list[socket.socket] = []
    try:
        for number in range(THREADS * 3):
            line = socket.create_connection(("127.0.0.1", running.port), timeout=40)
            whole = asked(LOGIN, FORM, COOKIE, sized(SIGN_IN), body=b"csrf")
            line.sendall(whole[:40] if number % 3 == 0 else whole)
            lines.append(line)

        def drip_and_ask() -> bool:
            for line in lines[2::3]:
                try:
                    line.send(b"a")
                except OSError:
                    continue  # cut, as it should be
            return bool(running.answers())

        began = monotonic()
        wait_until(drip_and_ask, seconds=90, what="an answer beside slow senders")
        figures("seconds until an answer", round(monotonic() - began))
        cut = sum(answered(line) in (0, 400, 408) for line in lines)
        figures("slow senders", len(lines))
        figures("workers stuck", 0)
        figures("cut", cut)
        assert cut == len(lines)
        assert running.answers()
    finally:
        for line in lines:
            line.close()
