"""Access rows: a revisit of the area whose letter is issued and not public yet, and what it looks back on."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.choices import TEAM_ROLES
from improvement.models import Action, Plan, PlanItem
from inspections.models import Finding, Inspection, ProgressJudgement, TeamPlace
from tests.access.rows import FINAL_READERS, INSIDERS, READERS, TEAM, Row, guarded
from tests.access.world import CANARY, LONG_AGO, World

STAGE = "published"
REVISIT = "seaborough-revisit-2026"


def furnish(world: World) -> None:
    """Beside the published inspection: an older one with a statement of action, and its revisit by the same team."""
    if world.inspection.published_on is None:
        return
    old = Inspection.objects.create(
        reference="seaborough-2019", partnership=world.here, framework_code="local-area-send-2016", edition_code="2021-03",
        kind="full", state="published", outcome="wsoa-required", published_on=date(2019, 5, 1),
        report_received_on=date(2019, 4, 26),
    )  # fmt: skip
    finding = Finding.objects.create(inspection=old, kind="area_of_significant_weakness", order=1, text=CANARY)
    plan = Plan.objects.create(inspection=old, kind="wsoa", opened_on=date(2019, 5, 1), state="in_delivery")
    item = PlanItem.objects.create(plan=plan, finding=finding, order=1, text=CANARY)
    Action.objects.create(item=item, number=1, text="Train case officers", state="underway_behind")
    revisit = Inspection.objects.create(
        reference=REVISIT, partnership=world.here, framework_code="local-area-send-2016", edition_code="2021-03",
        kind="revisit", state="finalised", outcome="none-sufficient", follows=old, notified_on=date(2026, 1, 5),
        onsite_start_on=date(2026, 1, 19), onsite_end_on=date(2026, 1, 21), feedback_on=date(2026, 1, 21),
        findings_shared_on=date(2026, 2, 10), letter_issued_on=date(2026, 2, 20),
    )  # fmt: skip
    for role in TEAM_ROLES:
        TeamPlace.objects.create(inspection=revisit, user=world.people[role], role=role, starts_on=LONG_AGO)
    ProgressJudgement.objects.create(inspection=revisit, finding=finding, sufficient=False, narrative=CANARY)


def of_revisit(world: World) -> dict[str, Any]:
    return {"reference": REVISIT}


READ: set[str] = set(READERS["issued"])
FINAL: set[str] = set(FINAL_READERS["issued"])
INSIDE: set[str] = set(INSIDERS["issued"])
ROWS: list[Row] = [
    guarded("improvement:before-after", FINAL, INSIDE, stage=STAGE, kwargs=of_revisit, secret=FINAL),
    Row(
        "inspections:progress-judgements",
        guarded("inspections:progress-judgements", READ, INSIDE).get,
        guarded("inspections:progress-judgements", TEAM, INSIDE, post=200).post,
        STAGE,
        of_revisit,
        READ,
    ),
]
