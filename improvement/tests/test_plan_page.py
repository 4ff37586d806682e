"""The page of one plan: its dates and how they were counted, its items, its stages."""

import re
from datetime import date

import pytest
from django.urls import reverse

from improvement.services import plans
from improvement.tests import world
from improvement.tests.pages import text_of, url
from inspections.models import Deadline
from inspections.services import timeline

pytestmark = pytest.mark.django_db


def test_the_plan_says_how_its_date_was_counted_and_what_is_left(see, wsoa, at):
    at(date(2017, 2, 24))
    words = see("dcs", url("plan-detail"))
    assert "Due Tuesday 14 March 2017" in words
    assert "Received Thursday 1 December 2016 + 70 working days." in words
    assert "30 weekend days and 3 bank holidays (26 December, 27 December, 2 January) were not counted." in words
    assert "12 working days left" in words
    assert "Unconfirmed" not in words.split("Planned back")[0]


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2017, 3, 13), "1 working day left"),
        (date(2017, 3, 14), "Due today"),
        (date(2017, 3, 17), "3 working days late"),
    ],
)
def test_days_left_are_in_words(see, wsoa, at, today, left):
    at(today)
    assert left in see("lano", url("plan-detail"))
    assert left in see("lano", reverse("improvement:plan-list"))


def test_the_plan_holds_the_letters_words_locked_and_links_to_it(client, surrey, see, wsoa):
    words = see("officer", url("plan-detail"))
    assert all(weakness in words for weakness in world.WEAKNESSES)
    assert words.count("The exact words of the letter. Nobody can change them.") == 5
    assert reverse("reports:published-letter", args=["surrey-2016"]) in client.get(url("plan-detail")).content.decode()


def test_the_due_date_links_to_its_explanation(client, surrey, see, wsoa):
    due = Deadline.objects.get(rule_code="wsoa-due")
    see("dfe", url("plan-detail"))
    for address in (url("plan-detail"), reverse("improvement:plan-list")):
        assert f"/inspections/surrey-2016/deadlines/{due.pk}/" in client.get(address).content.decode()


def test_an_unconfirmed_number_of_days_says_so(client, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    plans.request_plan(by=bury.assurer, inspection=bury.inspection)
    client.force_login(bury.dfe)
    words = text_of(client.get(url("plan-detail", reference="bury-2024")))
    assert "Received Wednesday 10 April 2024 + 35 working days." in words
    assert "14 weekend days and 2 bank holidays (6 May, 27 May) were not counted." in words
    assert "Unconfirmed" in words and "No official source for this number of days was found." in words
    assert "access to support" in words and "NHS Greater Manchester Integrated Care Board" in words
    assert "Unconfirmed number of days" in text_of(client.get(reverse("improvement:plan-list")))


def test_without_receipt_the_date_follows(client, at):
    at(world.PUBLISHED)
    area = world.surrey(received_on=None)
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    client.force_login(area.dcs)
    assert "Due date follows when receipt is recorded" in text_of(client.get(url("plan-detail")))
    assert "Follows when receipt of the final report is recorded" in text_of(
        client.get(reverse("improvement:plan-list"))
    )


def test_the_stages_are_planned_back_from_the_due_date(see, wsoa):
    words = see("lano", url("plan-detail"))
    for stage in (
        "First draft By 17 January 2017, working day 30",
        "Shared with families and partners By 14 February 2017, working day 50",
        "Approved by the accountable bodies By 28 February 2017, working day 60",
        "Due By 14 March 2017, working day 70",
    ):
        assert stage in words
    assert "No source sets them" in words


def test_a_date_moved_by_hand_shows_where_it_stood_and_why(surrey, see, wsoa):
    due = Deadline.objects.get(rule_code="wsoa-due")
    timeline.change_date(by=surrey.lead, deadline=due, due_on=date(2017, 3, 21), reason="Extended by letter")
    words = see("dcs", url("plan-detail"))
    assert "Due Tuesday 21 March 2017" in words
    assert "Moved from Tuesday 14 March 2017. Reason: Extended by letter." in words
    assert "were not counted" not in words


def test_an_accelerated_plan_shows_its_milestones(surrey, see, wsoa, at):
    at(date(2019, 5, 13))
    plan = plans.request_plan(by=surrey.assurer, inspection=world.revisit(surrey))
    address = url("plan-detail", reference="surrey-revisit-2019")
    words = see("dfe", address)
    assert "No due date No source sets a day" in words
    assert world.WEAKNESSES[4] in words and world.WEAKNESSES[0] not in words
    plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, plan))
    plans.start_review(by=surrey.dfe, plan=plan)
    plans.accept(by=surrey.dfe, plan=plan)
    words = see("dfe", address)
    for milestone in (
        "3 months Tuesday 13 August 2019",
        "6 months Wednesday 13 November 2019",
        "12 months Wednesday 13 May 2020",
    ):
        assert f"Accelerated progress plan milestone, {milestone}" in words


def test_ending_a_plan_is_never_the_main_button(client, surrey, wsoa):
    plain, secondary = "govuk-button", "govuk-button govuk-button--secondary"
    buttons = {}
    for who in ("assurer", "lano"):
        client.force_login(surrey.people[who])
        page = client.get(url("plan-detail")).content.decode()
        buttons[who] = re.findall(r'<a href="[^"]*/plan/moves/([a-z_]+)/"[^>]*class="([^"]*)"', page)
    assert buttons["assurer"] == [("supersede", secondary), ("withdraw_requirement", secondary)]
    assert buttons["lano"] == [("start", plain)]
