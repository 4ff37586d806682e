"""Medway, 2017 to 2021, under the 2016 framework: from the first call to the release of the last weakness, through the pages.

Real: on site 4 to 8 December 2017, letter published 8 February 2018, eight areas of significant weakness, revisit 9 to 11 December
2019, letter of 19 February 2020, sufficient progress on five and not on three, the one on education, health and care plans released
in February 2021, the last two on 5 October 2021 after a visit on 20 September. Assumed: the call on Monday 27 November 2017 and
receipt on 1 February 2018. The other days between and every word are invented, and so are the people.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.choices import Role
from improvement.models import Plan
from inspections.models import Deadline
from tests.e2e import old_framework_steps as story
from tests.e2e.cast import assemble
from tests.e2e.old_framework_steps import QUALITY, due, on, public, receive, review
from tests.e2e.plan_steps import Planning
from tests.e2e.reader import Reader
from tests.e2e.steps import History
from tests.e2e.support_steps import DFE, Delivery

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

MEDWAY = story.Place(
    name="Medway",
    slug="medway",
    council="Medway Council",
    ccg="NHS Medway Clinical Commissioning Group",
    weaknesses=(
        "How leaders of education, health and care lead together on what they want for children with SEND.",
        "A plan for SEND that families, schools and services have been told about.",
        "How the needs of children under five are found and passed on.",
        "How services are bought together and who checks what they achieve.",
        "The quality of education, health and care plans and how often they are looked at again.",
        "What leaders know about how well children and young people do.",
        "What is there for young people as they become adults.",
        "How families are listened to when services change.",
    ),
)
BOARD = "Clinical commissioning groups"
SHORT = (1, 2, 5)


def test_from_the_first_call_to_the_last_release(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {}
    reader, cast = Reader(), assemble("medway", starts_on=date(2016, 4, 1))
    first = History(reader, cast, "medway-2017")
    inspect(first)
    publish_letter(first)
    statement_of_action(Planning(first, MEDWAY.council))
    revisit = History(reader, cast, "medway-revisit-2019")
    make_revisit(revisit)
    publish_revisit(revisit)
    accelerated = Planning(revisit, MEDWAY.council)
    accelerated_plan(accelerated)
    release_one_by_one(accelerated, Delivery(revisit))
    area_shows_all(revisit)


def inspect(history: History) -> None:
    call = date(2017, 11, 27)
    MEDWAY.plan_inspection(history, date(2017, 11, 13), "Local area SEND inspection", call)
    MEDWAY.notify(history, call, assumed=True)
    story.steps(
        history,
        (
            (date(2017, 11, 28), "Record the set-up discussion", "Set up"),
            (date(2017, 11, 29), "Issue the information request", "Preparation"),
            (date(2017, 12, 4), "Start on site", "On site"),
            (date(2017, 12, 8), "Record the final feedback meeting", "Feedback given"),
            (date(2017, 12, 8), "Start reporting", "Reporting"),
        ),
    )
    # Five working days of notice. The letter was due over Christmas; the real one took 41 working days, not 33.
    assert (due("medway-2017", "onsite-start"), due("medway-2017", "publication")) == (
        date(2017, 12, 4),
        date(2018, 1, 29),
    )


def publish_letter(history: History) -> None:
    published = date(2018, 2, 8)
    MEDWAY.write_letter(history, date(2017, 12, 20))
    review(history, date(2018, 1, 10), date(2018, 1, 31))
    receive(history, date(2018, 2, 1), assumed=True)
    history.publish(published, QUALITY).sees("First published")
    with on(published):
        public(history).sees(*MEDWAY.weaknesses, "Written Statement of Action is required")


def statement_of_action(plan: Planning) -> None:
    with on(date(2018, 2, 9)):
        visitor = plan.page(Role.DCS).sees("Written statement of action", "Tuesday 15 May 2018")
        assert visitor.locked_words() == list(MEDWAY.weaknesses)
    # From receipt; counted from publication it would have been Tuesday 22 May 2018 (C13).
    assert due("medway-2017", "wsoa-due") == date(2018, 5, 15)
    for order in range(1, 9):
        plan.answer(date(2018, 4, 9), order, date(2019, 3, 29))
    plan.step(date(2018, 4, 16), "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
    plan.approve(date(2018, 5, 1), Role.DCS, MEDWAY.council)
    plan.approve(date(2018, 5, 2), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2018, 5, 14), "Submit", Role.DCS).sees("WSOA-MEDWAY-2017-1", "working day 69 of 70")
    plan.step(date(2018, 5, 21), "Start the review", QUALITY, "Under review")
    plan.decide(date(2018, 5, 25), QUALITY, "Fit for purpose")
    plan.step(date(2018, 6, 4), "Record that the plan is published", Role.DCS, "Published")
    plan.step(date(2018, 6, 5), "Start delivery", Role.LANO, "In delivery")


def make_revisit(history: History) -> None:
    with on(date(2019, 11, 11)):
        area = history.as_(None).go("partnerships:partnership-detail", "medway")
        # 18 months after acceptance is usual; the real revisit came within two weeks of that.
        area.sees("Revisit expected about November 2019", "Monday 25 November 2019")
    call = date(2019, 11, 25)
    MEDWAY.plan_inspection(history, date(2019, 11, 11), "Revisit", call)
    MEDWAY.notify(history, call, assumed=False)
    assert due(history.reference, "revisit-onsite-start") == date(2019, 12, 9)
    story.last_day(history, call, date(2019, 12, 11), "Three days for eight weaknesses.")
    story.steps(
        history,
        (
            (date(2019, 11, 26), "Record the set-up discussion", "Set up"),
            (date(2019, 11, 27), "Issue the information request", "Preparation"),
            (date(2019, 12, 9), "Start on site", "On site"),
            (date(2019, 12, 11), "Record the final feedback meeting", "Feedback given"),
            (date(2019, 12, 11), "Start reporting", "Reporting"),
        ),
    )
    MEDWAY.judge(history, date(2019, 12, 16), short=SHORT)


def publish_revisit(history: History) -> None:
    published = date(2020, 2, 19)
    MEDWAY.write_revisit_letter(
        history, date(2019, 12, 18), "Inspectors came back to Medway from 9 to 11 December 2019."
    )
    review(history, date(2020, 1, 13), date(2020, 2, 12))
    receive(history, date(2020, 2, 13), assumed=False)
    # The target of 33 working days; the real letter took 47.
    assert due(history.reference, "revisit-publication") == date(2020, 1, 30)
    history.publish(published, QUALITY).sees("First published")
    with on(date(2020, 2, 20)):
        public(history).sees("9 to 11 December 2019", "some, but not all")
        page = history.as_(Role.NHSE_ADVISER).go("improvement:before-after", history.reference)
        for item, order in enumerate(SHORT, start=1):
            row = f"{order}. {MEDWAY.weaknesses[order - 1]}"
            page.row_says(row, "Not sufficient progress", f"Goes on as item {item} of the accelerated progress plan")
        assert page.text.count("Released from monitoring on 19 February 2020") == 5


def accelerated_plan(plan: Planning) -> None:
    with on(date(2020, 2, 20)):
        words = [MEDWAY.weaknesses[order - 1] for order in SHORT]
        assert plan.page(Role.DCS).sees("Accelerated progress plan").locked_words() == words
    for order, earlier in enumerate(SHORT, start=1):
        plan.go_on(date(2020, 3, 2), order, date(2021, 3, 31), carried_from=f"action {earlier}.1")
    plan.step(date(2020, 3, 6), "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
    # Scrutiny on 5 March and Cabinet on 7 April took note of it.
    plan.approve(date(2020, 4, 7), Role.DCS, MEDWAY.council)
    plan.approve(date(2020, 4, 8), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2020, 4, 9), "Submit", Role.DCS).sees("APP-MEDWAY-REVISIT-2019-1")
    plan.step(date(2020, 4, 20), "Start the review", Role.DFE_ADVISER, "Under review")
    plan.decide(date(2020, 4, 30), Role.DFE_ADVISER, "Approved")
    with on(date(2020, 4, 30)):
        page = plan.page(Role.NHSE_ADVISER)
        # Months clip to the end of a shorter one; the reviews are counted from the letter.
        page.row_says("3 months", "Thursday 30 July 2020").row_says("6 months", "Friday 30 October 2020")
        page.row_says("12 months", "Friday 30 April 2021")
    assert [due(plan.history.reference, "app-review", one) for one in (1, 2, 3)] == [
        date(2020, 8, 19), date(2021, 2, 19), date(2021, 8, 19),
    ]  # fmt: skip
    plan.step(date(2020, 5, 4), "Record that the plan is published", Role.DCS, "Published")
    plan.step(date(2020, 5, 5), "Start delivery", Role.LANO, "In delivery")


def release_one_by_one(plan: Planning, support: Delivery) -> None:
    first = support.release(date(2021, 2, 12), 3).sees("monitoring of item 3", MEDWAY.weaknesses[4])
    first.sees("We go on monitoring 2 areas of significant weakness.").sees_no(MEDWAY.weaknesses[0])
    with on(date(2021, 2, 15)):
        # Two are still monitored: the plan is not released.
        visitor = plan.page(DFE).follow("Release from monitoring").sees("Release every item first")
        visitor.sees("This cannot be done yet")
    visit = date(2021, 9, 20)
    page = support.plan_visit(date(2021, 8, 31), visit, "Monitoring visit 1")
    page.row_says("Evidence due", "Monday 6 September 2021", "14 days before")
    support.send_evidence(date(2021, 9, 3), 1, "What families say of how services lead together.")
    # What is released is not looked at any more.
    held = support.hold_visit(visit, 1, dict.fromkeys((1, 2), "Improving at the pace needed"))
    held.sees("Item 2").sees_no("Say how item 3 stands", "Change how item 3 stands")
    support.write_to_area(date(2021, 9, 28), 1).sees("2 areas of significant weakness", "Monday 20 September 2021")
    last = support.release(date(2021, 10, 5), 1, 2).sees("monitoring of item 1 and item 2", *MEDWAY.weaknesses[:2])
    last.sees("Tuesday 5 October 2021", "With this letter every item of the plan is released.")
    plan.step(date(2021, 10, 5), "Release from monitoring", DFE, "Released from monitoring")
    released = {item.order: item.released_on for item in Plan.objects.get(kind="accelerated-progress-plan").items.all()}
    assert released == {1: date(2021, 10, 5), 2: date(2021, 10, 5), 3: date(2021, 2, 12)}
    # The reviews were due in August 2020, February and August 2021; the visit met the first that was open.
    rows = Deadline.objects.filter(inspection__reference=plan.history.reference, rule_code="app-review")
    assert visit in [row.met_on for row in rows]
    assert not rows.open().exists()


def area_shows_all(history: History) -> None:
    with on(date(2021, 11, 1)):
        visitor = history.as_(None).go("partnerships:partnership-detail", "medway")
        visitor.sees("8 February 2018", "Written statement of action required", "19 February 2020")
        visitor.sees("Sufficient progress in some areas").sees_no("Revisit expected")
