"""A person at a browser: everything is found by the words on the page, as a person finds it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response

# Being refused a page is an error in the console too; the tests that want one ask for its status.
REFUSED = ("status of 403", "status of 404")


class Visitor:
    """One window. `as_` signs a person in (None: nobody) by a session cookie; `faults` gathers what the console complained of."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.faults: list[str] = []
        self.page = self._tab()

    def _tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page

    def close_the_tab(self) -> Visitor:
        """The tab goes, with whatever stood in it; another one is opened, empty."""
        old, self.page = self.page, self._tab()
        old.close()
        return self

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in REFUSED):
            self.faults.append(f"{self.page.url}: {message.text}")

    def as_(self, person: Any) -> Visitor:
        self.context.clear_cookies()
        if person is not None:
            self.context.add_cookies([session_cookie(person, self.base)])
        return self

    # --- going somewhere

    def visit(self, path: str) -> int:
        """Load an address of the product; returns the status."""
        answer: Response | None = self.page.goto(self.base + path, wait_until="load")
        assert answer is not None
        return answer.status

    def go(self, name: str, *args: Any) -> Visitor:
        """Load a page by the name of its address; it must be there."""
        path = reverse(name, args=args)
        status = self.visit(path)
        assert status == 200, f"{path}: {status}"
        return self

    def status(self, name: str, *args: Any) -> int:
        return self.visit(reverse(name, args=args))

    def follow(self, text: str) -> Visitor:
        """Follow the first link of this name, one that looks like a button too."""
        links = self.page.get_by_role("link", name=text, exact=True)
        links = links.or_(self.page.get_by_role("button", name=text, exact=True)).and_(self.page.locator("a"))
        with self.page.expect_navigation():
            links.first.click()
        return self

    def follow_in(self, row: str) -> Visitor:
        """Follow the only link of a row."""
        with self.page.expect_navigation():
            self.row(row).get_by_role("link").click()
        return self

    def press(self, text: str) -> Visitor:
        """Press a button and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=text, exact=True).and_(self.page.locator("button")).click()
        return self

    # --- filling in

    def fill(self, label: str, text: str) -> Visitor:
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def fill_like(self, part: str, text: str) -> Visitor:
        self.page.get_by_label(part).fill(text)
        return self

    def select_like(self, part: str, option: str) -> Visitor:
        self.page.get_by_label(part).select_option(label=option)
        return self

    def date(self, legend: str, day: date) -> Visitor:
        group = self.page.get_by_role("group", name=legend, exact=True)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(label, exact=True).fill(str(number))
        return self

    def select(self, label: str, option: str) -> Visitor:
        self.page.get_by_label(label, exact=True).select_option(label=option)
        return self

    def choose(self, option: str, legend: str = "") -> Visitor:
        place: Any = self.page.get_by_role("group", name=legend, exact=True) if legend else self.page
        place.get_by_role("radio", name=option, exact=True).check()
        return self

    def tick(self, label: str) -> Visitor:
        self.page.get_by_role("checkbox", name=label, exact=True).check()
        return self

    # --- looking

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def text(self) -> str:
        """All the words on the page, with single spaces."""
        return " ".join(self.page.locator("body").inner_text().split())

    def sees(self, *texts: str) -> Visitor:
        shown = self.text
        missing = [text for text in texts if text not in shown]
        assert missing == [], f"{self.page.url} does not say {missing}. It says: {shown}"
        return self

    def sees_no(self, *texts: str) -> Visitor:
        shown = self.text
        found = [text for text in texts if text in shown]
        assert found == [], f"{self.page.url} says {found}: {shown}"
        return self

    def row(self, text: str) -> Locator:
        """The row of a table or summary list that begins with this text."""
        return self.page.locator("tr, .govuk-summary-list__row").filter(
            has=self.page.locator("th, dt", has_text=text)
        ).first  # fmt: skip

    def __repr__(self) -> str:
        """What a failing test shows: where the window is and what it says."""
        return f"<{self.page.url}\n{self.page.locator('body').inner_text()}>"

    def close(self) -> None:
        self.page.close()
        self.context.clear_cookies()


def session_cookie(person: Any, base: str) -> Any:
    """What signing in would leave in the browser."""
    client = Client()
    client.force_login(person)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": base,
    }
