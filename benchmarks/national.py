"""What the table of all areas costs beside its own statement and its bare template. Run by hand after manage.py prepare.
PostgreSQL needed: python -m benchmarks.national [--looks 41] [--areas 1 10 100] [--history 1 10 100]

Each size has its own areas, in a database made for it and dropped after. In every round each step runs once, in turned order, in one
process; a ratio is of medians. The page is measured twice: the two must agree. Statements, blocks and calls are counted, not timed.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import django

from benchmarks.goals import Reading, at_least, at_most, told
from benchmarks.page import machine, put

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, connection, transaction  # noqa: E402
from django.template import loader  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases  # noqa: E402

from accounts.choices import Role  # noqa: E402
from accounts.models import NationalRole, User  # noqa: E402
from benchmarks.national_world import fill  # noqa: E402
from core import clock  # noqa: E402
from dashboard.queries.areas import areas  # noqa: E402
from dashboard.views.national_areas import NationalAreas  # noqa: E402

ENGLAND = 153
LOOKS = 41
PAGE = "/national/areas/"
LONG_AGO = date(2015, 1, 1)
VIEWS = (
    ("first page", "", {}),
    ("one region", "?region=E12000008", {"region": "E12000008"}),
    ("by deadline", "?order=due", {"order": "due"}),
    ("an action behind", "?actions=underway_behind", {"actions": "underway_behind"}),
)


@dataclass(frozen=True)
class Cost:
    """One view of one size. `page`, `again`, `statement` and `template` are medians in ms; `blocks` those its statement touched."""

    size: int
    who: str
    view: str
    statements: int
    writes: int
    blocks: int
    calls: int
    page: float
    again: float
    statement: float
    template: float

    @property
    def ratio(self) -> float:
        return self.page / (self.statement + self.template)


Steps = dict[str, Callable[[], Any]]


def steps(person: Any, cookie: str, query: str, chosen: dict[str, str]) -> tuple[Steps, str, Any]:
    """The page as the server asks for it, the page again, its statement sent as text, and its template with what the view gave it; then
    the statement."""
    given_request = RequestFactory().get(f"{PAGE}{query}", HTTP_COOKIE=cookie, HTTP_HOST="localhost")
    environ, whole = given_request.environ, WSGIHandler()

    def page() -> None:
        said: list[str] = []
        answer = whole(environ | {"wsgi.input": BytesIO()}, lambda status, _: said.append(status))
        b"".join(answer)
        answer.close()
        assert said == ["200 OK"], said

    request: Any = given_request
    request.user = person
    response: Any = NationalAreas.as_view()(request)
    context = dict(response.context_data)
    context["views"] = list(context["views"])
    template = loader.get_template(response.template_name[0])
    sql, given = areas(person, chosen, today=clock.today())[:50].query.sql_with_params()

    def statement() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            cursor.fetchall()

    def draw() -> None:
        template.render(context, request)

    return {"page": page, "again": page, "statement": statement, "template": draw}, sql, given


def measure(todo: dict[str, Callable[[], Any]], looks: int) -> dict[str, float]:
    """{step: its median in milliseconds}"""
    found: dict[str, list[float]] = {name: [] for name in todo}
    for number in range(looks + 2):
        for name in list(todo)[:: -1 if number % 2 else 1]:
            begun = time.perf_counter()
            todo[name]()
            if number > 1:
                found[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(times) for name, times in found.items()}


def blocks_of(sql: str, given: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, costs off, timing off) {sql}", given)
        first = next(line for (line,) in cursor.fetchall() if "Buffers:" in line)
    return sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", first))


def calls_of(step: Callable[[], Any]) -> int:
    """How many calls of Python one page is: the same every time, whatever else the machine does."""
    profile = cProfile.Profile()
    profile.runcall(step)
    found: Any = pstats.Stats(profile)
    return int(found.total_calls)


def look(size: int, looks: int) -> Iterable[Cost]:
    manager = User.objects.create(email="manager@example.org", name="Manager")
    NationalRole.objects.create(user=manager, role=Role.INSPECTION_MANAGER, starts_on=LONG_AGO)
    signed_in = Client()
    signed_in.force_login(manager)
    name = settings.SESSION_COOKIE_NAME
    cookie = f"{name}={signed_in.cookies[name].value}"
    for who, person, held in (("everybody", AnonymousUser(), ""), ("a manager", manager, cookie)):
        for label, query, chosen in VIEWS:
            todo, sql, given = steps(person, held, query, chosen)
            with CaptureQueriesContext(connection) as asked:
                todo["page"]()
            texts = [one["sql"].lstrip("(") for one in asked]
            writes = sum(not text.startswith("SELECT") for text in texts)
            took = measure(todo, looks)
            yield Cost(size, who, label, len(texts), writes, blocks_of(sql, given), calls_of(todo["page"]), **took)


def run(sizes: Iterable[tuple[int, int]], looks: int, of: Callable[[int, int], int]) -> list[Cost]:
    found = []
    for areas_of_england, rounds in sizes:
        cache.clear()
        with transaction.atomic():
            fill(ENGLAND * areas_of_england, rounds)
            for cost in look(of(areas_of_england, rounds), looks):
                found.append(cost)
                print(cost, flush=True)  # noqa: T201
            transaction.set_rollback(True)
    return found


def lines(found: list[Cost]) -> list[str]:
    """A line for each, with what it costs beside the smallest size of the same view."""
    first = {(one.who, one.view): one for one in reversed(found)}
    made = []
    for one in found:
        least = first[one.who, one.view]
        made.append(
            f"| {one.size:,} | {one.who} | {one.view} | {one.statements} | {one.writes} | {one.blocks:,} "
            f"| {one.calls / least.calls:.3f} | {one.page:.0f} ms | {one.again / one.page:.2f} | {one.page / least.page:.2f} "
            f"| {one.statement:.1f} ms | {one.statement / least.statement:.1f} | {one.template:.1f} ms | **{one.ratio:.2f}** |"
        )
    return made


COLUMNS = (
    "Seen by", "View", "Statements", "Writes", "Blocks", "Calls", "Page", "Again", "Grown", "Own statement", "Grown", "Template",
    "Page to both",
)  # fmt: skip


def head(size: str) -> str:
    return f"| {size} | {' | '.join(COLUMNS)} |\n|---:|---|---|{'---:|' * 11}\n"


def readings(by_areas: list[Cost], by_history: list[Cost], slower: float) -> Iterable[Reading]:
    """Goals 6 and 7, of the first page and a region; the largest number of areas and history that was measured."""
    for one in by_areas:
        if one.size == ENGLAND:
            limit = 1.15 if one.who == "everybody" else 1.3
            what = f"{one.view}, {one.who}: page to its statement and template"
            yield at_most(6, what, one.ratio, limit, same=one.again / one.page, context=f"{one.page:.0f} ms")
            yield at_most(2, f"{one.view}, {one.who}: writes", one.writes, 0, counted=True)
    first = {(one.who, one.view): one for one in by_history if one.size == 1}
    for one in by_history:
        if one.size > 1:
            grown = one.statement / first[one.who, one.view].statement
            limit = 2.5 if one.size == 10 else 5
            yield at_most(
                7,
                f"{one.view}, {one.who}: statement with {one.size} times the history",
                grown,
                limit,
                context=f"{one.statement:.0f} ms",
            )
    yield at_least(7, "quicker than asking area by area and row by row", slower, 500)


def asked_row_by_row(areas_asked: int = 3) -> float:
    """Seconds for all of England, were each area asked for its plans, each plan for its items and each item for its actions."""
    from improvement.models import Action, Plan, PlanItem
    from inspections.models import Inspection
    from partnerships.models import Partnership

    began = time.perf_counter()
    for area in Partnership.objects.all()[:areas_asked]:
        for inspection in Inspection.objects.filter(partnership=area):
            for plan in Plan.objects.filter(inspection=inspection):
                for item in PlanItem.objects.filter(plan=plan):
                    for action in Action.objects.filter(item=item):
                        _ = Action.objects.get(pk=action.pk).state
    return (time.perf_counter() - began) / areas_asked * ENGLAND


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--looks", type=int, default=LOOKS)
    options.add_argument("--areas", type=int, nargs="*", default=[1, 10, 100])
    options.add_argument("--history", type=int, nargs="*", default=[1, 10, 100])
    options.add_argument("--readings", type=Path, help="write the readings to this file, as JSON")
    options.add_argument(
        "--quick", action="store_true", help="fewer looks, no hundredfold; writes nothing but the readings"
    )
    asked = options.parse_args()
    if asked.quick:
        asked.looks, asked.areas, asked.history = 15, [1], [1, 10]
    if connection.vendor != "postgresql":
        sys.exit("PostgreSQL is needed: set DATABASE_URL")
    connection.settings_dict["TEST"]["NAME"] = "benchmark_of_the_national_view"
    settings.ALLOWED_HOSTS = ["localhost"]
    # The rows stand in a transaction of this connection alone.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    call_command("collectstatic", verbosity=0, interactive=False)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        by_areas = run([(times, 1) for times in asked.areas], asked.looks, lambda times, _: ENGLAND * times)
        with transaction.atomic():
            fill(ENGLAND)
            row_by_row = asked_row_by_row()
            transaction.set_rollback(True)
        by_history = run([(1, times) for times in asked.history], asked.looks, lambda _, rounds: rounds)
    finally:
        teardown_databases(made, verbosity=0)
    told(readings(by_areas, by_history, row_by_row * 1000 / by_areas[0].statement), asked.readings)
    if asked.quick:
        return
    text = f"""
The page `{PAGE}` (50 areas of each size) beside the text of its own statement sent alone and its template drawn alone from
what the page gave it, PostgreSQL, one process, {asked.looks} looks at each in turned order, medians. “Again” is the page measured a
second time: where it is not within a tenth of 1.00, the ratios beside it say little. “Blocks” are those its statement touches, “Calls”
the calls of Python of one page beside those of the smallest size; “Grown” is beside the smallest size. Every area has an inspection of
2018 and newer ones, each with a plan of 8 weaknesses with 12 actions and two dates; every tenth has one under way. How an action
stands is kept with the action, so what was reported of it month by month is never read and is not laid out here. Beside its statement
a page asks for a count and for the bank holidays added since; signing in adds the session, the person, what they hold, their notices
and their views.
{machine()}, {clock.today():%-d %B %Y}. Written by `python -m benchmarks.national`.

{head("Areas")}"""
    history = f"\n\nThe same 153 areas with more history: newer inspections and plans of each area.\n\n{head('Plans of an area')}"
    put("The table of all areas", text + "\n".join(lines(by_areas)) + history + "\n".join(lines(by_history)))


if __name__ == "__main__":
    main()
