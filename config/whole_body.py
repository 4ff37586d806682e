"""A form that breaks off half way is not taken for a whole one: less than was announced is a request that cannot be read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest

BROKEN_OFF = "The request broke off before its end"


class WholeBody:
    """The stream of a request. Reading past what came before `announced` bytes were there raises BadRequest."""

    def __init__(self, stream: Any, announced: int) -> None:
        self.stream = stream
        self.missing = announced

    def read(self, size: int = -1) -> bytes:
        wanted = self.missing if size < 0 else min(size, self.missing)
        return self._counted(self._asked(self.stream.read, wanted), wanted)

    def readline(self, size: int = -1) -> bytes:
        wanted = self.missing if size < 0 else min(size, self.missing)
        line = self._asked(self.stream.readline, wanted)
        return self._counted(line, len(line) if line.endswith(b"\n") else wanted)

    @staticmethod
    def _asked(way: Any, wanted: int) -> bytes:
        try:
            got: bytes = way(wanted) if wanted else b""
        except OSError as error:  # the line was cut, or stood still for too long
            raise BadRequest(BROKEN_OFF) from error
        return got

    def _counted(self, got: bytes, wanted: int) -> bytes:
        self.missing -= len(got)
        if len(got) < wanted:
            raise BadRequest(BROKEN_OFF)
        return got


def whole_bodies(application: Any) -> Any:
    """The application, for which every body is whole."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        length = str(environ.get("CONTENT_LENGTH") or "")
        if length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return answer
