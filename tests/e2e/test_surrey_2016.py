"""Surrey, 2016 to 2020, under the 2016 framework: from the first call to release, through the pages.

Real: on site 17 to 21 October 2016, letter published 8 December 2016, five areas of significant weakness, revisit 18 to 20 March
2019, 12 of 15 actions completed, 2 on target and 1 behind before the revisit, letter of 13 May 2019, sufficient progress on four of five,
not on absence, visits of the advisers in June and December 2019, review about May 2020. Assumed: the call on Monday 10 October 2016
and receipt on 1 December 2016. The other days between, every word and the figures of absence are invented, and so are the people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from accounts.choices import Role
from accounts.models import SentMail
from core import outbox
from improvement.models import Plan
from inspections.models import Deadline
from tests.e2e import old_framework_steps as story
from tests.e2e.cast import assemble
from tests.e2e.old_framework_steps import LEAD, QUALITY, due, on, public, receive, review
from tests.e2e.plan_steps import Planning
from tests.e2e.reader import Reader
from tests.e2e.steps import History
from tests.e2e.support_steps import BEGUN, DFE, DONE, NHSE, Delivery, Told

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

SURREY = story.Place(
    name="Surrey",
    slug="surrey",
    council="Surrey County Council",
    ccg="NHS Surrey Downs Clinical Commissioning Group",
    weaknesses=(
        "The time it takes to finish education, health and care plans, and how well they say what a child needs.",
        "How leaders know, and show, what difference their work makes to children and young people.",
        "The help that children and young people with emotional and mental health needs get while they wait.",
        "How families are told what help there is, and how their views shape it.",
        "The high number of children and young people with SEND who are absent from school or excluded from it.",
    ),
)
BOARD = "Clinical commissioning groups"
ABSENCE = SURREY.weaknesses[4]
MEASURE = "Pupils with SEND who are absent one day in ten"
BEHIND = Told(
    "Half of the schools send figures.", "Underway, behind target", "The others wait for their new system.", "Each gets a visit.",
    impact="Impact not seen",
)  # fmt: skip
# What the LANO tells of, month by month; the director agrees that an action is completed.
BEGINNINGS = (
    (date(2017, 5, 31), ("1.1", "2.1", "3.1", "4.1", "5.1")),
    (date(2017, 6, 30), ("1.2", "2.2", "3.2", "4.2")),
    (date(2017, 7, 21), ("1.3", "2.3", "3.3", "4.3")),
    (date(2017, 9, 29), ("5.2",)),
)
COMPLETIONS = (
    (date(2017, 10, 31), ("1.1", "1.2")), (date(2017, 12, 15), ("1.3", "2.1")), (date(2018, 2, 28), ("2.2", "2.3")),
    (date(2018, 5, 31), ("3.1", "3.2")), (date(2018, 9, 28), ("3.3", "4.1")), (date(2018, 12, 14), ("4.2", "4.3")),
)  # fmt: skip


def test_from_the_first_call_to_release(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    reader, cast = Reader(), assemble("surrey", starts_on=date(2016, 4, 1))
    first = History(reader, cast, "surrey-2016")
    inspect(first)
    publish_letter(first)
    plan = Planning(first)
    plan_is_opened(plan)
    reminders_come_once(plan)
    plan_is_sent_and_accepted(plan)
    month_by_month(Delivery(first))
    revisit = History(reader, cast, "surrey-revisit-2019")
    revisit_is_expected_and_made(revisit)
    revisit_letter(revisit)
    before_and_after(revisit)
    accelerated = Planning(revisit)
    accelerated_plan(accelerated)
    support = Delivery(revisit)
    visited_in_june(support)
    visited_in_december(support)
    released(accelerated, support)
    area_shows_all(revisit)


def inspect(history: History) -> None:
    call = date(2016, 10, 10)
    SURREY.plan_inspection(history, date(2016, 9, 26), "Local area SEND inspection", call)
    SURREY.notify(history, call, assumed=True)
    with on(call):
        # Five working days of notice: the next Monday, for a working week.
        history.overview(Role.DCS).sees("Monday 17 October 2016", "Friday 21 October 2016", "Assumed")
    story.steps(
        history,
        (
            (date(2016, 10, 11), "Record the set-up discussion", "Set up"),
            (date(2016, 10, 12), "Issue the information request", "Preparation"),
            (date(2016, 10, 17), "Start on site", "On site"),
            (date(2016, 10, 21), "Record the final feedback meeting", "Feedback given"),
            (date(2016, 10, 21), "Start reporting", "Reporting"),
        ),
    )
    # 33 working days: the real letter came one day later.
    assert (due("surrey-2016", "onsite-start"), due("surrey-2016", "publication")) == (
        date(2016, 10, 17),
        date(2016, 12, 7),
    )


def publish_letter(history: History) -> None:
    published = date(2016, 12, 8)
    SURREY.write_letter(history, date(2016, 11, 4))
    review(history, date(2016, 11, 14), date(2016, 11, 30))
    receive(history, date(2016, 12, 1), assumed=True)
    history.unseen_by(None, "stranger")
    history.publish(published, QUALITY).sees("First published")
    with on(published):
        public(history).sees(*SURREY.weaknesses, story.STRENGTH, story.DEVELOPMENT, "Edmund Carrow")
        history.visitor.sees("Written Statement of Action is required")


def plan_is_opened(plan: Planning) -> None:
    with on(date(2016, 12, 9)):
        visitor = plan.page(Role.DCS).sees("Written statement of action", "Required", "Tuesday 14 March 2017", "Locked")
        assert visitor.locked_words() == list(SURREY.weaknesses)
        # The explanation of the date: from receipt, which is assumed; each bank holiday by its name.
        visitor.follow("How this date was worked out")
        visitor.sees("70 working days after Thursday 1 December 2016", "Boxing Day", "Christmas Day (substitute day)")
        visitor.sees("New Year's Day (substitute day)", "Thursday 1 December 2016 is an assumption")
        # The letter's words are text on the page of an item, not a field of it.
        visitor = plan.page(Role.LANO).follow("Write item 5").sees(ABSENCE)
        assert ABSENCE not in [box.value for box in visitor.page.iter("textarea")]
        # Both national advisers follow the clock from their own list.
        for adviser in (Role.DFE_ADVISER, Role.NHSE_ADVISER):
            plan.history.as_(adviser).go("improvement:plan-list").sees(
                "Surrey", "Tuesday 14 March 2017", "working days left"
            )
        plan.history.as_("stranger").go("improvement:plan-list").sees_no("Surrey")
        outbox.relay()


def swept(day: date, today: str) -> dict[str, int]:
    """Run the command for a day, on a day; returns {subject of a reminder: how many were e-mailed so far}."""
    with on(day):
        call_command("sweep_deadlines", today=today, stdout=NOWHERE)
        outbox.relay()
    found: dict[str, int] = {}
    for subject in SentMail.objects.filter(subject__startswith="Written statement of action due").values_list(
        "subject", flat=True
    ):
        found[subject] = found.get(subject, 0) + 1
    return found


class _Nowhere:
    def write(self, text: str) -> None:
        """The counts the command prints are read from the messages instead."""

    def flush(self) -> None: ...


NOWHERE: Any = _Nowhere()


def reminders_come_once(plan: Planning) -> None:
    # The LANO, the director and the chief executive; each rung once, however often and however late the sweep runs.
    twenty = {"Written statement of action due, Surrey: 20 working days left": 3}
    ten = {"Written statement of action due, Surrey: 10 working days left": 3}
    assert swept(date(2017, 2, 13), "2017-02-13") == {}
    assert swept(date(2017, 2, 14), "2017-02-14") == twenty
    assert swept(date(2017, 2, 14), "2017-02-14") == twenty
    assert swept(date(2017, 2, 28), "2017-02-28") == twenty | ten
    for _ in range(2):
        assert swept(date(2017, 3, 2), "2017-03-01") == twenty | ten
    with on(date(2017, 3, 2)):
        visitor = plan.history.as_(Role.ADMINISTRATOR).go("accounts:sent-messages").sees(*twenty, *ten)
        visitor.follow("Written statement of action due, Surrey: 10 working days left").sees("Tuesday 14 March 2017")
        plan.history.as_(Role.LANO).go("dashboard:notices").sees(*twenty, *ten)


def plan_is_sent_and_accepted(plan: Planning) -> None:
    written = date(2017, 2, 20)
    for order in range(1, 6):
        plan.answer(written, order, date(2018, 12, 21), actions=3)
    said = {"definition": "Pupils of the area’s schools, over a school year.", "baseline": "2016: 21.4"}
    Delivery(plan.history).define(written, 5, name=MEASURE, targets="2018: 18\n2019: 16", **said).sees("item 5")
    with on(written):
        # Not before every item is answered and every body has approved: the page says what is missing.
        plan.step(written, "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
        plan.page(Role.DCS).follow("Submit").sees(
            "This cannot be done yet", "Every accountable body must have signed the plan"
        )
    plan.approve(date(2017, 3, 6), Role.DCS, SURREY.council)
    plan.approve(date(2017, 3, 8), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2017, 3, 10), "Submit", Role.DCS).sees("WSOA-SURREY-2016-1", *SURREY.weaknesses)
    # Sent, so nobody is reminded of sending it.
    before = SentMail.objects.filter(subject__contains="working days left").count()
    assert sum(swept(date(2017, 3, 14), "2017-03-14").values()) == before
    plan.step(date(2017, 3, 20), "Start the review", QUALITY, "Under review")
    plan.decide(date(2017, 3, 24), QUALITY, "Fit for purpose")
    plan.step(date(2017, 4, 3), "Record that the plan is published", Role.DCS, "Published")
    plan.step(date(2017, 4, 4), "Start delivery", Role.LANO, "In delivery")
    with on(date(2017, 4, 4)):
        plan.page(Role.DFE_ADVISER).sees("Monitoring visit", "Saturday 24 June 2017")


def month_by_month(delivery: Delivery) -> None:
    told = [(day, action, BEGUN) for day, actions in BEGINNINGS for action in actions]
    told += [(day, action, DONE) for day, actions in COMPLETIONS for action in actions]
    told.append((date(2018, 11, 30), "5.3", BEHIND))
    for day, action, update in sorted(told, key=lambda one: one[0]):
        delivery.tell(day, action, update, by=Role.DCS if update is DONE else Role.LANO)
    delivery.count(date(2018, 1, 31), MEASURE, "2017", "21.9")
    delivery.count(date(2019, 1, 31), MEASURE, "2018", "22.6").sees("Worse", "21.4%")
    with on(date(2019, 3, 15)):
        page = delivery.go(Role.DFE_ADVISER, "tracking:progress").sees("How the 15 actions stand")
        page.sees("Of 15 actions: 12 completed; 2 underway, on target; 1 underway, behind target; 0 not started.")
        # Not started, behind, on target, completed, all: as it was at the end of a month, not as it is now.
        page.row_says("May 2018", "1 0 6 8 15").row_says("Mar 2019", "0 1 2 12 15")


def revisit_is_expected_and_made(history: History) -> None:
    with on(date(2018, 12, 3)):
        # 18 months after acceptance; the real revisit came six months later than that.
        area = history.as_(None).go("partnerships:partnership-detail", "surrey")
        area.sees(
            "Revisit expected about September 2018", "acceptance of the plan on Friday 24 March 2017", "Time passed"
        )
    call = date(2019, 3, 4)
    SURREY.plan_inspection(history, date(2019, 2, 18), "Revisit", call)
    SURREY.notify(history, call, assumed=False)
    assert due(history.reference, "revisit-onsite-start") == date(2019, 3, 18)
    story.last_day(history, call, date(2019, 3, 20), "Three days for five weaknesses.")
    story.steps(
        history,
        (
            (date(2019, 3, 5), "Record the set-up discussion", "Set up"),
            (date(2019, 3, 6), "Issue the information request", "Preparation"),
            (date(2019, 3, 18), "Start on site", "On site"),
            (date(2019, 3, 20), "Record the final feedback meeting", "Feedback given"),
            (date(2019, 3, 20), "Start reporting", "Reporting"),
        ),
    )
    SURREY.judge(history, date(2019, 3, 29), short=(5,))


def revisit_letter(history: History) -> None:
    published = date(2019, 5, 13)
    SURREY.write_revisit_letter(history, date(2019, 3, 29), "Inspectors came back to Surrey from 18 to 20 March 2019.")
    review(history, date(2019, 4, 12), date(2019, 5, 3))
    receive(history, date(2019, 5, 7), assumed=False)
    history.unseen_by(None, "stranger")
    # The target of 33 working days, over Easter and the May bank holiday; the real letter took 35.
    assert due(history.reference, "revisit-publication") == date(2019, 5, 9)
    history.publish(published, QUALITY).sees("First published")
    with on(published):
        public(history).sees(*SURREY.weaknesses, "18 to 20 March 2019", "some, but not all")


def before_and_after(history: History) -> None:
    with on(date(2019, 5, 14)):
        page = history.as_(Role.DFE_ADVISER).go("improvement:before-after", history.reference)
        page.row_says(f"5. {ABSENCE}", "Not sufficient progress", "Goes on as item 1 of the accelerated progress plan")
        for order, text in enumerate(SURREY.weaknesses[:4], start=1):
            page.row_says(f"{order}. {text}", "Sufficient progress", "Released from monitoring on 13 May 2019")
        page.sees("Written statement of action, superseded", "with 3 actions carried on")
        page.sees("underway, behind target: 1; underway, on target: 2; completed: 12").sees_no("not started")
        first = history.as_(Role.DCS).go("improvement:plan-detail", "surrey-2016")
        first.sees("Superseded", "Released from monitoring on 13 May 2019")


def accelerated_plan(plan: Planning) -> None:
    with on(date(2019, 5, 14)):
        visitor = plan.page(Role.DCS).sees("Accelerated progress plan", "Locked", ABSENCE)
        assert visitor.locked_words() == [ABSENCE]
    for number in (1, 2, 3):
        plan.go_on(date(2019, 5, 20), 1, date(2020, 3, 31), carried_from=f"action 5.{number}", number=number)
    with on(date(2019, 5, 20)):
        # The measure goes on with its values, and so does the history of an action.
        page = Delivery(plan.history).go(Role.LANO, "measures:measure-list").follow(MEASURE)
        page.sees("Carried from", "21.4%", "21.9%", "22.6%", "16.0", "in the plan before")
        Delivery(plan.history).go(DFE, "tracking:action-detail", 1, 3).sees(BEHIND.done, "Underway, behind target")
    plan.step(date(2019, 5, 21), "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
    plan.approve(date(2019, 5, 30), Role.DCS, SURREY.council)
    plan.approve(date(2019, 5, 31), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2019, 6, 3), "Submit", Role.DCS).sees("APP-SURREY-REVISIT-2019-1")
    plan.step(date(2019, 6, 5), "Start the review", DFE, "Under review")
    plan.decide(date(2019, 6, 7), DFE, "Approved")
    with on(date(2019, 6, 7)):
        # Three, six and twelve months after approval; the reviews of the advisers six and twelve after the letter.
        page = plan.page(DFE)
        page.row_says("3 months", "Saturday 7 September 2019")
        page.row_says("6 months", "Saturday 7 December 2019")
        page.row_says("12 months", "Sunday 7 June 2020")
    reference = plan.history.reference
    assert [due(reference, "app-review", one) for one in (1, 2)] == [date(2019, 11, 13), date(2020, 5, 13)]
    assert [item.text for item in Plan.objects.get(inspection__reference=reference).items.all()] == [ABSENCE]
    plan.step(date(2019, 6, 7), "Record that the plan is published", Role.DCS, "Published")
    plan.step(date(2019, 6, 7), "Start delivery", Role.LANO, "In delivery")


def visited_in_june(support: Delivery) -> None:
    """The review was due on 13 November; the real visit came in June."""
    visit = date(2019, 6, 24)
    support.plan_visit(date(2019, 6, 7), visit, "Monitoring visit 1").row_says(
        "Evidence due", "Monday 10 June 2019", "14 days before"
    )
    support.send_evidence(date(2019, 6, 10), 1, "Absence by term, and how it was counted.").sees_no("Late")
    support.hold_visit(visit, 1, {1: "Improving, but more is needed"})
    with on(visit):
        # The area reads no record before the letter.
        support.go(Role.LANO, "monitoring:visit-detail", 1).sees_no("What NHS England saw", "more is needed")
    support.raise_action(visit, 1, 1, "Send the figures each term.")
    letter = support.write_to_area(date(2019, 7, 5), 1).sees("Improving, but more is needed", ABSENCE)
    letter.sees("Monday 24 June 2019", "1.4 Send the figures each term.")
    with on(date(2019, 7, 8)):
        support.go(Role.LANO, "improvement:action-list").sees(
            "Send the figures each term.", "Raised at monitoring visit 1"
        )
        support.go(Role.LANO, "monitoring:visit-detail", 1).sees("more is needed").sees_no("What NHS England saw")


def visited_in_december(support: Delivery) -> None:
    visit = date(2019, 12, 9)
    support.plan_visit(date(2019, 11, 4), visit, "Monitoring visit 2").row_says(
        "Evidence due", "Monday 25 November 2019"
    )
    with on(date(2019, 11, 26)):
        adviser = support.history.as_(NHSE).go("monitoring:caseload")
        adviser.sees("Evidence for monitoring visit 2", "Was due Monday 25 November 2019; nothing was sent")
    support.send_evidence(date(2019, 11, 27), 2, "Absence this autumn.").sees("Late")
    support.hold_visit(visit, 2, {1: "Improving at the pace needed"})
    support.write_to_area(date(2019, 12, 20), 2).sees("Improving at the pace needed", "Monday 9 December 2019")
    # Each visit was a review of the plan: the third is still to come.
    rows = Deadline.objects.filter(inspection__reference=support.history.reference, rule_code="app-review")
    assert [row.met_on for row in rows.order_by("occurrence")] == [date(2019, 6, 24), visit, None]
    for action in ("1.1", "1.2"):
        support.tell(date(2020, 3, 13), action, DONE, by=Role.DCS)
    support.count(date(2020, 1, 31), MEASURE, "2019", "15.8").sees("Better", "16.0%")


def released(plan: Planning, support: Delivery) -> None:
    """About a year after the letter, when the second review was due on 13 May 2020."""
    letter = support.release(date(2020, 5, 29), 1).sees("monitoring of item 1", "Friday 29 May 2020", ABSENCE)
    letter.sees("With this letter every item of the plan is released.")
    plan.step(date(2020, 5, 29), "Release from monitoring", DFE, "Released from monitoring")
    with on(date(2020, 6, 1)):
        plan.page(Role.DCS).sees("Released from monitoring on 29 May 2020")


def area_shows_all(history: History) -> None:
    with on(date(2020, 7, 1)):
        visitor = history.as_(None).go("partnerships:partnership-detail", "surrey")
        visitor.sees("Local area SEND inspection", "8 December 2016", "Written statement of action required")
        visitor.sees("Revisit", "13 May 2019", "Sufficient progress in some areas")
        # The plans were published, so everybody reads that; how they ended is read by those who may read a plan.
        visitor.sees("Written statement of action: published on 3 April 2017")
        visitor.sees("Accelerated progress plan: published on 7 June 2019").sees_no("superseded")
        adviser = history.as_(Role.DFE_ADVISER).go("partnerships:partnership-detail", "surrey")
        adviser.sees(
            "Written statement of action: superseded. Accepted on 24 March 2017", "4 of 5 areas of significant weakness"
        )
        adviser.sees("Accelerated progress plan: released from monitoring")
        history.as_(None).go("partnerships:partnership-detail", "surrey")
        # No further revisit: nothing is foreseen.
        visitor.sees_no("Revisit expected")
    with on(date(2026, 11, 29)):
        history.as_(None).go("partnerships:partnership-detail", "surrey").sees(
            "Full inspection expected by December 2027"
        )
    assert LEAD in history.cast
