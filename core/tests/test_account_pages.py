"""The pages of one's account, walked through in a real browser: two-step sign-in set up, used, renewed, turned off."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct-horse-battery"


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def go(locator):
    """Press it and wait for the page it leads to, which may have the same heading."""
    with locator.page.expect_navigation():
        locator.click()


@pytest.fixture
def looked_at(page, axe, settings):
    """A page known by its heading, its only h1, with nothing for axe."""
    settings.MFA_TOTP_TOLERANCE = 1  # the code may change its half minute between being made and being sent

    def look(heading):
        page.wait_for_function("document.body.classList.contains('js-enabled')")
        assert page.locator("h1").all_inner_texts() == [heading]
        axe(page)
        return page

    return look


def test_an_account_is_protected_used_and_unprotected_again(page, live_server, looked_at):
    get_user_model().objects.create_user("ada@example.org", PASSWORD, name="Ada Osei")
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill("wrong")
    go(page.get_by_role("button", name="Sign in"))
    assert page.title().startswith("Error: Sign in")
    looked_at("Sign in")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Sign in"))

    go(page.get_by_role("link", name="Your account: Ada Osei"))
    go(looked_at("Two-step sign-in").get_by_role("button", name="Set up two-step sign-in"))
    looked_at("Confirm it is you").get_by_label("Your password").fill(PASSWORD)
    go(page.get_by_role("button", name="Continue"))
    looked_at("Set up two-step sign-in")
    assert page.locator("img.app-qr").evaluate("image => image.naturalWidth") > 0
    secret = page.locator(".app-code").inner_text()
    page.get_by_label("Code from the app").fill("000")
    go(page.get_by_role("button", name="Turn on two-step sign-in"))
    looked_at("Set up two-step sign-in")
    assert page.locator(".app-code").inner_text() == secret
    page.get_by_label("Code from the app").fill(code_for(secret))
    go(page.get_by_role("button", name="Turn on two-step sign-in"))

    looked_at("Your recovery codes")
    codes = page.locator(".app-codes li").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the codes").click()
    assert codes[0] in download.value.path().read_text()
    go(page.get_by_role("button", name="Make new codes"))
    go(looked_at("Make new recovery codes?").get_by_role("button", name="Make new codes"))
    new = looked_at("Your recovery codes").locator(".app-codes li").all_inner_texts()
    assert not set(new) & set(codes)

    go(page.get_by_role("button", name="Sign out"))
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Sign in"))
    looked_at("Enter your code").get_by_label("Code").fill(new[0])
    go(page.get_by_role("button", name="Sign in", exact=True))

    go(page.get_by_role("link", name="Your account: Ada Osei"))
    assert "You have 9 recovery codes left" in looked_at("Two-step sign-in").inner_text("main")
    go(page.get_by_role("button", name="Turn off two-step sign-in"))
    # A code does as well as the password.
    go(looked_at("Confirm it is you").locator("main li a"))
    looked_at("Confirm it is you").get_by_label("Code").fill(new[1])
    go(page.get_by_role("button", name="Continue"))
    go(looked_at("Turn off two-step sign-in?").get_by_role("button", name="Turn off two-step sign-in"))
    assert "protected by your password alone" in looked_at("Two-step sign-in").inner_text("main")

    go(page.get_by_role("link", name="Password"))
    go(looked_at("Change your password").get_by_role("button", name="Change password"))
    assert page.locator(".govuk-error-summary li").all_inner_texts() == [
        "Enter the current password",
        "Enter the new password",
        "Enter the new password again",
    ]
    looked_at("Change your password")


def test_sign_in_asks_for_what_is_missing(page, live_server, looked_at):
    page.goto(live_server.url + "/accounts/login/")
    go(page.get_by_role("button", name="Sign in"))
    assert page.locator(".govuk-error-summary li").all_inner_texts() == [
        "Enter an email address",
        "Enter your password",
    ]
    looked_at("Sign in")


def test_a_dead_link_of_a_new_password_says_what_to_do(page, live_server, looked_at):
    page.goto(live_server.url + "/accounts/password/reset/key/1-set-password/")
    go(looked_at("This link does not work").get_by_role("link", name="Ask for another link"))
    looked_at("Reset your password").get_by_label("Email address").fill("nobody@example.org")
    go(page.get_by_role("button", name="Send the link"))
    looked_at("Check your email")
