"""The second of the LANO's three weeks on the demonstration: the timetable, its release, the visits and the calendars."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from accounts.choices import Role
from accounts.models import Notice, SentMail
from core import clock, outbox
from tests.e2e.driver import Visitor
from tests.e2e.three_weeks_steps import Weeks, september, walking

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LANO, LEAD = Role.LANO, Role.LEAD_INSPECTOR


def test_the_timetable_and_the_visits(visitor: Visitor) -> None:
    with walking(visitor) as weeks, clock.travelled_to(september(16)):
        pastes_meetings(weeks)
        keeps_a_warning(weeks)
        moves_and_releases(weeks)
        proposal_is_taken_up(weeks)
        setting_answers(weeks)
        subscribes(weeks)


def pastes_meetings(weeks: Weeks) -> None:
    """Rows copied from Excel, shown with what is wrong before anything is saved."""
    visitor = weeks.at(LANO, "timetable:paste")
    good = ["Transport to school", "Focus group", "24/09/2026", "15:30", "45", "Civic centre", "Ingrid Solheim-Clarke"]
    wrong = ["Nobody knows when", "Focus group", "31/09/2026", "15:30", "45", "Civic centre", ""]
    heads = ["Title", "Kind", "Day", "Start", "Minutes", "Place", "People"]
    visitor.fill("Rows copied from Excel", "\n".join("\t".join(row) for row in (heads, good, wrong)))
    visitor.press("Check the rows").sees("2 rows: 1 with something to mend", "Nothing has been saved yet")
    weeks.look()
    visitor.fill("Rows copied from Excel", "\n".join("\t".join(row) for row in (heads, good)))
    visitor.press("Check the rows").sees("1 row: 0 with something to mend").press("Add these meetings")
    visitor.go("timetable:timetable", weeks.reference).sees("53 meetings: 50 with a time", "No inspector yet")
    weeks.look()


def keeps_a_warning(weeks: Weeks) -> None:
    visitor = weeks.at(LANO, "timetable:conflicts").sees(
        "0 clashes, 3 warnings", "Transport to school has 0 of 1 inspectors", "Tuesday, 3:05pm"
    )
    weeks.look()
    visitor.page.get_by_role("link", name="Keep, because").first.click()
    weeks.look()
    visitor.press("Keep it").sees("There is a problem")
    visitor.fill("Keep it, because…", "A car is waiting at the door").press("Keep it").sees("Kept, with your reason")
    visitor.go("timetable:conflicts", weeks.reference).sees("0 clashes, 2 warnings", "A car is waiting at the door")


def proposal_is_taken_up(weeks: Weeks) -> None:
    """A search for the meetings without a time; nothing changes before a day of it is accepted."""
    visitor = weeks.at(LANO, "timetable:proposal-list")
    weeks.look()
    visitor.fill("How long may it search, in seconds?", "5").press("Draft the timetable").sees("Cancel the search")
    weeks.look()
    outbox.relay()
    visitor.follow("Check progress").sees("Accept only the days ticked below")
    weeks.look()
    visitor.choose("Accept only the days ticked below").press("Continue").sees("Choose at least one day")
    visitor.page.get_by_role("checkbox").first.check()
    visitor.press("Continue").sees("Proposal accepted: ")
    weeks.look()


def moves_and_releases(weeks: Weeks) -> None:
    """A confirmed meeting moves to a time that clashes with nothing; only those it concerns are told."""
    visitor = weeks.at(LANO, "timetable:meeting-detail", 20).follow("Move")
    weeks.look()
    visitor.page.get_by_role("radio").first.check()
    visitor.fill("Why does it move?", "The room is needed for the parents").press("Move the meeting")
    visitor.sees("The people in it are told when you release the next version", "Time proposed")
    weeks.look()
    visitor.follow("Confirm").press("Confirm").sees("Confirmed")
    visitor = weeks.at(LEAD, "timetable:release").sees(
        "Version 2: 1 change", "Moved", "Priya Sandhu-Moore", "Gareth Pennington"
    )
    weeks.look()
    Notice.objects.all().delete()
    visitor.press("Release version 2").sees("Version 2")
    outbox.relay(1000)
    told = Notice.objects.filter(subject__contains="meetings changed").values_list("person__name", flat=True)
    assert list(told) == ["Priya Sandhu-Moore"]
    assert SentMail.objects.filter(to="gareth.pennington@area.example", subject__contains="meetings changed").exists()
    visitor.go("timetable:version", weeks.reference, 2)
    weeks.look()


def setting_answers(weeks: Weeks) -> None:
    visitor = weeks.at(LANO, "timetable:timetable").follow("Visits to settings")
    weeks.look()
    visitor.follow("Hopfield Secondary School").follow("Make the link")
    weeks.look()
    visitor.choose("Show it to me").press("Make a new link")
    address = visitor.page.locator(".app-visits-address").inner_text()
    weeks.look()
    visitor.as_(None).visit(urlsplit(address).path)
    visitor.sees("We are not inspecting or judging your", "Tuesday 22 September 2026", "Marguerite Sollars-Whyte")
    visitor.sees_no("Sign out", "Northfield")
    weeks.look()
    visitor.fill("A quiet room to talk in", "The music room, all day").press("Save the practical needs").sees(
        "Thank you"
    )
    weeks.at(LANO, "visits:visit-list").follow("Hopfield Secondary School").sees(
        "The music room, all day", "by the setting"
    )


def subscribes(weeks: Weeks) -> None:
    """The calendar address holds the person's own agreed meetings."""
    visitor = weeks.at(LANO, "timetable:timetable").follow("Your calendar addresses")
    weeks.look()
    address = visitor.page.locator(".app-visits-address").first.text_content() or ""
    visitor.as_(None)
    feed = Calendar.from_ical(weeks.fetch(urlsplit(address.strip()).path))
    titles = [str(event["SUMMARY"]) for event in feed.walk("VEVENT")]
    assert any("Final feedback meeting" in title for title in titles), titles
