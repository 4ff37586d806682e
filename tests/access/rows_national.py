"""The national view, the search and the open data. What each row says depends on who looks; the addresses are open."""

from __future__ import annotations

from tests.access.rows import (
    ANONYMOUS,
    EVERYONE,
    INSIDERS,
    QUALITY,
    SIGNED_IN,
    R,
    Row,
    guarded,
    open_to_all,
    ref,
    signed_in,
)
from tests.access.world import World

STAGES = ("planned", "notified", "shared", "issued", "published")


def furnish(world: World) -> None:
    from core import clock
    from dashboard.models import SavedView
    from reports.models import FindingTheme

    quality = world.people[R.QUALITY_ASSURER]
    FindingTheme.objects.create(
        finding=world.things["finding"], theme="joint", tagged_by=quality, tagged_at=clock.now()
    )
    world.things["view"] = SavedView.objects.create(person=world.people[R.DFE_ADVISER], name="Mine", address="")


ROWS: list[Row] = [
    # No cell, no filter and no file of it holds the wording of a letter or a child's name, whoever asks.
    *(open_to_all("dashboard:national-areas", stage=stage) for stage in STAGES),
    *(
        open_to_all("dashboard:national-areas-file", stage=stage, kwargs=lambda world: {"ending": "json"})
        for stage in STAGES
    ),
    *(open_to_all(f"dashboard:{name}") for name in ("national-map", "national-publishing", "search")),
    *(
        open_to_all(f"dashboard:{name}", kwargs=lambda world: {"ending": "csv"})
        for name in ("national-file", "national-publishing-file")
    ),
    # What findings are about, and their words, is for everybody from publication on; before, nobody is told by these pages.
    *(
        open_to_all(
            f"dashboard:{name}",
            stage=stage,
            kwargs=kwargs,
            may_read_secret=EVERYONE if stage == "published" and "rows" in name else frozenset(),
        )
        for stage in ("shared", "issued", "published")
        for name, kwargs in (
            ("national-themes", lambda world: {}),
            ("national-themes-file", lambda world: {"ending": "json"}),
            ("national-theme-rows", lambda world: {"theme": "joint", "count": "findings"}),
            ("national-theme-rows-file", lambda world: {"theme": "joint", "count": "findings", "ending": "json"}),
        )
    ),
    *(open_to_all("dashboard:national-strengths", stage=stage) for stage in ("issued", "published")),
    *(
        guarded(
            "reports:letter-themes",
            QUALITY,
            INSIDERS[stage],
            post=200,
            stage=stage,
            kwargs=ref,
            secret=QUALITY if stage == "published" else frozenset(),
        )
        for stage in ("issued", "published")
    ),
    # Without a number's address nothing is behind it.
    open_to_all("dashboard:national-rows", get=404),
    open_to_all("dashboard:national-rows-file", get=404, kwargs=lambda world: {"ending": "csv"}),
    *(open_to_all(f"dashboard:{name}") for name in ("open-data", "open-data-description")),
    open_to_all("dashboard:open-data-root", get=404),
    open_to_all("dashboard:open-data-nothing", get=404, kwargs=lambda world: {"rest": "areas/none/such"}),
    # Published facts, the same for everybody: nothing before, the letter and never a person afterwards.
    *(
        open_to_all("dashboard:open-data-list", stage=stage, kwargs=lambda world, kind=kind: {"kind": kind})
        for stage in ("shared", "issued")
        for kind in ("letters", "plans")
    ),
    *(
        open_to_all(
            "dashboard:open-data-one",
            get=status,
            stage=stage,
            kwargs=lambda world: {"kind": "inspections", "key": world.inspection.reference},
        )
        for stage, status in (("issued", 404), ("published", 200))
    ),
    signed_in("dashboard:national-watch", get=405, post=302, kwargs=lambda world: {"slug": world.here.slug}),
    signed_in("dashboard:national-view-add", post=200),
    # Somebody else's view is not there.
    Row(
        "dashboard:national-view-remove",
        {405: SIGNED_IN, 302: ANONYMOUS},
        {302: {R.DFE_ADVISER} | ANONYMOUS, 404: EVERYONE - {R.DFE_ADVISER} - ANONYMOUS},
        kwargs=lambda world: {"pk": world.things["view"].pk},
    ),
]
