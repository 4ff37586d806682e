"""A bank holiday announced late, through the page: look, confirm, and everything moves once. Story 15."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice
from core.clock import travelled_to
from inspections.models import AddedBankHoliday, Deadline, Inspection
from inspections.tests.pages import boxes, errors_of, signed_in, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("dashboard:bank-holidays"), reverse("dashboard:bank-holiday-add")
DAY, ANNOUNCED = date(2022, 9, 19), date(2022, 9, 10)


@pytest.fixture(autouse=True)
def before_the_announcement(settings: Any, tmp_path: Any) -> Any:
    """The calendar as it stood on the day, without the holiday of 19 September 2022."""
    import json

    from rulebook.holidays import BUNDLED

    held = json.loads(BUNDLED.read_text())
    text = json.dumps(held)
    path = tmp_path / "holidays.json"
    path.write_text(without(held, "2022-09-19") if "2022-09-19" in text else text)
    settings.BANK_HOLIDAYS_PATH = str(path)
    with travelled_to(ANNOUNCED):
        yield


def without(held: Any, day: str) -> str:
    import json

    def pruned(value: Any) -> Any:
        if isinstance(value, list):
            return [pruned(item) for item in value if day not in json.dumps(item)]
        if isinstance(value, dict):
            return {name: pruned(item) for name, item in value.items() if name != day}
        return value

    return json.dumps(pruned(held))


@pytest.fixture
def admin() -> Client:
    return signed_in(make.national(Role.ADMINISTRATOR))


@pytest.fixture
def deadline() -> Deadline:
    area = make.PartnershipFactory.create(name="Northmoor")
    make.member(area, Role.DCS)
    inspection: Inspection = make.InspectionFactory.create(partnership=area, regime_2016=True, state="published")
    return Deadline.objects.create(
        inspection=inspection, scope="plan", rule_code="wsoa-due", name="Written statement of action due", owner_code="area_bodies_2016",
        anchor="report_received_on", anchor_on=date(2022, 7, 11), offset=70, unit="working_days", due_on=date(2022, 10, 18),
        original_due_on=date(2022, 10, 18), calendar_edition="test", source="test", confirmed=True, laid_on=date(2022, 7, 11),
    )  # fmt: skip


def sent(**more: str) -> dict[str, str]:
    return (
        {
            "name": "State Funeral of Queen Elizabeth II",
            "reason": "Proclamation",
            "submission_key": "k1",
        }
        | boxes("day", DAY)
        | more
    )


def test_the_list_says_how_far_it_reaches_and_offers_adding_only_to_administrators(admin: Client) -> None:
    words = text_of(admin.get(LIST))
    assert "Good Friday" in words
    assert "Add a bank holiday" in words
    assert "Add a bank holiday" not in text_of(signed_in(make.UserFactory.create()).get(LIST))
    assert Client().get(LIST).status_code == 302


def test_others_may_not_add() -> None:
    manager = signed_in(make.national(Role.INSPECTION_MANAGER))
    assert manager.get(ADD).status_code == manager.post(ADD, sent(confirm="yes")).status_code == 403
    assert not AddedBankHoliday.objects.exists()


def test_looking_first_changes_nothing(admin: Client, deadline: Deadline) -> None:
    words = text_of(admin.post(ADD, sent()))
    assert (
        "1 open deadline will move, for example ‘Written statement of action due, Northmoor’, due Tuesday 18 October 2022, "
        "becomes Wednesday 19 October 2022." in words
    )
    assert not AddedBankHoliday.objects.exists()
    deadline.refresh_from_db()
    assert deadline.due_on == date(2022, 10, 18)


def test_confirming_moves_the_deadline_records_why_and_tells_its_owners_once(admin: Client, deadline: Deadline) -> None:
    preview = admin.post(ADD, sent()).content.decode()
    assert 'name="confirm" value="yes"' in preview
    assert 'name="day_0" value="19"' in preview
    for _ in range(2):  # a double click
        assert admin.post(ADD, sent(confirm="yes")).url == LIST
    deadline.refresh_from_db()
    assert deadline.due_on == date(2022, 10, 19)
    assert "State Funeral" in deadline.moved_reason
    assert Notice.objects.filter(kind="bank_holiday").count() == 1
    assert "Announced late and added here Monday 19 September 2022" in text_of(admin.get(LIST))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 8, 29), "is a bank holiday already"),
        (date(2022, 9, 18), "is at the weekend"),
        (date(2055, 9, 20), "outside the bank holidays known"),
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirm": "yes"}])
def test_a_day_that_cannot_be_added_is_refused_beside_it(
    admin: Client, day: date, said: str, step: dict[str, str]
) -> None:
    response = admin.post(ADD, sent() | boxes("day", day) | step)
    assert said in errors_of(response)["day"][0]
    assert not AddedBankHoliday.objects.exists()


def test_what_is_missing_is_asked_for(admin: Client) -> None:
    assert set(errors_of(admin.post(ADD, {}))) == {"day", "name", "reason"}


def test_a_preview_with_nothing_to_move_says_so(admin: Client) -> None:
    assert "No open deadline will move." in text_of(admin.post(ADD, sent()))


def test_a_deadline_moved_by_hand_is_shown_and_stays(admin: Client, deadline: Deadline) -> None:
    Deadline.objects.filter(pk=deadline.pk).update(hand_moved=True)
    words = text_of(admin.post(ADD, sent()))
    assert "No open deadline will move." in words
    assert "Stays: it was moved by hand" in words
    admin.post(ADD, sent(confirm="yes"))
    deadline.refresh_from_db()
    assert deadline.due_on == date(2022, 10, 18)
