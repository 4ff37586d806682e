"""A client that keeps so many connections busy with requests written beforehand; asyncio, so that it takes little of the processors."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, field

TOKEN = "benchmarkbenchmarkbenchmarkbench"  # noqa: S105  (sent as cookie and as field, as a page does)
FORM = "application/x-www-form-urlencoded"


@dataclass
class Seen:
    """What came back: how many in how long, their status codes, how long each took, and connections that failed."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    broken: int = 0

    @property
    def number(self) -> int:
        return sum(self.statuses.values())

    @property
    def rate(self) -> float:
        return self.number / self.seconds if self.seconds else 0.0

    def at(self, share: float) -> float:
        """The time within which this share of requests was answered, in milliseconds."""
        return sorted(self.took)[min(int(share * len(self.took)), len(self.took) - 1)] * 1000 if self.took else 0.0


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    cookies: dict[str, str]


def post(path: str, body: str = "", secret: str = "") -> bytes:
    """A POST with its token; `secret` is the cookie of somebody's answers."""
    body = f"csrfmiddlewaretoken={TOKEN}" + (f"&{body}" if body else "")
    return _request("POST", path, secret, f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n", body)


def get(path: str, secret: str = "") -> bytes:
    return _request("GET", path, secret)


def _request(method: str, path: str, secret: str, more: str = "", body: str = "") -> bytes:
    cookies = f"csrftoken={TOKEN}" + (f"; answers={secret}" if secret else "")
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n{more}\r\n{body}".encode()


class Connection:
    """One connection, opened again when the server closes it between requests, as browsers do."""

    def __init__(self, port: int, seen: Seen) -> None:
        self.port, self.seen = port, seen
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Answer:
        began = time.perf_counter()
        fresh = self.writer is None
        try:
            answer = await self._ask(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.close()
            if fresh:
                self.seen.broken += 1
                raise
            answer = await self._ask(request)
        self.seen.took.append(time.perf_counter() - began)
        self.seen.statuses[answer.status] += 1
        return answer

    async def _ask(self, request: bytes) -> Answer:
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)\r\ncontent-length: *(\d+)", head)
        if length:
            await self.reader.readexactly(int(length.group(1)))
        elif "chunked" in head.lower():
            while await self._chunk():
                pass
        if "connection: close" in head.lower():
            await self.close()
        location = re.search(r"(?i)\r\nlocation: *([^\r]+)", head)
        cookies = dict(re.findall(r"(?i)\r\nset-cookie: *([^=]+)=([^;\r]*)", head))
        return Answer(int(head[9:12]), location.group(1) if location else "", cookies)

    async def _chunk(self) -> int:
        assert self.reader is not None
        size = int((await self.reader.readline()).split(b";")[0], 16)
        await self.reader.readexactly(size + 2)
        return size

    async def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


def busy(port: int, connections: int, seconds: float, requests: Iterable[bytes]) -> Seen:
    """Keep the connections busy until the time or the requests are over."""
    left = iter(requests)

    async def one(connection: Connection, ends: float) -> None:
        while time.perf_counter() < ends:
            request = next(left, None)
            if request is None:
                return
            await connection.ask(request)

    async def all_of_them() -> Seen:
        seen = Seen()
        began = time.perf_counter()
        held = [Connection(port, seen) for _ in range(connections)]
        await asyncio.gather(*(one(each, began + seconds) for each in held))
        seen.seconds = time.perf_counter() - began
        for each in held:
            await each.close()
        return seen

    return asyncio.run(all_of_them())


Visit = Callable[[Connection], Awaitable[None]]


def visits(port: int, at_once: int, people: Iterator[Visit]) -> Seen:
    """Whole visits, so many people at once, each on a connection of their own."""

    async def one(seen: Seen) -> None:
        for visit in people:
            connection = Connection(port, seen)
            await visit(connection)
            await connection.close()

    async def all_of_them() -> Seen:
        seen = Seen()
        began = time.perf_counter()
        await asyncio.gather(*(one(seen) for _ in range(at_once)))
        seen.seconds = time.perf_counter() - began
        return seen

    return asyncio.run(all_of_them())
