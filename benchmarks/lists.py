"""Lists as the product grows from 300 inspections to 20,000 (goals 1, 3, 4, 5, 8 and 17): python -m benchmarks.lists

Each size has a database of its own; one process turns from one to the other between two looks, so that all sizes meet the same moments of
the machine. Statements, blocks and calls of Python are counted. What PostgreSQL works is read from its process.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import place
from benchmarks.goals import Reading, at_most, in_turns, options, told

# Rounds of inspections of the same 153 areas: about 300, 2,000 and 20,000 of them. England does not grow, its history does.
ROUNDS = {300: 1, 2_000: 12, 20_000: 130}
SIZES = tuple(ROUNDS)
ENGLAND = 153
# (name, address, statements it may have besides the two of signing in, kind)
PAGES = (
    ("inspections", "/inspections/", 6, "list"),
    ("inspections of a region", "/inspections/?region=E12000008", 6, "list"),
    ("inspections, last page", "/inspections/?page={last}", 6, "last"),
    ("deadlines", "/deadlines/", 6, "list"),
    ("areas", "/partnerships/", 6, "list"),
    ("plans", "/plans/", 6, "list"),
    ("published letters", "/letters/", 6, "list"),
    ("national view", "/national/areas/", 6, "list"),
    ("search", "/search/?q=area", 6, "search"),
    ("home", "/", 10, "list"),
    ("one inspection", "/inspections/new-7-0/", 12, "one"),
    ("one area", "/partnerships/area-00007/", 12, "one"),
)
SIGNING_IN = 2
BARE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><main>
<h1 class="govuk-heading-l">{{ title }}</h1>
<table class="govuk-table"><thead class="govuk-table__head"><tr class="govuk-table__row">
<th scope="col" class="govuk-table__header">Area</th>
<th scope="col" class="govuk-table__header">Framework</th><th scope="col" class="govuk-table__header">Stage</th>
<th scope="col" class="govuk-table__header">On site</th><th scope="col" class="govuk-table__header">Published</th></tr></thead>
<tbody class="govuk-table__body">{% for row in rows %}<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">
<a class="govuk-link" href="/inspections/{{ row.reference }}/">{{ row.partnership.name }}</a></th><td class="govuk-table__cell">
{{ row.framework_code }}</td><td class="govuk-table__cell">{{ row.state }}</td><td class="govuk-table__cell">
{{ row.onsite_start_on|date:"j F Y" }}</td><td class="govuk-table__cell">{{ row.published_on|date:"j F Y" }}</td></tr>{% endfor %}
</tbody></table><p class="govuk-body">{{ count }} inspections</p></main></body></html>"""


class Sizes:
    """A database of each size and a connection to each; `at` makes one of them the product's."""

    def __init__(self) -> None:
        from django.db import connection, connections
        from django.db.utils import load_backend

        own = connection.settings_dict
        self.names = {size: f"{own['NAME']}_{size}" for size in SIZES}
        connections.close_all()
        backend = load_backend(own["ENGINE"])
        self.wrappers: dict[int, Any] = {}
        self.cookies: dict[int, str] = {}
        for size, name in self.names.items():
            place.sql(f"CREATE DATABASE {name} TEMPLATE {own['NAME']}")
            self.wrappers[size] = backend.DatabaseWrapper(own | {"NAME": name}, "default")
            self.at(size)
            self.cookies[size] = filled(size)

    def at(self, size: int) -> None:
        from django.db import connections

        connections["default"] = self.wrappers[size]

    def drop(self) -> None:
        for wrapper in self.wrappers.values():
            wrapper.close()
        for name in self.names.values():
            place.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def seconds(self, size: int) -> float:
        """Processor time of the process of PostgreSQL that answers this connection."""
        with self.wrappers[size].cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            (pid,) = cursor.fetchone()
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


def filled(size: int) -> str:
    """So many inspections; gives the cookie of a manager, who may see all of them."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from accounts.choices import Role
    from accounts.models import NationalRole, User
    from benchmarks.national_world import fill

    fill(ENGLAND, ROUNDS[size], actions=False)
    manager = User.objects.create(email="manager@example.org", name="Manager")
    NationalRole.objects.create(user=manager, role=Role.INSPECTION_MANAGER, starts_on=date(2015, 1, 1))
    signed_in = Client()
    signed_in.force_login(manager)
    with connection.cursor() as cursor:
        # As the server does by itself once rows have come: without it no index answers alone, and a count reads every row.
        cursor.execute("vacuum (analyze)")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={signed_in.cookies[name].value}"


class Pages:
    """Asks the product as the server does, without a network."""

    def __init__(self, sizes: Sizes) -> None:
        from django.core.handlers.wsgi import WSGIHandler
        from django.template import engines
        from django.test import RequestFactory

        self.sizes, self.whole, self.requests = sizes, WSGIHandler(), RequestFactory()
        self.bare_page = engines["django"].from_string(BARE)

    def ask(self, address: str, size: int) -> Callable[[], None]:
        environ = self.requests.get(address, HTTP_COOKIE=self.sizes.cookies[size], HTTP_HOST="localhost").environ

        def page() -> None:
            self.sizes.at(size)
            said: list[str] = []
            answer: Any = self.whole(environ | {"wsgi.input": BytesIO()}, lambda status, _: said.append(status))
            b"".join(answer)
            answer.close()
            if said != ["200 OK"]:
                raise SystemExit(f"{address} at {size}: {said}")

        return page

    def bare(self, size: int) -> Callable[[], None]:
        """A count, 25 rows and their table: no rights, no frame, no form. A floor, not an equal."""
        from inspections.models import Inspection

        def page() -> None:
            self.sizes.at(size)
            rows = Inspection.objects.select_related("partnership").order_by("-onsite_start_on", "pk")
            self.bare_page.render({"title": "Inspections", "rows": rows[:25], "count": rows.count()})

        return page


@dataclass
class Counted:
    statements: int
    blocks: int
    calls: int


def counted(page: Callable[[], None], wrapper: Any) -> Counted:
    """What one look asks and does: exact, whatever else the machine does."""
    from django.test.utils import CaptureQueriesContext

    page()
    with CaptureQueriesContext(wrapper) as asked:
        page()
    texts = [one["sql"] for one in asked]  # now: the next request clears the log
    profile = cProfile.Profile()
    profile.runcall(page)
    stats: Any = pstats.Stats(profile)
    return Counted(len(texts), sum(blocks(text, wrapper) for text in texts), int(stats.total_calls))


def blocks(sql: str, wrapper: Any) -> int:
    if not sql.lstrip("(").upper().startswith("SELECT"):
        return 0
    with wrapper.cursor() as cursor:
        cursor.execute(f"explain (analyze, buffers, costs off, timing off) {sql}".replace("%", "%%"), ())
        first = next((line for (line,) in cursor.fetchall() if "Buffers:" in line), "")
    return sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", first))


def last_page(sizes: Sizes, size: int) -> int:
    from inspections.models import Inspection

    sizes.at(size)
    return -(-Inspection.objects.count() // 25) - 1  # the last but one: it is full at every size


def read(sizes: Sizes, looks: int) -> Iterator[Reading]:
    pages = Pages(sizes)
    small, middle, large = SIZES
    yield from bare_pages(pages, sizes, looks)
    for name, address, budget, kind in PAGES:
        asks = {size: pages.ask(address.format(last=last_page(sizes, size)), size) for size in SIZES}
        found = {size: counted(asks[size], sizes.wrappers[size]) for size in SIZES}
        counts = [each.statements for each in found.values()]
        said = f"{counts[0]}, {counts[1]} and {counts[2]} statements"
        yield at_most(
            1,
            f"{name}: most statements besides signing in",
            max(counts) - SIGNING_IN,
            budget,
            counted=True,
            context=said,
        )
        yield at_most(
            1, f"{name}: statements at 20,000 more than at 300", counts[2] - counts[0], 0, counted=True, context=said
        )
        if kind == "list":
            more = found[large].blocks / max(found[middle].blocks, 1)
            context = f"{found[middle].blocks:,} and {found[large].blocks:,} blocks"
            yield at_most(4, f"{name}: blocks at 20,000 to 2,000", more, 3, counted=True, context=context)
        apart = abs(found[large].calls / found[small].calls - 1)
        context = f"{found[small].calls:,} and {found[large].calls:,} calls"
        if kind in ("list", "last"):
            yield at_most(
                3, f"{name}: calls of Python at 20,000 from those at 300", apart, 0.02, counted=True, context=context
            )
        first = middle if kind == "search" else small
        took = in_turns({"few": asks[first], "again": asks[first], "many": asks[large]}, looks)
        limit = {"search": 1.4, "last": 2.0}.get(kind, 1.35)
        context = f"{took['few'] * 1000:.0f} and {took['many'] * 1000:.0f} ms"
        yield at_most(
            5, f"{name}: time at 20,000 to {first:,}", took["many"] / took["few"], limit,
            same=took["again"] / took["few"], context=context,
        )  # fmt: skip


def bare_pages(pages: Pages, sizes: Sizes, looks: int) -> Iterator[Reading]:
    """The list of inspections beside a page that is nothing but its rows."""
    size = SIZES[1]
    own, bare = pages.ask("/inspections/", size), pages.bare(size)
    calls = counted(own, sizes.wrappers[size]).calls / counted(bare, sizes.wrappers[size]).calls
    yield at_most(8, "inspections: calls of Python to a bare page", calls, 1.5, counted=True)
    times = 40 if looks > 20 else 15
    took = {}
    for name, page in (("own", own), ("bare", bare), ("bare again", bare)):
        before = sizes.seconds(size)
        for _ in range(times * (1 if name == "own" else 4)):
            page()
        took[name] = (sizes.seconds(size) - before) / (1 if name == "own" else 4)
    yield at_most(
        17, "inspections: work of PostgreSQL to a bare page", took["own"] / max(took["bare"], 0.001), 2,
        same=took["bare again"] / max(took["bare"], 0.001), context=f"{took['own'] / times * 1000:.1f} ms a page",
    )  # fmt: skip


def main() -> None:
    asked = options(__doc__)
    with place.database():
        from django.conf import settings
        from django.core.signals import request_finished, request_started
        from django.db import close_old_connections

        settings.ALLOWED_HOSTS = ["localhost", "testserver"]
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        sizes = Sizes()
        try:
            told(read(sizes, 15 if asked.quick else 41), asked.readings)
        finally:
            sizes.drop()


if __name__ == "__main__":
    main()
