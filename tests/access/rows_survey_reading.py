"""Access rows: answers kept back for safeguarding, comments and themes."""

from __future__ import annotations

from accounts.choices import Role
from core import clock
from surveys.choices import Mode
from surveys.models import Batch, Comment, Concern, DutyReader, Response, Theme
from tests.access.rows import CQC_LEAD, INSIDERS, LEAD, MANAGER, TEAM, Row, guarded, ref, with_
from tests.access.world import LONG_AGO, World

DUTY = {Role.CQC_INSPECTOR}
INSIDE = INSIDERS["notified"]


def furnish(world: World) -> None:
    """The CQC inspector is on duty; one concern waits; a comment and a theme of the survey that is being read."""
    today = clock.today()
    DutyReader.objects.create(
        inspection=world.inspection, user=world.people[Role.CQC_INSPECTOR], named_by=world.people[Role.LEAD_INSPECTOR],
        starts_on=LONG_AGO,
    )  # fmt: skip
    world.things["duty"] = DutyReader.objects.get()
    survey = world.things["read_survey"]
    world.things["concern"] = Concern.objects.create(
        survey=world.things["survey"], number=1, question="best", text="He hit me", words=["hit me"], raised_on=today
    )
    batch = Batch.objects.create(survey=survey, number=1, size=10, made_on=today)
    response = Response.objects.create(
        survey=survey,
        batch=batch,
        wave=1,
        variant="standard",
        language="en",
        mode=Mode.ONLINE,
        answers={},
        answered_on=today,
    )
    comment = Comment.objects.create(
        survey=survey, response=response, question="best", text="The school helps", order=7
    )
    theme = Theme.objects.create(survey=survey, number=1, words=["school", "help"], made_at=clock.now())
    theme.comments.set([comment])


read_ = with_(audience="practitioners")
one = with_(audience="practitioners", order=7)
theme_ = with_(audience="practitioners", number=1)
concern_ = with_(pk=lambda things: things["concern"].pk)
MANAGE = LEAD | CQC_LEAD | MANAGER
ROWS: list[Row] = [
    guarded("surveys:concern-list", TEAM, INSIDE, kwargs=ref),
    # Nobody by their role, not even the lead: only who is named for the day.
    guarded("surveys:concern-detail", DUTY, INSIDE, post=200, kwargs=concern_),
    guarded("surveys:duty", MANAGE, INSIDE, post=200, kwargs=ref),
    guarded("surveys:duty-end", MANAGE, INSIDE, get=405, post=302, kwargs=with_(pk=lambda things: things["duty"].pk)),
    guarded("surveys:comment-list", TEAM, INSIDE, kwargs=read_),
    guarded("surveys:comment-read", TEAM, INSIDE, post=200, kwargs=one),
    guarded("surveys:comment-raise", TEAM, INSIDE, get=405, post=302, kwargs=one),
    guarded("surveys:theme-list", TEAM, INSIDE, kwargs=read_),
    guarded("surveys:theme-ask", TEAM, INSIDE, get=405, post=302, kwargs=read_),
    guarded("surveys:theme-keep", TEAM, INSIDE, post=200, kwargs=theme_),
    guarded("surveys:theme-dismiss", TEAM, INSIDE, get=405, post=302, kwargs=theme_),
]
