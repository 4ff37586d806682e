"""Access rows: results of surveys, their files, and evidence."""

from __future__ import annotations

from core import clock
from inspections.models import Evidence
from tests.access.rows import INSIDERS, QUALITY, TEAM, Row, guarded, ref, with_
from tests.access.world import World


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""
    Evidence.objects.create(
        inspection=world.inspection, number=1, source_kind="survey", source_ref="of the matrix",
        title="What parents say", text="Most agree.", criteria=["I1"], recorded_at=clock.now(),
        figures={"about": [["Answers", "120"]], "tables": [{"caption": "Asked", "head": ["Answer", "Answers"], "rows": [["Yes", 80]]}]},
    )  # fmt: skip


INSIDE = INSIDERS["notified"]
parents = with_(audience="parents")
ROWS: list[Row] = [
    # The LANO and the parent carer forum see counts only.
    guarded("surveys:results", TEAM, INSIDE, kwargs=parents),
    guarded("surveys:results-file", TEAM, INSIDE, post=200, kwargs=parents),
    guarded("surveys:results-excel", TEAM, INSIDE, kwargs=parents),
    guarded("surveys:results-csv", TEAM, INSIDE, kwargs=parents),
    guarded("surveys:results-comments", TEAM, INSIDE, kwargs=with_(audience="parents", part=1)),
    guarded("inspections:evidence-list", TEAM | QUALITY, INSIDE, kwargs=ref),
    guarded("inspections:evidence-list", TEAM | QUALITY, INSIDERS["planned"], kwargs=ref, stage="planned"),
    guarded("inspections:evidence-detail", TEAM | QUALITY, INSIDE, kwargs=with_(number=1)),
]
