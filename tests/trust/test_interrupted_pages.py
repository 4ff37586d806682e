"""In a browser: a plain form whose sender had been signed out while typing; and the pages that say no, with nothing for axe."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as settings_of_django
from django.template.loader import render_to_string

from accounts.choices import Role
from accounts.models import NationalRole, User
from core import clock

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.django_db(transaction=True)]
RIGHT = "tulip canyon marble"


def sign_in(page):
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(RIGHT)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.trust("S7", "in Chromium: a form typed while the session ends, signed in again, sent again by one press")
def test_typed_words_are_sent_after_signing_in_again(page, live_server, settings, axe, figures):
    person = User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    page.goto(live_server.url + "/accounts/login/?next=/people/invite/")
    sign_in(page)
    page.get_by_label("Full name").fill("Bo “Quill” Adeyemi & Söhne")
    page.get_by_label("E-mail address").fill("bo@example.org")
    page.get_by_label("Council").check()
    idle, settings.SESSION_IDLE = settings.SESSION_IDLE, timedelta(0)
    page.get_by_role("button", name="Send invitation").click()
    page.wait_for_url("**/accounts/login/**")
    assert "What you wrote is kept" in page.inner_text("main")
    axe(page)
    settings.SESSION_IDLE = idle
    sign_in(page)
    page.wait_for_url("**/interrupted/")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Send what I wrote").click()
    page.wait_for_url("**/people/*/")
    kept = User.objects.filter(
        email="bo@example.org", name="Bo “Quill” Adeyemi & Söhne", organisation="council"
    ).exists()
    figures("typed words lost", int(not kept))
    assert kept


def session_cookie_gone(page, address):
    page.context.clear_cookies(name=settings_of_django.SESSION_COOKIE_NAME)


def signed_in_again_in_another_tab(page, address):
    other = page.context.new_page()
    other.goto(address + "/")
    other.get_by_role("button", name="Sign out").click()
    sign_in(other)
    other.get_by_role("button", name="Sign out").wait_for()
    other.close()


@pytest.mark.trust("S7", "in Chromium: a form sent after its session was lost, or with the token of an earlier sign-in")
@pytest.mark.parametrize(
    ("happens", "heading", "way"),
    [
        (session_cookie_gone, "You are signed out", "Sign in again"),
        (signed_in_again_in_another_tab, "This page was too old to send", "Open the page again"),
    ],
)
def test_typed_words_are_shown_where_they_cannot_be_taken(page, live_server, axe, figures, happens, heading, way):
    person = User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    page.goto(live_server.url + "/accounts/login/?next=/people/invite/")
    sign_in(page)
    page.get_by_label("Full name").fill(name := "Bo “Quill” Adeyemi & Söhne")
    happens(page, live_server.url)
    page.get_by_role("button", name="Send invitation").click()
    page.get_by_role("heading", name=heading, level=1).wait_for()
    lost = page.get_by_label("Full name").input_value() != name
    axe(page)
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=way).click()
    if happens is session_cookie_gone:
        sign_in(opened.value)
    opened.value.wait_for_url("**/people/invite/")
    opened.value.get_by_label("Full name").fill(page.get_by_label("Full name").input_value())
    opened.value.get_by_label("E-mail address").fill("bo@example.org")
    opened.value.get_by_label("Council").check()
    opened.value.get_by_role("button", name="Send invitation").click()
    opened.value.wait_for_url("**/people/*/")
    opened.value.get_by_role("heading", name=name).wait_for()
    figures("typed words lost", int(lost))
    assert not lost


@pytest.mark.parametrize("name", ["errors/many_sign_in.html", "accounts/organisation_refused.html"])
def test_pages_that_say_no_are_whole(page, axe, name):
    page.set_content(
        render_to_string(name, {"name": "Seaborough Council", "why": "There is no account here for this sign-in"})
    )
    assert page.locator("h1").count() == 1
    axe(page)
