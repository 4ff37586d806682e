"""Odd input for every page: who may send a form (from the rows of the access matrix), which boxes it has (from the page itself and from
what the view reads), and what a request left behind in the database."""

from __future__ import annotations

import random
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st

from core.middleware import AT_ONCE
from tests.access.matrix import ROWS, Row
from tests.access.test_matrix import Stand

ROOT = Path(__file__).resolve().parent.parent.parent
# 503 in the matrix is a survey that is paused: its one page, whatever is sent.
REFUSALS = (403, 404, 405, 503)
FORM = "application/x-www-form-urlencoded"
# What a request may leave behind although it was refused: that somebody looked (a page about a case that ended in an error shows the
# case, and is kept as read), or is there.
LOOKS = ("inspections_sight", "django_session", "core_presence", "cases_caseopening")

# The beginning of the corpus: what was seen to break pages of this kind, and the edges of every type a box may hold.
CORPUS = [
    "", " ", "\x00", "a\x00b", "\ud800", "a\udfffb", "\ufffe", "\u202egnp.exe", "\u0130", "é" * 300, "😀" * 200, "a" * 70_000,
    "9" * 5_000, "-1", "0", "-0", "1e400", "1e5", "NaN", "Infinity", "-Infinity", "9223372036854775808", "2147483648", "-2147483649",
    "٣", "²",
    "1_000", "0x10", "1.5", "1,5", "+1", "0001-01-01", "9999-12-31", "2026-02-30", "2025-13-01", "0000-00-00", "20260302", "2026-W10-1",
    "2026-03-02T25:00", "24:00", "23:59:60", "[]", "{}", "null", "[1,2]",
    '"\\u0000"', '{"a":' * 2_000, "true", "None", "abc", "zzz",
    "../../etc/passwd", "%00", "%s%n", "'; --", "<script>alert(1)</script>", "{{ 7 }}", "{% url %}", "=1+1", "\r\nX: y", "\t", "\u2028",
    "http://[::1",
    "https://example.org:99999999/", "https://" + "a" * 300 + ".org", "a@b", "a@" + "b" * 300 + ".org", "N1", "[N999999999999]",
    "00000000-0000-0000-0000-000000000000", "1.1", "1.0.0.0", "9" * 30 + ".1", "1:2", "a,b,,c", "," * 500, "1-2-3", "-", "--",
    "en; q=x", "١٢",
]  # fmt: skip
ODD = st.one_of(
    st.sampled_from(CORPUS),
    st.text(st.characters(), max_size=40),
    st.integers(-(10**20), 10**20).map(str),
    st.dates().map(str),
    st.floats().map(str),
)


@dataclass(frozen=True)
class Box:
    """One box of a form: what a browser would send without anybody touching it, or what a person would plausibly type."""

    name: str
    kind: str = "text"
    value: str = ""
    options: tuple[str, ...] = ()

    def plausible(self) -> list[str]:
        if self.kind == "button":
            return []
        if self.value:
            return [self.value]
        if self.options:
            chosen = [option for option in self.options if option]
            return chosen[:1]
        if found := re.search(r"_([012])$", self.name):
            return [("16", "3", "2026")[int(found[1])]]
        if self.kind == "email" or "email" in self.name:
            return ["somebody@example.org"]
        if self.kind in ("hidden", "file"):
            return []
        if re.search(r"time|starts|ends|clock", self.name):
            return ["10:30am"]
        return ["3"] if self.kind == "number" else ["Some words that say enough."]


class Boxes(HTMLParser):
    """The boxes of every form of a page that sends to it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: dict[str, Box] = {}
        self.inside = False
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            to = given.get("action", "").partition("?")[0]
            self.inside = given.get("method", "").lower() == "post" and to in ("", self.path)
        # A box may belong to a form that stands elsewhere.
        if not (self.inside or "form" in given):
            return
        name, kind, value = given.get("name", ""), given.get("type", "text"), given.get("value", "")
        if tag == "option" and self.select:
            self.add(self.select, "select", value if "selected" in given else "", value)
        elif tag == "select":
            self.select = name
        elif not name:
            return
        elif tag == "textarea":
            self.add(name, "textarea")
        elif tag == "button" or (tag == "input" and kind == "submit"):
            self.add(name, "button", "", value)
        elif tag == "input" and kind in ("radio", "checkbox"):
            self.add(name, kind, value if "checked" in given else "", value)
        elif tag == "input":
            numeric = "number" if given.get("inputmode") == "numeric" else kind
            self.add(name, numeric, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""

    def add(self, name: str, kind: str, value: str = "", option: str | None = None) -> None:
        old = self.found.get(name, Box(name, kind))
        options = old.options if option is None else (*old.options, option)
        self.found[name] = Box(name, kind, old.value or value, options)


@dataclass
class Fault:
    """A server error, or a refusal that left something behind."""

    what: str
    where: str
    page: str
    sent: str

    def __str__(self) -> str:
        return f"{self.what} at {self.where}\n    {self.page}\n    {self.sent}"


@dataclass
class Seen:
    """What one request did."""

    status: int
    body: str
    left: list[str]
    error: BaseException | None = None

    @property
    def refused(self) -> bool:
        return self.status >= 400 or (self.status == 200 and "govuk-error-summary" in self.body)

    def place(self) -> str:
        """The last line of ours in the traceback."""
        if self.error is None:
            return f"status {self.status}"
        frames = traceback.extract_tb(self.error.__traceback__)
        ours = [frame for frame in frames if str(ROOT) in frame.filename and ".venv" not in frame.filename]
        last = (ours or list(frames))[-1]
        return f"{Path(last.filename).name}:{last.lineno} {last.name}"


@dataclass
class Faults:
    """Gathered, one for each kind and place: nothing is raised before all has been asked."""

    found: dict[tuple[str, str], Fault] = field(default_factory=dict)
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    def look(self, page: str, sent: str, seen: Seen) -> None:
        self.asked += 1
        self.statuses[seen.status] = self.statuses.get(seen.status, 0) + 1
        if seen.status >= 500:
            what = f"{type(seen.error).__name__}: {str(seen.error)[:120]}" if seen.error else "server error"
            key = (type(seen.error).__name__, seen.place())
            self.found.setdefault(key, Fault(what, seen.place(), page, sent[:400]))
        elif seen.refused and seen.left:
            self.found.setdefault(("half", page), Fault("half done", "; ".join(seen.left)[:300], page, sent[:400]))

    def errors(self) -> list[Fault]:
        return [fault for (kind, _), fault in self.found.items() if kind != "half"]

    def half(self) -> list[Fault]:
        return [fault for (kind, _), fault in self.found.items() if kind == "half"]

    def __str__(self) -> str:
        return "\n".join(map(str, self.found.values()))


@contextmanager
def writes() -> Iterator[list[str]]:
    """The writing statements that were not undone by going back to a savepoint."""
    stack: list[tuple[str, int]] = []
    kept: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).lstrip()
        verb, _, rest = text.partition(" ")
        name = rest.split()[-1].strip('"') if rest else ""
        if verb == "SAVEPOINT":
            stack.append((name, len(kept)))
        elif verb == "ROLLBACK" and " TO " in text:
            for saved, length in reversed(stack):
                if saved == name:
                    del kept[length:]
                    break
        done = execute(sql, params, many, context)
        # SQLite counts the rows of an insert that returns them only once they are read.
        if verb == "INSERT" or (verb in ("UPDATE", "DELETE") and context["cursor"].rowcount != 0):
            kept.append(re.sub(r"\s+", " ", text)[:90])
        return done

    with connection.execute_wrapper(watch):
        yield kept


@contextmanager
def names_read() -> Iterator[set[str]]:
    """Every name asked of a query string or a sent form while the block runs."""
    read: set[str] = set()
    kept = {name: getattr(QueryDict, name) for name in ("__getitem__", "get", "getlist", "__contains__")}

    def recording(way: Any) -> Any:
        def ask(self: QueryDict, name: str, *more: Any, **also: Any) -> Any:
            if isinstance(name, str):
                read.add(name)
            return way(self, name, *more, **also)

        return ask

    for name, way in kept.items():
        setattr(QueryDict, name, recording(way))
    try:
        yield read
    finally:
        for name, way in kept.items():
            if name in ("get", "getlist", "__getitem__"):
                setattr(QueryDict, name, way)
            else:
                setattr(QueryDict, name, way)


def ask(client: Client, method: str, path: str, body: bytes = b"", content_type: str = FORM, query: str = "") -> Seen:
    """One request, whose effects are undone afterwards."""
    errors: list[BaseException] = []

    def keep(**_: Any) -> None:
        import sys

        if (error := sys.exc_info()[1]) is not None:
            errors.append(error)

    got_request_exception.connect(keep, weak=False)
    try:
        with transaction.atomic():
            with writes() as left:
                answer = client.generic(method, path, body, content_type=content_type, QUERY_STRING=query)
                try:
                    told = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
                except Exception as error:  # noqa: BLE001  (an error in the middle of a stream cuts the answer)
                    return Seen(500, "", [], error)
            transaction.set_rollback(True)
    finally:
        got_request_exception.disconnect(keep)
    if AT_ONCE in told.decode("utf-8", "replace"):
        # Nobody else is here: what met is this request and itself.
        return Seen(500, "", left, errors[-1] if errors else None)
    remain = [each for each in left if not any(f'"{table}"' in each for table in LOOKS)]
    return Seen(answer.status_code, told.decode("utf-8", "replace"), remain, errors[-1] if errors else None)


@dataclass(frozen=True)
class Target:
    """A page, and who may send to it (or read it)."""

    name: str
    path: str
    people: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.path}"


def may(row: Row, method: str) -> tuple[str, ...]:
    """Who is not simply shown away."""
    told = row.post if method == "POST" else row.get
    some = {
        name
        for status, names in told.items()
        if status not in REFUSALS
        for name in names
        if not (status == 302 and name == "anonymous")
    }
    return tuple(sorted(some))


def targets(stand: Stand, stage: str, method: str, drawn: int | None) -> list[Target]:
    """The pages asked at this stage: each at one of the stages at which somebody may, which the seed draws;
    without a seed all of them."""
    stages: dict[str, list[str]] = {}
    for row in ROWS:
        if may(row, method):
            stages.setdefault(row.name, []).append(row.stage)
    found: dict[str, Target] = {}
    for row in ROWS:
        if not (people := may(row, method)):
            continue
        asked_at = random.Random(f"{drawn} {row.name}").choice(stages[row.name])
        if row.stage != stage or (drawn is not None and asked_at != stage):
            continue
        path = reverse(row.name, kwargs=row.url_kwargs(stand.world))
        found.setdefault(f"{row.name} {path}", Target(row.name, path, people))
    return list(found.values())


def boxes_of(stand: Stand, target: Target) -> list[Box]:
    """Those of the page, and whatever else the view reads when something is sent."""
    client = stand.client_of(target.people[0])
    parser = Boxes(target.path)
    page = ask(client, "GET", target.path)
    if page.status == 200:
        parser.feed(page.body)
    with names_read() as read:
        ask(
            client,
            "POST",
            target.path,
            urlencode([(b.name, v) for b in parser.found.values() for v in b.plausible()]).encode(),
        )
    names = read - set(parser.found) - {"csrfmiddlewaretoken", "submission_key", "next"}
    return [*parser.found.values(), *(Box(name) for name in sorted(names))]


def parameters_of(client: Client, path: str) -> list[str]:
    """The names a page reads from its address, also those it reads only when others are given."""
    with names_read() as read:
        ask(client, "GET", path)
    for _ in range(2):
        with names_read() as more:
            ask(client, "GET", path, query=urlencode(dict.fromkeys(sorted(read), "1")))
        read |= more
    return sorted(read)


@st.composite
def sent(draw: Any, boxes: list[Box]) -> list[tuple[str, str]]:
    """A form as a person would send it, with some boxes odd, missing, sent several times, or never asked for."""
    values: dict[str, list[str]] = {box.name: box.plausible() for box in boxes}
    names = sorted(values)
    if names:
        for name in draw(st.lists(st.sampled_from(names), max_size=4, unique=True)):
            values[name] = draw(st.lists(ODD, min_size=1, max_size=3))
        if draw(st.integers(0, 5)) == 0:
            values[draw(st.sampled_from(names))] = []
        buttons = [box for box in boxes if box.kind == "button" or box.options]
        if buttons:
            pressed = draw(st.sampled_from(buttons))
            values[pressed.name] = [draw(st.sampled_from(pressed.options or ("1",)))]
    if draw(st.integers(0, 9)) == 0:
        values[draw(st.sampled_from(["extra", "state", "id", "version", "pk", "user", "submission_key", "next"]))] = [
            draw(ODD)
        ]
    return [(name, value) for name, many in values.items() for value in many]


def encoded(pairs: list[tuple[str, str]]) -> str:
    """As a browser would, but for what no browser sends: lone surrogates as their own three bytes."""
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass")


@st.composite
def queries(draw: Any, names: list[str]) -> list[tuple[str, str]]:
    """A query string in which some of the names a page reads have odd values, once or several times."""
    chosen = draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
    pairs = [
        (name, draw(st.one_of(ODD, st.sampled_from(["1", "on", "all", "2026-03-02", "name", "-name"]))))
        for name in chosen
    ]
    return [*pairs, ("extra", draw(ODD))] if not pairs or draw(st.booleans()) else pairs
