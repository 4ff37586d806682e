"""What no page can read is answered before Django looks at it: a form that breaks off half way, which must not be taken for a whole
one, and text in another encoding than that of the pages."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import BadRequest

# Another encoding could say what no check looks for (in UTF-7 even half a character can be written), and some are none of text at all.
READABLE = ("utf-8", "utf8", "us-ascii", "ascii")
CHARSET = re.compile(r"""charset\s*=\s*["']?([^"';\s]*)""", re.IGNORECASE)
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
    """The application, for which every body is whole and in UTF-8."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        for charset in CHARSET.findall(environ.get("CONTENT_TYPE") or ""):
            if charset.lower() not in READABLE:
                start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
                return [b"This cannot be read: send it as UTF-8.\n"]
        length = str(environ.get("CONTENT_LENGTH") or "")
        if length.isdecimal():
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return answer
