"""A form page: one effect for two sendings, reasons beside their fields, both texts after a conflict."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from core import once
from core.errors import Conflict, Reason, Refused
from core.forms import GovukForm, VersionField
from core.models import Submission
from core.views import KeysFirst, NearerEnd, ServiceFormView, both_texts
from partnerships.models import Partnership
from tests import factories as make

pytestmark = pytest.mark.django_db


class NoteForm(GovukForm):
    text = forms.CharField(label="Text")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Apple"), ("b", "Pear")])
    version = VersionField()


class Row:
    def __init__(self, text: str, kind: str, version: int) -> None:
        self.text, self.kind, self.version = text, kind, version


class NoteView(ServiceFormView):
    form_class = NoteForm
    success_message = "Kept"
    done: list[dict[str, Any]] = []
    failure: Exception | None = None
    overtaking: Any = None

    def perform(self, form: Any) -> str:
        if self.failure:
            Submission.objects.create(
                key="left over", person=self.request.user, path="/", led_to="/", at="2024-01-01T00:00Z"
            )
            raise self.failure
        self.done.append(form.cleaned_data)
        return "/kept/"

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        response = HttpResponse()
        response.page = context  # type: ignore[attr-defined]
        return response


@pytest.fixture
def person() -> Any:
    return make.UserFactory.create()


def send(person: Any, failure: Exception | None = None, **data: str) -> Any:
    NoteView.failure = failure
    given = {"text": "Mine", "kind": "a", "version": "1", "submission_key": "key-1"} | data
    request = RequestFactory().post("/notes/", given)
    request.user = person
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return NoteView.as_view()(request)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    NoteView.done.clear()


def test_a_form_sent_twice_has_one_effect_and_leads_to_the_same_place(person: Any) -> None:
    first, second = send(person), send(person)
    assert (first.status_code, first.url) == (second.status_code, second.url) == (302, "/kept/")
    assert len(NoteView.done) == 1


def test_a_page_sent_again_with_other_words_is_not_passed_over(person: Any) -> None:
    send(person)
    refused = send(person, Refused("It is kept already"), text="Mine, mended")
    assert refused.page["form"].non_field_errors() == ["It is kept already"]
    send(person, text="Mine, mended")
    send(person, text="Mine, mended", csrfmiddlewaretoken="another")
    assert [given["text"] for given in NoteView.done] == ["Mine", "Mine, mended"]


class OvertakenForm(NoteForm):
    """The same form's first sending is answered while this one is being read."""

    def clean(self) -> dict[str, Any]:
        key = once.key_of(self.data, self.files)
        Submission.objects.create(
            key=key, person=NoteView.overtaking, path="/notes/", led_to="/kept/", at="2024-01-01T00:00Z"
        )
        return super().clean() or self.cleaned_data


@pytest.mark.parametrize("failure", [Refused("That is done already"), Conflict(Row("Mine", "a", 2))])
def test_the_slower_of_two_sendings_at_once_is_led_on_and_not_told_off(
    person: Any, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NoteView, "overtaking", person)
    monkeypatch.setattr(NoteView, "form_class", OvertakenForm)
    response = send(person, failure)
    assert (response.status_code, response.url) == (302, "/kept/")


def test_the_same_key_of_another_person_is_another_form(person: Any) -> None:
    send(person)
    send(make.UserFactory.create())
    assert len(NoteView.done) == 2


def test_reasons_stand_beside_their_fields_and_nothing_is_kept(person: Any) -> None:
    refused = Refused(Reason("Enter more", "text"), Reason("The moon is wrong", "no_such_field"), "Not today")
    response = send(person, refused)
    form = response.page["form"]
    assert response.status_code == 200
    assert form.errors["text"] == ["Enter more"]
    assert form.non_field_errors() == ["The moon is wrong", "Not today"]
    assert not Submission.objects.exists()


def test_a_refused_form_may_be_sent_again(person: Any) -> None:
    send(person, Refused("Not yet"))
    assert send(person).url == "/kept/"


def test_a_conflict_shows_both_texts_and_lets_the_person_save_over_the_newer_version(person: Any) -> None:
    response = send(person, Conflict(Row("Theirs", "b", 7)))
    shown = {both.label: (both.theirs, both.yours) for both in response.page["conflict"]}
    assert shown == {"Text": ("Theirs", "Mine"), "Kind": ("Pear", "Apple")}
    form = response.page["form"]
    assert form["version"].value() == "7"
    assert form["text"].value() == "Mine"
    assert "Nothing was saved" in form.non_field_errors()[0]
    assert not Submission.objects.exists()


def test_a_field_on_which_both_agree_is_not_shown(person: Any) -> None:
    form = NoteForm({"text": "Same", "kind": "a", "version": "1"})
    assert form.is_valid()
    assert [both.label for both in both_texts(form, {"text": "Same", "kind": "b"})] == ["Kind"]


def test_each_page_of_a_list_has_the_rows_that_counting_through_it_gives() -> None:
    for name in "gfedcba":
        make.PartnershipFactory.create(name=name)
    rows = Partnership.objects.order_by("name")
    for paginator in (NearerEnd, KeysFirst):
        for per_page in (1, 2, 3, 7, 9):
            for number in range(1, -(-7 // per_page) + 1):
                page = paginator(rows, per_page).get_page(str(number))
                assert page.object_list == list(rows[(number - 1) * per_page : number * per_page]), (per_page, number)
                assert (page.paginator.count, page.number) == (7, number)


@pytest.mark.parametrize(("asked", "shown"), [(None, 1), ("", 1), ("x", 1), ("0", 1), ("-1", 1), ("99", 4), ("4", 4)])
def test_a_page_that_there_is_not_shows_the_nearest(asked: str | None, shown: int) -> None:
    for _ in range(7):
        make.PartnershipFactory.create()
    assert NearerEnd(Partnership.objects.order_by("name"), 2).get_page(asked).number == shown


@pytest.mark.parametrize("paginator", [NearerEnd, KeysFirst])
def test_a_list_of_nothing_has_one_empty_page(paginator: type[NearerEnd]) -> None:
    for rows in (Partnership.objects.order_by("name"), Partnership.objects.none().order_by("name")):
        page = paginator(rows, 2).get_page(None)
        assert (page.object_list, page.paginator.count, page.has_other_pages()) == ([], 0, False)


def test_the_first_page_is_one_statement_and_another_two(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        make.PartnershipFactory.create()
    rows = Partnership.objects.order_by("name")
    with django_assert_num_queries(1):
        assert NearerEnd(rows, 2).get_page("1").paginator.count == 5
    with django_assert_num_queries(2) as asked:
        NearerEnd(rows, 2).get_page("3")
    assert "DESC" in asked[1]["sql"]
    assert "OFFSET" not in asked[1]["sql"], "the last page is read from the end"
