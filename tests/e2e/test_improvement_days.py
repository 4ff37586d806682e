"""Two days in a browser: an adviser of the DfE on the day of a visit, and a council before its board. Every person is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from core import outbox
from improvement.services import plans
from improvement.tests import world
from measures.services import measures, values
from measures.tests.base import path
from monitoring.models import SupportLetter
from monitoring.services import contents, evidence, letters, records
from monitoring.tests import walk
from tests.e2e.driver import Visitor
from tests.e2e.old_framework_steps import on
from tracking.tests import world as progress

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VISIT = date(2019, 6, 17)
FIGURES = "Absence by term: 5.1, 4.9 and 4.6 per cent."
BOARD = date(2017, 12, 4)
WARNING = "Can this rating be believed?"


def visited() -> Any:
    """Surrey's accelerated progress plan of 2019, its visit asked for and its evidence sent."""
    with on(world.PUBLISHED):
        first = world.surrey()
    with on(date(2019, 5, 13)):
        area = walk.after_revisit(first)
        plan = plans.request_plan(by=area.assurer, inspection=area.inspection)
    with on(date(2019, 5, 28)):
        visit = walk.asked(area, walk.delivered(area, world.ready_to_submit(area, plan)), VISIT)
    with on(date(2019, 6, 3)):
        evidence.send_evidence(by=area.lano, visit=visit, text=FIGURES, complete=True)
    return area, visit


def test_the_day_of_an_adviser(visitor: Visitor, axe: Any) -> None:
    area, visit = visited()
    with on(VISIT):
        visitor.as_(area.dfe).go("dashboard:home").follow("My areas").sees("What needs me today")
        axe(visitor.page)
        visitor.follow("Surrey: Monitoring visit 1").sees(FIGURES, "Evidence requested")
        axe(visitor.page)
        visitor.follow("Record that it was held").fill("Who attended, by office?", "\n".join(walk.OFFICES))
        visitor.press("Record that it was held").sees("Before the record is finished:")
        visitor.follow("Write the notes of DfE").fill("Notes", "Schools send figures each term.").press(
            "Save the notes"
        )
        visitor.press("Sign for DfE").sees("Notes signed")
        # The other adviser, at another desk.
        note = records.write_notes(by=area.nhse, visit=visit, version=0, text="Therapists are in every school.")
        records.sign_notes(by=area.nhse, visit=visit, version=note.version)
        visitor.follow("Say how item 1 stands").choose("Improving at the pace needed").press("Save")
        visitor.sees("Therapists are in every school.").press("Finish the record").press("Draft follow-up letter")
        axe(visitor.page)
        visitor.press("Sign for DfE").sees("You have signed the letter for DfE")
        expect(visitor.page.get_by_role("button", name="Send the letter")).to_have_count(0)
        letter = SupportLetter.objects.get()
        letters.sign_letter(by=area.nhse, letter=letter, sha256=contents.digest_of(letter))
        visitor.page.reload()
        visitor.press("Send the letter").sees("Letter sent", "Improving at the pace needed")
        axe(visitor.page)
        visitor.go("monitoring:caseload").sees("Nothing waits for you.")
        visitor.follow("APP of Surrey").follow("Plan").sees(
            "Accelerated progress plan", "In delivery", world.WEAKNESSES[4]
        )
        visitor.as_(area.lano).go("monitoring:board", visit.inspection.reference).sees("Letter sent", "17 June 2019")


def delivered() -> Any:
    """Surrey's statement of action in delivery, action 1.1 begun and silent since, with a measure of two months."""
    with on(BOARD):
        area = progress.in_delivery(actions=1)
    with on(date(2017, 9, 4)):
        progress.update(area, move="start")
        measure = measures.define_measure(
            by=area.lano, item=progress.item(area), name="Plans finished within 20 weeks", unit="percent", every="month",
            better="higher", path=path("2017-08", "52", **{"2018-03": "80"}),
        )  # fmt: skip
    with on(date(2017, 11, 3)):
        for period, value in (("September 2017", "55"), ("October 2017", "58")):
            values.record_value(by=area.officer, measure=measure, period=period, value=value)
    return area


def test_the_day_of_a_council(visitor: Visitor, axe: Any) -> None:
    area = delivered()
    with on(BOARD):
        visitor.as_(area.dcs).go("tracking:progress", "surrey-2016").sees("No update")
        axe(visitor.page)
        visitor.follow("1.1 Train the case officers, part 1").sees(WARNING).follow("Record an update")
        axe(visitor.page)
        visitor.fill("What was done?", "Every case officer is trained.").choose("Completed").fill(
            "Why?", "The board saw it."
        )
        visitor.choose("Impact seen").press("Record the update")
        # No better rating without evidence, and nothing typed is lost.
        visitor.sees("There is a problem", "Attach the evidence first.")
        expect(visitor.page.get_by_label("What was done?")).to_have_value("Every case officer is trained.")
        visitor.fill("What is it?", "Register of the training").fill("What does it show?", "Forty of forty were there.")
        visitor.press("Record the update").sees("Update recorded", "Register of the training").sees_no(WARNING)

        visitor.follow("Measures").follow("Plans finished within 20 weeks").follow("Record a value")
        visitor.fill("Which period?", "November 2017").fill("Value", "63").press("Record the value")
        visitor.sees("Value recorded", "63%", "17 percentage points to go")
        chart = visitor.page.get_by_role("img", name="Plans finished within 20 weeks").first
        expect(chart).to_be_visible()
        axe(visitor.page)

        visitor.follow("Progress").follow("Board packs").follow("Make a board pack").press("Make the board pack")
        visitor.sees("are being made")
        outbox.relay()
        visitor.follow("Check again").sees("Ready since", "5: 1 completed")
        axe(visitor.page)
        for link, mark in (("Board pack (PDF", b"%PDF-"), ("The same numbers (Excel)", b"PK")):
            address = visitor.page.get_by_role("link", name=link).get_attribute("href")
            answer = visitor.page.request.get(f"{visitor.base}{address}")
            assert answer.status == 200 and answer.body().startswith(mark)
