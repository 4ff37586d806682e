"""Medway, May 2024, invented: an inspection on site, the people of both sides, and the browser they take turns at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from playwright.sync_api import LocatorAssertions, expect

from accounts.choices import Role
from core import clock
from inspections.models import Inspection
from tests import factories
from tests.e2e.driver import Visitor
from tests.e2e.looks import faults_of
from tests.e2e.steps import History

ON_SITE, JUDGED, FEEDBACK = date(2024, 5, 14), date(2024, 5, 16), date(2024, 5, 17)
WRITTEN, SENT, COMMENTED, FINAL, RECEIVED = (
    date(2024, 5, 24), date(2024, 6, 14), date(2024, 6, 19), date(2024, 7, 5), date(2024, 7, 9),
)  # fmt: skip
PUBLISHED_AT = datetime(2024, 7, 16, 9, 30, tzinfo=clock.LONDON)
TEAM = {
    Role.LEAD_INSPECTOR: "Gwen Atherley",
    Role.CQC_LEAD: "Priya Sandhu-Moore",
    Role.OFSTED_INSPECTOR: "Tomas Wrenfield",
}
AREA = {
    Role.LANO: "Nadia Farouk",
    Role.DCS: "Edmund Carrow",
    Role.ICB_EXECUTIVE: "Helena Brightwell",
    Role.PCF: "Joy Adebayo-Lund",
}
# What a browser writes into its console when it has no network.
CUT = "ERR_INTERNET_DISCONNECTED"


@dataclass(frozen=True)
class Walk(History):
    """One inspection, whoever sits at the browser, and what was wrong with the pages seen."""

    wrong: list[str] = field(default_factory=list)

    def at(self, role: Any, name: str, *args: Any) -> Visitor:
        """A page of the inspection as somebody of this role opens it."""
        return self.as_(role).go(name, self.reference, *args)

    def look(self) -> Visitor:
        """Look at the page as it stands; what is wrong with it is told at the end of the walk."""
        self.wrong.extend(f"{self.visitor.page.url}: {fault}" for fault in faults_of(self.visitor))
        return self.visitor

    def open_link(self, words: str) -> Visitor:
        """Follow the first link whose name has these words in it."""
        with self.visitor.page.expect_navigation():
            self.visitor.page.get_by_role("link", name=words).first.click()
        return self.visitor

    def fetch(self, path: str) -> bytes:
        answer = self.visitor.context.request.get(self.visitor.base + path)
        assert answer.ok, (path, answer.status)
        return answer.body()

    def save_line(self) -> LocatorAssertions:
        """What the page says about whether the words are saved."""
        return expect(self.visitor.page.locator("[data-save-line]"), "the line that says what is saved")

    @contextmanager
    def without_network(self) -> Iterator[None]:
        self.visitor.context.set_offline(True)
        try:
            yield
        finally:
            self.visitor.context.set_offline(False)
            self.visitor.faults[:] = [fault for fault in self.visitor.faults if CUT not in fault]


@contextmanager
def walking(visitor: Visitor) -> Iterator[Walk]:
    """The inspection with its people; fails at the end when any page that was looked at had a fault."""
    inspection = factories.InspectionFactory.create(
        partnership__name="Medway", reference="medway-2024", state="on_site", notified_on=date(2024, 4, 29),
        onsite_start_on=date(2024, 5, 13), onsite_end_on=date(2024, 5, 17),
    )  # fmt: skip
    walk = Walk(visitor, people(inspection), inspection.reference)
    expect.set_options(timeout=15_000)
    try:
        yield walk
    finally:
        expect.set_options(timeout=5_000)
    if walk.wrong:
        pytest.fail("\n".join(walk.wrong), pytrace=False)


def people(inspection: Inspection) -> dict[Any, Any]:
    def named(name: str) -> Any:
        return factories.UserFactory.create(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org")

    area = inspection.partnership
    cast: dict[Any, Any] = {role: factories.team(inspection, role, named(name)) for role, name in TEAM.items()}
    cast |= {role: factories.member(area, role, named(name)) for role, name in AREA.items()}
    cast[Role.QUALITY_ASSURER] = factories.national(Role.QUALITY_ASSURER, named("Ifor Llewellyn-Price"))
    cast[Role.DFE_ADVISER] = factories.national(
        Role.DFE_ADVISER, named("Callum Verity"), region_code=inspection.partnership.region_id
    )
    cast["stranger"] = named("Rowan Ellery")
    Inspection.objects.filter(pk=inspection.pk).update(lano=cast[Role.LANO])
    return cast


def morning(day: date) -> datetime:
    return datetime.combine(day, time(10, 15), clock.LONDON)
