"""Access rows: the letter while it is written: autosave, versions, checks."""

from __future__ import annotations

from accounts.choices import Role
from core import clock
from reports.models import SectionSave
from tests.access.rows import INSIDERS, QUALITY, TEAM, Row, guarded, ref, with_
from tests.access.world import CANARY, World


def furnish(world: World) -> None:
    """A save of the world's own section; the version is the world's own too."""
    SectionSave.objects.create(
        section=world.things["section"], version=1, by=world.people[Role.CQC_INSPECTOR], at=clock.now(), text=CANARY
    )


def section(name: str, stage: str, post: int) -> Row:
    return guarded(
        f"reports:{name}", TEAM, INSIDERS[stage], post=post, stage=stage, kwargs=with_(code="experience"), secret=TEAM
    )


ROWS: list[Row] = [
    # A form without its version is answered as none of ours.
    *(section("section-autosave", stage, 400) for stage in ("notified", "feedback", "shared", "published")),
    *(section("section-edit", stage, 200) for stage in ("feedback", "published")),
    # Who wrote what, when, and on what evidence is never the area's to read.
    *(
        guarded(f"reports:{name}", TEAM | QUALITY, INSIDERS[stage], stage=stage, kwargs=kwargs, secret=TEAM | QUALITY)
        for stage in ("notified", "shared", "published")
        for name, kwargs in (
            ("section-history", with_(code="experience")),
            ("letter-compare", ref),
            ("letter-references", ref),
            ("letter-checks", ref),
        )
    ),
]
