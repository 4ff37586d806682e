"""Access rows: the surveys of an inspection, their waves, links and counts."""

from __future__ import annotations

from core import clock
from surveys.choices import Audience
from surveys.models import Print
from surveys.tests.world import survey
from tests.access.rows import (
    CHIEFS,
    CQC_LEAD,
    INSIDERS,
    INSPECTORATES,
    LANO,
    LEAD,
    MANAGER,
    R,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.rows import TEAM as INSPECTORS
from tests.access.world import World

SEE = INSPECTORATES | LANO | CHIEFS | {R.PCF}
MOVE = LEAD | CQC_LEAD | MANAGER


def furnish(world: World) -> None:
    """The three surveys: the parents' is open, the children's paused, the practitioners' being read."""
    world.things["survey"] = survey(world.inspection, token="open-survey-of-the-matrix")
    world.things["paused_survey"] = survey(
        world.inspection, audience=Audience.CHILDREN, state="paused", token="paused-survey-of-the-matrix"
    )
    world.things["read_survey"] = survey(
        world.inspection, audience=Audience.PRACTITIONERS, state="reviewing", token="read-survey-of-the-matrix"
    )
    Print.objects.create(survey=world.things["survey"], kind="poster", pdf=b"%PDF-1.7", made_at=clock.now())


def moves(name: str, audience: str, *codes: str) -> list[Row]:
    return [
        guarded(f"surveys:{name}", MOVE, INSIDERS["notified"], post=200, kwargs=with_(audience=audience, move=code))
        for code in codes
    ]


ROWS: list[Row] = [
    guarded("surveys:survey-list", SEE, INSIDERS["notified"], kwargs=ref),
    # The area sees the surveys only once it was notified.
    guarded("surveys:survey-list", INSPECTORATES, INSIDERS["planned"], stage="planned", kwargs=ref),
    guarded("surveys:survey-make", MOVE, INSIDERS["notified"], get=405, post=302, kwargs=ref),
    guarded("surveys:survey-detail", SEE, INSIDERS["notified"], kwargs=with_(audience="parents")),
    guarded("surveys:survey-detail", SEE, INSIDERS["notified"], kwargs=with_(audience="children")),
    guarded("surveys:survey-share", SEE, INSIDERS["notified"], kwargs=with_(audience="parents")),
    guarded("surveys:survey-qr", SEE, INSIDERS["notified"], kwargs=with_(audience="parents", kind="png")),
    guarded(
        "surveys:survey-print", SEE, INSIDERS["notified"], kwargs=with_(audience="parents", kind="poster", variant="standard")
    ),
    *moves("survey-change", "parents", "window", "pause", "extend", "close"),
    *moves("survey-change", "children", "reopen"),
    guarded(
        "surveys:survey-step", MOVE, INSIDERS["notified"], post=200, kwargs=with_(audience="parents", move="banner")
    ),
    # Not the moves of a survey that is being read, or is open: refused on the page.
    *moves("survey-step", "practitioners", "archive", "purge"),
    guarded(
        "surveys:survey-step", INSPECTORS, INSIDERS["notified"], post=200, kwargs=with_(audience="parents", move="start-reading")
    ),
    guarded(
        "surveys:survey-step", INSPECTORS, INSIDERS["notified"], post=302, kwargs=with_(audience="practitioners", move="finish-reading")
    ),
]  # fmt: skip
