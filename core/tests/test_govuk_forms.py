"""Dates and times as people type them, plain messages, tidy text."""

from __future__ import annotations

from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from core.forms import DateField, GovukForm, TimeField, tidy


class OneTime(GovukForm):
    at = TimeField(label="Time of the call")


class OneDate(GovukForm):
    on = DateField(label="Notification date")


def date_errors(day: str, month: str, year: str, **kwargs: object) -> tuple[str, tuple[str, ...]]:
    field = DateField(**{"label": "Notification date"} | kwargs)
    with pytest.raises(ValidationError) as caught:
        field.clean([day, month, year])
    return caught.value.messages[0], field.faulty_parts([caught.value])


@pytest.mark.parametrize("month", ["4", "04", "April", "april", "APR", "Apr."])
def test_a_month_is_a_number_or_a_name(month):
    assert DateField().clean(["29", month, "2024"]) == date(2024, 4, 29)


def test_sept_is_a_month():
    assert DateField().clean(["1", "sept", "2024"]) == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("parts", "message", "faulty"),
    [
        (("29", "4", ""), "The notification date must include a year", ("year",)),
        (("", "4", ""), "The notification date must include a day and year", ("day", "year")),
        (("31", "6", "2024"), "The notification date must be a real date", ("day", "month", "year")),
        (("29", "2", "2023"), "The notification date must be a real date", ("day", "month", "year")),
        (("32", "6", "2024"), "The notification date must be a real date", ("day",)),
        (("0", "6", "2024"), "The notification date must be a real date", ("day",)),
        (("1", "13", "2024"), "The notification date must be a real date", ("month",)),
        (("1", "marching", "2024"), "The notification date must be a real date", ("month",)),
        (("x", "ma", "2024"), "The notification date must be a real date", ("day", "month")),
        (("-1", "6", "2024"), "The notification date must be a real date", ("day",)),
        (("１", "6", "2024"), "The notification date must be a real date", ("day",)),
        (("1", "6", "24"), "The notification date must have a year of 4 digits, like 2023", ("year",)),
        (("31", "12", "9999"), "The notification date must have a year from 1900 to 2099", ("year",)),
        (("1", "6", "0000"), "The notification date must have a year from 1900 to 2099", ("year",)),
        (("", "", ""), "Enter the notification date", ("day", "month", "year")),
    ],
)
def test_a_fault_in_a_date_is_said_plainly_and_its_boxes_named(parts, message, faulty):
    assert date_errors(*parts) == (message, faulty)


@pytest.mark.parametrize(
    ("label", "thing", "called"),
    [
        ("Notification date", "", "The notification date"),
        ("The day of the call", "", "The day of the call"),
        ("When was the council told?", "", "The date"),
        ("When was the council told?", "The day of the call", "The day of the call"),
        ("WSoA due", "", "The WSoA due"),
    ],
)
def test_a_date_is_called_by_its_thing_or_its_label(label, thing, called):
    assert date_errors("1", "1", "", label=label, thing=thing)[0] == f"{called} must include a year"


def test_a_date_not_required_may_be_left_empty_but_not_half_empty():
    assert DateField(required=False).clean(["", " ", ""]) is None
    assert date_errors("1", "", "", required=False)[0] == "The notification date must include a month and year"


def test_its_own_message_is_kept():
    assert date_errors("", "", "", error_messages={"required": "Say when"})[0] == "Say when"


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_survives_being_shown_and_sent(day):
    field = DateField()
    assert field.clean(field.widget.parts_of(day)) == day
    assert not field.has_changed(day, field.widget.parts_of(day))


@given(st.lists(st.text(max_size=6), min_size=3, max_size=3))
def test_whatever_is_typed_gives_a_date_or_a_message(parts):
    form = OneDate(QueryDict(mutable=True) | {f"on_{at}": part for at, part in enumerate(parts)})
    assert form.is_valid() or form.errors["on"]


def test_a_date_in_an_address_is_one_parameter():
    assert OneDate(QueryDict("on=2022-02-22")).fields["on"].clean(
        OneDate.base_fields["on"].widget.value_from_datadict(QueryDict("on=2022-02-22"), {}, "on")
    ) == date(2022, 2, 22)
    assert OneDate(QueryDict("on=2022-13-22")).errors["on"] == ["The notification date must be a real date"]
    assert OneDate(QueryDict("on=tomorrow")).errors["on"] == ["Enter the notification date"]


def test_a_changed_date_is_noticed():
    assert OneDate(QueryDict("on_0=2&on_1=3&on_2=2024"), initial={"on": date(2024, 3, 1)}).has_changed()


def test_a_date_drawn_without_the_pack_still_has_its_boxes():
    assert str(OneDate({"on_0": "<", "on_1": "2", "on_2": "2024"})["on"]).count("<input") == 3


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:35am", time(9, 35)),
        ("9.35am", time(9, 35)),
        ("09:35", time(9, 35)),
        ("9.35 a.m.", time(9, 35)),
        ("0935", time(9, 35)),
        ("9:35 PM", time(21, 35)),
        ("14:05", time(14, 5)),
        ("9am", time(9)),
        ("12am", time(0)),
        ("12:30pm", time(12, 30)),
        ("00:15", time(0, 15)),
        ("midday", time(12)),
        ("Midnight", time(0)),
        ("02:30", time(2, 30)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, expected):
    assert TimeField().clean(typed) == expected


@pytest.mark.parametrize("typed", ["9", "25:00", "9:60", "13pm", "0am", "soon", "9:35xm", "9m", "5.", "-1:00", "9:355"])
def test_what_is_no_time_is_refused_plainly(typed):
    with pytest.raises(ValidationError, match="Enter a time like 9:35am"):
        TimeField().clean(typed)


def test_half_past_two_may_be_either():
    with pytest.raises(ValidationError, match="Add am or pm to the time, like 2:30pm"):
        TimeField().clean("2:30")


def test_a_time_is_shown_in_words_and_may_be_empty():
    assert TimeField().prepare_value(time(14, 30)) == "2:30pm"
    assert TimeField(required=False).clean(" ") is None


@given(st.times())
def test_every_time_survives_being_shown_and_sent(moment):
    moment = moment.replace(second=0, microsecond=0)
    assert TimeField().clean(TimeField().prepare_value(moment)) == moment


@given(st.text(max_size=20))
def test_whatever_is_typed_gives_a_time_or_a_message(typed):
    form = OneTime({"at": typed})
    assert form.is_valid() or form.errors["at"]


class Stock(GovukForm):
    name = forms.CharField(label="Full name", max_length=5)
    why = forms.CharField(label="Why is it late?", max_length=5)
    nhs = forms.CharField(label="NHS number", min_length=3)
    area = forms.ChoiceField(label="Area", choices=[("a", "A")])
    own = forms.CharField(error_messages={"required": "Say something", "max_length": "Too long"}, max_length=1)
    sure = forms.BooleanField(label="I am sure")
    cases = forms.IntegerField(label="Number of cases", min_value=1, max_value=8)
    share = forms.DecimalField(label="Share")
    email = forms.EmailField(label="Email address")
    letter = forms.FileField(label="Signed letter")


def test_messages_say_what_to_do_and_name_the_thing():
    errors = {name: found[0] for name, found in Stock(QueryDict("x=1")).errors.items()}
    assert errors == {
        "name": "Enter the full name",
        "why": "Enter an answer",
        "nhs": "Enter the NHS number",
        "area": "Choose the area",
        "own": "Say something",
        "sure": "Tick “I am sure”",
        "cases": "Enter the number of cases",
        "share": "Enter the share",
        "email": "Enter an email address",
        "letter": "Choose the signed letter",
    }


def test_messages_of_wrong_answers():
    form = Stock(QueryDict("name=abcdef&why=abcdef&nhs=1&area=z&own=ab&cases=9&share=x&email=x"))
    errors = {name: found[0] for name, found in form.errors.items()}
    assert errors["name"] == "Full name must be 5 characters or fewer"
    assert errors["why"] == "Your answer must be 5 characters or fewer"
    assert errors["nhs"] == "NHS number must be 3 characters or more"
    assert errors["area"] == "Choose one of the answers on this page"
    assert errors["own"] == "Too long"
    assert errors["cases"] == "Number of cases must be 8 or less"
    assert errors["share"] == "Share must be a number"
    assert errors["email"] == "Enter an email address in the correct format, like name@example.com"
    assert Stock(QueryDict("cases=1.5")).errors["cases"] == ["Number of cases must be a whole number"]


class Texts(GovukForm):
    text = forms.CharField(widget=forms.Textarea, max_length=11)
    password = forms.CharField(widget=forms.PasswordInput, strip=False)


def test_text_loses_what_nobody_typed_and_counts_a_new_line_once():
    form = Texts(QueryDict(mutable=True) | {"text": "\ufeff a\x00b\u200b\r\nc\xa0d\x07  ", "password": " p\xa0 "})
    assert form.is_valid()
    assert form.cleaned_data == {"text": "ab\nc d", "password": " p\xa0 ", "submission_key": ""}


def test_a_null_in_a_password_is_refused_plainly():
    form = Texts({"text": "a", "password": "p\x00"})
    assert form.errors["password"] == ["Password has a character that cannot be stored"]


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert "\x00" not in tidy(text)


def test_the_form_it_is_given_is_not_changed():
    data = QueryDict("text=a%00b&password=x")
    assert Texts(data).is_valid()
    assert data["text"] == "a\x00b"


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\u061c"])
def test_marks_that_turn_the_order_of_writing_are_dropped(mark):
    from core.forms import tidy

    assert tidy(f"Ann{mark}a") == "Anna"
