"""The editor in a browser: it saves itself, keeps what is written when network or session are gone, shows two texts and two people."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from core.autosave import Mark
from reports.models import LetterSection, SectionSave
from reports.services import presence, sections
from reports.tests.editing_desk import desk, section
from tests.e2e.driver import Visitor, session_cookie
from tests.e2e.looks import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What a browser writes into its console when the network is cut, a save is refused for a reason, or a session has ended.
WANTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 409", "status of 403")


@pytest.fixture
def made(db: Any) -> Any:
    return desk()


@pytest.fixture(autouse=True)
def expected_faults(visitor: Visitor) -> Any:
    yield
    visitor.faults = [fault for fault in visitor.faults if not any(words in fault for words in WANTED)]


def open_editor(visitor: Visitor, made: Any) -> Any:
    visitor.go("reports:section-edit", made.inspection.reference, "experience")
    return visitor.page.get_by_label("Text", exact=True)


def line(visitor: Visitor) -> Any:
    return expect(visitor.page.locator("[data-save-line]"))


@pytest.mark.trust("C3", "a letter: a cut network, a page left, an ended session")
def test_what_is_written_reaches_the_server_through_a_cut_network_a_page_left_and_an_ended_session(
    visitor: Visitor, made: Any
) -> None:
    box = open_editor(visitor.as_(made.gwen), made)
    # By keyboard alone: the text is written where the focus is, and nothing is pressed to save it.
    box.focus()
    visitor.page.keyboard.type("Children wait.")
    line(visitor).to_have_text("Not saved yet. Your words are kept on this device.")
    line(visitor).to_contain_text("Saved at")
    assert section(made).text == "Children wait."

    visitor.context.route("**/autosave/", lambda route: route.abort("internetdisconnected"))
    visitor.page.keyboard.type(" Families say so.")
    line(visitor).to_have_text("Not saved: no connection. Your words are kept on this device.")
    # Sealed: whoever sits down at this computer next reads nothing of the draft.
    on_device = visitor.page.evaluate("Object.entries(localStorage).flat().join(' ')")
    assert "autosave:" in on_device and "Families" not in on_device and "Children" not in on_device
    visitor.go("dashboard:glossary")
    box = open_editor(visitor, made)
    expect(box).to_have_value("Children wait. Families say so.")
    line(visitor).to_contain_text("Not saved: no connection.")
    assert section(made).text == "Children wait."
    visitor.context.unroute("**/autosave/")
    line(visitor).to_contain_text("Saved at")
    assert section(made).text == "Children wait. Families say so."
    kept = "Object.keys(localStorage).filter(name => name.startsWith('autosave:')).length"
    assert visitor.page.evaluate(kept) == 0

    visitor.context.clear_cookies()
    box.press("End")
    visitor.page.keyboard.type(" Still.")
    line(visitor).to_contain_text("you are signed out.")
    visitor.context.add_cookies([session_cookie(made.gwen, visitor.base)])
    line(visitor).to_contain_text("Saved at")
    assert section(made).text == "Children wait. Families say so. Still."
    assert {save.by for save in SectionSave.objects.all()} == {made.gwen}


@pytest.mark.trust("C1", "a letter in two browsers: both texts are shown")
def test_two_people_see_each_other_and_both_texts(visitor: Visitor, made: Any) -> None:
    box = open_editor(visitor.as_(made.gwen), made)
    presence.seen(by=made.omar, section=section(made))
    sections.write_section(by=made.omar, section=section(made), text="His text.", mark=Mark.at(1))
    box.fill("Her text.")
    page = visitor.page
    expect(page.get_by_role("heading", name="Omar Prescott saved this section")).to_be_visible()
    expect(page.locator("[data-presence]")).to_have_text("Omar Prescott is here")
    visitor.sees("His text.", "Keep mine", "Keep theirs")
    assert section(made).text == "His text."
    assert [fault for fault in faults_of(visitor) if not any(words in fault for words in WANTED)] == []
    page.get_by_role("button", name="Keep both", exact=True).click()
    line(visitor).to_contain_text("Saved at")
    assert LetterSection.objects.get(code="experience").text == "His text.\n\nHer text."
    # Sent by its button after all of that, the form still has one effect.
    visitor.press("Save section").sees("Section saved")
    assert SectionSave.objects.count() == 2
    reference = made.inspection.reference
    broken = {}
    for name, *more in (
        ("section-history", "experience"),
        ("letter-compare",),
        ("letter-references",),
        ("letter-checks",),
    ):
        visitor.go(f"reports:{name}", reference, *more)
        broken[name] = [fault for fault in faults_of(visitor) if not any(words in fault for words in WANTED)]
    assert {name: faults for name, faults in broken.items() if faults} == {}


def test_the_line_never_says_saved_while_keys_are_unsaved_and_the_copy_waits_for_no_timer(
    visitor: Visitor, made: Any
) -> None:
    box = open_editor(visitor.as_(made.gwen), made)
    box.fill("Children wait.")
    line(visitor).to_contain_text("Saved at")
    # From here on no timer of the page runs: what happens now happens at the key itself.
    page = visitor.page
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    box.press("End")
    box.press("!")
    line(visitor).to_have_text("Not saved yet. Your words are kept on this device.")
    visitor.context.route("**/autosave/", lambda route: route.abort("internetdisconnected"))
    expect(open_editor(visitor, made)).to_have_value("Children wait.!")
    visitor.page.evaluate("localStorage.clear()")
    visitor.context.unroute("**/autosave/")


@pytest.mark.trust("C3", "a letter: two windows")
def test_a_conflict_drawn_by_the_server_is_met_again_by_the_window_that_takes_it_up(
    visitor: Visitor, made: Any
) -> None:
    """The form is sent before its script has come; another window then finds its copy."""
    visitor.context.route("**/app/autosave.js", lambda route: route.abort())
    box = open_editor(visitor.as_(made.gwen), made)
    sections.write_section(by=made.omar, section=section(made), text="His text.", mark=Mark.at(1))
    visitor.context.unroute("**/app/autosave.js")
    box.fill("Her text.")
    visitor.press("Save section").sees("Nothing of yours was saved yet", "Keep both")
    page = visitor.page
    expect(page.get_by_role("heading", name="saved this section")).to_be_visible()
    expect(page.get_by_role("button", name="Keep both")).to_have_count(1)
    assert len(page.evaluate("Object.keys(localStorage)")) == 1
    visitor.close_the_tab()
    expect(open_editor(visitor, made)).to_have_value("Her text.")
    expect(visitor.page.get_by_role("heading", name="Omar Prescott saved this section")).to_be_visible()
    assert section(made).text == "His text."
    visitor.page.get_by_role("button", name="Keep both", exact=True).click()
    line(visitor).to_contain_text("Saved at")
    assert section(made).text == "His text.\n\nHer text."
    assert visitor.page.evaluate("Object.keys(localStorage)") == []
