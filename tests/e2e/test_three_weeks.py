"""The LANO's three weeks on the demonstration, from the call to the final feedback meeting, with whoever stands on the other side."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import SentMail
from coordination.tasks import morning
from core import clock, outbox
from tests.e2e.driver import Visitor
from tests.e2e.showcase import person
from tests.e2e.three_weeks_steps import Weeks, attach, september, text_file, walking, words_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANO, LEAD, OFFICER = Role.LANO, Role.LEAD_INSPECTOR, Role.PARTNERSHIP_OFFICER
MINUTES = ("Board minutes, March.txt", "Board minutes, June.txt")


def test_the_information_request_and_the_tracked_cases(visitor: Visitor) -> None:
    with walking(visitor) as weeks:
        starts_the_day(weeks)
        answers_the_request(weeks)
        goes_round_the_loop(weeks)
        reads_the_index(weeks)
        list_is_refused(weeks)
        case_is_tracked(weeks)
        name_is_shown(weeks)


def starts_the_day(weeks: Weeks) -> None:
    """My work leads to what is due."""
    visitor = weeks.visitor.as_(person(LANO)).go("dashboard:home").sees("My work", "A10 Self-evaluation", "Case E")
    weeks.look()
    visitor.follow("A10 Self-evaluation").sees("The part about alternative provision is missing")
    weeks.look()


def answers_the_request(weeks: Weeks) -> None:
    """Two files at once for one item, another not held; both sides see the same tally."""
    visitor = weeks.at(LANO, "information:request-detail").sees("3 of 44 accepted")
    weeks.look()
    visitor.follow("Minutes of the partnership board, last 12 months").follow("Upload files")
    weeks.look()
    attach(visitor, *(text_file(name, f"{name}: invented.") for name in MINUTES)).press("Upload")
    visitor.sees("A18.1", "A18.2", *MINUTES, "Uploaded")
    weeks.look()
    # Not shared yet: the inspectors see no file.
    weeks.at(LEAD, "information:item-detail", "A18").sees_no(*MINUTES)
    visitor = weeks.at(LANO, "information:item-detail", "A33").follow("We do not hold this")
    visitor.choose("We do not hold this").press("Save the answer").sees("There is a problem")
    visitor.fill("Why?", "Each agency audits its own work; the first joint one is planned for November.")
    visitor.press("Save the answer").sees("Not held", "planned for November")
    visitor = weeks.at(LANO, "information:request-share").sees("A18 Minutes", "A22 Timeliness")
    weeks.look()
    visitor.press("Share 2 items")
    weeks.at(LEAD, "information:item-detail", "A18").sees(*MINUTES, "Shared with inspectors")


def goes_round_the_loop(weeks: Weeks) -> None:
    """The lead inspector queries, the LANO answers, the lead inspector accepts."""
    visitor = weeks.at(LEAD, "information:item-detail", "A18").follow("Query")
    weeks.look()
    visitor.tick("Something is missing").fill("What is needed?", "The minutes of December are not among them.")
    visitor.press("Send the query").sees("Queried")
    outbox.relay()
    weeks.visitor.as_(person(LANO)).go("dashboard:notices").sees("The inspectors have a query about A18")
    visitor = weeks.at(LANO, "information:item-answer", "A18")
    visitor.fill("Your answer", "The board did not meet in December.").press("Send the answer")
    visitor = weeks.at(LEAD, "information:item-detail", "A18").sees("The board did not meet in December.")
    weeks.look()
    visitor.follow("Accept").press("Accept").sees("Accepted")
    weeks.at(LANO, "information:request-detail").sees("4 of 44 accepted")


def reads_the_index(weeks: Weeks) -> None:
    """On the page, as a workbook and as a PDF: the same numbers."""
    visitor = weeks.at(LEAD, "information:request-index").sees("A18.1", "A18.2", "Not held")
    weeks.look()
    book = words_in("index.xlsx", weeks.fetch(reverse("information:request-index-workbook", args=[weeks.reference])))
    assert [number for number in ("A18.1", "A18.2", "A33") if number not in book] == []
    with pikepdf.open(BytesIO(weeks.fetch(reverse("information:request-index-pdf", args=[weeks.reference])))) as pdf:
        assert len(pdf.pages) >= 1
        assert pdf.Root.MarkInfo.Marked
    visitor.sees_no("There is a problem")


def list_is_refused(weeks: Weeks) -> None:
    """A person-level list with bad cells is taken not at all: the page names rows and columns, the workbook marks the cells."""
    visitor = weeks.at(OFFICER, "information:list-upload", "A1")
    weeks.look()
    empty = weeks.download("Download an empty list")
    attach(visitor, {"name": "list-1.xlsx", "mimeType": "application/octet-stream", "buffer": spoilt(empty)})
    visitor.press("Check and upload").sees("Your list was not accepted", "D, Date of birth", "E, Gender")
    weeks.look()
    marked = load_workbook(BytesIO(weeks.download("Download your list"))).worksheets[0]
    assert marked["D1"].value == "Date of birth"
    assert "cannot be read as a date" in marked["D2"].comment.text
    assert marked["D2"].fill.fgColor.rgb != marked["C2"].fill.fgColor.rgb
    weeks.at(LEAD, "information:item-detail", "A1").sees("No file has been shared yet").sees_no("list-1.xlsx")


def spoilt(empty: bytes) -> bytes:
    """The empty list with one row: no gender, and a date of birth nobody can read."""
    book = load_workbook(BytesIO(empty))
    sheet = book.worksheets[0]
    for column, value in {1: 1, 2: "DEMO-1", 4: "spring"}.items():
        sheet.cell(row=2, column=column, value=value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def case_is_tracked(weeks: Weeks) -> None:
    """No meeting is booked before the family agrees; then the same meeting is."""
    visitor = weeks.at(LANO, "cases:case-list").sees("Case F", "Not named yet")
    weeks.look()
    visitor.follow("Case F").follow("Name the coordinator")
    weeks.look()
    visitor.select("Who coordinates this case?", "Kit Marlowe-Diaz, Council").press("Name the coordinator")
    visitor.sees("Coordinator assigned")
    books_a_meeting(weeks).sees("There is a problem", "consent")
    weeks.look()
    visitor = weeks.at(OFFICER, "cases:case-detail", "F").follow("Ask the family for consent")
    weeks.look()
    visitor.page.get_by_role("checkbox").check()
    visitor.press("Ask for consent")
    visitor.follow("Record the family’s answer")
    weeks.look()
    visitor.choose("They agree to take part").date("When did they answer?", september(10).date())
    visitor.choose("Both", "Who agreed? (if they take part)").choose("In person").press("Record the answer")
    visitor.sees("Consent given")
    books_a_meeting(weeks).sees("Case F", "Monday 21 September 2026")
    weeks.look()


def books_a_meeting(weeks: Weeks) -> Visitor:
    visitor = weeks.at(LANO, "timetable:meeting-add").fill("Title", "Tracking meeting: Case F")
    visitor.select("Kind of meeting", "Tracking meeting").select("Tracked case (optional)", "Case F")
    offered = visitor.page.get_by_label("Tracked case (optional)").inner_text()
    assert "Case D" not in offered
    assert "Candidate" not in offered
    visitor.date("Day (optional)", september(21).date()).fill("Start (optional)", "4pm")
    return visitor.press("Save meeting")


def name_is_shown(weeks: Weeks) -> None:
    """Once, after a reason, and everybody who may open the log sees that it was."""
    names = weeks.names()
    visitor = weeks.at(OFFICER, "cases:case-detail", "A").sees_no(*names).follow("Show name")
    weeks.look()
    visitor.press("Show the name").sees("There is a problem").sees_no(*names)
    visitor.fill("Why do you need the name?", "To arrange the interpreter").press("Show the name").sees(names[0])
    weeks.at(LANO, "cases:case-detail", "A").sees("To arrange the interpreter").sees_no(*names)
    weeks.look()


def test_the_coordination_of_the_last_week(visitor: Visitor) -> None:
    with walking(visitor) as weeks:
        settles_the_call(weeks)
        keeps_in_touch(weeks)
        writes_to_many(weeks)
        takes_the_pack(weeks)
        moves_on(weeks, 14, "Issue the information request", "Preparation")
        moves_on(weeks, 21, "Start on site", "On site")
        feedback_is_full(weeks)
        moves_on(weeks, 25, "Record the final feedback meeting", "Feedback given")
        weeks.at(LANO, "coordination:board").sees("Feedback given")
        weeks.look()


def settles_the_call(weeks: Weeks) -> None:
    visitor = weeks.at(LANO, "coordination:setup").sees("4 of 12 lines are settled")
    weeks.look()
    visitor.follow("Venues, access, Wi-Fi, quiet room and ID")
    weeks.look()
    visitor.fill("What was decided", "The base room moves to the ground floor.").tick("This line is settled")
    visitor.press("Save this line").sees("5 of 12 lines are settled", "The base room moves to the ground floor.")


def keeps_in_touch(weeks: Weeks) -> None:
    """The lead inspector writes the record, both sides tick it, its request becomes a task that is finished."""
    visitor = weeks.at(LEAD, "coordination:kit-list").follow("Record a meeting")
    weeks.look()
    visitor.date("On which day was the meeting?", september(10).date()).fill("When did it begin?", "9:30am")
    visitor.tick("Gwen Atherley, Lead HMI").tick("Nadia Farouk, Head of SEND").tick("Kit Marlowe-Diaz, SEND officer")
    visitor.fill("Points raised", "The room of the forum is too small.").press("Save the record")
    visitor.follow("Raise a request").fill("What is asked for?", "Find a larger room for the forum")
    visitor.select("Who answers it?", "Kit Marlowe-Diaz, SEND officer")
    visitor.date("On which day is the answer due?", september(11).date()).fill("By what time?", "4pm")
    visitor.press("Raise the request").sees("Request raised")
    for role in (LEAD, LANO):
        visitor = (
            weeks.at(role, "coordination:kit-detail", 3).follow("Agree this record").press("Tick as agreed record")
        )
    visitor.sees("Both sides agreed this record, so it is locked")
    weeks.look()
    outbox.relay()
    visitor = weeks.visitor.as_(person(OFFICER)).go("dashboard:home").follow("Find a larger room for the forum")
    weeks.look()
    visitor.follow("Mark as done").fill("What is the answer?", "The council chamber is free.").press("Mark as done")
    weeks.at(LEAD, "coordination:kit-list").sees("The council chamber is free.")
    weeks.look()


def writes_to_many(weeks: Weeks) -> None:
    visitor = weeks.at(LANO, "coordination:message-list").follow("The surveys are open")
    visitor.sees("The e-mails (9)", "Left out (1)")
    weeks.look()
    visitor.press("Send 9 e-mails").sees("9 e-mails")
    weeks.look()
    outbox.relay(1000)
    assert SentMail.objects.filter(subject__contains="the surveys of the area SEND inspection").count() == 9
    assert visitor.go("coordination:message-list", weeks.reference).page.get_by_text("Draft by").count() == 0


def feedback_is_full(weeks: Weeks) -> None:
    """Two working days before, who is missing is told each morning; then the last person says yes."""
    with clock.travelled_to(september(23, 7)):
        morning()
        outbox.relay(1000)
        weeks.visitor.as_(person(LANO)).go("dashboard:notices").sees("Elected member with responsibility for SEND")
        visitor = weeks.at(LANO, "coordination:feedback")
        weeks.look()
        visitor.page.get_by_role("button", name="Confirm Cllr Rosalind Peake").click()
        visitor.sees("Cllr Rosalind Peake is confirmed")
    with clock.travelled_to(september(24, 7)):
        assert morning()["warnings"] == 0


def takes_the_pack(weeks: Weeks) -> None:
    """Asked for, made by the worker, downloaded; its checksums hold and no child is named in it."""
    visitor = weeks.at(LANO, "coordination:pack")
    weeks.look()
    visitor.press("Make my pack").sees("Your pack is being made")
    outbox.relay(1000)
    visitor.go("coordination:pack", weeks.reference)
    with ZipFile(BytesIO(weeks.download("Download the pack"))) as pack:
        files = {name.rpartition("/")[2]: pack.read(name) for name in pack.namelist()}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(files[name]).hexdigest() == digest
    assert len(files) == 6
    words = "".join(words_in(name, content) for name, content in files.items())
    assert "Final feedback meeting" in words
    for child in weeks.names():
        assert child not in words
    weeks.look()


def moves_on(weeks: Weeks, day: int, act: str, stage: str) -> None:
    """One step of the inspection, on a day of September."""
    with clock.travelled_to(september(day, 16)):
        visitor = weeks.at(LEAD, "inspections:inspection-detail").follow(act)
        visitor.press(act).sees(stage)
        weeks.look()
