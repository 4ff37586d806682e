"""Notes are never lost: the network goes, the tab closes, the session ends, a colleague writes too, and there is no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from accounts.choices import Role
from cases.models import CaseIdentity, TrackedCase
from core import clock
from evidence.models import Note, NoteSave
from tests import factories as make
from tests.e2e.driver import session_cookie
from tests.e2e.looks import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long word for a test"
SAVED = re.compile(r"^Saved at \d{1,2}:\d\d:\d\d(am|pm)$")
KEPT = "Your words are kept on this device."


@dataclass
class Device:
    """One browser of one person, with all that it keeps."""

    context: BrowserContext
    base: str
    inspection: Any
    faults: list[str] = field(default_factory=list)

    def sign_in(self, person: Any) -> None:
        self.context.clear_cookies()
        self.context.add_cookies([session_cookie(person, self.base)])

    def tab(self, name: str, *args: Any) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.base + reverse(f"evidence:{name}", args=[self.inspection.reference, *args]))
        return page

    @staticmethod
    def kept(page: Page) -> list[str]:
        """What lies on the device, as whoever sits down at it next could read it."""
        found: list[str] = page.evaluate("Object.entries(localStorage).flat()")
        return found


def line(page: Page) -> Locator:
    return page.locator("[data-save-line]")


def write(page: Page, text: str) -> None:
    box = page.get_by_label("What you found")
    box.press("Control+End")
    box.press_sequentially(text)


def looks_well(page: Page) -> None:
    assert violations(page) == []


@pytest.fixture
def inspection() -> Any:
    made = make.InspectionFactory.create(state="on_site", partnership__name="Medway")
    for role, name in ((Role.LEAD_INSPECTOR, "Sarah Okafor"), (Role.CQC_INSPECTOR, "Priya Nair")):
        person = make.UserFactory.create(name=name, email=f"{role}@example.org")
        person.set_password(PASSWORD)
        person.save()
        make.team(made, role, person)
    return made


@pytest.fixture
def people(inspection: Any) -> tuple[Any, Any]:
    sarah, priya = (place.user for place in inspection.team_places.select_related("user").order_by("pk"))
    return sarah, priya


@pytest.fixture
def devices(
    browser: Browser, browser_context_args: dict[str, Any], live_server: Any, inspection: Any, settings: Any
) -> Iterator[Any]:
    settings.ACCOUNT_RATE_LIMITS = {}
    expect.set_options(timeout=15_000)
    opened: list[Device] = []

    def made(person: Any, **more: Any) -> Device:
        context = browser.new_context(**browser_context_args, **more)
        context.set_default_timeout(15_000)
        opened.append(Device(context, live_server.url, inspection))
        opened[-1].sign_in(person)
        return opened[-1]

    yield made
    expect.set_options(timeout=5_000)
    for each in opened:
        each.context.close()
    assert [fault for each in opened for fault in each.faults] == []


@pytest.mark.trust("C3", "a note: the network goes, the tab closes")
def test_the_network_goes_and_the_tab_closes(devices: Any, people: Any) -> None:
    sarah, priya = people
    mine = devices(sarah)
    page = mine.tab("note-add")
    write(page, "Families wait.")
    expect(line(page)).to_have_text(SAVED)
    expect(page).to_have_url(re.compile("/notes/1/edit/"))
    assert Note.objects.get().text == "Families wait."
    assert mine.kept(page) == []

    mine.context.set_offline(True)
    write(page, " For months.")
    expect(line(page)).to_have_text(f"Not saved: no connection. {KEPT}")
    looks_well(page)
    # Back again, it saves without being asked.
    mine.context.set_offline(False)
    expect(line(page)).to_have_text(SAVED)
    assert Note.objects.get().text == "Families wait. For months."

    mine.context.set_offline(True)
    write(page, " Some for years.")
    expect(line(page)).to_have_text(f"Not saved: no connection. {KEPT}")
    # Pressing the button goes nowhere, where the words would be gone.
    page.get_by_role("button", name="Save the note").click()
    expect(line(page)).to_have_text(f"Not saved: no connection. {KEPT}")
    assert "years" not in str(mine.kept(page))
    assert len(mine.kept(page)) == 2
    page.close()
    mine.context.set_offline(False)

    # Whoever uses the computer next sees nothing of it, and their pages do not touch it.
    mine.sign_in(priya)
    page = mine.tab("note-list")
    expect(page.get_by_role("heading", name="Evidence notes")).to_be_visible()
    expect(page.locator("[data-autosave-secret]")).to_have_count(0)
    expect(page.locator(".app-copies")).to_have_count(0)
    page.close()

    mine.sign_in(sarah)
    page = mine.tab("note-list")
    expect(page.get_by_role("heading", name="1 note on this device may not be saved")).to_be_visible()
    page.get_by_text("Read it").click()
    expect(page.get_by_text("Families wait. For months. Some for years.")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Open it").click()
    expect(page.get_by_label("What you found")).to_have_value("Families wait. For months.")
    page.get_by_role("button", name="Restore it").click()
    expect(line(page)).to_have_text(SAVED)
    expect(page.get_by_role("heading", name="1 note on this device may not be saved")).to_be_hidden()
    assert Note.objects.get().text == "Families wait. For months. Some for years."
    assert mine.kept(page) == []
    page.get_by_label("Where it comes from").select_option("meeting")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    texts = [save.fields["text"] for save in NoteSave.objects.order_by("version")]
    assert texts[-1] == "Families wait. For months. Some for years."
    assert "Families wait. For months." in texts
    assert {save.by for save in NoteSave.objects.all()} == {sarah}


@pytest.mark.trust("C3", "a note: the session ends")
def test_the_session_ends(devices: Any, people: Any) -> None:
    sarah, _ = people
    mine = devices(sarah)
    page = mine.tab("note-add")
    Session.objects.all().delete()
    write(page, "Written after the session ended.")
    expect(line(page)).to_have_text(f"Not saved: you are signed out. {KEPT} Sign in")
    looks_well(page)
    assert not Note.objects.exists()
    # Signing in in another tab: this one goes on by itself.
    other = mine.context.new_page()
    other.goto(f"{mine.base}{reverse('account_login')}")
    sign_in(other, sarah)
    other.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(line(page)).to_have_text(SAVED)
    assert Note.objects.get().text == "Written after the session ended."
    # Signing in in the same one: the words are offered.
    Session.objects.all().delete()
    write(page, " And again.")
    expect(line(page)).to_contain_text("you are signed out")
    line(page).get_by_role("link", name="Sign in").click()
    sign_in(page, sarah)
    expect(page).to_have_url(re.compile("/notes/1/edit/"))
    page.get_by_role("button", name="Restore it").click()
    expect(line(page)).to_have_text(SAVED)
    assert Note.objects.get().text == "Written after the session ended. And again."


def sign_in(page: Page, person: Any) -> None:
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.trust("C3", "a note: two people")
def test_two_people_write_the_same_note_and_a_name_is_not_kept(devices: Any, people: Any, inspection: Any) -> None:
    sarah, priya = people
    hers, mine = devices(priya), devices(sarah)
    page = mine.tab("note-add")
    write(page, "Families wait.")
    expect(line(page)).to_have_text(SAVED)
    theirs = hers.tab("note-edit", 1)
    write(theirs, " Health is late.")
    expect(line(theirs)).to_have_text(SAVED)
    write(page, " Plans are late.")
    expect(page.get_by_role("heading", name="Priya Nair saved this note")).to_be_visible()
    expect(line(page)).to_contain_text("Not saved: Priya Nair changed this note too")
    looks_well(page)
    assert Note.objects.get().text == "Families wait. Health is late."
    page.get_by_role("button", name="Keep both").click()
    expect(line(page)).to_have_text(SAVED)
    assert Note.objects.get().text == "Families wait. Health is late.\n\nFamilies wait. Plans are late."
    # And the other way round: theirs stands, mine goes.
    write(theirs, " Mine.")
    expect(theirs.get_by_role("heading", name="Sarah Okafor saved this note")).to_be_visible()
    theirs.get_by_role("button", name="Keep theirs").click()
    expect(theirs.get_by_label("What you found")).to_have_value(Note.objects.get().text)
    assert hers.kept(theirs) == []
    theirs.close()

    case = TrackedCase.objects.create(inspection=inspection, code="B", state="selected")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=sarah, given_at=clock.now())
    page.get_by_label("Title (optional)").fill("Waits")
    write(page, " Marisol waits.")
    expect(line(page)).to_contain_text("Not all of it is saved. What you found: Use ‘Case B’ instead of the name.")
    assert (Note.objects.get().title, "Marisol" in Note.objects.get().text) == ("Waits", False)
    assert len(mine.kept(page)) == 2
    page.get_by_label("What you found").fill("Case B waits.")
    expect(line(page)).to_have_text(SAVED)
    assert (Note.objects.get().text, mine.kept(page)) == ("Case B waits.", [])
    assert "Marisol" not in str(list(NoteSave.objects.values_list("fields", flat=True)))


@pytest.mark.trust("C3", "a note: typed before the script is there")
def test_what_is_typed_before_the_script_is_there_is_saved_too(devices: Any, people: Any) -> None:
    mine = devices(people[0])
    mine.context.add_init_script(
        "document.addEventListener('readystatechange', () => { const box = document.querySelector('textarea[name=text]');"
        " if (document.readyState === 'interactive' && box) box.value = 'Typed at once.'; });"
    )
    page = mine.tab("note-add")
    expect(line(page)).to_have_text(SAVED)
    assert Note.objects.get().text == "Typed at once."


def test_without_javascript_it_is_a_plain_form(devices: Any, people: Any) -> None:
    sarah, _ = people
    page = devices(sarah, java_script_enabled=False).tab("note-add")
    expect(line(page)).to_be_hidden()
    page.get_by_label("What you found").fill("Families wait.")
    page.get_by_label("Where it comes from").select_option("meeting")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Note N1 is saved")).to_be_visible()
    assert Note.objects.get().text == "Families wait."
