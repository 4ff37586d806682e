"""From the call to publication, and what refuses each step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.choices import Permission, Role
from audit.models import Entry
from core.clock import travelled_to
from core.errors import Refused
from inspections.models import Deadline, Inspection
from inspections.services import inspections as services
from inspections.services import timeline
from inspections.tests import walk
from tests import factories as make

pytestmark = pytest.mark.django_db


def due(inspection: Inspection, code: str, scope: str = "inspection") -> Deadline:
    return Deadline.objects.get(inspection=inspection, rule_code=code, scope=scope)


def reasons(caught: Any) -> dict[str | None, str]:
    return {reason.field: reason.text for reason in caught.value.reasons}


def test_the_whole_way_to_publication() -> None:
    inspection = walk.to("publish")
    inspection.refresh_from_db()
    assert inspection.state == "published"
    assert (inspection.setup_on, inspection.feedback_on) == (date(2024, 5, 1), date(2024, 5, 17))
    assert (inspection.findings_shared_on, inspection.letter_issued_on) == (date(2024, 6, 14), date(2024, 7, 9))
    assert (inspection.report_received_on, inspection.published_on) == (date(2024, 7, 10), date(2024, 7, 16))
    met = dict(Deadline.objects.filter(met_on__isnull=False).values_list("rule_code", "met_on"))
    assert met == {
        "lano-named": date(2024, 4, 29),
        "set-up-discussion": date(2024, 5, 1),
        "onsite-start": date(2024, 5, 13),
        "final-feedback": date(2024, 5, 17),
        "draft-report": date(2024, 6, 14),
        "publication": date(2024, 7, 16),
    }
    # Eighteen months from publication in this edition, three years about.
    assert due(inspection, "monitoring-inspection-due").due_on == date(2026, 1, 16)
    assert due(inspection, "next-full-outcome-2-or-3").due_on == date(2027, 7, 16)
    steps = list(Entry.objects.filter(verb__startswith="inspection.").order_by("pk").values_list("verb", flat=True))
    moves = [
        verb for verb in steps if verb.removeprefix("inspection.") in {move.name for move in Inspection.LIFECYCLE.moves}
    ]
    assert moves == [
        f"inspection.{name}"
        for name in (
            "notify",
            "set_up",
            "prepare",
            "start_on_site",
            "give_feedback",
            "start_reporting",
            "send_draft",
            "finalise",
            "publish",
        )
    ]


def test_moves_ask_for_the_right_the_lifecycle_names() -> None:
    inspection = walk.to("notify")
    inspector = make.team(inspection, Role.OFSTED_INSPECTOR)
    lead = make.team(inspection, Role.LEAD_INSPECTOR)
    with walk.at(date(2024, 5, 1)):
        with pytest.raises(PermissionDenied):
            services.make_move(by=inspector, inspection=inspection, move="set_up")
        assert inspection.state == "notified"
        services.make_move(by=lead, inspection=inspection, move="set_up", code_of_conduct=True)
    inspection.refresh_from_db()
    assert (inspection.state, inspection.setup_on) == ("set_up", date(2024, 5, 1))
    assert inspection.code_of_conduct_at is not None


@pytest.mark.parametrize(
    ("stage", "move", "facts", "field", "text"),
    [
        ("prepare", "start_on_site", {}, "onsite_start_on", "has not come yet"),
        ("notify", "set_up", {"setup_on": date(2024, 4, 26)}, "setup_on", "cannot be before the notification"),
        (
            "notify",
            "set_up",
            {"setup_on": date(2030, 1, 1)},
            "setup_on",
            "outside the bank holidays|today or in the past",
        ),
        ("start_on_site", "give_feedback", {}, "feedback_on", "Enter the date of the final feedback"),
        (
            "start_on_site",
            "give_feedback",
            {"feedback_on": date(2024, 5, 10)},
            "feedback_on",
            "before the first day on site",
        ),
        ("start_on_site", "pause", {}, "reason", "Give a reason"),
        ("publish", "close", {"open_plans": 1}, "not_open_plans", "still to be accepted"),
    ],
)
def test_what_stands_in_the_way_is_said_beside_the_field(
    stage: str, move: str, facts: dict[str, Any], field: str, text: str
) -> None:
    inspection = walk.to(stage)
    state = inspection.state
    day = date(2024, 5, 3) if stage in ("notify", "prepare") else date(2024, 7, 20)
    with walk.at(day), pytest.raises(Refused, match=text) as caught:
        services.make_move(by=None, inspection=inspection, move=move, **facts)
    assert field in reasons(caught)
    assert Inspection.objects.get(pk=inspection.pk).state == state


def test_a_lano_comes_before_the_set_up() -> None:
    inspection = make.InspectionFactory.create()
    with walk.at(date(2024, 4, 29)):
        services.record_notification(by=None, inspection=inspection, notified_on=date(2024, 4, 29))
        assert services.missing(inspection, "set_up") == ("Name the local area nominated officer (LANO) first.",)
        with pytest.raises(Refused) as caught:
            services.make_move(by=None, inspection=inspection, move="set_up")
    assert list(reasons(caught)) == ["lano"]


def test_a_closed_inspection_needs_every_plan_accepted() -> None:
    inspection = walk.to("publish")
    with walk.at(date(2024, 9, 2)):
        services.make_move(by=None, inspection=inspection, move="close", open_plans=0)
    assert inspection.state == "closed"


def test_a_thematic_visit_ends_without_a_report_and_leaves_nothing_open() -> None:
    visit = make.InspectionFactory.create(kind="thematic")
    with walk.at(date(2024, 4, 29)):
        services.record_notification(
            by=None, inspection=visit, notified_on=date(2024, 4, 29), onsite_start_on=date(2024, 5, 13)
        )
        lano = make.member(visit.partnership, Role.LANO)
        services.nominate_lano(by=None, inspection=visit, lano=lano)
    with walk.at(date(2024, 5, 17)):
        for move in ("set_up", "prepare", "start_on_site"):
            services.make_move(by=None, inspection=visit, move=move)
        services.make_move(by=None, inspection=visit, move="give_feedback", feedback_on=date(2024, 5, 17))
        services.make_move(by=None, inspection=visit, move="close_without_report")
    assert visit.state == "closed"
    assert not Deadline.objects.open().filter(inspection=visit).exists()


@pytest.mark.parametrize(
    ("received_on", "text"),
    [
        (date(2024, 5, 16), "before the inspection ends, on Friday 17 May 2024"),
        (date(2024, 7, 30), "today or in the past"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused(received_on: date, text: str) -> None:
    inspection = walk.to("issue")
    with walk.at(date(2024, 7, 12)), pytest.raises(Refused, match=text) as caught:
        services.record_receipt(by=None, inspection=inspection, received_on=received_on)
    assert "received_on" in reasons(caught)
    inspection.refresh_from_db()
    assert inspection.report_received_on is None


def test_a_receipt_is_not_before_the_day_of_issue() -> None:
    inspection = walk.to("issue")
    assert inspection.letter_issued_on is not None
    before = inspection.letter_issued_on - timedelta(days=1)
    with walk.at(date(2024, 7, 12)), pytest.raises(Refused, match="before it was issued") as caught:
        services.record_receipt(by=None, inspection=inspection, received_on=before)
    assert "received_on" in reasons(caught)


def test_nothing_is_received_before_it_is_issued_nor_after_publication() -> None:
    early = walk.to("send_draft")
    with walk.at(date(2024, 7, 1)), pytest.raises(Refused, match="has not been issued"):
        services.record_receipt(by=None, inspection=early, received_on=date(2024, 7, 1))
    done = walk.to("publish")
    with walk.at(date(2024, 8, 1)), pytest.raises(Refused, match="published, so the day of receipt is fixed"):
        services.record_receipt(by=None, inspection=done, received_on=date(2024, 7, 11))
    published_unreceived = make.InspectionFactory.create(out=True, report_received_on=None)
    with walk.at(date(2024, 8, 1)), pytest.raises(Refused, match="after it was published"):
        services.record_receipt(by=None, inspection=published_unreceived, received_on=date(2024, 7, 17))


def test_the_database_refuses_the_same_orders_of_dates() -> None:
    inspection = walk.to("publish")
    for field, day in (
        ("report_received_on", date(2024, 5, 16)),
        ("published_on", date(2024, 7, 9)),
        ("onsite_end_on", date(2024, 5, 10)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inspection.objects.filter(pk=inspection.pk).update(**{field: day})


@pytest.mark.parametrize(
    ("published_on", "text"),
    [(date(2024, 7, 9), "before the area has received it"), (date(2024, 8, 1), "today or in the past")],
)
def test_a_publication_that_cannot_be_is_refused(published_on: date, text: str) -> None:
    inspection = walk.to("receive")
    with walk.at(date(2024, 7, 16)), pytest.raises(Refused, match=text) as caught:
        services.mark_published(by=None, inspection=inspection, published_on=published_on)
    assert list(reasons(caught)) == ["published_on"]
    inspection.refresh_from_db()
    assert (inspection.state, inspection.published_on) == ("finalised", None)


def test_nothing_is_published_without_a_receipt() -> None:
    inspection = walk.to("issue")
    with walk.at(date(2024, 7, 16)), pytest.raises(Refused) as caught:
        services.mark_published(by=None, inspection=inspection, published_on=date(2024, 7, 16))
    assert "received_on" in reasons(caught)


def test_the_outcome_comes_before_the_final_report_and_is_fixed_by_it() -> None:
    inspection = walk.to("start_reporting")
    with walk.at(date(2024, 6, 3)):
        with pytest.raises(Refused, match="Record the outcome"):
            services.mark_issued(by=None, inspection=inspection)
        with pytest.raises(Refused, match="Choose an outcome: Typically positive"):
            services.record_outcome(by=None, inspection=inspection, outcome="wsoa-required")
        services.record_outcome(by=None, inspection=inspection, outcome="outcome-2")
        services.mark_issued(by=None, inspection=inspection)
        with pytest.raises(Refused, match="until the report is final"):
            services.record_outcome(by=None, inspection=inspection, outcome="outcome-1")
    assert inspection.outcome == "outcome-2"


def test_a_draft_sent_twice_keeps_the_day_it_was_first_shared() -> None:
    inspection = walk.to("send_draft")
    with walk.at(date(2024, 6, 21)):
        services.make_move(by=None, inspection=inspection, move="take_draft_back")
        services.mark_shared(by=None, inspection=inspection)
    assert inspection.findings_shared_on == date(2024, 6, 14)
    assert due(inspection, "formal-complaint").due_on == date(2024, 6, 21)


def test_plan_dates_follow_the_receipt_when_a_plan_is_open() -> None:
    inspection = walk.to("receive")
    timeline.lay_out(inspection=inspection, by=None, scope="plan")
    assert due(inspection, "pap-due", "plan").due_on == date(2024, 8, 29)
    with walk.at(date(2024, 7, 12)):
        with pytest.raises(Refused, match="Say why: receipt on Wednesday 10 July 2024") as caught:
            services.record_receipt(by=None, inspection=inspection, received_on=date(2024, 7, 11))
        assert "reason" in reasons(caught)
        services.record_receipt(
            by=None, inspection=inspection, received_on=date(2024, 7, 11), reason="The council wrote to say so"
        )
    assert due(inspection, "pap-due", "plan").due_on == date(2024, 8, 30)
    assert due(inspection, "pap-due", "plan").original_due_on == date(2024, 8, 29)


def test_published_weaknesses_are_counted() -> None:
    inspection = walk.to("receive")
    make.FindingFactory.create_batch(2, inspection=inspection)
    make.FindingFactory.create(inspection=inspection, kind="area_for_improvement")
    with travelled_to(date(2024, 7, 16)):
        services.mark_published(by=None, inspection=inspection, published_on=date(2024, 7, 16))
    inspection.refresh_from_db()
    assert inspection.n_weaknesses == 2


def test_rights_of_the_area_open_as_the_stages_pass() -> None:
    inspection = make.InspectionFactory.create()
    dcs = make.member(inspection.partnership, Role.DCS)

    def may(permission: Permission, on: date) -> bool:
        return Inspection.objects.permitted(dcs, permission, on).exists()

    walk.to("issue", inspection)
    assert not may(Permission.FINDINGS_VIEW, date(2024, 6, 13))
    assert may(Permission.FINDINGS_VIEW, date(2024, 6, 14))
    assert not may(Permission.LETTER_VIEW, date(2024, 7, 8))
    assert may(Permission.LETTER_VIEW, date(2024, 7, 9))
