"""Access rows: visits, settings’ own pages and calendar feeds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from accounts.choices import Role
from accounts.models.invitation import hashed
from core import clock
from inspections.models import Inspection
from partnerships.models import Contact, LocalAuthority, Partnership, Site
from rulebook import sampling
from tests.access.rows import (
    CHIEFS,
    CQC_LEAD,
    INSIDERS,
    LANO,
    LEAD,
    QUALITY,
    TEAM,
    Row,
    guarded,
    open_to_all,
    ref,
    signed_in,
    with_,
)
from tests.access.world import World
from timetable.models import Meeting
from visits.models import (
    Arrival,
    AvailabilityLink,
    FeedScope,
    ParentsInvited,
    RandomSample,
    SettingLink,
    SignUpPage,
    SiteVisit,
    VisitRecord,
)
from visits.queries.feeds import Feed, token

SETTING, AWAY, UNKNOWN = "setting-token-of-the-matrix", "away-token-of-the-matrix", "no-such-token"


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""
    now, lano = clock.now(), world.people[Role.LANO]
    site = Site.objects.create(partnership=world.here, name="Larkfield Special School", kind="special")
    world.things["site_not_chosen"] = Site.objects.create(
        partnership=world.here, name="Harbour Nursery", kind="early_years"
    )
    visit = SiteVisit.objects.create(
        inspection=world.inspection, site=site, number=1, reason="Special school", chosen_by=lano, chosen_at=now
    )
    for part in (Arrival, VisitRecord, ParentsInvited):
        part.objects.create(visit=visit)
    SettingLink.objects.create(visit=visit, token_hash=hashed("taken back in the matrix"), made_by=lano, made_at=now)
    _meeting(world, 901, "visit", "Visit to Larkfield Special School", date(2026, 3, 3), site=site)
    meeting = _meeting(
        world, 902, "open", "Open meeting for families", date(2026, 3, 11), link="https://example.org/join"
    )
    page = SignUpPage.objects.create(
        meeting=meeting, address="address-of-the-matrix", opens_at=datetime(2026, 1, 12, tzinfo=clock.LONDON),
        closes_at=datetime(2026, 3, 10, tzinfo=clock.LONDON), families_invited=20,
    )  # fmt: skip
    page.sign_ups.create(at=now, people=2, email="family@example.org", key="k")
    population = sampling.frozen(["R-1", "R-2", "R-3"])
    RandomSample.objects.create(
        inspection=world.inspection, number=1, purpose="Plans to read", drawn_at=now, drawn_by=world.people[Role.CQC_LEAD],
        seed="seven", method=sampling.METHOD, described="A pasted list of local references", population=list(population),
        population_sha256=sampling.fingerprint(population), size=2, result=list(sampling.draw(population, size=2, seed="seven")),
    )  # fmt: skip
    world.things["visit"] = visit
    world.things["setting_token"], world.things["away_token"] = SETTING, AWAY
    world.things["sign_up_address"] = page.address
    world.things["feed_token"] = token(Feed(world.people[Role.LEAD_INSPECTOR], FeedScope.PERSON), 0)
    _coming(world)


def _meeting(world: World, number: int, kind: str, title: str, on: date, **more: Any) -> Meeting:
    starts_at = datetime(on.year, on.month, on.day, 10, tzinfo=clock.LONDON)
    return Meeting.objects.create(
        inspection=world.inspection, number=number, kind=kind, title=title, state="confirmed", starts_at=starts_at, **more
    )  # fmt: skip


def _coming(world: World) -> None:
    """An inspection whose on-site week lies ahead: a setting’s own page that is open, and somebody asked when they are away."""
    authority = LocalAuthority.objects.create(
        dfe_code="993", gss_code="E09000993", name="Farshore", official_name="Farshore Council", la_type="Unitary",
        region=world.here.region, is_current=True,
    )  # fmt: skip
    area = Partnership.objects.create(slug="farshore", name="Farshore", authority=authority, region=world.here.region)
    coming = Inspection.objects.create(
        reference="farshore-2026", partnership=area, framework_code="area-send-2023", edition_code="2025-07-07", kind="full",
        state="notified", notified_on=date(2026, 2, 23), onsite_start_on=date(2026, 3, 9), onsite_end_on=date(2026, 3, 13),
    )  # fmt: skip
    site = Site.objects.create(partnership=area, name="Saltmarsh School", kind="primary")
    visit = SiteVisit.objects.create(
        inspection=coming, site=site, number=1, reason="Small school", chosen_at=clock.now()
    )
    for part in (Arrival, VisitRecord, ParentsInvited):
        part.objects.create(visit=visit)
    SettingLink.objects.create(visit=visit, token_hash=hashed(SETTING), made_at=clock.now())
    Meeting.objects.create(
        inspection=coming, number=1, kind="visit", title="Visit to Saltmarsh School", state="confirmed", site=site,
        starts_at=datetime(2026, 3, 10, 9, tzinfo=clock.LONDON),
    )  # fmt: skip
    contact = Contact.objects.create(partnership=area, name="Ines Okoro", email="ines@example.org")
    AvailabilityLink.objects.create(
        inspection=coming, contact=contact, token_hash=hashed(AWAY), made_by=None, made_at=clock.now()
    )


READ = TEAM | LANO | CHIEFS | QUALITY
MANAGE = LEAD | CQC_LEAD | LANO
INSIDE = INSIDERS["notified"]
visit_ = with_(number=1)
ROWS: list[Row] = [
    guarded("visits:visit-list", READ, INSIDE, kwargs=ref),
    guarded("visits:visit-list", TEAM | QUALITY, INSIDERS["planned"], kwargs=ref, stage="planned"),
    guarded(
        "visits:visit-choose", MANAGE, INSIDE, post=200, kwargs=with_(site=lambda things: things["site_not_chosen"].pk)
    ),
    guarded("visits:visit-cards", READ, INSIDE, kwargs=ref),
    guarded("visits:visit-detail", READ, INSIDE, kwargs=visit_),
    guarded("visits:visit-drop", MANAGE, INSIDE, post=200, kwargs=visit_),
    guarded("visits:visit-arrival", MANAGE, INSIDE, post=200, kwargs=visit_),
    guarded("visits:visit-record", TEAM, INSIDE, post=200, kwargs=visit_),
    guarded("visits:visit-invitation", MANAGE, INSIDE, post=200, kwargs=visit_),
    guarded("visits:visit-link", MANAGE, INSIDE, post=200, kwargs=visit_),
    guarded("visits:visit-link-revoke", MANAGE, INSIDE, post=302, kwargs=visit_),
    guarded("visits:sample-list", READ, INSIDE, kwargs=ref),
    guarded("visits:sample-draw", TEAM, INSIDE, post=200, kwargs=ref),
    guarded("visits:sample-detail", READ, INSIDE, kwargs=visit_),
    guarded("visits:availability-list", MANAGE, INSIDE, kwargs=ref),
    guarded(
        "visits:availability-ask", MANAGE, INSIDE, post=200, kwargs=with_(contact=lambda things: things["contact"].pk)
    ),
    guarded("visits:sign-up-list", READ, INSIDE, kwargs=ref),
    guarded("visits:sign-up-edit", MANAGE, INSIDE, post=200, kwargs=with_(number=902)),
    guarded("visits:sign-up-send", MANAGE, INSIDE, post=302, kwargs=with_(number=902)),
    # by link: the link is the right, so it answers everybody alike
    open_to_all("visits:setting-page", post=200, kwargs=lambda world: {"token": world.things["setting_token"]}),
    open_to_all("visits:setting-page", get=404, post=404, kwargs=lambda world: {"token": UNKNOWN}),
    open_to_all("visits:setting-calendar", kwargs=lambda world: {"token": world.things["setting_token"]}),
    open_to_all("visits:setting-calendar", get=404, post=404, kwargs=lambda world: {"token": UNKNOWN}),
    open_to_all("visits:availability", post=200, kwargs=lambda world: {"token": world.things["away_token"]}),
    open_to_all("visits:availability", get=404, post=404, kwargs=lambda world: {"token": UNKNOWN}),
    open_to_all("visits:sign-up", post=200, kwargs=lambda world: {"address": world.things["sign_up_address"]}),
    open_to_all("visits:sign-up", get=404, post=404, kwargs=lambda world: {"address": UNKNOWN}),
    open_to_all("visits:calendar", kwargs=lambda world: {"token": world.things["feed_token"]}),
    open_to_all("visits:calendar", get=404, kwargs=lambda world: {"token": UNKNOWN}),
    signed_in("visits:calendar-addresses"),
    signed_in("visits:calendar-reset", post=302, kwargs=lambda world: {"scope": "person", "subject": 0}),
]
