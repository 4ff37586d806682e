"""Surrey, 2016 to 2020, under the 2016 framework: letter, statement of action, revisit and accelerated plan, through the pages.

Real: on site 17 to 21 October 2016, letter published 8 December 2016, five areas of significant weakness, revisit 18 to 20 March
2019, letter of 13 May 2019, sufficient progress on four of five, not on absence. Assumed: the call on Monday 10 October 2016 and
receipt on 1 December 2016. The other days between and every word are invented, and so are the people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from accounts.choices import Role
from accounts.models import SentMail
from core import clock, outbox
from improvement.models import Plan
from tests.e2e.cast import assemble
from tests.e2e.driver import Visitor
from tests.e2e.plan_steps import Planning
from tests.e2e.steps import History, Wrote

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

LEAD, QUALITY, MANAGER = Role.LEAD_INSPECTOR, Role.QUALITY_ASSURER, Role.INSPECTION_MANAGER
COUNCIL, BOARD = "Surrey County Council", "Clinical commissioning groups"
WEAKNESSES = (
    "The time it takes to finish education, health and care plans, and how well they say what a child needs.",
    "How leaders know, and show, what difference their work makes to children and young people.",
    "The help that children and young people with emotional and mental health needs get while they wait.",
    "How families are told what help there is, and how their views shape it.",
    "The high number of children and young people with SEND who are absent from school or excluded from it.",
)
ABSENCE = WEAKNESSES[4]
STRENGTH = "Needs of young children are noticed early by health visitors and early years settings."
DEVELOPMENT = "Reviews of plans are not always held in time."
WEAKNESS = "Area of significant weakness"
QUESTION_A = "A: How effectively does the local area identify children and young people with SEND?"


def test_from_the_first_call_to_the_accelerated_plan(visitor: Visitor) -> None:
    cast = assemble("surrey", starts_on=date(2016, 4, 1))
    first = History(visitor, cast, "surrey-2016")
    inspect(first)
    write_letter(first)
    publish_letter(first)
    plan = Planning(first)
    plan_is_opened(plan)
    reminders_come_once(plan)
    plan_is_sent_and_accepted(plan)
    revisit = History(visitor, cast, "surrey-revisit-2019")
    revisit_is_made(revisit)
    revisit_letter(revisit)
    accelerated_plan(Planning(revisit))
    area_shows_both(revisit)


@contextmanager
def on(day: date, hour: int = 15) -> Iterator[None]:
    with clock.travelled_to(clock.midnight(day).replace(hour=hour)):
        yield


def plan_inspection(history: History, day: date, kind: str, call: date) -> None:
    with on(day):
        visitor = history.as_(MANAGER).go("inspections:inspection-create").choose(kind).select("Which area?", "Surrey")
        visitor.date("When is the notification call planned? (optional)", call).press("Plan this inspection")
        visitor.sees("Inspection planned", history.reference)
        history.add_to_team(LEAD, "Gwen Atherley (Ofsted)", day)
        history.add_to_team(Role.CQC_LEAD, "Priya Sandhu-Moore (Care Quality Commission)", day)


def notify(history: History, day: date, *, assumed: bool) -> None:
    with on(day):
        visitor = history.overview(LEAD).follow("Record the notification call")
        visitor.date("On which day was the area notified?", day).fill("At what time? (optional)", "9.30am")
        visitor.page.get_by_label("who was told? (optional)").fill("Edmund Carrow")
        if assumed:
            visitor.tick("No source gives this day: it is assumed")
        visitor.press("Record the notification").sees("Notification recorded")
        # No list says which groups commissioned in Surrey before 2021, so the page asks for the name.
        visitor = history.overview(LEAD).follow("Confirm the call to Clinical commissioning group")
        visitor.fill("Which body was called?", "NHS Surrey Downs Clinical Commissioning Group")
        visitor.fill("Who was told?", "Helena Brightwell").fill("At what time?", "10am").press("Record this call")
        visitor.sees("Edmund Carrow", "NHS Surrey Downs Clinical Commissioning Group").sees_no("Not told yet")
        visitor = history.overview(Role.DCS).follow("Team").follow("Nominate the LANO")
        visitor.select("Who is the local area nominated officer (LANO)?", "Nadia Farouk").press("Nominate")


def on_site(history: History, steps: tuple[tuple[date, str, str], ...]) -> None:
    for day, act, stage in steps:
        history.step(day, act).sees(stage)


def inspect(history: History) -> None:
    call = date(2016, 10, 10)
    plan_inspection(history, date(2016, 9, 26), "Local area SEND inspection", call)
    notify(history, call, assumed=True)
    with on(call):
        # Five working days of notice: the next Monday, for a working week.
        history.overview(Role.DCS).sees("Monday 17 October 2016", "Friday 21 October 2016", "Assumed")
    on_site(
        history,
        (
            (date(2016, 10, 11), "Record the set-up discussion", "Set up"),
            (date(2016, 10, 12), "Issue the information request", "Preparation"),
            (date(2016, 10, 17), "Start on site", "On site"),
            (date(2016, 10, 21), "Record the final feedback meeting", "Feedback given"),
            (date(2016, 10, 21), "Start reporting", "Reporting"),
        ),
    )


def write_letter(history: History) -> None:
    day = date(2016, 11, 4)
    with on(day):
        history.write(
            (
                Wrote("Strength", STRENGTH, QUESTION_A),
                Wrote("Area for development", DEVELOPMENT, QUESTION_A),
                *(Wrote(WEAKNESS, text, bodies=(COUNCIL,)) for text in WEAKNESSES),
            )
        )
        visitor = history.as_(LEAD).go("inspections:inspection-outcome", history.reference)
        visitor.choose("Written statement of action required").press("Record this").sees("Outcome recorded")
        visitor.go("reports:letter-detail", history.reference).press("Start the letter")
    history.letter_step(day, "Start drafting", LEAD, "Drafting")
    with on(day):
        history.write_section(
            "Opening paragraphs", "Inspectors from both inspectorates came to Surrey in October 2016."
        )
        history.write_section("Main findings", "Leaders know what has to change.\n\nFamilies wait too long.")


def review(history: History, shared: date, final: date) -> None:
    history.letter_step(shared, "Send to the team", LEAD, "With the inspection team")
    history.letter_step(shared, "Send to quality assurance", LEAD, "In quality assurance")
    history.letter_step(shared, "Send the draft to the area", QUALITY, "Draft with the area")
    history.letter_step(final, "Record the area’s comments", LEAD, "Comments in")
    history.letter_step(final, "Finish the revision", LEAD, "Revised")
    history.letter_step(final, "Send to final quality assurance", LEAD, "In final quality assurance")
    history.sign_judgement(final)
    history.letter_step(final, "Sign off", QUALITY, "Signed off")
    outbox.relay()
    history.letter_step(final, "Issue to the area", QUALITY, "Issued to the area")


def receive(history: History, day: date, *, assumed: bool) -> None:
    with on(day):
        visitor = history.overview(Role.DCS).follow("Record receipt of the final letter")
        visitor.date("On which day did the area receive it?", day)
        if assumed:
            visitor.tick("No source gives this day: it is assumed")
        visitor.press("Record receipt").sees("Receipt recorded")


def publish_letter(history: History) -> None:
    published = date(2016, 12, 8)
    review(history, date(2016, 11, 14), date(2016, 11, 30))
    receive(history, date(2016, 12, 1), assumed=True)
    history.unseen_by(None, "stranger")
    history.publish(published, QUALITY).sees("First published")
    with on(published):
        visitor = history.as_(None).go("reports:published-letter", history.reference)
        visitor.sees(*WEAKNESSES, STRENGTH, DEVELOPMENT, "Written Statement of Action is required", "Edmund Carrow")
        assert visitor.context.request.get(f"{visitor.base}/letters/{history.reference}/letter.pdf").ok


def plan_is_opened(plan: Planning) -> None:
    with on(date(2016, 12, 9)):
        visitor = plan.page(Role.DCS).sees("Written statement of action", "Required", "Tuesday 14 March 2017", "Locked")
        words = [text.strip() for text in visitor.page.locator(".app-lock p.govuk-body").all_inner_texts()]
        assert words == list(WEAKNESSES)
        # The explanation of the date: from receipt, which is assumed; each bank holiday by its name.
        visitor.follow("How this date was worked out")
        visitor.sees("70 working days after Thursday 1 December 2016", "Boxing Day", "Christmas Day (substitute day)")
        visitor.sees("New Year's Day (substitute day)", "Thursday 1 December 2016 is an assumption")
        # The letter's words are text on the page of an item, not a field of it.
        visitor = plan.page(Role.LANO).follow("Write item 5").sees(ABSENCE)
        assert ABSENCE not in [box.input_value() for box in visitor.page.locator("textarea").all()]
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
        visitor = plan.history.as_(Role.ADMINISTRATOR).go("accounts:sent-messages")
        for subject in twenty | ten:
            assert visitor.page.get_by_role("link", name=subject, exact=True).count() == 3
        visitor.follow("Written statement of action due, Surrey: 10 working days left").sees("Tuesday 14 March 2017")
        plan.history.as_(Role.LANO).go("dashboard:notices").sees(*twenty, *ten)


def plan_is_sent_and_accepted(plan: Planning) -> None:
    written = date(2017, 2, 20)
    for order in range(1, 6):
        plan.answer(written, order, date(2017, 9, 29))
    with on(written):
        # Not before every item is answered and every body has approved: the page says what is missing.
        plan.step(written, "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
        plan.page(Role.DCS).follow("Submit").sees(
            "This cannot be done yet", "Every accountable body must have signed the plan"
        )
    plan.approve(date(2017, 3, 6), Role.DCS, COUNCIL)
    plan.approve(date(2017, 3, 8), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2017, 3, 10), "Submit", Role.DCS).sees("WSOA-SURREY-2016-1", *WEAKNESSES)
    # Sent, so nobody is reminded of sending it.
    before = SentMail.objects.filter(subject__contains="working days left").count()
    assert sum(swept(date(2017, 3, 14), "2017-03-14").values()) == before
    plan.step(date(2017, 3, 20), "Start the review", QUALITY, "Under review")
    plan.decide(date(2017, 3, 24), QUALITY, "Fit for purpose")
    plan.step(date(2017, 4, 3), "Record that the plan is published", Role.DCS, "Published")
    plan.step(date(2017, 4, 4), "Start delivery", Role.LANO, "In delivery")
    with on(date(2017, 4, 4)):
        plan.page(Role.DFE_ADVISER).sees("Monitoring visit", "Saturday 24 June 2017")


def revisit_is_made(history: History) -> None:
    call = date(2019, 3, 4)
    plan_inspection(history, date(2019, 2, 18), "Revisit", call)
    notify(history, call, assumed=False)
    with on(call):
        visitor = history.overview(LEAD).sees("Monday 18 March 2019").follow("Change the dates of the inspection")
        visitor.date("Last day on site", date(2019, 3, 20)).fill(
            "Why do they change?", "Three days for five weaknesses."
        )
        visitor.press("Save the dates").sees("Wednesday 20 March 2019")
    on_site(
        history,
        (
            (date(2019, 3, 5), "Record the set-up discussion", "Set up"),
            (date(2019, 3, 6), "Issue the information request", "Preparation"),
            (date(2019, 3, 18), "Start on site", "On site"),
            (date(2019, 3, 20), "Record the final feedback meeting", "Feedback given"),
            (date(2019, 3, 20), "Start reporting", "Reporting"),
        ),
    )
    with on(date(2019, 3, 29)):
        visitor = history.as_(LEAD).go("inspections:progress-judgements", history.reference).sees(*WEAKNESSES)
        for order, text in enumerate(WEAKNESSES, 1):
            word = "Not sufficient progress" if text == ABSENCE else "Sufficient progress"
            visitor.choose(word, f"Area of significant weakness {order}: has the area made sufficient progress?")
            visitor.fill(
                f"What was found on area of significant weakness {order}", f"Inspectors saw the work on number {order}."
            )
        visitor.press("Save progress").sees("Progress saved")


def revisit_letter(history: History) -> None:
    day, published = date(2019, 3, 29), date(2019, 5, 13)
    with on(day):
        history.as_(LEAD).go("reports:letter-detail", history.reference).press("Start the letter")
    history.letter_step(day, "Start drafting", LEAD, "Drafting")
    with on(day):
        history.write_section("Opening paragraphs", "Inspectors came back to Surrey from 18 to 20 March 2019.")
        history.write_section(
            "Next steps", "The Department for Education and NHS England will determine the next steps."
        )
    review(history, date(2019, 4, 12), date(2019, 5, 3))
    receive(history, date(2019, 5, 7), assumed=False)
    history.unseen_by(None, "stranger")
    history.publish(published, QUALITY).sees("First published")
    with on(published):
        history.as_(None).go("reports:published-letter", history.reference)
        history.visitor.sees(*WEAKNESSES, "18 to 20 March 2019", "some, but not all")


def accelerated_plan(plan: Planning) -> None:
    with on(date(2019, 5, 14)):
        visitor = plan.page(Role.DCS).sees("Accelerated progress plan", "Locked", ABSENCE)
        words = [text.strip() for text in visitor.page.locator(".app-lock p.govuk-body").all_inner_texts()]
        assert words == [ABSENCE]
    plan.answer(date(2019, 5, 20), 1, date(2020, 3, 31))
    plan.step(date(2019, 5, 21), "Ask the accountable bodies to approve", Role.LANO, "With the accountable bodies")
    plan.approve(date(2019, 5, 30), Role.DCS, COUNCIL)
    plan.approve(date(2019, 5, 31), Role.ICB_EXECUTIVE, BOARD)
    plan.step(date(2019, 6, 3), "Submit", Role.DCS).sees("APP-SURREY-REVISIT-2019-1")
    plan.step(date(2019, 6, 10), "Start the review", Role.DFE_ADVISER, "Under review")
    plan.decide(date(2019, 6, 14), Role.DFE_ADVISER, "Approved")
    with on(date(2019, 6, 14)):
        page = plan.page(Role.DFE_ADVISER)
        # Three, six and twelve months after approval.
        page.sees("Saturday 14 September 2019", "Saturday 14 December 2019", "Sunday 14 June 2020")
    assert [item.text for item in Plan.objects.get(inspection__reference="surrey-revisit-2019").items.all()] == [
        ABSENCE
    ]


def area_shows_both(history: History) -> None:
    with on(date(2020, 7, 1)):
        visitor = history.as_(None).go("partnerships:partnership-detail", "surrey")
        visitor.sees("Local area SEND inspection", "8 December 2016", "Written statement of action required")
        visitor.sees("Revisit", "13 May 2019", "Sufficient progress in some areas")
