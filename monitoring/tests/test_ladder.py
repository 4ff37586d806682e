"""The ladder both bodies share, improvement notices and directions of the DfE."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import Notice
from core.errors import Refused
from core.frozen import Frozen
from inspections.models import Deadline
from monitoring.models import EscalationStep, ImprovementNotice
from monitoring.services import ladder

pytestmark = pytest.mark.django_db
DAY = date(2019, 5, 28)


def review_dates():
    rows = Deadline.objects.filter(rule_code="improvement-notice-review").order_by("occurrence")
    return [(row.due_on, row.met_on, row.closed_on) for row in rows]


def test_either_body_steps_up_and_down_for_a_reason(surrey, plan):
    assert ladder.level_of(plan).code == "contact"
    up = ladder.step(by=surrey.dfe, plan=plan, level="senior", on=DAY, reason="Slow")
    down = ladder.step(by=surrey.nhse, plan=plan, level="visits", on=DAY, reason="Better")
    assert [(up.is_up, up.body), (down.is_up, down.body)] == [(True, "dfe"), (False, "nhs_england")]
    assert ladder.level_of(plan).code == "visits"


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"level": "contact"}, "another level"),
        ({"level": "notice"}, "another level"),
        ({"reason": " "}, "reason"),
        ({"on": date(2019, 5, 29)}, "today or in the past"),
        ({"on": date(2019, 5, 12)}, "before"),
    ],
)
def test_a_step_that_is_none_is_refused(surrey, plan, given, match):
    with pytest.raises(Refused, match=match):
        ladder.step(by=surrey.dfe, plan=plan, **{"level": "visits", "on": DAY, "reason": "Slow"} | given)
    assert not EscalationStep.objects.exists()


def test_a_step_is_never_changed(surrey, plan):
    step = ladder.step(by=surrey.dfe, plan=plan, level="visits", on=DAY, reason="Slow")
    with pytest.raises(Frozen):
        step.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute("UPDATE monitoring_escalationstep SET reason = 'other'")


def test_a_notice_is_reviewed_every_six_months_until_it_is_lifted(surrey, plan, at):
    notice = ladder.issue_notice(by=surrey.dfe, plan=plan, issued_on=DAY, text="Improve attendance")
    assert (ladder.level_of(plan).code, review_dates()) == ("notice", [(date(2019, 11, 28), None, None)])
    with pytest.raises(Refused, match="already"):
        ladder.issue_notice(by=surrey.dfe, plan=plan, issued_on=DAY, text="Another")
    with pytest.raises(Refused, match="lift it"):
        ladder.step(by=surrey.nhse, plan=plan, level="visits", on=DAY, reason="Better")
    at(date(2019, 11, 14))
    with pytest.raises(Refused, match="before"):
        ladder.review_notice(by=surrey.dfe, notice=notice, reviewed_on=date(2019, 5, 27), text="Too soon")
    ladder.review_notice(by=surrey.dfe, notice=notice, reviewed_on=date(2019, 11, 14), text="Slower than planned")
    assert review_dates() == [(date(2019, 11, 28), date(2019, 11, 14), None), (date(2020, 5, 14), None, None)]
    at(date(2020, 4, 1))
    ladder.lift_notice(by=surrey.dfe, notice=notice, lifted_on=date(2020, 4, 1), reason="Sustained", level="visits")
    assert review_dates()[1] == (date(2020, 5, 14), None, date(2020, 4, 1))
    assert (ImprovementNotice.objects.get().state, ladder.level_of(plan).code) == ("lifted", "visits")
    with pytest.raises(Refused, match="lifted"):
        ladder.review_notice(by=surrey.dfe, notice=notice, reviewed_on=date(2020, 4, 1), text="Again")


def test_a_direction_stays_until_the_dfe_sets_another_level(surrey, plan):
    ladder.record_direction(by=surrey.dfe, plan=plan, on=DAY, reason="The Secretary of State directs the council")
    with pytest.raises(Refused, match="only the DfE"):
        ladder.step(by=surrey.nhse, plan=plan, level="contact", on=DAY, reason="Better")
    notice = ladder.issue_notice(by=surrey.dfe, plan=plan, issued_on=DAY, text="Improve")
    assert ladder.level_of(plan).code == "direction"
    ladder.lift_notice(by=surrey.dfe, notice=notice, lifted_on=DAY, reason="Done")
    assert (ladder.level_of(plan).code, EscalationStep.objects.count()) == ("direction", 1)
    told = Notice.objects.filter(person=surrey.lano, subject__contains="improvement notice").values_list(
        "subject", flat=True
    )
    assert sorted(words.rpartition(": ")[2] for words in told) == [
        "an improvement notice was issued", "the improvement notice is lifted",
    ]  # fmt: skip
    assert ladder.step(by=surrey.dfe, plan=plan, level="contact", on=DAY, reason="Better").before == "direction"


def test_notices_and_directions_are_the_dfes(surrey, plan):
    with pytest.raises(PermissionDenied):
        ladder.issue_notice(by=surrey.nhse, plan=plan, issued_on=DAY, text="Improve")
    with pytest.raises(PermissionDenied):
        ladder.record_direction(by=surrey.nhse, plan=plan, on=DAY, reason="Directed")
    notice = ladder.issue_notice(by=surrey.dfe, plan=plan, issued_on=DAY, text="Improve")
    with pytest.raises(PermissionDenied):
        ladder.review_notice(by=surrey.nhse, notice=notice, reviewed_on=DAY, text="Seen")
    with pytest.raises(PermissionDenied):
        ladder.lift_notice(by=surrey.nhse, notice=notice, lifted_on=DAY, reason="Done")
    ladder.record_direction(by=surrey.dfe, plan=plan, on=DAY, reason="The Secretary of State directs the council")
    with pytest.raises(Refused, match="already"):
        ladder.record_direction(by=surrey.dfe, plan=plan, on=DAY, reason="Twice")
    assert ladder.level_of(plan).code == "direction"
