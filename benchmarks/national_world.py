"""The rows that the benchmark of the national view looks at: areas, their inspections and plans, and the plans' actions."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from accounts.choices import REGIONS
from core import clock
from improvement.models import Plan
from inspections.models import Deadline, Finding, Inspection
from partnerships.models import LocalAuthority, Partnership, Region

WEAKNESSES, ACTIONS = 8, 12
STATES = ("completed", "underway_on_target", "not_started", "underway_behind", "evidenced")
BATCH = 2000


def fill(number: int, rounds: int = 1, *, actions: bool = True) -> None:
    """Areas with an inspection of 2018, then `rounds` newer ones that each asked for a plan of 8 weaknesses with 12 actions, and in every
    tenth area one under way."""
    today = clock.today()
    regions = [Region.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in REGIONS]
    authorities = LocalAuthority.objects.bulk_create(
        [
            LocalAuthority(dfe_code=f"{n % 1000:03d}", gss_code=f"E{n:08d}", name=f"Area {n:05d}", la_type="Unitary",
                           region=regions[n % len(regions)], is_current=True)
            for n in range(number)
        ], batch_size=BATCH,
    )  # fmt: skip
    places = Partnership.objects.bulk_create(
        [
            Partnership(slug=f"area-{n:05d}", name=f"Area {n:05d}", authority=authority, region=authority.region)
            for n, authority in enumerate(authorities)
        ], batch_size=BATCH,
    )  # fmt: skip
    made: list[Inspection] = []
    for n, place in enumerate(places):
        made.append(
            _inspection(
                place, f"old-{n}", "wsoa-required", date(2018, 5, 14), "published", "local-area-send-2016", "2016-04"
            )
        )
        for turn in range(rounds):
            start = date(2024, 5, 13) + timedelta(days=n % 300 - 7 * turn)
            made.append(_inspection(place, f"new-{n}-{turn}", f"outcome-{n % 3 + 1}", start, "published"))
        if n % 10 == 0:
            made.append(_inspection(place, f"now-{n}", "", today - timedelta(days=1), "on_site"))
    Inspection.objects.bulk_create(made, batch_size=BATCH)
    planned = [one for one in made if one.outcome.startswith("outcome")]
    Plan.objects.bulk_create(
        [
            Plan(inspection=one, kind="priority-action-plan", state="in_delivery" if one.reference.endswith("-0") else "completed",
                 opened_on=one.published_on or today, submitted_on=today, published_on=today if n % 2 else None)
            for n, one in enumerate(planned)
        ], batch_size=BATCH,
    )  # fmt: skip
    Deadline.objects.bulk_create(
        [
            Deadline(inspection=one, scope="plan", rule_code=code, name="Due", owner_code="partnership", anchor="published_on",
                     anchor_on=today, offset=35, unit="working_days", due_on=today + timedelta(days=days),
                     original_due_on=today, calendar_edition="-", source="-", confirmed=False, laid_on=today,
                     met_on=None if one.reference.endswith("-0") else today)
            for n, one in enumerate(planned) for code, days in (("pap-due", n % 90 - 20), ("monitoring-inspection-due", 300))
        ], batch_size=BATCH,
    )  # fmt: skip
    if actions:
        _actions()


def _actions() -> None:
    """Written by the database itself: a hundred times history is a million and a half of them."""
    states = ",".join(f"'{state}'" for state in STATES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            insert into {Finding._meta.db_table} (inspection_id, kind, "order", text, points, closing, area_code,
                responsible_bodies, version, created_at, updated_at)
            select inspection_id, 'area_for_priority_action', n, 'Leaders must act.', '[]', '', '', '[]', 1, now(), now()
            from improvement_plan, generate_series(1, {WEAKNESSES}) n;
            insert into improvement_planitem (plan_id, finding_id, "order", text, points, closing, responsible_bodies, outcome, version)
            select p.id, f.id, f."order", f.text, '[]', '', '[]', '', 1
            from improvement_plan p join {Finding._meta.db_table} f using (inspection_id);
            insert into improvement_action (item_id, number, text, owner_office, body, co_body, measure, evidence, resource, state,
                impact, raised_at, version, created_at, updated_at)
            select i.id, n, 'Do it', '', '', '', '', '', '', (array[{states}])[1 + (i.id * 7 + n) % {len(STATES)}],
                'too_early', '', 1, now(), now()
            from improvement_planitem i, generate_series(1, {ACTIONS}) n;
            analyze
            """  # noqa: S608  (numbers and table names of this code alone)
        )


def _inspection(
    place: Partnership, reference: str, outcome: str, start_on: date, state: str,
    framework: str = "area-send-2023", edition: str = "2024-04-05",
) -> Inspection:  # fmt: skip
    out = start_on + timedelta(days=60) if state == "published" else None
    return Inspection(
        partnership=place, reference=reference, outcome=outcome, framework_code=framework, edition_code=edition, kind="full",
        state=state, onsite_start_on=start_on, onsite_end_on=start_on + timedelta(days=4), published_on=out,
    )  # fmt: skip
