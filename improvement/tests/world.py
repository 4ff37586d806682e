"""Surrey in 2016 and Bury in 2024: real areas, dates and wording; every person is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.choices import Role
from accounts.models import NationalRole, User
from core import clock
from improvement.models import Plan
from improvement.services import actions, approvals, items, plans
from inspections.models import Finding, Inspection, ProgressJudgement, TeamPlace
from partnerships.models import LocalAuthority, Membership, Partnership, Region

LONG_AGO = date(2010, 1, 1)
PUBLISHED = date(2016, 12, 8)
RECEIVED = date(2016, 12, 1)
WEAKNESSES = (
    "the timeliness, suitability and quality of statements and education, health and care plans",
    "the effectiveness of the partnership in improving how families receive support",
    "the pace at which the inclusion of pupils who have special educational needs is improving",
    "the time it takes to receive therapies and the support of child and adolescent mental health services",
    "the rates of absence of pupils who have special educational needs and/or disabilities",
)


@dataclass
class Area:
    partnership: Partnership
    inspection: Inspection
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def region(code: str = "E12000008", name: str = "South East") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name})[0]


def partnership(name: str, code: str, where: Region | None = None) -> Partnership:
    where = where or region()
    authority = LocalAuthority.objects.create(
        dfe_code=code, gss_code=f"E10000{code}", name=name, official_name=f"{name} County Council", la_type="County",
        region=where, valid_from=LONG_AGO, is_current=True,
    )  # fmt: skip
    return Partnership.objects.create(slug=name.lower().replace(" ", "-"), name=name, authority=authority, region=where)


def person(name: str, organisation: str = "council") -> User:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(email, name=name, organisation=organisation)


def people_of(place: Partnership, inspection: Inspection) -> dict[str, User]:
    """One person for each part in the story, in force since long ago."""
    area = place.name
    found = {
        "lano": person(f"Lena {area}"),
        "dcs": person(f"Dora {area}"),
        "board": person(f"Imran {area}", "icb"),
        "officer": person(f"Olu {area}"),
        "forum": person(f"Pia {area}", "pcf"),
        "lead": person(f"Hugh {area}", "ofsted"),
        "inspector": person(f"Ines {area}", "ofsted"),
        "dfe": person(f"Dean {area}", "dfe"),
        "nhse": person(f"Nora {area}", "nhs_england"),
        "assurer": person(f"Quin {area}", "ofsted"),
        "stranger": person(f"Sten {area}", "other"),
    }
    memberships = (
        ("lano", Role.LANO), ("dcs", Role.DCS), ("board", Role.ICB_EXECUTIVE), ("officer", Role.PARTNERSHIP_OFFICER), ("forum", Role.PCF)
    )  # fmt: skip
    for name, role in memberships:
        Membership.objects.create(partnership=place, user=found[name], role=role, starts_on=LONG_AGO)
    for name, role in (("lead", Role.LEAD_INSPECTOR), ("inspector", Role.OFSTED_INSPECTOR)):
        TeamPlace.objects.create(inspection=inspection, user=found[name], role=role, starts_on=LONG_AGO)
    for name, role, code in (
        ("dfe", Role.DFE_ADVISER, place.region_id),
        ("nhse", Role.NHSE_ADVISER, place.region_id),
        ("assurer", Role.QUALITY_ASSURER, ""),
    ):
        NationalRole.objects.create(user=found[name], role=role, region_code=code, starts_on=LONG_AGO)
    return found


def surrey(*, received_on: date | None = RECEIVED, edition: str = "2016-04") -> Area:
    """Inspected 17 to 21 October 2016, letter of 8 December with five weaknesses."""
    place = partnership("Surrey", "936")
    inspection = Inspection.objects.create(
        reference="surrey-2016", partnership=place, framework_code="local-area-send-2016", edition_code=edition, kind="full",
        state="published", outcome="wsoa-required", notified_on=date(2016, 10, 10), onsite_start_on=date(2016, 10, 17),
        onsite_end_on=date(2016, 10, 21), findings_shared_on=date(2016, 11, 15), letter_issued_on=date(2016, 11, 30),
        report_received_on=received_on, published_on=PUBLISHED,
    )  # fmt: skip
    for order, text in enumerate(WEAKNESSES, start=1):
        Finding.objects.create(inspection=inspection, kind="area_of_significant_weakness", order=order, text=text)
    Finding.objects.create(inspection=inspection, kind="strength", order=1, text="Parents value the local offer")
    return Area(place, inspection, people_of(place, inspection))


def revisit(area: Area, *, insufficient: tuple[int, ...] = (5,)) -> Inspection:
    """Surrey's revisit of 18 to 20 March 2019; which weaknesses had not made sufficient progress."""
    made = Inspection.objects.create(
        reference="surrey-revisit-2019", partnership=area.partnership, framework_code="local-area-send-2016",
        edition_code="2018-11", kind="revisit", state="published", follows=area.inspection,
        outcome="some-sufficient" if insufficient else "all-sufficient", notified_on=date(2019, 3, 4),
        onsite_start_on=date(2019, 3, 18), onsite_end_on=date(2019, 3, 20), findings_shared_on=date(2019, 4, 24),
        letter_issued_on=date(2019, 5, 6), report_received_on=date(2019, 5, 7), published_on=date(2019, 5, 13),
    )  # fmt: skip
    for finding in area.inspection.findings.filter(kind="area_of_significant_weakness"):
        ProgressJudgement.objects.create(inspection=made, finding=finding, sufficient=finding.order not in insufficient)
    return made


def bury(edition: str = "2023-01") -> Area:
    """Outcome 3, published 17 April 2024, with one finding in points."""
    place = partnership("Bury", "351", region("E12000002", "North West"))
    inspection = Inspection.objects.create(
        reference="bury-2024", partnership=place, framework_code="area-send-2023", edition_code=edition, kind="full",
        state="published", outcome="outcome-3", notified_on=date(2024, 1, 29), onsite_start_on=date(2024, 2, 12),
        onsite_end_on=date(2024, 2, 16), findings_shared_on=date(2024, 3, 14), letter_issued_on=date(2024, 4, 9),
        report_received_on=date(2024, 4, 10), published_on=date(2024, 4, 17),
    )  # fmt: skip
    Finding.objects.create(
        inspection=inspection, kind="area_for_priority_action", order=1,
        text="Leaders across the partnership should urgently improve:",
        points=["access to support", "an effective educational psychology service."], closing="They should also plan ahead.",
        responsible_bodies=["Bury Metropolitan Borough Council", "NHS Greater Manchester Integrated Care Board"],
    )  # fmt: skip
    return Area(place, inspection, people_of(place, inspection))


OUTCOME = "Families tell us they are heard"
ACTION: dict[str, Any] = {
    "text": "Train every case officer",
    "owner_office": "Head of SEND and head of therapies",
    "measure": "Nine families in ten agree",
}


def answer_all(area: Area, plan: Plan) -> None:
    """Every item with an outcome and one whole action of the council."""
    for item in plan.items.all():
        items.write_item(by=area.lano, item=item, version=item.version, outcome=OUTCOME)
        finish_by_on = date(plan.opened_on.year + 1, 7, 21)
        body = plan.accountable_bodies[0]["name"]
        actions.add_action(by=area.lano, item=item, body=body, finish_by_on=finish_by_on, **ACTION)


def approve_all(area: Area, plan: Plan) -> None:
    for body in plan.accountable_bodies:
        by = area.dcs if body["kind"] == "local_authority" else area.board
        approvals.approve(by=by, plan=plan, body_name=body["name"], approved_on=clock.today())


def ready_to_submit(area: Area, plan: Plan) -> Plan:
    """Written, shared and approved, today."""
    answer_all(area, plan)
    plans.make_move(by=area.lano, plan=plan, move="co_produce")
    plans.make_move(by=area.lano, plan=plan, move="seek_approval")
    approve_all(area, plan)
    return Plan.objects.get(pk=plan.pk)
