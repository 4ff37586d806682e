"""A parent on a telephone saves, returns on another device and sends; a young person answers in Easy Read; both without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from core import clock
from rulebook.frameworks import get
from surveys import questions
from surveys.choices import Audience
from surveys.models import Answering, Survey
from surveys.tests.world import survey as survey_of
from tests import factories as make
from tests.e2e.looks import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}


class Device:
    """A browser of somebody without an account."""

    def __init__(self, page: Page, base: str, scripts: bool) -> None:
        self.page, self.base, self.scripts = page, base, scripts
        self.faults: list[str] = []

    def open(self, survey: Survey) -> None:
        self.page.goto(f"{self.base}/s/{survey.token}/")
        self.look()

    def look(self) -> None:
        wide = self.page.evaluate("document.scrollingElement.scrollWidth") if self.scripts else 0
        if wide > self.page.viewport_size["width"]:  # type: ignore[index]
            self.faults.append(f"{self.page.url}: {wide} px wide")
        if self.scripts:
            self.faults += [f"{self.page.url}: {fault}" for fault in violations(self.page)]
        assert self.page.locator("h1").count() == 1, self.page.url

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).click()
        self.look()

    def follow(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).click()
        self.look()

    def choose(self, words: str) -> None:
        self.page.get_by_label(words, exact=True).check()

    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


@pytest.fixture
def device(browser: Browser, live_server: Any) -> Iterator[Any]:
    opened = []

    def make_device(*, scripts: bool = True) -> Device:
        context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale="en-GB")
        context.set_default_timeout(10_000)
        opened.append(context)
        return Device(context.new_page(), live_server.url, scripts)

    yield make_device
    for context in opened:
        context.close()


@pytest.fixture
def area() -> Iterator[Any]:
    with clock.travelled_to(date(2024, 4, 30)):
        yield make.InspectionFactory.create(
            state="preparation",
            notified_on=date(2024, 4, 29),
            partnership__name="Seaborough with a very long name indeed",
        )


def real_survey(inspection: Any, audience: str) -> Survey:
    """The framework's own questions."""
    (spec,) = [
        each for each in get("area-send-2023").editions[-1].kinds["full"].weeks.surveys if each.audience == audience
    ]
    made = survey_of(inspection, audience=audience)
    made.questions, made.title, made.easy_title = questions.frozen(spec.questions), spec.title, spec.easy_title
    made.save()
    return made


def test_a_parent_saves_returns_on_another_device_and_sends(device: Any, area: Any) -> None:
    survey = real_survey(area, Audience.PARENTS)
    phone = device()
    phone.open(survey)
    phone.choose("Large print")
    phone.press("Start")
    assert "Question 1 of about" in phone.page.locator("main").inner_text()
    first = questions.of(survey)[0]
    phone.choose(first.options[1].text)
    with phone.page.expect_navigation():
        phone.page.get_by_label(first.options[1].text, exact=True).press("Enter")
    assert phone.heading() == questions.of(survey)[1].text
    phone.press("Back")
    assert phone.page.get_by_label(first.options[1].text, exact=True).is_checked()
    phone.press("Continue")
    phone.press("Skip this question")
    phone.press("Save and come back later")
    phone.press("Get a code")
    code = phone.page.locator(".govuk-panel__body strong").inner_text()

    library = device()
    library.open(survey)
    library.follow("I have a code")
    library.page.get_by_label("What is your code?").fill("wrong")
    library.press("Continue")
    assert "No saved answers have this code" in library.page.locator(".govuk-error-summary").inner_text()
    library.page.get_by_label("What is your code?").fill(code.lower())
    library.press("Continue")
    assert library.heading() == questions.of(survey)[1].text
    while library.heading() != "Check your answers":
        box = library.page.locator("textarea")
        if box.count():
            box.fill("The school listens to us.")
        elif library.page.locator("main input[type=radio]").count():
            library.page.locator("main input[type=radio]").first.check()
        else:
            library.page.locator("main input[type=checkbox]").first.check()
        library.press("Continue")
    library.press("Send my answers")
    assert library.heading() == "Your answers were sent"
    row = Answering.objects.get()
    assert row.reference
    assert row.reference in library.page.locator("main").inner_text()
    assert row.answers[first.code] == first.options[1].code
    assert row.answers["best"] == "The school listens to us."
    library.press("Finish, and leave nothing on this device")
    assert library.page.context.cookies(f"{library.base}/s/{survey.token}/") == [] or all(
        cookie["name"] not in ("answers", "sent") for cookie in library.page.context.cookies()
    )
    assert phone.faults + library.faults == []


def test_a_young_person_answers_in_easy_read_without_scripts(device: Any, area: Any) -> None:
    survey = real_survey(area, Audience.CHILDREN)
    tablet = device(scripts=False)
    tablet.open(survey)
    tablet.choose("Easy Read, with pictures and few words")
    tablet.choose("Someone is helping me to answer")
    tablet.press("Start")
    seen = 0
    while tablet.heading() != "Check your answers":
        seen += 1
        assert tablet.page.locator("main img").count() == 1
        not_sure = tablet.page.get_by_label("Not sure", exact=True)
        if not_sure.count():
            assert tablet.page.locator("main input[type=radio]").count() <= 5
            not_sure.check()
        tablet.press("Continue")
    assert seen > 10
    tablet.press("Send my answers")
    row = Answering.objects.get()
    assert (row.variant, row.helped) == ("easy_read", True)
    assert row.answers["safe"] == "not_sure"


def test_easy_read_and_right_to_left_pass_axe(device: Any, area: Any) -> None:
    survey = real_survey(area, Audience.CHILDREN)
    tablet = device()
    tablet.page.goto(f"{tablet.base}/s/{survey.token}/?language=ar")
    tablet.look()
    tablet.page.locator("input[name=variant][value=easy_read]").check()
    tablet.page.locator("input[name=language][value=ar]").check()
    with tablet.page.expect_navigation():
        tablet.page.locator("form button").first.click()
    tablet.look()
    assert tablet.page.locator("html").get_attribute("dir") == "rtl"
    box = tablet.page.locator(".govuk-radios__label").first.bounding_box()
    dot = tablet.page.locator(".govuk-radios__input").first.bounding_box()
    assert box
    assert dot
    assert dot["x"] > box["x"]
    assert tablet.faults == []
