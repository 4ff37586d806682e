"""Southampton, 2024, under the 2023 framework: from the planned call to the public report, through the pages.

Real: on site 13 to 17 May 2024, published 16 July 2024, outcome 2. Assumed: the call on Monday 29 April 2024, which leaves nine
working days because of 6 May. The other days between and every word are invented, and so are the people.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from core import clock, outbox
from core.autosave import Mark
from inspections.choices import Source
from inspections.models import Inspection
from partnerships.models import Partnership
from reports.models import LetterSection
from reports.services.letters import write_section
from tests.e2e.cast import assemble
from tests.e2e.driver import Visitor
from tests.e2e.looks import faults_of
from tests.e2e.steps import History, Wrote

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PLANNED, CALL = date(2024, 4, 22), date(2024, 4, 29)
ON_SITE, FEEDBACK = date(2024, 5, 13), date(2024, 5, 17)
WRITTEN, SHARED, FINAL, RECEIVED, PUBLISHED = (
    date(2024, 5, 24), date(2024, 6, 14), date(2024, 7, 5), date(2024, 7, 9), date(2024, 7, 16),
)  # fmt: skip
REFERENCE = "southampton-2024"
BOARD = "NHS Hampshire and Isle of Wight Integrated Care Board"
EFFECTIVE = "Practitioners in early years settings notice needs quickly and act on them together."
BETTER = "Plans do not always say exactly what each service will do."
IMPROVE = "Leaders across the partnership should make sure that plans are checked by all services together."
EXPERIENCE = "Experiences vary. Many children get help from caring practitioners; some wait too long for it."


def test_from_the_call_to_the_public_report(visitor: Visitor) -> None:
    cast = assemble("southampton", starts_on=date(2023, 1, 1))
    inspected_before()
    history = History(visitor, cast, REFERENCE)
    plan_it(history)
    call_them(history)
    timeline_is_explained(history)
    three_weeks(history)
    write_it(history)
    two_write_at_once(history)
    review_it(history)
    publish_it(history)
    public_reads_it(history)
    next_inspection(history)


def inspected_before() -> None:
    """The inspection of 2017, as official statistics list it."""
    Inspection.objects.create(
        reference="southampton-2017", partnership=Partnership.objects.get(slug="southampton"), framework_code="local-area-send-2016",
        edition_code="2016-04", kind="full", state="published", outcome="no-wsoa", source=Source.STATISTICS_2016_2022,
        onsite_start_on=date(2017, 2, 6), onsite_end_on=date(2017, 2, 10), published_on=date(2017, 3, 30),
    )  # fmt: skip


def plan_it(history: History) -> None:
    with clock.travelled_to(PLANNED):
        visitor = history.as_(Role.INSPECTION_MANAGER).go("inspections:inspection-list").follow("Plan an inspection")
        visitor.choose("Full inspection").select("Which area?", "Southampton")
        visitor.date("When is the notification call planned? (optional)", CALL).press("Plan this inspection")
        visitor.sees("Inspection planned", "Planned", "Monday 29 April 2024")
        history.add_to_team(Role.LEAD_INSPECTOR, "Gwen Atherley (Ofsted)", PLANNED)
        history.add_to_team(Role.CQC_LEAD, "Priya Sandhu-Moore (Care Quality Commission)", PLANNED)
        # The area knows nothing of it before the call.
        assert history.as_(Role.LANO).status("inspections:inspection-detail", REFERENCE) == 404


def call_them(history: History) -> None:
    with clock.travelled_to(clock.midnight(CALL).replace(hour=11)):
        visitor = history.overview(Role.LEAD_INSPECTOR).follow("Record the notification call")
        visitor.date("On which day was the area notified?", CALL).fill("At what time? (optional)", "9:35am")
        visitor.page.get_by_label("who was told? (optional)").fill("Edmund Carrow")
        visitor.date("First day on site (optional)", ON_SITE)
        visitor.tick("No source gives this day: it is assumed").press("Record the notification")
        # Nine working days: said, not refused.
        visitor.sees("Notification recorded", "9 working days", "Early May bank holiday (Monday 6 May 2024)")
        history.overview(Role.LEAD_INSPECTOR).sees("Edmund Carrow", "9:35am", "Not told yet")
        visitor.follow(f"Confirm the call to {BOARD}")
        visitor.fill("Who was told?", "Helena Brightwell").fill("At what time?", "10:05am").press("Record this call")
        visitor.sees("Call recorded", "Helena Brightwell", "10:05am").sees_no("Not told yet")
        visitor = history.overview(Role.DCS).follow("Team").follow("Nominate the LANO")
        visitor.select("Who is the local area nominated officer (LANO)?", "Nadia Farouk").press("Nominate")
        visitor.sees("Nadia Farouk is the LANO")
        # The leaders were told by the service too, and each of the four dates stands by itself.
        outbox.relay()
        history.as_(Role.DCS).go("dashboard:notices").sees("Notification: ")
        history.overview(Role.LANO).sees("Notified", "Monday 29 April 2024", "Assumed", "Friday 17 May 2024")
        assert history.as_("stranger").status("inspections:inspection-detail", REFERENCE) == 404


def timeline_is_explained(history: History) -> None:
    with clock.travelled_to(CALL):
        visitor = history.as_(Role.LANO).go("inspections:inspection-timeline", REFERENCE)
        # One picture at a time: the wide one and the narrow one take turns.
        assert visitor.page.get_by_role("img", name="The weeks of the inspection of Southampton").count() == 1
        visitor.sees("Report published", "Set-up discussion", "Final feedback meeting", "Assumed")
        visitor.follow_in("Other Annex A information shared")
        assert visitor.heading == "Other Annex A information shared"
        # Five working days after the call, past no bank holiday.
        visitor.sees("Tuesday 7 May 2024", "Early May bank holiday", "Monday 29 April 2024 is an assumption")


def three_weeks(history: History) -> None:
    history.step(date(2024, 4, 30), "Record the set-up discussion").sees("Set up")
    history.step(date(2024, 5, 1), "Issue the information request").sees("Preparation")
    with clock.travelled_to(date(2024, 5, 10)):
        # A day too early: the page says why and offers no button.
        history.overview(Role.LEAD_INSPECTOR).follow("Start on site").sees("The first day on site has not come yet")
        assert history.visitor.page.get_by_role("button", name="Start on site").count() == 0
    history.step(ON_SITE, "Start on site").sees("On site")
    history.step(FEEDBACK, "Record the final feedback meeting").sees("Feedback given", "Embargoed")
    history.step(FEEDBACK, "Start reporting").sees("Reporting")


def write_it(history: History) -> None:
    with clock.travelled_to(WRITTEN):
        history.write(
            (
                Wrote("What is effective", EFFECTIVE),
                Wrote("What needs to be better", BETTER),
                Wrote("Area for improvement", IMPROVE, bodies=("Southampton City Council", BOARD)),
            )
        )
        visitor = history.as_(Role.LEAD_INSPECTOR).go("inspections:inspection-outcome", REFERENCE)
        visitor.page.get_by_role("radio").nth(1).check()
        visitor.press("Record this").sees("Outcome recorded")
        visitor.go("reports:letter-detail", REFERENCE).press("Start the report").sees("Stage: Not started")
    history.letter_step(WRITTEN, "Start drafting", Role.LEAD_INSPECTOR, "Drafting")
    with clock.travelled_to(WRITTEN):
        history.write_section(
            "What is it like to be a child or young person with special educational needs and/or disabilities (SEND) in this area?",
            EXPERIENCE,
        )
        history.write_section(
            "Information about the local area partnership", "The council and the board plan services together."
        )
        history.write_section(
            "Information about this inspection", "The inspection was led by one of His Majesty’s Inspectors."
        )
        history.as_(Role.LEAD_INSPECTOR).go("reports:letter-preview", REFERENCE)
        history.visitor.sees(
            "Draft: not for publication", EXPERIENCE, EFFECTIVE, BETTER, IMPROVE, "inconsistent experiences"
        )
        # The area reads nothing yet, nor does anybody else.
        assert history.as_(Role.LANO).status("reports:letter-detail", REFERENCE) == 403
        history.unseen_by(None, "stranger", Role.DFE_ADVISER)


def two_write_at_once(history: History) -> None:
    """Somebody else saves the section while the lead inspector writes: nothing is lost, both texts are shown."""
    with clock.travelled_to(WRITTEN):
        visitor = history.as_(Role.LEAD_INSPECTOR).go("reports:section-edit", REFERENCE, "about_the_partnership")
        section = LetterSection.objects.get(letter__inspection__reference=REFERENCE, code="about_the_partnership")
        theirs, yours = "The council alone plans services.", "The council and the board plan services as one."
        write_section(by=history.cast[Role.CQC_LEAD], section=section, text=theirs, mark=Mark.at(section.version))
        visitor.fill("Text", yours)
        visitor.page.get_by_role("button", name="Save section", exact=True).click()
        expect(visitor.page.get_by_role("heading", name="saved this section")).to_be_visible()
        visitor.sees(theirs, yours)
        section.refresh_from_db()
        assert section.text == theirs
        # Keeping one's own, with both in sight, is a decision.
        assert [fault for fault in faults_of(visitor) if "status of 409" not in fault] == []
        visitor.faults = []
        visitor.page.get_by_role("button", name="Keep mine", exact=True).click()
        visitor.press("Save section").sees("Section saved")
        section.refresh_from_db()
        assert section.text == yours


def review_it(history: History) -> None:
    lead, quality = Role.LEAD_INSPECTOR, Role.QUALITY_ASSURER
    history.letter_step(WRITTEN, "Send to the team", lead, "With the inspection team")
    history.letter_step(WRITTEN, "Send to quality assurance", lead, "In quality assurance")
    history.letter_step(SHARED, "Send the draft to the area", quality, "Draft with the area")
    with clock.travelled_to(SHARED):
        history.as_(Role.LANO).go("reports:letter-preview", REFERENCE).sees(EXPERIENCE)
        history.unseen_by(None, "stranger", Role.DFE_ADVISER)
        visitor = history.as_(Role.LANO).go("reports:accuracy-receipt", REFERENCE)
        visitor.date("On which day did you receive the draft?", SHARED).press("Record receipt").sees("Receipt recorded")
    # Its time for comments is over by then, so the lead goes on without them.
    history.letter_step(FINAL, "Record the area’s comments", lead, "Comments in")
    history.letter_step(FINAL, "Finish the revision", lead, "Revised")
    history.letter_step(FINAL, "Send to final quality assurance", lead, "In final quality assurance")
    history.sign_judgement(FINAL)
    history.letter_step(FINAL, "Sign off", quality, "Signed off").sees("Version 1", "Waiting its turn")
    outbox.relay()
    history.letter_step(FINAL, "Issue to the area", quality, "Issued to the area").sees("PDF of version 1")
    with clock.travelled_to(RECEIVED):
        visitor = history.overview(Role.LANO).follow("Record receipt of the final report")
        # Before the days on site were over nothing can have been received.
        visitor.date("On which day did the area receive it?", date(2024, 5, 16)).press("Record receipt")
        visitor.sees("There is a problem", "cannot be received before the inspection ends")
        visitor.date("On which day did the area receive it?", RECEIVED).press("Record receipt").sees("Receipt recorded")
        # The embargo holds until the day, though the final report is with the area and its advisers.
        history.unseen_by(None, "stranger")
        assert history.as_(Role.DFE_ADVISER).status("inspections:inspection-detail", REFERENCE) == 200


def publish_it(history: History) -> None:
    quality = Role.QUALITY_ASSURER
    # Publication before the recorded receipt is refused.
    history.publish(date(2024, 7, 8), quality).sees("There is a problem", "cannot be published before")
    assert Inspection.objects.get(reference=REFERENCE).state == "finalised"
    history.publish(PUBLISHED, quality).sees("First published 16 July 2024")


def public_reads_it(history: History) -> None:
    with clock.travelled_to(PUBLISHED):
        visitor = history.as_(None).go("reports:published-list").follow("Southampton")
        visitor.sees(EXPERIENCE, EFFECTIVE, BETTER, IMPROVE, BOARD, "13 to 17 May 2024", "inconsistent experiences")
        visitor.sees("Dates of previous inspection: 6 to 10 February 2017")
        visitor.sees_no("Draft: not for publication", "Embargoed")
        answer = visitor.context.request.get(visitor.base + f"/letters/{REFERENCE}/letter.pdf")
        assert answer.ok
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.body().startswith(b"%PDF-1.7")
        # Publication opens the published product, not the working pages.
        assert history.as_("stranger").status("inspections:inspection-findings", REFERENCE) == 404


def next_inspection(history: History) -> None:
    with clock.travelled_to(date(2024, 9, 2)):
        visitor = history.overview(Role.LANO).sees(
            "Published", "Tuesday 16 July 2024", "within approximately three years"
        )
        visitor.follow("Timeline")
        row = visitor.row("Next full inspection due")
        assert "about" in row.inner_text().lower()
        assert "16 July 2027" in row.inner_text()
        visitor = history.as_(None).go("partnerships:partnership-detail", "southampton")
        visitor.sees(
            "Full inspection",
            "16 July 2024",
            "Inconsistent experiences and outcomes",
            "Local area SEND inspection",
            "30 March 2017",
        )
