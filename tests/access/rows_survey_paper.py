"""Access rows: answers given on paper or by telephone."""

from __future__ import annotations

from accounts.choices import Role
from surveys.models import Entry
from tests.access.rows import CQC_LEAD, INSIDERS, LEAD, MANAGER, TEAM, Row, guarded, with_
from tests.access.world import World


def furnish(world: World) -> None:
    """Two sheets of the parents' survey: one entered once by the lead inspector, one on which two people differ."""
    survey, people = world.things["survey"], world.people
    Entry.objects.create(
        survey=survey, number=1, mode="paper", first={"involved": "agree"}, first_by=people[Role.LEAD_INSPECTOR]
    )
    Entry.objects.create(
        survey=survey, number=2, mode="paper", first={"involved": "agree"}, first_by=people[Role.LEAD_INSPECTOR],
        second={"involved": "disagree"}, second_by=people[Role.CQC_LEAD],
    )  # fmt: skip


ENTER = TEAM | MANAGER
INSIDE = INSIDERS["notified"]
ROWS: list[Row] = [
    guarded("surveys:sheet-list", ENTER, INSIDE, kwargs=with_(audience="parents")),
    guarded("surveys:sheet-begin", ENTER, INSIDE, post=200, kwargs=with_(audience="parents")),
    guarded("surveys:sheet-enter", ENTER, INSIDE, post=200, kwargs=with_(audience="parents", number=1)),
    # Only the two who entered a sheet see where they differ.
    guarded("surveys:sheet-settle", LEAD | CQC_LEAD, INSIDE, post=200, kwargs=with_(audience="parents", number=2)),
    guarded("surveys:sheet-take-away", ENTER, INSIDE, post=302, kwargs=with_(audience="parents", number=1)),
]
