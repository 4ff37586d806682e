"""Access rows: the measures of a plan, their values, baselines and workbooks."""

from __future__ import annotations

from datetime import date

from accounts.choices import Role
from core import clock
from improvement.models import Plan
from measures.models import Measure, MeasureLoad, MeasureValue, Rebaseline
from tests.access.rows import (
    ADVISERS,
    INSIDERS,
    OFFICERS,
    PLAN_READERS,
    PLAN_WRITERS,
    QUALITY,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import CANARY, World

TRACKERS = PLAN_WRITERS | OFFICERS
REVIEWERS = ADVISERS | QUALITY
STAGE = "published"


def furnish(world: World) -> None:
    """A measure with a value, a baseline that is asked for, and a workbook that was read and not kept."""
    plan = Plan.objects.filter(inspection=world.inspection).first()
    if plan is None:
        return
    lano, now = world.people[Role.LANO], clock.now()
    measure = Measure.objects.create(
        item=plan.items.get(order=1), number=1, name=CANARY, unit="count", every="year", better="lower", baseline_period="2024",
        baseline_value=9,
    )  # fmt: skip
    world.things["measure"] = measure
    world.things["value"] = MeasureValue.objects.create(
        measure=measure, period="2025", period_end_on=date(2025, 12, 31), value=7, recorded_by=lano, recorded_at=now
    )
    Rebaseline.objects.create(
        measure=measure, number=1, asked_by=lano, asked_at=now, reason=CANARY, old={"baseline": ["2024", "9"], "targets": {}},
        new={"baseline": ["2024", "8"], "targets": {}},
    )  # fmt: skip
    rows = [[2, {"measure": "M1.1", "period": "2023", "value": "5"}]]
    letters = {"measure": "A", "period": "B", "value": "C"}
    for number, kept in ((1, None), (2, now)):
        MeasureLoad.objects.create(
            plan=plan, number=number, file_name=CANARY, read_by=lano, read_at=now, kept_at=kept, kept_by=lano if kept else None,
            rows={"Values": {"letters": letters, "rows": rows}},
            made={"defined": [], "changed": {}, "targets": {}, "put_back": []},
        )  # fmt: skip


of_measure = with_(pk=lambda things: things["measure"].pk)
of_value = with_(pk=lambda things: things["measure"].pk, value=lambda things: things["value"].pk)
of_request = with_(pk=lambda things: things["measure"].pk, number=1)
first, second = with_(number=1), with_(number=2)
INSIDE = PLAN_READERS | INSIDERS[STAGE]

ROWS: list[Row] = [
    *(
        guarded(f"measures:{name}", PLAN_READERS, INSIDERS[STAGE], stage=STAGE, kwargs=kwargs, secret=PLAN_READERS)
        for name, kwargs in (
            ("measure-list", ref),
            ("measure-export", ref),
            ("measure-detail", of_measure),
            ("measure-table", of_measure),
            ("measure-csv", of_measure),
        )
    ),
    *(
        guarded(f"measures:{name}", PLAN_WRITERS, INSIDE, post=200, stage=STAGE, kwargs=kwargs, secret=PLAN_WRITERS)
        for name, kwargs in (("measure-add", ref), ("measure-edit", of_measure), ("rebaseline-ask", of_measure))
    ),
    *(
        guarded(f"measures:{name}", TRACKERS, INSIDE, post=200, stage=STAGE, kwargs=kwargs, secret=TRACKERS)
        for name, kwargs in (("value-add", of_measure), ("value-correct", of_value), ("load-add", ref))
    ),
    # Sent empty, both lead back to the page of the workbook.
    guarded("measures:load-detail", TRACKERS, INSIDE, post=302, stage=STAGE, kwargs=first, secret=TRACKERS),
    guarded("measures:load-undo", TRACKERS, INSIDE, get=405, post=302, stage=STAGE, kwargs=second),
    guarded(
        "measures:rebaseline-decide", REVIEWERS, INSIDE, post=200, stage=STAGE, kwargs=of_request, secret=REVIEWERS
    ),
]
