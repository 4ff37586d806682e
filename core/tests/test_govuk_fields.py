"""The crispy pack: each kind of field as its component, what was typed shown again, and errors that lead somewhere."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from core.errors import Reason, Refused
from core.forms import DateField, GovukForm, ManyField, TimeField
from core.govuk_fields import error_summary, render
from core.tests.kitchen import EverythingForm
from core.tests.test_govuk import ATTACK, Elements, assert_harmless
from partnerships.models import Partnership


def whole(form: forms.BaseForm, **context: object) -> str:
    request = RequestFactory().get("/")
    source = "{% load crispy_forms_tags %}{% crispy form %}"
    return Template(source).render(Context({"form": form, "request": request, "csrf_token": "token", **context}))


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9223372036854775808", "9" * 30, "-5", "0", "abc"])
def test_a_number_that_no_row_can_have_is_no_choice(key: str) -> None:
    field = ManyField(queryset=Partnership.objects.all(), required=False)
    with pytest.raises(forms.ValidationError):
        field.clean([key])
    assert list(field.clean([])) == []


def ids_of(html: str) -> list[str]:
    return [value or "" for name, value in Elements(html).attributes if name == "id"]


GOOD = {
    "version": "1",
    "notified_on_0": "29",
    "notified_on_1": "April",
    "notified_on_2": "2024",
    "told_at": "9.35am",
    "area": "870",
    "kind": "full",
    "needs": ["asd", "pd"],
    "agreed": "on",
    "lead": "  Maria Okafor ",
    "email": "maria@example.org",
    "cases": "6",
    "share": "4.5",
    "site": "https://example.org/send",
    "reason": "Because",
    "note": "Line one\r\nLine two",
    "password": " spaces stay ",
}


def sent(**changes: object) -> EverythingForm:
    data = QueryDict(mutable=True)
    for name, value in (GOOD | changes).items():
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return EverythingForm(data, {"letter": SimpleUploadedFile("letter.pdf", b"%PDF")})


def test_a_good_form_is_valid():
    form = sent()
    assert form.errors == {}
    assert str(form.cleaned_data["notified_on"]) == "2024-04-29"
    assert form.cleaned_data["lead"] == "Maria Okafor"
    assert form.cleaned_data["password"] == " spaces stay "


def test_an_empty_form_shows_every_field_with_a_label_and_no_error():
    html = whole(EverythingForm())
    found = Elements(html)
    for name in EverythingForm.base_fields:
        assert ("name", name) in found.attributes or ("name", f"{name}_0") in found.attributes, name
    assert "error" not in html
    labelled = {value for name, value in found.attributes if name == "for"}
    inputs = re.findall(r"<(?:input|textarea|select)[^>]*?id=\"([^\"]+)\"", html)
    hidden = re.findall(r"<input type=\"hidden\"[^>]*id=\"([^\"]+)\"", html)
    assert set(inputs) - set(hidden) == labelled


def test_the_whole_form_has_a_token_a_key_a_type_for_files_one_button_and_no_style():
    html = whole(EverythingForm())
    assert html.count("csrfmiddlewaretoken") == 1
    assert re.search(r'name="submission_key" value="[\w-]{32}"', html)
    assert 'enctype="multipart/form-data"' in html
    assert html.count('type="submit"') == 1
    assert "Record notification" in html
    assert '<a class="govuk-link" href="/components/">Cancel</a>' in html
    assert "style=" not in html
    assert "btn-primary" not in html


def test_a_filter_has_neither_token_nor_key():
    class Filter(GovukForm):
        form_method = "get"
        text = forms.CharField(required=False)

    html = whole(Filter())
    assert 'method="get"' in html
    assert "csrf" not in html
    assert "submission_key" not in html


def test_every_error_link_leads_to_an_input_that_is_there():
    form = EverythingForm(QueryDict("version=1"))
    html = whole(form)
    targets = re.findall(r'href="#([^"]+)"', html.split("<form")[0])
    assert len(targets) == 12
    assert set(targets) <= set(ids_of(html))
    assert len(ids_of(html)) == len(set(ids_of(html)))
    assert html.index("There is a problem") < html.index("<form")
    for target in targets:
        assert re.search(rf"<(input|select|textarea)[^>]*id=\"{target}\"", html), target


def test_errors_are_beside_their_fields_and_joined_to_them():
    html = whole(EverythingForm(QueryDict("version=1")))
    assert html.count('class="govuk-error-message"') == 12
    assert 'aria-describedby="id_lead-error"' in html
    assert 'aria-describedby="id_told_at-hint id_told_at-error"' in html


def test_what_was_typed_is_shown_again():
    html = whole(sent(cases="many", reason="<b>why</b>", share="4,5", notified_on_1="Smarch"))
    assert 'value="29"' in html
    assert 'value="Smarch"' in html
    assert 'value="many"' in html
    assert 'value="9.35am"' in html
    assert "&lt;b&gt;why&lt;/b&gt;" in html
    assert re.search(r'value="870"\s+selected', html)
    assert re.search(r'value="full"\s+checked', html)
    assert re.search(r'value="pd"\s+checked', html)
    assert not re.search(r'value="semh"\s+checked', html)
    assert re.search(r'value="on"\s+checked', html)


def test_a_password_is_not_shown_again():
    assert "spaces stay" not in whole(sent(cases=""))


def test_words_of_a_person_are_never_markup_in_a_form():
    class Mean(GovukForm):
        submit_text = ATTACK
        cancel_url = ATTACK
        cancel_text = ATTACK
        text = forms.CharField(label=ATTACK, help_text=ATTACK)
        on = DateField(label=ATTACK, thing=ATTACK)
        radio = forms.ChoiceField(label=ATTACK, choices=[(ATTACK, ATTACK)], widget=forms.RadioSelect)
        select = forms.ChoiceField(choices=[(ATTACK, ATTACK), (ATTACK, [(ATTACK, ATTACK)])])
        many = forms.MultipleChoiceField(choices=[(ATTACK, ATTACK)])
        long = forms.CharField(widget=forms.Textarea, max_length=10)
        box = forms.BooleanField(label=ATTACK)
        hidden = forms.IntegerField(widget=forms.HiddenInput)

    data = QueryDict(mutable=True)
    data.update(dict.fromkeys(("text", "radio", "select", "long", "hidden", "on_0", "on_1", "on_2"), ATTACK))
    form = Mean(data)
    form.add_refusal([Reason(ATTACK), Reason(ATTACK, "text")])
    html = whole(form)
    assert_harmless(html)
    assert "&lt;script&gt;" in html


def test_only_the_faulty_part_of_a_date_is_marked():
    html = render(sent(notified_on_1="13")["notified_on"])
    boxes = dict(re.findall(r'class="([^"]*)" id="(id_notified_on_\d)"', html))
    marked = [name for classes, name in boxes.items() if "govuk-input--error" in classes]
    assert marked == ["id_notified_on_1"]
    assert 'href="#id_notified_on_1"' in error_summary(sent(notified_on_1="13"))


def test_a_heading_hidden_label_and_width():
    form = EverythingForm()
    assert '<h1 class="govuk-label-wrapper">' in render(form["lead"], heading=True)
    assert "govuk-visually-hidden" in render(form["lead"], hide_label=True)
    assert "govuk-input--width-10" in render(form["lead"], classes="govuk-input--width-10")
    assert "9:35am" not in render(form["told_at"], hint="")
    assert "govuk-radios--inline" in render(form["kind"], inline=True)


def test_choices_have_hints_dividers_and_groups():
    html = render(EverythingForm()["kind"])
    assert "Three weeks, with a report and an outcome" in html
    assert html.index("govuk-radios__divider") > html.index("Monitoring inspection")

    class Grouped(forms.Form):
        area = forms.ChoiceField(choices=[("", "All"), ("South", [("1", "Dorset")])])

    assert "South: Dorset" in render(Grouped()["area"])


def test_a_limited_text_counts_its_characters():
    html = render(EverythingForm()["reason"])
    assert 'data-maxlength="400"' in html
    assert "You can enter up to 400 characters" in html
    assert "data-maxlength" not in render(EverythingForm()["note"])


def test_a_field_that_cannot_be_changed_is_disabled():
    class Fixed(forms.Form):
        name = forms.CharField(disabled=True, initial="Kept")
        one = forms.ChoiceField(disabled=True, choices=[("a", "A")], widget=forms.RadioSelect)

    assert " disabled" in render(Fixed()["name"])
    assert " disabled" in render(Fixed()["one"])


def test_a_widget_without_a_component_is_named():
    class Split(forms.Form):
        at = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        render(Split()["at"])


def test_a_refusal_stands_beside_its_field_or_on_top():
    form = sent()
    form.add_refusal(
        Refused(Reason("Not a Monday", "notified_on"), "Another inspection is open", Reason("Old", "version"))
    )
    assert form.errors["notified_on"] == ["Not a Monday"]
    assert form.non_field_errors() == ["Another inspection is open", "Old"]
    assert 'href="#id_notified_on_0">Another inspection is open' in whole(form)


def test_a_fault_in_a_hidden_field_is_said_on_top():
    html = whole(sent(version="x"))
    assert 'href="#id_notified_on_0">This page is incomplete' in html


def test_any_form_of_django_is_drawn_with_plain_errors():
    class Theirs(forms.Form):
        login = forms.EmailField(label="Email")
        password = forms.CharField(label="Password", widget=forms.PasswordInput)

    form = Theirs(QueryDict("login="))
    request = RequestFactory().post("/")
    html = Template('{% govuk_form form "Sign in" %}').render(
        Context({"form": form, "request": request, "csrf_token": "t"})
    )
    assert "This field is required" not in html
    assert html.count("Enter an email address") == 2
    assert html.count("Enter your password") == 2
    assert 'name="csrfmiddlewaretoken" value="t"' in html


def test_a_formset_has_one_summary_for_all_its_forms():
    class Row(forms.Form):
        name = forms.CharField(label="Name")

    formset = forms.formset_factory(Row, extra=0, min_num=2, validate_min=True)(
        QueryDict("form-TOTAL_FORMS=2&form-INITIAL_FORMS=0&form-0-name=&form-1-name=")
    )
    formset.is_valid()
    html = whole(formset)
    assert html.count("There is a problem") == 1
    assert html.count("Enter the name</a>") == 2
    assert "form-TOTAL_FORMS" in html


def test_a_layout_of_crispy_is_drawn_by_the_pack():
    from crispy_forms.layout import HTML, ButtonHolder, Column, Div, Fieldset, Layout, Row, Submit

    class Laid(GovukForm):
        submit_text = ""
        a, b, c = forms.CharField(), forms.CharField(), TimeField()

        @property
        def helper(self):
            helper = super().helper
            rows = Row(Column("a"), "b")
            helper.layout = Layout(
                Fieldset("Names", rows), Div("c"), HTML("<hr>"), ButtonHolder(Submit("go", "Go", css_class="app-x"))
            )
            helper.render_hidden_fields = True
            return helper

    html = whole(Laid())
    assert '<legend class="govuk-fieldset__legend govuk-fieldset__legend--m">Names</legend>' in html
    assert 'name="go"' in html
    assert 'class="govuk-button app-x"' in html
    assert html.count("govuk-form-group") == 3
    assert "submission_key" in html
