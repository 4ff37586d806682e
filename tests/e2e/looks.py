"""What holds on every page of the product, in a real browser."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.driver import Visitor

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
# A form of the page itself: not the one that signs out, nor a filter.
FORM = 'main form[method="post"]'
BUTTON = f"{FORM} button:not([type=button]), {FORM} input[type=submit]"
SUMMARY = ".govuk-error-summary"
# Every rule, but only what is broken is told with its places.
AXE = {"resultTypes": ["violations"]}

CLEAR = """form => {
  for (const box of form.querySelectorAll("input:not([type=hidden]), textarea, select")) {
    if (box.type === "checkbox" || box.type === "radio") box.checked = false;
    else if (box.tagName === "SELECT") box.value = "";
    else if (box.type !== "submit") box.value = "";
  }
}"""


def violations(page: Page) -> list[str]:
    """Each rule of axe that is broken, and where."""
    return [
        f"{broken['id']}: {', '.join(str(node['target'][0]) for node in broken['nodes'])}"
        for broken in Axe().run(page, options=AXE).response["violations"]
    ]


def faults_of(visitor: Visitor) -> list[str]:
    """What is wrong with the page as it stands: accessibility, one heading, a title, the console, the width of a telephone."""
    page = visitor.page
    found = violations(page)
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} h1")
    if not page.title().partition(" – ")[0].strip(" –"):
        found.append("no title")
    if page.locator("html[lang]").count() != 1:
        found.append("no language")
    page.set_viewport_size(NARROW)
    width = page.evaluate(WIDTH)
    if width > NARROW["width"]:
        found.append(f"{width} px wide on a screen of {NARROW['width']}: {page.evaluate(WIDEST)}")
    page.set_viewport_size(WIDE)
    found += visitor.faults
    visitor.faults.clear()
    return found


# Once it is drawn anew.
WIDTH = """() => new Promise(told => {
  requestAnimationFrame(() => requestAnimationFrame(() => told(document.scrollingElement.scrollWidth)));
})"""
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter(e => e.getBoundingClientRect().right > 321 && !e.closest(".app-scroll"))
  .slice(0, 3).map(e => e.outerHTML.slice(0, 160)).join(" | ")"""


def send_empty(visitor: Visitor) -> list[str]:
    """Clear every box of the page's form and send it: what is wrong with the answer, which must say what is missing."""
    form = visitor.page.locator(FORM).first
    form.evaluate(CLEAR)
    with visitor.page.expect_navigation():
        visitor.page.locator(BUTTON).first.click()
    if visitor.page.locator(SUMMARY).count() != 1:
        return [f"sent empty, it says no fault: {visitor.page.url}"]
    if not visitor.page.title().startswith("Error: "):
        return [f"the title of the faulty page is {visitor.page.title()!r}"]
    broken = [
        link.get_attribute("href")
        for link in visitor.page.locator(f"{SUMMARY} a").all()
        if visitor.page.locator(str(link.get_attribute("href"))).count() != 1
    ]
    return [f"the summary leads nowhere: {broken}"] if broken else []


def works_without_script(plain: Visitor, path: str) -> list[str]:
    """In a browser without JavaScript: the form is there, with its button, and nothing of it hides."""
    plain.visit(path)
    page: Any = plain.page
    hidden = page.locator(f"{FORM} input:not([type=hidden]), {FORM} textarea, {FORM} select")
    unseen = [
        box.get_attribute("name") for box in hidden.all() if not box.is_visible() and not box.get_attribute("disabled")
    ]
    found = [f"without JavaScript {unseen} hides"] if unseen else []
    if not any(button.is_visible() for button in page.locator(BUTTON).all()):
        found.append("without JavaScript there is no button")
    return found
