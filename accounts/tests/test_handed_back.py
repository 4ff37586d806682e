"""A form sent by somebody who is signed out, or with a stale token: what was typed is on the answer, and nowhere else."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import handed_back
from accounts.choices import Role
from accounts.models import NationalRole, User
from core import clock
from tests.factories import InspectionFactory

pytestmark = pytest.mark.django_db
RIGHT = "tulip canyon marble"
TYPED = "\nWe met the SENCO </textarea><script>alert(1)</script> & “parents” 🦊\n\nTwice."
STALE = "f" * 64
SAID = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
STRANGERS = (
    {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"},
    {"Referer": "http://evil.example/testserver/"},
)  # fmt: skip


@pytest.fixture
def ada() -> User:
    person = User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    return person


@pytest.fixture
def notes() -> str:
    return reverse("coordination:team-note-add", kwargs={"reference": InspectionFactory.create().reference})


def opened(person: User | None) -> tuple[Client, str]:
    """A browser with a page of the service open, and the token of its form."""
    client = Client(enforce_csrf_checks=True)
    if person:
        client.force_login(person)
    page = client.get(reverse("accounts:person-invite") if person else reverse("account_login")).content.decode()
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return client, found.group(1)


def form(token: str, **more: str) -> dict[str, str]:
    day = {"held_on_0": "3", "held_on_1": "May", "held_on_2": "2026"}
    return {
        "csrfmiddlewaretoken": token,
        "submission_key": "key-of-the-form",
        **day,
        "held_time": "5:30pm",
        "text": TYPED,
        **more,
    }


def shown(answer: Any) -> dict[str, str]:
    """{label: text} of the page's text areas, as a browser reads them."""
    found = re.findall(
        r'<label[^>]*for="(written-\d+)">([^<]*)</label>\s*<textarea[^>]*id="\1"[^>]* readonly>\n(.*?)</textarea>',
        answer.content.decode(),
        re.DOTALL,
    )
    return {html.unescape(label): html.unescape(text) for _, label, text in found}


def cookie_gone(client: Client, settings: Any) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]


def signed_out_elsewhere(client: Client, settings: Any) -> None:
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert other.post(reverse("account_logout")).status_code == 302


def row_gone(_client: Client, _settings: Any) -> None:
    Session.objects.all().delete()


@pytest.mark.parametrize("ends", [cookie_gone, signed_out_elsewhere, row_gone])
def test_words_of_a_lost_session_are_on_the_answer(ada, notes, settings, ends):
    client, token = opened(ada)
    ends(client, settings)
    kept = Session.objects.count()
    answer = client.post(notes, form(token), headers={**SAID, "Referer": f"http://testserver{notes}?from=list"})
    assert answer.status_code == 403
    assert shown(answer) == {
        "On which day was the meeting?": "3 May 2026",
        "When did it begin?": "5:30pm",
        "Notes": TYPED.strip(),
    }
    page = answer.content.decode()
    assert "You are signed out" in page and "alert(1)</script>" not in page and "key-of-the-form" not in page
    assert f"{reverse('account_login')}?next={notes}%3Ffrom%3Dlist" in page
    assert "no-store" in answer["Cache-Control"]
    assert Session.objects.count() == kept and "SENCO" not in str(dict(client.session)), "kept nowhere"
    assert shown(client.get(reverse("account_login"))) == {}


def test_where_nothing_was_typed_the_way_leads_to_the_sign_in(notes):
    for sent in ({}, {"held_on_0": "", "text": "  "}, {"version": "12", "submission_key": "a long key of the form"}):
        answer = Client().post(notes, sent)
        assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={notes}")
    watch = Client().post(
        reverse("dashboard:national-watch", args=["x"]), {"watch": "yes", "address": "/areas/?a=b&c=d"}
    )
    assert watch.status_code == 302


def test_whose_right_ended_while_typing_gets_the_words_back(ada, notes):
    client, token = opened(ada)
    NationalRole.objects.filter(user=ada).delete()
    answer = client.post(notes, form(token), headers=SAID)
    assert answer.status_code == 404 and shown(answer)["Notes"] == TYPED.strip()
    page = answer.content.decode()
    assert "This could not be saved" in page and "signed out" not in page and "too old" not in page
    assert "ask whoever gave you your role" in page and "Open the page again" not in page
    assert "no-store" in answer["Cache-Control"]
    nothing = notes.replace(notes.split("/")[2], "none-2031")
    foreign, missing = (
        re.sub(r'nonce="[^"]+"|value="[^"]{40,}"', "", client.post(one, form(token), headers=SAID).content.decode())
        for one in (notes, nothing)
    )
    assert missing == foreign.replace(notes, nothing), "what is there cannot be told from what is not"


@pytest.mark.parametrize("said", STRANGERS, ids=str)
def test_a_stranger_s_page_cannot_put_its_words_on_a_refusal(ada, notes, said):
    client, token = opened(ada)
    NationalRole.objects.filter(user=ada).delete()
    answer = client.post(notes, form(token), headers=said)
    # A foreign Origin is refused before the view is asked.
    assert answer.status_code in (403, 404) and shown(answer) == {} and "SENCO" not in answer.content.decode()


def test_words_sent_by_a_link_that_has_ended_are_on_the_answer():
    there = reverse("visits:setting-page", args=["a-link-that-has-ended"])
    client, token = opened(None)
    sent = {
        "csrfmiddlewaretoken": token,
        "parking": "Behind the chapel, two places",
        "communication": "BSL for one governor",
    }
    answer = client.post(there, sent, headers=SAID)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert shown(answer) == {"Parking": sent["parking"], "Interpreters and other support": sent["communication"]}
    assert "The link you opened may have run out" in page and "your role" not in page and "signed out" not in page
    assert "must be chosen again" not in page and "named as they were sent" not in page
    assert 'href="/" target="_blank"' in page and "Open the page again" not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and "no-store" in answer["Cache-Control"]
    for said in STRANGERS:
        told = client.post(there, sent, headers=said)
        assert told.status_code in (403, 404) and "chapel" not in told.content.decode(), said
    assert (
        "This link no longer works" in client.post(there, {"csrfmiddlewaretoken": token}, headers=SAID).content.decode()
    )


def test_words_of_whoever_answers_a_survey_are_looked_at_by_nobody(rf):
    refused = HttpResponse(status=404)
    assert handed_back.in_place_of_refusal(rf.post("/s/a/", {"said": "We waited two years."}), refused) is refused


def test_ticks_of_a_lost_session_are_said_not_to_be_saved(ada, settings):
    client, token = opened(ada)
    cookie_gone(client, settings)
    sent = {"csrfmiddlewaretoken": token, "watch": "yes", "role": ["lano"]}
    answer = client.post(reverse("dashboard:national-watch", args=["x"]), sent, headers=SAID, follow=True)
    assert answer.status_code == 200 and "You were signed out, so nothing was saved" in answer.content.decode()
    assert "nothing was saved" not in client.get(reverse("account_login")).content.decode(), "said once"
    client.post(reverse("dashboard:national-watch", args=["x"]), sent, headers={**SAID, "Accept": "application/json"})
    assert "nothing was saved" not in client.get(reverse("account_login")).content.decode(), "a script sent it"


def test_only_what_was_chosen_is_to_be_chosen_again(ada):
    client, _ = opened(ada)
    there, sent = reverse("accounts:person-invite"), {"name": "Bea Boss", "csrfmiddlewaretoken": STALE}
    assert "must be chosen again" not in client.post(there, sent, headers=SAID).content.decode()
    page = client.post(there, {**sent, "organisation": "ofsted"}, headers=SAID).content.decode()
    assert "What you ticked or chose from lists must be chosen again" in page and "named as they were sent" not in page
    page = client.post(there, {**sent, "why_5": "Was ill on the day"}, headers=SAID).content.decode()
    assert "Some boxes are named as they were sent" in page


def test_a_refusal_of_a_form_without_words_is_the_page_of_before(ada, notes):
    client, token = opened(ada)
    NationalRole.objects.filter(user=ada).delete()
    answer = client.post(notes, {"csrfmiddlewaretoken": token, "text": "  "}, headers=SAID)
    assert answer.status_code == 404 and "Page not found" in answer.content.decode()


def test_a_script_that_saves_is_led_to_the_sign_in_as_before(notes):
    answer = Client().post(notes, form(""), headers={"Accept": "application/json"})
    assert answer.status_code == 302


def test_a_stale_token_gives_the_words_back_to_whoever_is_signed_in(ada, notes):
    client, _ = opened(ada)
    answer = client.post(notes, form(STALE), headers=SAID)
    page = answer.content.decode()
    assert answer.status_code == 403 and shown(answer)["Notes"] == TYPED.strip()
    assert "You are signed in as Ada Osei" in page and "signed out" not in page and f'href="{notes}"' in page
    assert "no-store" in answer["Cache-Control"]


def test_without_any_cookie_the_words_are_there_too(notes):
    answer = Client(enforce_csrf_checks=True).post(notes, form(STALE), headers=SAID)
    assert answer.status_code == 403 and shown(answer)["Notes"] == TYPED.strip()
    assert "You are signed out" in answer.content.decode()


@pytest.mark.parametrize("said", STRANGERS, ids=str)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_stranger_s_page_cannot_put_its_words_on_ours(ada, notes, said, signed_in):
    client, _ = opened(ada if signed_in else None)
    answer = client.post(notes, form(STALE), headers=said)
    assert answer.status_code == 403 and shown(answer) == {} and "SENCO" not in answer.content.decode()


def test_behind_https_a_browser_must_say_where_the_form_stood(notes, rf):
    assert handed_back.came_from_here(rf.post(notes))
    assert not handed_back.came_from_here(rf.post(notes, secure=True))
    assert handed_back.came_from_here(rf.post(notes, secure=True, headers={"Origin": "https://testserver"}))


def test_passwords_and_codes_are_never_shown(ada, notes):
    client, _ = opened(ada)
    secrets = {
        "oldpassword": RIGHT,
        "password1": "walnut ferry lantern",
        "login": "ada@example.org",
        "code": "123 456 789",
    }
    for path in (reverse("account_login"), reverse("account_change_password"), reverse("mfa_reauthenticate"), notes):
        page = client.post(path, {**secrets, "next": "a b c d", "csrfmiddlewaretoken": STALE}, headers=SAID)
        assert page.status_code == 403
        told = page.content.decode()
        assert not [secret for name, secret in secrets.items() if name != "login" and secret in told], path
        assert path == notes or shown(page) == {}, path
    assert "too old to send" in Client(enforce_csrf_checks=True).post(reverse("account_login"), {}).content.decode()


def test_boxes_whose_form_is_not_known_are_shown_by_their_names(ada):
    client, _ = opened(ada)
    sent = {
        "narrative_12": "Kept waiting, mostly.",
        "surname": "Osei",
        "rows": "signed rows of a file",
        "blob": "x" * 80,
        "page": "/a b/",
    }
    answer = client.post(reverse("dashboard:notices"), {**sent, "csrfmiddlewaretoken": STALE}, headers=SAID)
    assert shown(answer) == {"Narrative 12": "Kept waiting, mostly.", "Surname": "Osei", "Page": "/a b/"}


def test_a_page_that_only_posts_leads_back_to_the_page_of_its_form(ada, rf):
    for referer, page in (
        ("http://testserver/notices/?page=2", "/notices/?page=2"), ("http://testserver//evil.example/", "/x/"),
        ("http://testserver/\\evil.example", "/x/"), ("https://evil.example/y/", "/x/"), ("", "/x/"),
        (f"http://testserver{reverse('accounts:interrupted')}", "/x/"),
    ):  # fmt: skip
        assert handed_back._form_page(rf.post("/x/", headers={"Referer": referer})) == page


def test_a_button_of_a_lost_session_leads_back_to_its_page(ada):
    there = reverse("accounts:sign-ins")
    answer = Client().post(reverse("accounts:sign-out-elsewhere"), headers={"Referer": f"http://testserver{there}"})
    assert (answer.status_code, answer.url) == (302, f"{reverse('account_login')}?next={there}")


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/sign-ins/end/", "/"),
        ("/sign-ins/end/?a=b#c", "/"),
        ("/sign%2Dins/end/", "/"),
        ("/sign-ins/", "/sign-ins/"),
        ("/none/", "/none/"),
    ],
)
def test_after_signing_in_nobody_is_led_where_there_is_no_page(ada, wanted, led):
    signing = {"login": ada.email, "password": RIGHT, "next": wanted}
    assert Client().post(reverse("account_login"), signing).url == led


def test_an_address_that_only_takes_a_form_says_so(ada):
    client, there = Client(), reverse("accounts:sign-out-elsewhere")
    client.force_login(ada)
    page = client.get(there, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page["Allow"]) == (405, "POST") and "no-store" in page["Cache-Control"]
    assert "There is no page at this address" in page.content.decode() and "Ada Osei" in page.content.decode()
    for asked in (
        client.get(there, headers={"Accept": "application/json"}),
        client.put(there, headers={"Accept": "text/html"}),
    ):
        assert (asked.status_code, asked.content) == (405, b"")
