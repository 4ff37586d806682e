"""Looking at an address that somebody typed, without being led anywhere that is not public.

Only http and https on their own ports; the name is looked up once, every number it stands for must be a public one, and the connection
goes to that very number, so that a name cannot answer differently the second time. Redirects are followed by the same rules. One
look has so many seconds in all and reads so many bytes, however slowly they come.
"""

from __future__ import annotations

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

SECONDS = 10.0
MOST_BYTES = 1_000_000
MOST_REDIRECTS = 5
MOST_CHARACTERS = 1_000
PORTS = {"http": 80, "https": 443}
AGENT = "Area SEND inspections: proof of publication"
_OPENS, _CLOSES = re.compile("<title", re.IGNORECASE), re.compile("</title", re.IGNORECASE)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Unreachable(Exception):
    """Nothing was seen. The message is one plain sentence fit for a person."""


class NotAllowed(Unreachable):
    """The address is not one that is looked at."""


@dataclass(frozen=True)
class Seen:
    """What an address answered: the last status, where redirects led, the title of a web page, and its beginning as text."""

    status: int
    address: str
    content_type: str
    title: str
    text: str


def look_at(address: str, *, seconds: float = SECONDS, most_bytes: int = MOST_BYTES) -> Seen:
    """GET an address. Raises NotAllowed for one that is not looked at, Unreachable when nothing answered properly."""
    until = monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = checked(address)
        status, headers, body = _get(parts, until, most_bytes)
        led_to = headers.get("Location", "")
        if status not in _REDIRECTS or not led_to:
            kind = headers.get_content_type() if headers.get("Content-Type") else ""
            text = _text(body, headers.get_content_charset()) if kind == "text/html" else ""
            return Seen(status, address, kind, title_of(text), text)
        address = urljoin(address, led_to)
    raise Unreachable(f"The address leads on and on: more than {MOST_REDIRECTS} times.")


def checked(address: str) -> SplitResult:
    """The parts of an address that may be looked at. Raises NotAllowed. Nothing is looked up."""
    if len(address) > MOST_CHARACTERS or re.search(r"[\s\x00-\x1f\x7f\\]", address):
        raise NotAllowed("Enter a whole address without spaces, such as https://www.example.gov.uk/send-plan")
    try:
        parts = urlsplit(address)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise NotAllowed("Enter a whole address, such as https://www.example.gov.uk/send-plan") from None
    if parts.scheme not in PORTS or not host:
        raise NotAllowed("Enter an address that begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("Enter an address without a user name or password")
    if _excepted(host, port):
        return parts
    if port not in (None, PORTS[parts.scheme]):
        raise NotAllowed("Enter an address without a port number")
    with suppress(ValueError):
        if not is_public(host):
            raise NotAllowed("Enter an address that everybody can reach: this one is private to a network")
    if "." not in host and ":" not in host:
        raise NotAllowed("Enter an address that everybody can reach: this one has no domain")
    return parts


def _excepted(host: str, port: int | None) -> bool:
    return f"{host}:{port}" in settings.FETCH_ALSO


def is_public(number: str) -> bool:
    """Whether a number of the internet is one that everybody can reach. Raises ValueError for what is no number."""
    found = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # Numbers of version 6 that stand for one of version 4 go where that one goes.
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return found.is_global and not found.is_multicast


def title_of(html: str) -> str:
    """The title of a web page, on one line and not longer than one."""
    # One look through the text each: a page made to be slow to search is no slower.
    opened = _OPENS.search(html)
    begins = html.find(">", opened.end()) + 1 if opened else 0
    closed = _CLOSES.search(html, begins) if begins else None
    return " ".join(unescape(html[begins : closed.start()]).split())[:200] if closed else ""


def _text(body: bytes, charset: str | None) -> str:
    try:
        return body.decode(charset or "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _get(parts: SplitResult, until: float, most_bytes: int) -> tuple[int, http.client.HTTPMessage, bytes]:
    host = (parts.hostname or "").encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    connection = http.client.HTTPConnection(host, port)
    # The time it was given to connect in also limits the handshake, as a whole.
    link = _connected(host, port, until)
    # Whatever drips or hangs is cut off at the end of the time: a limit on each read alone would never end.
    guard = threading.Timer(max(until - monotonic(), 0), lambda: _cut(link))
    guard.daemon = True
    guard.start()
    try:
        if parts.scheme == "https":
            link = ssl.create_default_context().wrap_socket(link, server_hostname=host)
        if monotonic() >= until:
            raise TimeoutError
        connection.sock = link
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "User-Agent": AGENT,
            "Accept": "text/html,application/pdf;q=0.9,*/*;q=0.5",
            "Accept-Encoding": "identity",
        }
        connection.request("GET", _quoted(path), headers=headers | {"Connection": "close"})
        answer = connection.getresponse()
        body = answer.read(most_bytes)
        if monotonic() >= until:
            raise TimeoutError
    except ssl.SSLError:
        raise Unreachable("The certificate of the site is not in order.") from None
    except (OSError, http.client.HTTPException):
        if monotonic() >= until - 0.05:
            raise Unreachable("The site did not answer in time.") from None
        raise Unreachable("The site did not answer properly.") from None
    else:
        return answer.status, answer.headers, body
    finally:
        guard.cancel()
        connection.close()
        link.close()


def _connected(host: str, port: int, until: float) -> socket.socket:
    """A connection to the first number of the name that answers; every one of them must be public."""
    numbers = _numbers(host, port, until)
    if not _excepted(host, port) and not all(is_public(number) for number in numbers):
        raise NotAllowed("The address leads to a private network.")
    for number in numbers:
        if (left := until - monotonic()) <= 0:
            break
        with suppress(OSError):
            return socket.create_connection((number, port), timeout=left)
    raise Unreachable("The site did not answer.")


def _numbers(host: str, port: int, until: float) -> list[str]:
    """What a name stands for. The system's own look-up cannot be given a time, so it is not waited for."""
    found: queue.Queue[list[str]] = queue.Queue()

    def look_up() -> None:
        with suppress(OSError, UnicodeError):
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
            return
        found.put([])

    threading.Thread(target=look_up, daemon=True).start()
    try:
        numbers = found.get(timeout=max(until - monotonic(), 0))
    except queue.Empty:
        raise Unreachable("The name of the site was not found in time.") from None
    if not numbers:
        raise Unreachable("The name of the site was not found.")
    return numbers


def _quoted(path: str) -> str:
    return "".join(mark if "!" <= mark <= "~" else "".join(f"%{byte:02X}" for byte in mark.encode()) for mark in path)


def _cut(link: socket.socket) -> None:
    with suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)
