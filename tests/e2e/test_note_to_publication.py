"""From a note written on site to the published report: evidence, judgement, letter, review, factual accuracy, sign-off, publication.

The network is cut and the tab closed while a note is written. The worker that is killed while it draws and while it publishes is in
tests/test_publication_faults.py, where the product runs as processes.
"""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from playwright.sync_api import expect

from accounts.choices import Role
from accounts.models import SentMail
from core import clock, outbox
from evidence.models import Note, NoteSave
from improvement.models import Plan
from inspections.models import Inspection
from reports.models import LetterSection, LetterVersion
from tests.e2e.driver import Visitor
from tests.e2e.note_to_publication_steps import (
    COMMENTED,
    FEEDBACK,
    FINAL,
    JUDGED,
    ON_SITE,
    PUBLISHED_AT,
    RECEIVED,
    SENT,
    WRITTEN,
    Walk,
    morning,
    walking,
)
from tests.e2e.steps import Wrote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEAD, CQC, INSPECTOR, QUALITY = Role.LEAD_INSPECTOR, Role.CQC_LEAD, Role.OFSTED_INSPECTOR, Role.QUALITY_ASSURER
LANO, DCS, ICB, PCF = Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.PCF
ENQUIRY = "Do children wait too long for speech and language therapy?"
FAMILIES, FOR_MONTHS = "Families say that they wait.", " Some have waited for 40 weeks."
RECORDS = "In six of eight files the referral to therapy came late."
YOUNG = "Five young people say that help came only after they left school."
CONCERN = "Children wait too long for speech and language therapy."
EXPERIENCE = "What is it like to be a child or young person with special educational needs and/or disabilities (SEND) in this area?"
WAIT = "Children wait 40 weeks for therapy."
CITED = f"{WAIT} [N1, N2]\n\nLeaders know this and have begun to act. [N3]"
WITH_CASE = f"{CITED} In Case B help came late. [N2]"
BODIES = ("Medway Council", "NHS Kent and Medway Integrated Care Board")


def test_from_a_note_to_the_published_report(visitor: Visitor) -> None:
    with walking(visitor) as walk:
        with clock.travelled_to(morning(ON_SITE)):
            asks_a_question(walk)
            note_survives_the_network(walk)
            writes(walk, CQC, 2, RECORDS, "Case file", "Health", "")
            gap_is_seen_and_filled(walk)
        with clock.travelled_to(morning(JUDGED)):
            finding_emerges(walk)
            judgement_is_signed(walk)
        walk.step(FEEDBACK, "Record the final feedback meeting").sees("Feedback given", "Embargoed")
        walk.step(FEEDBACK, "Start reporting").sees("Reporting")
        with clock.travelled_to(morning(WRITTEN)):
            letter_is_written(walk)
            check_fails_and_is_mended(walk)
            team_reviews(walk)
        quality_assures(walk)
        with clock.travelled_to(morning(COMMENTED)):
            area_comments(walk)
        answers(walk)
        sign_off_freezes(walk)
        publication_is_planned(walk)
        with clock.travelled_to(PUBLISHED_AT):
            outbox.relay(1000)
            public_reads_it(walk)


# --- evidence


def asks_a_question(walk: Walk) -> None:
    visitor = walk.at(LEAD, "evidence:enquiry-add").fill("What do you want to find out?", ENQUIRY)
    visitor.page.get_by_role("checkbox", name=re.compile("^I3:")).check()
    walk.look()
    visitor.press("Add the line of enquiry").sees("Line of enquiry added", "K1")


def note_survives_the_network(walk: Walk) -> None:
    """What is written while there is no network stays on the device, also when the tab is closed, and is restored."""
    visitor = walk.at(INSPECTOR, "evidence:note-add")
    visitor.page.get_by_label("What you found").press_sequentially(FAMILIES)
    walk.save_line().to_contain_text("Saved at")
    with walk.without_network():
        visitor.page.get_by_label("What you found").press("Control+End")
        visitor.page.get_by_label("What you found").press_sequentially(FOR_MONTHS)
        walk.save_line().to_have_text("Not saved: no connection. Your words are kept on this device.")
        visitor.close_the_tab()
    assert Note.objects.get().text == FAMILIES
    visitor = walk.at(INSPECTOR, "evidence:note-list")
    expect(visitor.page.get_by_role("heading", name="1 note on this device may not be saved")).to_be_visible()
    walk.look().follow("Open it")
    visitor.page.get_by_role("button", name="Restore it").click()
    walk.save_line().to_contain_text("Saved at")
    assert Note.objects.get().text == FAMILIES + FOR_MONTHS
    describe(visitor, "Meeting", "Education", "Two parents")
    walk.look()
    visitor.press("Save the note").sees("Note N1 is saved", FAMILIES + FOR_MONTHS, "Two parents")
    walk.look()
    assert {save.by for save in NoteSave.objects.all()} == {walk.cast[INSPECTOR]}


def describe(visitor: Visitor, source: str, sector: str, met: str) -> None:
    """The rest of a note's form; it bears on the line of enquiry and on a criterion."""
    visitor.select("Where it comes from", source).select("The sector it speaks of (optional)", sector)
    visitor.fill("Who you met (optional)", met).date("Day", ON_SITE)
    visitor.page.get_by_label("K1: ").select_option(label="Supports it")
    visitor.page.get_by_label("I3: ").select_option(label="Weakens it")


def writes(walk: Walk, role: Role, number: int, text: str, *described: str) -> None:
    visitor = walk.at(role, "evidence:note-add").fill("What you found", text)
    describe(visitor, *described)
    # It saves itself once before the button does: from then on the page is that of the note.
    expect(visitor.page).to_have_url(re.compile(f"/notes/{number}/edit/$"))
    visitor.press("Save the note").sees(f"Note N{number} is saved", text)


def gap_is_seen_and_filled(walk: Walk) -> None:
    """The table says what is missing, the area is asked for it, and the note of that meeting fills the gap."""
    visitor = walk.at(LEAD, "evidence:triangulation")
    visitor.sees("No children’s or young people’s voice yet on K1", "Nothing from care yet on K1", "Only 2 kinds")
    walk.look()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Ask for a meeting with children and young people").click()
    visitor.sees("Nadia Farouk was asked", "asked for Wednesday 15 May 2024")
    visitor = walk.as_(LANO).go("dashboard:home").sees("a meeting with children and young people").sees_no(ENQUIRY)
    writes(walk, INSPECTOR, 3, YOUNG, "Visit", "Care", "Five young people")
    visitor = walk.at(LEAD, "evidence:triangulation").sees("No gaps.")
    # A number of the table opens the notes it counts.
    with visitor.page.expect_navigation():
        visitor.page.locator("td a[href*='source=case_file']").click()
    visitor.sees("N2").sees_no(YOUNG)
    walk.look()
    visitor = walk.at(LEAD, "evidence:enquiry-standing", 1).choose("Concern").press("Save")
    visitor.sees("3 notes", "Concern")
    walk.look()


# --- judgement


def finding_emerges(walk: Walk) -> None:
    visitor = walk.at(CQC, "evidence:emerging-add").choose("Significant concern").fill("What do you see?", CONCERN)
    visitor.fill("Evidence it rests on (optional)", "N1")
    walk.look()
    visitor.press("Save").sees("F1", "It rests on one source.")
    visitor.follow("Tie or untie evidence").fill("Which evidence?", "N2, N3").press("Tie this evidence")
    visitor.sees("Rests on 3 pieces of evidence from 3 kinds of source", "High confidence")
    walk.look()
    visitor = walk.at(LEAD, "evidence:emerging-list").sees(CONCERN)
    walk.look().follow("F1").follow("Make it a finding")
    walk.look()
    visitor.press("Make it a finding").sees("It is a finding now", CONCERN, "Rests on 3 pieces of evidence")
    walk.write(
        (
            Wrote("What is effective", "Early years staff notice needs quickly."),
            Wrote("What needs to be better", "Plans do not say what each service will do."),
            Wrote("Area for improvement", "Leaders should check plans together.", bodies=BODIES[:1]),
        )
    )
    walk.look()


def judgement_is_signed(walk: Walk) -> None:
    """A change after the first signature breaks it; then both sign what stands."""
    visitor = walk.at(LEAD, "evidence:judgement").follow("Record the meeting")
    for name in ("Gwen Atherley", "Priya Sandhu-Moore", "Tomas Wrenfield"):
        visitor.page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
    visitor.choose("Widespread and/or systemic failings")
    visitor.fill("Reasons", "Waits are long across the area, and leaders began to act only this year.")
    walk.look()
    visitor.press("Save the record").sees("Record saved", "Not signed").press("Sign for Ofsted")
    visitor.sees("You have signed the record")
    visitor = walk.at(LEAD, "evidence:judgement-edit").sees("A change breaks the signatures")
    visitor.page.get_by_label("Where Tomas Wrenfield").fill("Some services are quick.")
    visitor.press("Save the record").sees("so that signature does not hold any more", "Some services are quick.")
    visitor.press("Sign for Ofsted")
    visitor = walk.at(CQC, "evidence:judgement")
    visitor.page.get_by_role("button", name=re.compile("^Sign for")).click()
    visitor.sees("You have signed the record").sees_no("Not signed")
    walk.look()
    assert Inspection.objects.get().outcome == "outcome-3"
    assert walk.as_(LANO).status("evidence:judgement", walk.reference) == 403
    assert walk.as_("stranger").status("evidence:judgement", walk.reference) == 404


# --- the letter


def letter_is_written(walk: Walk) -> None:
    """In the editor, by keyboard: it saves itself; a reference leads to its note."""
    visitor = walk.at(LEAD, "reports:letter-detail").press("Start the report").sees("Stage: Not started")
    walk.letter_step(WRITTEN, "Start drafting", LEAD, "Drafting")
    walk.write_section("Information about the local area partnership", "The council and the board plan together.")
    walk.write_section("Information about this inspection", "One of His Majesty’s Inspectors led it.")
    visitor = walk.at(LEAD, "reports:letter-detail").follow(EXPERIENCE)
    visitor.page.get_by_label("Text", exact=True).press_sequentially(WITH_CASE)
    walk.save_line().to_contain_text("Saved at")
    assert LetterSection.objects.get(code="experience").text == WITH_CASE
    visitor.go("reports:section-edit", walk.reference, "experience").sees("How it reads").sees_no("name nothing")
    walk.look()
    visitor.go("reports:letter-preview", walk.reference).follow("N2").sees(RECORDS)
    visitor.go("reports:letter-references", walk.reference).sees("Plans do not say what each service will do.")
    visitor.sees_no(CONCERN, WAIT)
    walk.look()


def check_fails_and_is_mended(walk: Walk) -> None:
    """Each fault leads to its place. A wording that changes after the signatures needs its reason."""
    visitor = walk.at(LEAD, "reports:letter-checks")
    bodies = "Area for priority action 1 names no responsible body."
    visitor.sees("Stops sign-off", "speaks of “Case B”", bodies)
    walk.look()
    walk.open_link("“Case B”")
    assert visitor.heading == EXPERIENCE
    visitor.fill("Text", CITED).press("Save section").go("reports:letter-checks", walk.reference).sees_no("Case B")
    visitor.follow(bodies).fill("Bodies responsible (optional)", "\n".join(BODIES)).press("Save finding")
    visitor.go("reports:letter-checks", walk.reference).sees_no(bodies)
    visitor.follow(
        "Area for priority action 1 reads otherwise than when the judgement was signed, and no reason is recorded."
    )
    visitor.fill("Why did the wording change?", "Who answers for it was left open at the meeting.")
    visitor.press("Keep the reason").sees("Changed, with a reason")
    walk.look()
    visitor.go("reports:letter-checks", walk.reference).sees("Nothing stops the sign-off")
    walk.look()
    visitor.go("reports:section-history", walk.reference, "experience").sees("Gwen Atherley")
    walk.look()


def team_reviews(walk: Walk) -> None:
    """The other inspectorate suggests other words for a passage; the lead accepts them, and then the verdict is given."""
    walk.letter_step(WRITTEN, "Send to the team", LEAD, "With the inspection team")
    visitor = walk.at(LEAD, "reports:review-ask").choose("Priya Sandhu-Moore").press("Ask them")
    visitor = walk.at(CQC, "reports:review-section", "experience")
    visitor.choose(f"{WAIT} [N1, N2]").fill("Your comment", "Say which children.")
    visitor.tick("Suggest other words for the passage")
    visitor.fill("The words to put in its place", "Young children wait 40 weeks for therapy. [N1, N2]")
    walk.look()
    visitor.press("Add the comment")
    visitor = walk.at(LEAD, "reports:review-detail").sees("Open comments (1)")
    walk.look()
    walk.open_link("Suggested change")
    walk.look().follow("Accept").press("Accept and change the section").sees("The section has been changed")
    assert LetterSection.objects.get(code="experience").text.startswith("Young children wait 40 weeks")
    visitor = walk.at(CQC, "reports:review-verdict").choose("Content with it as it is").press("Give this verdict")
    visitor.sees("Settled comments (1)", "Content with it as it is")


def quality_assures(walk: Walk) -> None:
    walk.letter_step(WRITTEN, "Send to quality assurance", LEAD, "In quality assurance")
    with clock.travelled_to(morning(SENT)):
        walk.at(QUALITY, "reports:letter-preview").sees("Young children wait 40 weeks", CONCERN, *BODIES)
        walk.look()
        assert walk.as_(LANO).status("reports:letter-preview", walk.reference) == 403
    walk.letter_step(SENT, "Send the draft to the area", QUALITY, "Draft with the area")


# --- factual accuracy


def area_comments(walk: Walk) -> None:
    """Receipt starts the clock; two people comment and a third submits."""
    visitor = walk.at(LANO, "reports:accuracy-detail").sees("the clock has not started")
    visitor.go("reports:accuracy-receipt", walk.reference).date("On which day did you receive the draft?", SENT)
    visitor.press("Record receipt").sees("Receipt recorded", "Friday 21 June 2024")
    walk.look()
    visitor.follow("Read the draft").sees("Young children wait 40 weeks").sees_no("[N", "N1")
    walk.look()
    visitor.go("reports:accuracy-comment-add", walk.reference, "experience").choose("A wrong figure or name")
    visitor.fill("The words of the draft (optional)", "40 weeks").fill("What is wrong or missing?", "It was 36.")
    visitor.fill("What should it say? (optional)", "36 weeks")
    walk.look()
    visitor.press("Save the comment").sees("Comment saved")
    visitor = walk.at(ICB, "reports:accuracy-comment-add", "experience").choose("A fact is missing")
    visitor.fill("What is wrong or missing?", "A new clinic opened in March.").press("Save the comment")
    visitor = walk.at(DCS, "reports:accuracy-submit").sees("2 comments", "It was 36.", "A new clinic opened in March.")
    walk.look()
    visitor.page.get_by_role("checkbox").check()
    visitor.press("Submit the comments").sees("The comments have been submitted", "Receipt", "SHA-256")
    walk.unseen_by(None, "stranger")


def answers(walk: Walk) -> None:
    walk.letter_step(COMMENTED, "Record the area’s comments", LEAD, "Comments in")
    with clock.travelled_to(morning(COMMENTED)):
        walk.at(LEAD, "reports:accuracy-detail")
        visitor = walk.open_link("Answer to comment 1").choose("Accepted")
        walk.look()
        visitor.press("Save the answer").sees("Answer saved")
        walk.open_link("Answer to comment 2").choose("Not accepted")
        visitor.press("Save the answer").sees("There is a problem")
        visitor.fill("Reason", "It opened after the days of the inspection were set.").press("Save the answer")
        walk.look()
        visitor = walk.at(LEAD, "reports:section-edit", "experience")
        text = visitor.page.get_by_label("Text", exact=True).input_value()
        visitor.fill("Text", text.replace("40 weeks", "36 weeks")).press("Save section").sees("Section saved")
        visitor.go("reports:easy-read-edit", walk.reference).fill("Line 1", "Some children wait a long time for help.")
        visitor.select("Picture beside line 1", "A clock")
        walk.look()
        visitor.press("Save the summary").sees("Easy Read summary saved")
    walk.letter_step(FINAL, "Finish the revision", LEAD, "Revised")
    walk.letter_step(FINAL, "Send to final quality assurance", LEAD, "In final quality assurance")


# --- publication


def sign_off_freezes(walk: Walk) -> None:
    walk.letter_step(FINAL, "Sign off", QUALITY, "Signed off").sees("Version 1")
    with clock.travelled_to(morning(FINAL)):
        outbox.relay(1000)
        walk.at(QUALITY, "reports:version-detail", 1).sees("Young children wait 36 weeks").sees_no("[N", "40 weeks")
        walk.look()
        assert (
            walk.as_(LEAD)
            .go("reports:section-edit", walk.reference, "experience")
            .page.locator("form textarea")
            .count()
            == 0
        )
    walk.letter_step(FINAL, "Issue to the area", QUALITY, "Issued to the area")
    with clock.travelled_to(morning(RECEIVED)):
        visitor = walk.overview(LANO).follow("Record receipt of the final report")
        visitor.date("On which day did the area receive it?", RECEIVED).press("Record receipt").sees("Receipt recorded")
        walk.at(LANO, "reports:accuracy-detail").sees("Accepted", "Not accepted", "It opened after the days")
        walk.unseen_by(None, "stranger")


def publication_is_planned(walk: Walk) -> None:
    with clock.travelled_to(morning(RECEIVED)):
        visitor = walk.at(QUALITY, "reports:letter-publish").sees("You are about to publish version 1")
        walk.look()
        visitor.choose("At a day and time you set").date("Day, if later", PUBLISHED_AT.date())
        visitor.fill("Time, if later", "9:30am").press("Confirm").sees("16 July 2024 at 9:30am", "Call it off")
        walk.look()
        walk.at(LEAD, "evidence:embargo").sees("Nadia Farouk", "Draft letter or report", "Version 1")
        walk.look()
        outbox.relay(1000)
    with clock.travelled_to(PUBLISHED_AT.replace(minute=29)):
        outbox.relay(1000)
        walk.unseen_by(None)


def public_reads_it(walk: Walk) -> None:
    """The page, the PDF, the open data and the Easy Read; whoever had to be told has one e-mail."""
    visitor = walk.as_(None).go("reports:published-list").follow("Medway")
    visitor.sees("Young children wait 36 weeks", CONCERN, *BODIES, "13 to 17 May 2024").sees_no("[N", "Case B", "Draft")
    walk.look()
    version = LetterVersion.objects.get()
    pdf = walk.fetch(f"/letters/{walk.reference}/letter.pdf")
    assert (pdf[:8], hashlib.sha256(pdf).hexdigest()) == (b"%PDF-1.7", version.pdf_sha256)
    assert "Young children wait 36 weeks" in json.dumps(
        json.loads(walk.fetch(f"/letters/{walk.reference}/letter.json"))
    )
    visitor.follow("Easy Read, with pictures").sees("Some children wait a long time for help.")
    walk.look()
    assert walk.fetch(f"/letters/{walk.reference}/easy-read.pdf").startswith(b"%PDF")
    assert version.published_at == PUBLISHED_AT
    assert Plan.objects.count() == 1
    outbox.relay(1000)
    told = list(SentMail.objects.filter(subject__contains=" is published: ").values_list("to", flat=True))
    assert len(told) == len(set(told))
    assert {walk.cast[role].email for role in (LANO, DCS, ICB, Role.DFE_ADVISER, LEAD, CQC, INSPECTOR)} <= set(told)
    # Publication opens the published product, not the working pages.
    assert walk.as_("stranger").status("evidence:note-list", walk.reference) == 404
