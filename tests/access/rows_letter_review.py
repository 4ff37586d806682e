"""Access rows: team review, quality assurance and moderation. Never for the area, at no stage."""

from __future__ import annotations

from accounts.choices import Role
from core import clock
from reports.models import ReviewComment, Reviewer
from tests.access.rows import INSIDERS, QUALITY, TEAM, Kwargs, Row, guarded, ref, with_
from tests.access.world import CANARY, World

REVIEWERS = TEAM | QUALITY
STAGES = ("notified", "feedback", "shared", "issued", "published")


def furnish(world: World) -> None:
    """A comment, a suggestion and somebody asked."""
    letter, lead = world.things["letter"], world.people[Role.LEAD_INSPECTOR]
    said = {"letter": letter, "section_code": "experience", "quote": CANARY, "by": lead, "at": clock.now()}
    world.things["review_comment"] = ReviewComment.objects.create(**said, text="Is this so?")
    world.things["suggestion"] = ReviewComment.objects.create(**said, replacement="Other words")
    world.things["reviewer"] = Reviewer.objects.create(
        letter=letter, person=world.people[Role.CQC_LEAD], capacity="team", asked_by=lead, asked_at=clock.now()
    )


def comment(thing: str) -> Kwargs:
    return with_(pk=lambda things: things[thing].pk)


ROWS: list[Row] = [
    *(
        guarded(f"reports:{name}", REVIEWERS, INSIDERS[stage], post=post, stage=stage, kwargs=kwargs, secret=REVIEWERS)
        for stage in STAGES
        for name, kwargs, post in (
            ("review-detail", ref, 405),
            ("review-section", with_(code="experience"), 200),
            ("review-comment", comment("review_comment"), 200),
            ("review-alike", ref, 200),
        )
    ),
    *(
        guarded(f"reports:{name}", REVIEWERS, INSIDERS["shared"], post=post, stage="shared", kwargs=kwargs, secret=REVIEWERS)
        for name, kwargs, post in (
            ("review-ask", ref, 200),
            ("review-withdraw", comment("reviewer"), 302),
            ("review-verdict", ref, 200),
            ("review-resolve", comment("review_comment"), 302),
        )
    ),
    *(
        guarded(f"reports:{name}", TEAM, INSIDERS["shared"], post=200, stage="shared", kwargs=comment("suggestion"), secret=TEAM)
        for name in ("review-accept", "review-reject")
    ),
]  # fmt: skip
