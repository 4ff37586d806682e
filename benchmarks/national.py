"""What the table of all areas costs beside its own statement and its bare template. Run by hand after manage.py prepare.
PostgreSQL needed: python -m benchmarks.national

Each size has its own areas, in a database made for it and dropped after. In every round each step runs once, in turned order, in one
process; a ratio is of medians. The page is measured twice: the two must agree.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import django

from benchmarks.page import machine, put

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template import loader  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases  # noqa: E402

from accounts.choices import REGIONS, Role  # noqa: E402
from accounts.models import NationalRole, User  # noqa: E402
from core import clock  # noqa: E402
from dashboard.queries.areas import areas  # noqa: E402
from improvement.models import Plan  # noqa: E402
from inspections.models import Deadline, Inspection  # noqa: E402
from partnerships.models import LocalAuthority, Partnership, Region  # noqa: E402

ENGLAND = 153
TIMES = (1, 10, 100)
LOOKS = 41
PAGE = "/national/areas/"
LONG_AGO = date(2015, 1, 1)


def fill(number: int) -> None:
    """Areas with an old inspection, a new one that asked for a plan in every third, and one under way in every tenth."""
    today = clock.today()
    regions = [Region.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in REGIONS]
    authorities = LocalAuthority.objects.bulk_create(
        [
            LocalAuthority(dfe_code=f"{n % 1000:03d}", gss_code=f"E{n:08d}", name=f"Area {n:05d}", la_type="Unitary",
                           region=regions[n % len(regions)], is_current=True)
            for n in range(number)
        ], batch_size=2000,
    )  # fmt: skip
    places = Partnership.objects.bulk_create(
        [
            Partnership(slug=f"area-{n:05d}", name=f"Area {n:05d}", authority=authority, region=authority.region)
            for n, authority in enumerate(authorities)
        ], batch_size=2000,
    )  # fmt: skip
    made: list[Inspection] = []
    for n, place in enumerate(places):
        made.append(
            _inspection(
                place, f"old-{n}", "wsoa-required", date(2018, 5, 14), "published", "local-area-send-2016", "2016-04"
            )
        )
        outcome = f"outcome-{n % 3 + 1}"
        made.append(_inspection(place, f"new-{n}", outcome, date(2024, 5, 13) + timedelta(days=n % 300), "published"))
        if n % 10 == 0:
            made.append(_inspection(place, f"now-{n}", "", today - timedelta(days=1), "on_site"))
    Inspection.objects.bulk_create(made, batch_size=2000)
    with_plan = [one for one in made if one.outcome == "outcome-3"]
    Plan.objects.bulk_create(
        [
            Plan(inspection=one, kind="priority-action-plan", state="drafting", opened_on=one.published_on or today)
            for one in with_plan
        ],
        batch_size=2000,
    )
    Deadline.objects.bulk_create(
        [
            Deadline(inspection=one, scope="plan", rule_code=code, name="Due", owner_code="partnership", anchor="published_on",
                     anchor_on=today, offset=35, unit="working_days", due_on=today + timedelta(days=days),
                     original_due_on=today, calendar_edition="-", source="-", confirmed=False, laid_on=today)
            for n, one in enumerate(with_plan) for code, days in (("pap-due", n % 90 - 20), ("monitoring-inspection-due", 300))
        ], batch_size=2000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _inspection(
    place: Partnership, reference: str, outcome: str, start_on: date, state: str,
    framework: str = "area-send-2023", edition: str = "2024-04-05",
) -> Inspection:  # fmt: skip
    out = start_on + timedelta(days=60) if state == "published" else None
    return Inspection(
        partnership=place, reference=reference, outcome=outcome, framework_code=framework, edition_code=edition, kind="full",
        state=state, onsite_start_on=start_on, onsite_end_on=start_on + timedelta(days=4), published_on=out,
    )  # fmt: skip


def steps(client: Client, person: Any, query: str, chosen: dict[str, str]) -> dict[str, Callable[[], Any]]:
    """The page, the page again, its statement sent as text, and its template with what the page gave it."""
    response: Any = client.get(f"{PAGE}{query}")
    context = dict(response.context_data)
    context["views"] = list(context["views"])
    template, request = loader.get_template(response.template_name[0]), response.wsgi_request
    sql, given = areas(person, chosen, today=clock.today())[:50].query.sql_with_params()

    def statement() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            cursor.fetchall()

    def page() -> None:
        assert client.get(f"{PAGE}{query}").status_code == 200

    return {"page": page, "again": page, "statement": statement, "template": lambda: template.render(context, request)}


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


def run(looks: int) -> list[str]:
    lines = []
    for times in TIMES:
        with transaction.atomic():
            fill(ENGLAND * times)
            manager = User.objects.create(email="manager@example.org", name="Manager")
            NationalRole.objects.create(user=manager, role=Role.INSPECTION_MANAGER, starts_on=LONG_AGO)
            signed_in = Client()
            signed_in.force_login(manager)
            for who, client, person in (("everybody", Client(), AnonymousUser()), ("a manager", signed_in, manager)):
                for label, query, chosen in (
                    ("first page", "", {}),
                    ("one region", "?region=E12000008", {"region": "E12000008"}),
                    ("by deadline", "?order=due", {"order": "due"}),
                ):
                    todo = steps(client, person, query, chosen)
                    with CaptureQueriesContext(connection) as asked:
                        todo["page"]()
                        number = len(asked)
                    took = measure(todo, looks)
                    parts = took["statement"] + took["template"]
                    lines.append(
                        f"| {ENGLAND * times:,} | {who} | {label} | {number} | {took['page']:.0f} ms "
                        f"| {took['again'] / took['page']:.2f} "
                        f"| {took['statement']:.1f} ms | {took['template']:.1f} ms | **{took['page'] / parts:.2f}** |"
                    )
                    print(lines[-1], flush=True)  # noqa: T201
            transaction.set_rollback(True)
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--looks", type=int, default=LOOKS)
    looks = options.parse_args().looks
    if connection.vendor != "postgresql":
        sys.exit("PostgreSQL is needed: set DATABASE_URL")
    connection.settings_dict["TEST"]["NAME"] = "benchmark_of_the_national_view"
    setup_test_environment(debug=False)
    made = setup_databases(verbosity=0, interactive=False)
    try:
        lines = run(looks)
    finally:
        teardown_databases(made, verbosity=0)
    text = f"""
The page `{PAGE}` (50 areas of each size) beside the text of its own statement sent alone and its template drawn alone from what the page
gave it, PostgreSQL, one process, {looks} looks at each in turned order, medians. “Again” is the page measured a second time: where it is
not within a tenth of 1.00, the ratio beside it says little. Every area has two or three inspections, every third a plan with two dates.
Beside its statement a page asks for a count and for the rows its cells show, whose number is that of the page; signing in adds the
session, the person and their rights.
{machine()}, {clock.today():%-d %B %Y}. Written by `python -m benchmarks.national`.

| Areas | Seen by | View | Statements | Page | Again | Own statement | Template | Page to both |
|---:|---|---|---:|---:|---:|---:|---:|---:|
"""
    put("The table of all areas", text + "\n".join(lines))


if __name__ == "__main__":
    main()
