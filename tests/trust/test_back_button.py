"""After signing out nothing is shown again."""

from __future__ import annotations

import pytest

from accounts.choices import Role
from accounts.models import NationalRole, User
from core import clock

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.django_db(transaction=True)]
RIGHT = "tulip canyon marble"
PAGES = ("/notices/", "/people/", "/inspections/", "/deadlines/", "/accounts/two-factor/")


def back_from(page, base, path):
    """Sign in, read, sign out, go back through all of it: how often a page of the signed-in person was on the screen."""
    page.goto(f"{base}/accounts/login/")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(RIGHT)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(base + path)
    assert "Ada Osei" in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    shown = 0
    for _ in range(3):
        page.go_back(wait_until="load")
        shown += "Ada Osei" in page.content()
    return shown


@pytest.mark.trust("H5", f"in Chromium: signed in, {len(PAGES)} pages read, signed out, three times Back")
def test_back_after_signing_out_shows_nothing(page, live_server, figures, monkeypatch):
    person = User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    shown = sum(back_from(page, live_server.url, path) for path in PAGES)
    figures("pages shown", shown)
    assert shown == 0

    from core.middleware import SecurityHeadersMiddleware

    def kept(self, request):
        response = self.get_response(request)
        response.headers["Cache-Control"] = "private, max-age=600"
        response.headers.pop("Vary", None)
        return response

    monkeypatch.setattr(SecurityHeadersMiddleware, "__call__", kept)
    figures.control("pages may be kept", caught=int(back_from(page, live_server.url, "/people/") > 0), of=1)
