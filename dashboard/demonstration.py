"""The demonstration: invented people, one inspection under way, one plan whose clock is running, one in delivery, three real letters.

Everything is done through the services, with the clock moved, so that what a stranger sees is what the product makes. Dates hang
on the day it is loaded. Loading again changes nothing.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction

from accounts.choices import NATIONAL_ROLES, PARTNERSHIP_ROLES, Activity, Role
from accounts.demonstration import PASSWORD, PEOPLE, DemoPerson
from accounts.models import User
from accounts.services import people as people_services
from cases import demonstration as cases
from coordination import demonstration as coordination
from core import clock, outbox
from core.models import OutboxRow
from dashboard import demonstration_delivery as delivery
from dashboard.demonstration_inspections import monday, planned, worked
from evidence import demonstration as evidence
from evidence import demonstration_judgements as judgements
from improvement import demonstration as improvement
from improvement import demonstration_published as published
from improvement.models import Plan
from improvement.services import publishing
from information import demonstration as information
from inspections.models import Inspection
from inspections.services import inspections as inspection_services
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
AREAS = (HERE, WITH_PLAN, delivery.AREA)
LETTERS = ("bolton-2024", "southampton-2024", "bury-2024")
# The report after which a whole plan was made, from drafting to publication.
PUBLISHED_PLAN = "bury-2024"
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
    if Partnership.objects.filter(slug__in=AREAS).count() != len(AREAS):
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
        _published_plan(cast)
        delivery.furnish(cast=cast)
        # A worker draws the posters, questionnaires and published plans; loading does not wait for a dozen PDFs.
        soon = clock.now() + timedelta(seconds=30)
        OutboxRow.objects.filter(kind__in=(prints.MAKE, publishing.DRAW), done_at=None).update(due_at=soon)
    return True


def _person(person: DemoPerson) -> User:
    user = User.objects.create_user(person.email, PASSWORD, name=person.name, organisation=person.organisation)
    if person.role in NATIONAL_ROLES:
        people_services.grant_national(
            by=None, user=user, role=person.role, region_code=person.region, starts_on=_long_ago()
        )
    return user


def _long_ago() -> date:
    return clock.today() - timedelta(days=1_100)


def _areas(cast: dict[Role, User]) -> None:
    """Everybody with an area role holds it in each demonstration area: one person may serve several."""
    for slug in AREAS:
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


def _published_plan(cast: dict[Role, User]) -> None:
    """After an imported report of 2024: its area's people hold their offices since before it, and so does the reviewer."""
    inspection = Inspection.objects.select_related("partnership").get(reference=PUBLISHED_PLAN)
    since = date(2024, 1, 1)
    for person in PEOPLE:
        if person.role in (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.PCF):
            member_services.add_member(
                by=cast[Role.ADMINISTRATOR],
                partnership=inspection.partnership,
                user=cast[person.role],
                role=person.role,
                office=person.office,
                organisation=person.organisation.label,
                starts_on=since,
            )
    published.furnish(cast=cast, inspection=inspection)


def _inspection_under_way(cast: dict[Role, User]) -> None:
    # At least two days ago, so that the calls lie in the past at whatever hour this is loaded.
    call_on = monday(clock.today() - timedelta(days=2))
    with clock.travelled_to(datetime.combine(call_on, time(17))):
        inspection = planned(cast, HERE, call_on)
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
    call_on = monday(today - timedelta(days=98))
    with clock.travelled_to(datetime.combine(call_on, time(17))):
        inspection = planned(cast, WITH_PLAN, call_on)
        surveys.answered(cast=cast, inspection=inspection)
    worked(cast, inspection, call_on, written=FINDINGS, decision=OUTCOME_WITH_PLAN)
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
    improvement.furnish(cast=cast, inspection=inspection)
