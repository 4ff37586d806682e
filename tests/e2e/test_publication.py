"""The pages of publication in a browser: a PDF followed, publishing by keyboard, the public page and Easy Read; each held to axe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock, outbox
from reports.models import EasyRead, Letter
from reports.tests import publishing as steps

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
desk = steps.desk
LINES = [
    {"text": "You told us what it is like to get help.", "picture": "talking"},
    {"text": "Some of you wait too long.", "picture": "clock"},
]


def test_a_letter_is_published_and_read_in_a_browser(visitor, axe, desk):
    EasyRead.objects.create(letter=desk.letter, lines=LINES)
    page, site = visitor.page, visitor.base
    base = f"{site}/inspections/{desk.inspection.reference}/letter"
    with clock.travelled_to(steps.DUE - timedelta(days=30)):
        visitor.as_(desk.lead)
        page.goto(f"{base}/easy-read/")
        axe(page)
        page.goto(f"{base}/preview/")
        page.get_by_role("button", name="Make a PDF of this draft").click()
        expect(page.get_by_role("status")).to_contain_text("Waiting its turn")
        axe(page)
        outbox.relay()
        # Nobody presses anything: the page asks again by itself.
        expect(page.get_by_role("status")).to_contain_text("Ready: ", timeout=15_000)
        expect(page.get_by_role("link", name="Open the draft PDF")).to_be_visible()
        expect(page.get_by_role("link", name="Check again")).to_have_count(0)
    steps.ready(desk)
    with clock.travelled_to(steps.DUE):
        visitor.as_(desk.quality)
        page.goto(f"{base}/publish/")
        axe(page)
        page.get_by_label("Now").focus()
        page.keyboard.press("Space")
        page.get_by_role("button", name="Confirm").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/letters/{desk.inspection.reference}/")
    assert Letter.objects.get().state == "published"
    expect(page.get_by_role("navigation", name="Contents")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Easy Read, with pictures").click()
    expect(page.get_by_text("Some of you wait too long.")).to_be_visible()
    axe(page)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in (page.url, f"{site}/letters/{desk.inspection.reference}/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= 320"), f"{address} scrolls sideways"
