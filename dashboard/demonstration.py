"""The demonstration: invented people, one inspection under way, one plan whose clock is running, three real letters.

Everything is done through the services, with the clock moved, so that what a stranger sees is what the product makes. Dates hang
on the day it is loaded. Loading again changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.choices import NATIONAL_ROLES, PARTNERSHIP_ROLES, TEAM_ROLES, Activity, Role
from accounts.demonstration import PASSWORD, PEOPLE, DemoPerson
from accounts.models import User
from accounts.services import people as people_services
from cases import demonstration as cases
from coordination import demonstration as coordination
from core import clock, outbox
from core.models import OutboxRow
from evidence import demonstration as evidence
from evidence import demonstration_judgements as judgements
from improvement.models import Plan
from information import demonstration as information
from inspections.models import Deadline, Inspection
from inspections.services import inspections as inspection_services
from inspections.services import team as team_services
from inspections.services import timeline
from inspections.services.calendar import working_calendar
from partnerships import demonstration as directory
from partnerships.models import Membership, Partnership
from partnerships.services import members as member_services
from reports import demonstration as letters
from reports.models import Letter
from reports.services import letters as letter_services
from reports.services.importing import import_letter
from surveys import demonstration as surveys
from surveys.services import prints
from timetable import demonstration as timetable
from visits import demonstration as visits

HERE, WITH_PLAN = "medway", "slough"
LETTERS = ("bolton-2024", "southampton-2024", "bury-2024")
OUTCOME_WITH_PLAN = "outcome-3"

SECTIONS = {
    "about_the_partnership": (
        "Slough Borough Council and the integrated care board are jointly responsible for planning and commissioning services "
        "for children and young people with SEND in Slough.\n\nThis text is invented for the demonstration."
    ),
    "experience": (
        "Children and young people wait too long for their needs to be assessed. Many families told inspectors that they have to "
        "repeat their story to each service.\n\nWhere help is in place, it is often of good quality. This text is invented."
    ),
}
OTHER_SECTION = (
    "Inspectors spoke with families, practitioners and leaders. This text is invented for the demonstration."
)
FINDINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("effective", "Practitioners know children well and work with warmth and persistence.", ()),
    ("needs_improvement", "Plans are not updated when a child’s needs change.", ()),
    (
        "area_for_priority_action",
        "Leaders across the partnership should act urgently to reduce the time children wait for specialist assessments.",
        ("Slough Borough Council", "NHS Thames Valley Integrated Care Board"),
    ),
    (
        "area_for_priority_action",
        "Leaders should make sure that every education, health and care plan is reviewed and updated on time.",
        ("Slough Borough Council",),
    ),
    ("area_for_improvement", "Leaders should improve how they tell families what is happening while they wait.", ()),
)


class NotReady(Exception):
    """The reference data is not loaded."""


def load() -> bool:
    """Load what is missing; False when nothing was. Raises NotReady without the reference data."""
    if not Partnership.objects.filter(slug__in=(HERE, WITH_PLAN)).count() == 2:
        raise NotReady("Load the reference data first: manage.py load_reference_data")
    if User.objects.filter(email=PEOPLE[0].email).exists():
        return False
    with transaction.atomic():
        cast = {person.role: _person(person) for person in PEOPLE}
        _areas(cast)
        for name in LETTERS:
            import_letter(by=None, data=(settings.DATA_DIR / "published_reports" / f"{name}.json").read_bytes())
        _inspection_with_plan(cast)
        letters.themed(cast=cast)
        _inspection_under_way(cast)
        # A worker draws the posters and questionnaires; loading does not wait for a dozen PDFs.
        soon = clock.now() + timedelta(seconds=30)
        OutboxRow.objects.filter(kind=prints.MAKE, done_at=None).update(due_at=soon)
    return True


def _person(person: DemoPerson) -> User:
    user = User.objects.create_user(person.email, PASSWORD, name=person.name, organisation=person.organisation)
    if person.role in NATIONAL_ROLES:
        people_services.grant_national(
            by=None, user=user, role=person.role, region_code=person.region, starts_on=_long_ago()
        )
    return user


def _long_ago() -> date:
    return clock.today() - timedelta(days=400)


def _areas(cast: dict[Role, User]) -> None:
    """Everybody with an area role holds it in both demonstration areas: one person may serve two."""
    for slug in (HERE, WITH_PLAN):
        partnership = Partnership.objects.get(slug=slug)
        for person in PEOPLE:
            if person.role in PARTNERSHIP_ROLES:
                member_services.add_member(
                    by=cast[Role.ADMINISTRATOR],
                    partnership=partnership,
                    user=cast[person.role],
                    role=person.role,
                    office=person.office,
                    organisation=person.organisation.label,
                    starts_on=_long_ago(),
                )
    chief = Membership.objects.get(partnership__slug=HERE, role=Role.ICB_EXECUTIVE)
    member_services.delegate(
        by=cast[Role.ICB_EXECUTIVE],
        membership=chief,
        delegate=cast[Role.HEALTH_LEAD],
        activity=Activity.KEEP_IN_TOUCH,
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=60),
    )


def _planned(cast: dict[Role, User], slug: str, call_on: date) -> Inspection:
    """An inspection called on a day, with its team, both calls and its LANO."""
    manager, lead = cast[Role.INSPECTION_MANAGER], cast[Role.LEAD_INSPECTOR]
    partnership = Partnership.objects.get(slug=slug)
    inspection = inspection_services.create_inspection(
        by=manager, partnership=partnership, kind="full", planned_for_on=call_on
    )
    for role in TEAM_ROLES:
        if role in cast:
            team_services.add_member(by=manager, inspection=inspection, user=cast[role], role=role, starts_on=call_on)
    inspection_services.record_notification(by=lead, inspection=inspection, notified_on=call_on)
    inspection.refresh_from_db()
    for call, hour in zip(inspection_services.calls_outstanding(inspection), (9, 10), strict=False):
        inspection_services.record_call(
            by=lead,
            inspection=inspection,
            body_kind=call.spec.code,
            body_name=call.body_name or call.title,
            person_told=cast[Role.DCS if hour == 9 else Role.ICB_EXECUTIVE].name,
            office=call.spec.office.split(",")[0],
            told_at=datetime.combine(call_on, time(hour, 35), clock.LONDON),
        )
    inspection_services.nominate_lano(by=cast[Role.DCS], inspection=inspection, lano=cast[Role.LANO])
    return inspection


def _monday(day: date) -> date:
    """The Monday on or before a day that is a working day, going back a week at a time."""
    monday = day - timedelta(days=day.weekday())
    while not working_calendar().is_working_day(monday):
        monday -= timedelta(days=7)
    return monday


def _inspection_under_way(cast: dict[Role, User]) -> None:
    # At least two days ago, so that the calls lie in the past at whatever hour this is loaded.
    call_on = _monday(clock.today() - timedelta(days=2))
    with clock.travelled_to(datetime.combine(call_on, time(17))):
        inspection = _planned(cast, HERE, call_on)
        inspection_services.make_move(
            by=cast[Role.LEAD_INSPECTOR], inspection=inspection, move="set_up", setup_on=call_on
        )
        inspection.refresh_from_db()
        directory.furnish(cast=cast, partnership=inspection.partnership)
        for part in (information, cases, timetable, visits, coordination, surveys, evidence, judgements):
            part.furnish(cast=cast, inspection=inspection)


def _inspection_with_plan(cast: dict[Role, User]) -> None:
    """Slough: called about fourteen weeks ago, received and published last week, so that its plan is due in some weeks."""
    lead, quality = cast[Role.LEAD_INSPECTOR], cast[Role.QUALITY_ASSURER]
    today, calendar = clock.today(), working_calendar()
    call_on = _monday(today - timedelta(days=98))
    with clock.travelled_to(datetime.combine(call_on, time(17))):
        inspection = _planned(cast, WITH_PLAN, call_on)
        surveys.answered(cast=cast, inspection=inspection)
    move: Any = inspection_services.make_move
    set_up_on, prepared_on = calendar.add_working_days(call_on, 1), calendar.add_working_days(call_on, 2)
    steps: tuple[tuple[str, date | None, dict[str, Any]], ...] = (
        ("set_up", set_up_on, {"setup_on": set_up_on, "code_of_conduct": True}),
        ("prepare", prepared_on, {}),
        ("start_on_site", inspection.onsite_start_on, {}),
        ("give_feedback", inspection.onsite_end_on, {"feedback_on": inspection.onsite_end_on}),
        ("start_reporting", inspection.onsite_end_on, {}),
    )
    for name, on, facts in steps:
        assert on is not None
        with clock.travelled_to(on):
            if name == "give_feedback":
                judgements.judged(cast=cast, inspection=inspection, written=FINDINGS, decision=OUTCOME_WITH_PLAN)
                inspection.refresh_from_db()
            move(by=lead, inspection=inspection, move=name, **facts)
            inspection.refresh_from_db()
    for deadline in Deadline.objects.open().filter(inspection=inspection, due_on__lt=today):
        timeline.mark_met(by=lead, deadline=deadline, met_on=deadline.due_on)
    received_on = calendar.add_working_days(today, -8)
    with clock.travelled_to(calendar.add_working_days(received_on, -10)):
        letter = letter_services.open_letter(by=lead, inspection=inspection)
        for section in letter.sections.all():
            if section.code in SECTIONS or not section.text:
                section.text = SECTIONS.get(section.code, OTHER_SECTION)
                section.save(update_fields=["text"])
        letter_services.make_move(by=lead, letter=letter, move="start")
        letter_services.make_move(by=lead, letter=letter, move="send_to_team")
        letters.reviewed(cast=cast, letter=letter)
        for name, by in (("send_to_qa", lead), ("send_to_area", quality)):
            letter_services.make_move(by=by, letter=letter, move=name)
    with clock.travelled_to(calendar.add_working_days(received_on, -7)):
        letters.checked(cast=cast, letter=letter, received_on=calendar.add_working_days(received_on, -9))
    with clock.travelled_to(calendar.add_working_days(received_on, -2)):
        letter_services.make_move(by=lead, letter=letter, move="record_comments")
        letters.answered(cast=cast, letter=letter)
        judgements.reworded(cast=cast, inspection=inspection)
        letters.eased(cast=cast, letter=letter)
        for name, by in (
            ("revise", lead), ("send_to_final_qa", lead), ("sign_off", quality), ("issue", quality),
        ):  # fmt: skip
            letter_services.make_move(by=by, letter=letter, move=name)
    with clock.travelled_to(received_on):
        inspection_services.record_receipt(by=cast[Role.DCS], inspection=inspection, received_on=received_on)
        outbox.relay()
    with clock.travelled_to(calendar.add_working_days(received_on, 5)):
        letter_services.make_move(by=quality, letter=Letter.objects.get(pk=letter.pk), move="publish")
    assert Plan.objects.filter(inspection=inspection).exists()
