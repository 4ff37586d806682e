"""The notification, the calls and the LANO."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.choices import Activity, Role
from accounts.models import Notice
from audit.models import Entry
from core.clock import LONDON, travelled_to
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Deadline, Inspection
from inspections.queries.calendar import working_calendar
from inspections.services import inspections as services
from partnerships.models import Commissioning, NhsBody
from tests import factories as make

pytestmark = pytest.mark.django_db
CALL = date(2024, 4, 29)
ON_SITE = date(2024, 5, 13)


@pytest.fixture
def inspection() -> Inspection:
    return make.InspectionFactory.create(reference="southampton-2024", planned_for_on=CALL)


def reasons(caught: Any) -> dict[str | None, str]:
    return {reason.field: reason.text for reason in caught.value.reasons}


def notify(inspection: Inspection, notified_on: date = CALL, today: date = CALL, **given: Any) -> list[str]:
    with travelled_to(today):
        return services.record_notification(by=None, inspection=inspection, notified_on=notified_on, **given)


def test_southampton_2024_nine_working_days_before_a_given_monday(inspection: Inspection) -> None:
    warnings = notify(inspection, onsite_start_on=ON_SITE)
    assert warnings == [
        "The on-site start, Monday 13 May 2024, is 9 working days after the call on Monday 29 April 2024, not 10. "
        "Not counted: Early May bank holiday (Monday 6 May 2024)."
    ]
    inspection.refresh_from_db()
    assert inspection.state == "notified"
    assert (inspection.notified_on, inspection.onsite_start_on, inspection.onsite_end_on) == (
        CALL,
        ON_SITE,
        date(2024, 5, 17),
    )
    assert inspection.fieldwork_start_on == ON_SITE
    rule = Deadline.objects.get(inspection=inspection, rule_code="onsite-start")
    assert (rule.due_on, rule.anchor_on, rule.offset, rule.unit) == (date(2024, 5, 14), CALL, 10, "working_days")
    assert rule.calendar_edition == working_calendar().edition


def test_without_a_day_on_site_the_rule_gives_it_and_the_monday_is_suggested(inspection: Inspection) -> None:
    warnings = notify(inspection)
    inspection.refresh_from_db()
    assert (inspection.onsite_start_on, inspection.onsite_end_on) == (date(2024, 5, 14), date(2024, 5, 17))
    assert "The Monday of that week is 13 May 2024, 9 working days after the call." in warnings[-1]


def test_fieldwork_and_days_on_site_are_kept_apart_in_the_first_edition(inspection: Inspection) -> None:
    notify(inspection, date(2023, 7, 3), date(2023, 7, 3))
    inspection.refresh_from_db()
    assert inspection.edition_code == "2023-01"
    assert (inspection.fieldwork_start_on, inspection.onsite_start_on) == (date(2023, 7, 13), date(2023, 7, 17))


def test_a_usual_monday_gives_no_warning(inspection: Inspection) -> None:
    assert notify(inspection, date(2024, 9, 2), date(2024, 9, 2)) == []


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        (
            {"notified_on": date(2024, 5, 6), "today": date(2024, 5, 7)},
            "notified_on",
            "cannot be made on a bank holiday",
        ),
        ({"notified_on": date(2024, 4, 30)}, "notified_on", "today or in the past"),
        ({"notified_on": date(2014, 4, 28)}, "notified_on", "outside the bank holidays known"),
        (
            {"notified_on": date(2022, 9, 5)},
            "notified_on",
            "The 2023 framework has no full inspection on 5 September 2022",
        ),
        ({"onsite_start_on": CALL}, "onsite_start_on", "must be after the notification call"),
        ({"onsite_start_on": date(2031, 5, 13)}, "onsite_start_on", "outside the bank holidays known"),
    ],
)
def test_impossible_dates_are_refused_beside_the_field(
    inspection: Inspection, given: dict[str, Any], field: str, text: str
) -> None:
    with pytest.raises(Refused) as caught:
        notify(inspection, **given)
    assert text in reasons(caught)[field]
    inspection.refresh_from_db()
    assert (inspection.state, inspection.notified_on, Deadline.objects.count()) == ("planned", None, 0)


def test_a_weekend_call_is_warned_of_not_refused(inspection: Inspection) -> None:
    warnings = notify(inspection, date(2024, 4, 27), date(2024, 4, 29))
    assert "Saturday 27 April 2024 is not a Monday" in warnings[0]


def test_twice_is_refused_even_from_two_pages(inspection: Inspection) -> None:
    other = Inspection.objects.get(pk=inspection.pk)
    notify(inspection)
    with pytest.raises(Refused, match=r"cannot be done now|just done this"):
        notify(other)
    assert Entry.objects.filter(verb="inspection.notify").count() == 1


def test_only_a_person_with_the_right_notifies(inspection: Inspection) -> None:
    lead, inspector = make.team(inspection, Role.LEAD_INSPECTOR), make.team(inspection, Role.OFSTED_INSPECTOR)
    with travelled_to(CALL):
        with pytest.raises(PermissionDenied):
            services.record_notification(by=inspector, inspection=inspection, notified_on=CALL)
        services.record_notification(by=lead, inspection=inspection, notified_on=CALL)
    assert Entry.objects.get(verb="inspection.notify").actor == lead


def test_leaders_delegates_and_the_lead_are_told_once_with_an_email_each(inspection: Inspection) -> None:
    area = inspection.partnership
    told = {
        make.member(area, Role.LANO),
        make.member(area, Role.DCS),
        (chief := make.member(area, Role.ICB_EXECUTIVE)),
        make.delegate(chief, area, Activity.NOTIFICATION_CALL),
        make.team(inspection, Role.LEAD_INSPECTOR),
    }
    make.member(area, Role.PCF)
    make.member(area, Role.DCS, make.UserFactory.create(is_active=False))
    make.member(make.PartnershipFactory.create(), Role.DCS)
    notify(inspection)
    assert {notice.person for notice in Notice.objects.filter(kind="notified")} == told
    assert OutboxRow.objects.filter(kind="notice_email").count() == len(told)
    notice = Notice.objects.filter(kind="notified").first()
    assert notice is not None
    assert notice.url == "/inspections/southampton-2024/"
    assert "on site from Tuesday 14 May 2024 to Friday 17 May 2024" in notice.body


def test_two_calls_are_tracked_to_both_being_made(inspection: Inspection) -> None:
    board = NhsBody.objects.create(kind="icb", ods_code="QRL", name="NHS Hampshire and Isle of Wight ICB")
    Commissioning.objects.create(
        authority=inspection.partnership.authority,
        body=board,
        pct_lsoas=100,
        is_main=True,
        share_band="whole area",
        basis="x",
    )
    notify(inspection)
    caller = make.UserFactory.create()
    waiting = services.calls_outstanding(inspection)
    assert [call.spec.code for call in waiting] == ["authority", "board"]
    assert waiting[1].body_name == board.name
    with travelled_to(CALL):
        for call in waiting:
            services.record_call(
                by=caller,
                inspection=inspection,
                body_kind=call.spec.code,
                body_name=call.body_name,
                person_told="Ada Thorn",
                office=call.spec.office,
                told_at=datetime(2024, 4, 29, 8, 40, tzinfo=LONDON),
            )
    assert services.calls_outstanding(inspection) == []
    assert Entry.objects.filter(verb="inspection.call_recorded", inspection_ref=inspection.reference).count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"body_kind": "trust"}, "body_kind"),
        ({"body_name": " "}, "body_name"),
        ({"person_told": ""}, "person_told"),
        ({"office": ""}, "office"),
        ({"told_at": datetime(2024, 4, 29, 9, 1, tzinfo=LONDON)}, "told_at"),
        ({"told_at": datetime(2024, 4, 26, 9, 0, tzinfo=LONDON)}, "told_at"),
    ],
)
def test_a_call_without_its_facts_is_refused(inspection: Inspection, given: dict[str, Any], field: str) -> None:
    notify(inspection)
    whole = {
        "body_kind": "authority",
        "body_name": "A council",
        "person_told": "Ada Thorn",
        "office": "Director",
        "told_at": datetime(2024, 4, 29, 8, 40, tzinfo=LONDON),
    }
    with travelled_to(CALL), pytest.raises(Refused) as caught:
        services.record_call(by=make.UserFactory.create(), inspection=inspection, **(whole | given))
    assert list(reasons(caught)) == [field]
    assert inspection.calls.count() == 0


def test_a_body_is_called_once(inspection: Inspection) -> None:
    notify(inspection)
    caller = make.UserFactory.create()
    given: dict[str, Any] = {
        "by": caller, "inspection": inspection, "body_kind": "authority", "body_name": "A council",
        "person_told": "Ada Thorn", "office": "Director", "told_at": datetime(2024, 4, 29, 8, 40, tzinfo=LONDON),
    }  # fmt: skip
    with travelled_to(CALL):
        services.record_call(**given)
        with pytest.raises(Refused, match="recorded already"):
            services.record_call(**given)
    assert inspection.calls.count() == 1


def test_the_lano_is_a_lano_of_the_area_and_answers_its_deadline(inspection: Inspection) -> None:
    notify(inspection)
    lano = make.member(inspection.partnership, Role.LANO)
    stranger = make.member(make.PartnershipFactory.create(), Role.LANO)
    with travelled_to(CALL):
        with pytest.raises(Refused, match="is not a LANO of"):
            services.nominate_lano(by=None, inspection=inspection, lano=stranger)
        services.nominate_lano(by=None, inspection=inspection, lano=lano)
        with pytest.raises(Refused, match="already"):
            services.nominate_lano(by=None, inspection=inspection, lano=lano)
    assert Deadline.objects.get(inspection=inspection, rule_code="lano-named").met_on == CALL
    assert Notice.objects.filter(person=lano, kind="nominated").count() == 1
