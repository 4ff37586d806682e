"""The cast and the places of the access matrix: everyone who may meet a page, in and out of scope."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.choices import NATIONAL_ROLES, PARTNERSHIP_ROLES, TEAM_ROLES, Activity, Role
from accounts.models import NationalRole, Notice, SentMail, User
from cases.models import TrackedCase
from core import clock
from inspections.models import Deadline, Finding, Inspection, TeamPlace
from partnerships.models import Contact, Delegation, LocalAuthority, Membership, Partnership, Region, Site
from timetable.models import Meeting

TODAY = date(2026, 3, 2)
LONG_AGO = date(2020, 1, 1)

# Everyone: one person for each role in scope, and those who must meet a closed door.
IN_SCOPE = {role.value: role for role in Role}
ELSEWHERE = {
    "lead_elsewhere": Role.LEAD_INSPECTOR,
    "lano_elsewhere": Role.LANO,
    "dcs_elsewhere": Role.DCS,
    "dfe_elsewhere": Role.DFE_ADVISER,
    "nhse_elsewhere": Role.NHSE_ADVISER,
}
OTHERS = (
    "named_officer",
    "former_lano",
    "future_lano",
    "kit_delegate",
    "accuracy_delegate",
    "plan_delegate",
    "former_delegate",
    "nobody",
)
CAST = (*IN_SCOPE, *ELSEWHERE, *OTHERS, "anonymous")

# What is known of the inspection at each stage: {stage: (state, fields)}; each adds to the one before.
STAGES: dict[str, tuple[str, dict[str, date]]] = {
    "planned": ("planned", {}),
    "notified": (
        "notified",
        {"notified_on": date(2026, 1, 5), "onsite_start_on": date(2026, 1, 19), "onsite_end_on": date(2026, 1, 23)},
    ),
    "feedback": ("reporting", {"feedback_on": date(2026, 1, 23)}),
    "shared": ("draft_with_area", {"findings_shared_on": date(2026, 2, 10)}),
    "issued": ("finalised", {"letter_issued_on": date(2026, 2, 20), "report_received_on": date(2026, 2, 23)}),
    "published": ("published", {"published_on": date(2026, 3, 2)}),
}


@dataclass
class World:
    people: dict[str, Any]
    here: Partnership
    there: Partnership
    inspection: Inspection
    elsewhere: Inspection
    things: dict[str, Any] = field(default_factory=dict)


def _person(name: str) -> User:
    return User.objects.create(email=f"{name}@example.org", name=name.replace("_", " ").title())


def _partnership(name: str, code: str, region: Region) -> Partnership:
    authority = LocalAuthority.objects.create(
        dfe_code=code, gss_code=f"E0900{code}", name=name, official_name=f"{name} Council", la_type="Unitary", region=region,
        valid_from=LONG_AGO, is_current=True,
    )  # fmt: skip
    return Partnership.objects.create(slug=name.lower(), name=name, authority=authority, region=region)


def _inspection(partnership: Partnership, stage: str) -> Inspection:
    known: dict[str, date] = {}
    for name, (_, fields) in STAGES.items():
        known |= fields
        if name == stage:
            break
    return Inspection.objects.create(
        reference=f"{partnership.slug}-2026", partnership=partnership, framework_code="area-send-2023", edition_code="2025-07-07",
        kind="full", state=STAGES[stage][0], outcome="outcome-3", **known,
    )  # fmt: skip


def build(stage: str) -> World:
    """Two areas in two regions, an inspection in each at `stage`, and the whole cast."""
    south, north = (
        Region.objects.create(code="E12000008", name="South East"),
        Region.objects.create(code="E12000001", name="North East"),
    )
    here, there = _partnership("Seaborough", "991", south), _partnership("Fellside", "992", north)
    inspection, elsewhere = _inspection(here, stage), _inspection(there, stage)
    people: dict[str, Any] = {name: _person(name) for name in CAST if name != "anonymous"}
    people["anonymous"] = AnonymousUser()
    for name, role in IN_SCOPE.items():
        _give(people[name], role, here, inspection, south)
    for name, role in ELSEWHERE.items():
        _give(people[name], role, there, elsewhere, north)
    Membership.objects.create(
        partnership=here, user=people["named_officer"], role=Role.PARTNERSHIP_OFFICER, starts_on=LONG_AGO
    )
    Membership.objects.create(
        partnership=here, user=people["former_lano"], role=Role.LANO, starts_on=LONG_AGO, ends_on=date(2026, 3, 1)
    )
    Membership.objects.create(partnership=here, user=people["future_lano"], role=Role.LANO, starts_on=date(2026, 3, 3))
    chief = Membership.objects.get(user=people[Role.ICB_EXECUTIVE])
    for name, activity, ends_on in (
        ("kit_delegate", Activity.KEEP_IN_TOUCH, date(2026, 12, 31)),
        ("accuracy_delegate", Activity.FACTUAL_ACCURACY, date(2026, 12, 31)),
        ("plan_delegate", Activity.PLAN, date(2026, 12, 31)),
        ("former_delegate", Activity.PLAN, date(2026, 3, 1)),
    ):
        Delegation.objects.create(
            membership=chief, delegate=people[name], activity=activity, starts_on=date(2026, 1, 5), ends_on=ends_on
        )
    world = World(people, here, there, inspection, elsewhere)
    _furnish(world, stage)
    _furnish_weeks(world)
    return world


def _furnish_weeks(world: World) -> None:
    from tests.access import (
        rows_accuracy,
        rows_cases,
        rows_coordination,
        rows_directory,
        rows_follow_up,
        rows_information,
        rows_judgements,
        rows_letter_editing,
        rows_letter_review,
        rows_measures,
        rows_monitoring,
        rows_national,
        rows_notes,
        rows_plan_building,
        rows_plan_review,
        rows_publication,
        rows_service,
        rows_survey_answering,
        rows_survey_paper,
        rows_survey_reading,
        rows_survey_results,
        rows_surveys,
        rows_timetable,
        rows_tracking,
        rows_visits,
    )

    world.things["case"] = TrackedCase.objects.create(
        inspection=world.inspection, code="A", coordinator=world.people["named_officer"]
    )
    world.things["contact"] = Contact.objects.create(
        partnership=world.here, name="Robin Ellery", job_title="Headteacher", email="robin@example.org"
    )
    world.things["site"] = Site.objects.create(partnership=world.here, name="Northfield School", kind="primary")
    world.things["meeting"] = Meeting.objects.create(
        inspection=world.inspection, number=1, kind="focus_group", title="Focus group with headteachers",
        state="confirmed", starts_at=datetime(2026, 1, 20, 10, tzinfo=clock.LONDON), site=world.things["site"],
    )  # fmt: skip
    for part in (
        rows_directory,
        rows_information,
        rows_cases,
        rows_timetable,
        rows_visits,
        rows_coordination,
        rows_surveys,
        rows_survey_answering,
        rows_survey_reading,
        rows_survey_results,
        rows_survey_paper,
        rows_notes,
        rows_plan_building,
        rows_plan_review,
        rows_judgements,
        rows_letter_editing,
        rows_letter_review,
        rows_measures,
        rows_accuracy,
        rows_publication,
        rows_service,
        rows_national,
        rows_follow_up,
        rows_tracking,
        rows_monitoring,
    ):
        part.furnish(world)


def _give(person: User, role: Role, partnership: Partnership, inspection: Inspection, region: Region) -> None:
    if role in TEAM_ROLES:
        TeamPlace.objects.create(inspection=inspection, user=person, role=role, starts_on=LONG_AGO)
    elif role in PARTNERSHIP_ROLES:
        Membership.objects.create(partnership=partnership, user=person, role=role, starts_on=LONG_AGO)
    elif role in NATIONAL_ROLES:
        narrowed = region.code if role in (Role.DFE_ADVISER, Role.NHSE_ADVISER) else ""
        NationalRole.objects.create(user=person, role=role, region_code=narrowed, starts_on=LONG_AGO)


CANARY = "Canary weakness: nobody outside may read this"
# Who a tracked case is: on no page at all but the one behind the logged request.
CHILD_CANARY = "Canary Childsname"


def _furnish(world: World, stage: str) -> None:
    """One of everything that has an address."""
    from improvement.models import Plan, PlanItem, PlanSubmission
    from reports.models import Letter, LetterSection, LetterVersion
    from reports.services.sections import written_by_people

    inspection = world.inspection
    finding = Finding.objects.create(
        inspection=inspection,
        kind="area_for_priority_action",
        order=1,
        text=CANARY,
        responsible_bodies=["Seaborough Council"],
    )
    deadline = Deadline.objects.create(
        inspection=inspection, rule_code="lano-named", name="LANO named", owner_code="leaders_2023", anchor="notified_on",
        anchor_on=date(2026, 1, 5), offset=1, unit="working_days", due_on=date(2026, 1, 6), original_due_on=date(2026, 1, 6),
        calendar_edition="test", source="test", confirmed=False, laid_on=date(2026, 1, 5),
    )  # fmt: skip
    if stage == "planned":
        Deadline.objects.filter(pk=deadline.pk).update(due_on=date(2026, 6, 1))
    letter = Letter.objects.create(inspection=inspection, state="published" if stage == "published" else "drafting")
    section = LetterSection.objects.create(letter=letter, code="experience", text=CANARY)
    LetterSection.objects.bulk_create(
        LetterSection(letter=letter, code=one.code)
        for one in letter.spec.sections_for(inspection.outcome or None)
        if written_by_people(one.content) and one.code != section.code
    )
    version = LetterVersion.objects.create(
        letter=letter, number=1, context=_context(inspection), context_sha256="0" * 64, template="area_send_2023/v1",
        fragment=f"<h1>Report</h1><p>{CANARY}</p>", pdf=b"%PDF-1.7 canary", pdf_sha256="0" * 64, made_at=clock.now(),
        published_at=datetime(2026, 3, 2, tzinfo=clock.LONDON) if stage == "published" else None,
    )  # fmt: skip
    plan = Plan.objects.create(inspection=inspection, kind="priority-action-plan", opened_on=date(2026, 2, 23))
    item = PlanItem.objects.create(plan=plan, finding=finding, order=1, text=CANARY)
    action_as_sent = {
        "reference": "1.1", "text": CANARY, "owner_office": "Head of SEND", "body": "Seaborough Council", "co_body": "", "measure": "",
        "starts_on": None, "finish_by_on": "2026-09-01", "evidence": "", "resource": "",
        "milestones": [{"order": 1, "text": "Half way", "due_on": "2026-06-01"}],
    }  # fmt: skip
    item_as_sent = {
        "order": 1, "text": CANARY, "points": [], "responsible_bodies": [], "closing": "", "outcome": "", "actions": [action_as_sent],
    }  # fmt: skip
    snapshot = {"format": 2, "plan": "Plan", "approvals": [], "items": [item_as_sent], "statement": None}
    PlanSubmission.objects.create(
        plan=plan, number=1, receipt_number="PAP-1", submitted_on=date(2026, 3, 2), submitted_by=world.people[Role.DCS],
        recorded_at=clock.now(), snapshot=json.dumps(snapshot), sha256="0" * 64,
    )  # fmt: skip
    notice = Notice.objects.create(
        person=world.people[Role.LANO], kind="k", key="k", subject="S", body="B", at=clock.now()
    )
    place = TeamPlace.objects.get(user=world.people[Role.CQC_INSPECTOR])
    member = Membership.objects.get(user=world.people[Role.LEAD_MEMBER])
    delegation = Delegation.objects.get(delegate=world.people["plan_delegate"])
    role = NationalRole.objects.get(user=world.people[Role.QUALITY_ASSURER])
    mail = SentMail.objects.create(message_id="<1>", to="a@example.org", subject="Hello", body="Body", at=clock.now())
    world.things = {
        "finding": finding, "deadline": deadline, "letter": letter, "section": section, "version": version, "plan": plan,
        "item": item, "place": place, "member": member, "delegation": delegation, "role": role, "mail": mail, "notice": notice,
    }  # fmt: skip


def _context(inspection: Inspection) -> str:
    from reports.letters.build import Particulars, letter_context

    made = letter_context(
        Particulars(
            framework=inspection.framework_code, edition=inspection.edition_code, kind=inspection.kind,
            reference=inspection.reference, area_name="Seaborough", start_on=date(2026, 1, 19), end_on=date(2026, 1, 23),
            outcome="outcome-3",
        ),
        {"experience": (CANARY,)},
    )  # fmt: skip
    return made.as_json().decode()
