"""The frame, the components and a form with errors in a real browser: nothing for axe, no wide page on a phone, no script needed."""

from __future__ import annotations

import copy

import pytest

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def kitchen(settings, live_server):
    """The address of the kitchen's pages, without the parts of the product's frame that need its other pages."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].remove("dashboard.context.site")
    settings.TEMPLATES = templates
    settings.ROOT_URLCONF = "core.tests.kitchen"
    return live_server.url


@pytest.fixture
def quiet(page):
    """The page, which must not complain: scripts that fail and rules of the content security policy that are broken are said here."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "path", ["/components/", "/form/", "/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"]
)
def test_a_page_passes_axe_and_is_no_wider_than_the_screen(kitchen, quiet, axe, path, size):
    quiet.set_viewport_size(size)
    assert quiet.goto(kitchen + path).status == 200
    quiet.wait_for_function("document.body.classList.contains('js-enabled')")
    axe(quiet)
    assert quiet.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_errors_take_the_focus_and_lead_to_their_inputs(kitchen, quiet, axe):
    quiet.goto(kitchen + "/form/")
    with quiet.expect_navigation():
        quiet.get_by_role("button", name="Record notification").click()
    assert quiet.title() == "Error: Record the notification – Area SEND inspections"
    quiet.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    axe(quiet)
    links = quiet.locator(".govuk-error-summary a")
    assert links.count() == 12
    for at in range(links.count()):
        target = links.nth(at).get_attribute("href").removeprefix("#")
        links.nth(at).click()
        assert quiet.evaluate("document.activeElement.id") == target


def test_a_form_works_without_a_script(kitchen, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(kitchen + "/form/")
    page.get_by_label("Lead inspector").fill("Maria Okafor")
    with page.expect_navigation():
        page.get_by_role("button", name="Record notification").click()
    assert page.get_by_label("Lead inspector").input_value() == "Maria Okafor"
    assert page.get_by_text("There is a problem").is_visible()
    context.close()


def test_each_screen_is_shown_one_of_the_two_drawings(kitchen, page):
    page.goto(kitchen + "/components/")
    for size, shown in ((DESK, "timeline-wide"), (PHONE, "timeline-narrow")):
        page.set_viewport_size(size)
        names = page.locator("svg[aria-labelledby^=timeline-]").all()
        seen = [name.get_attribute("aria-labelledby") for name in names if name.is_visible()]
        assert seen == [f"{shown}-title {shown}-desc"]
