"""Tags and filters of every page. A builtin: templates need not load it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from core.forms import DateWidget
from core.govuk import component

register = template.Library()


@register.simple_tag
def govuk(name: str, **params: Any) -> SafeString:
    """{% govuk "tag" text="Late" classes="govuk-tag--red" %}"""
    return component(name, **params)


# --- forms

INPUT_TYPES: dict[type[forms.Widget], str] = {
    forms.EmailInput: "email",
    forms.URLInput: "url",
    forms.TextInput: "text",
    forms.NumberInput: "text",
}
AUTOCOMPLETE = {"email": "email"}


def _base(field: BoundField) -> dict[str, Any]:
    base: dict[str, Any] = {"id": field.auto_id, "name": field.html_name}
    if field.help_text:
        base["hint"] = {"text": str(field.help_text)}
    if field.errors:
        base["errorMessage"] = {"text": " ".join(str(error) for error in field.errors)}
    return base


def _choices(field: BoundField, chosen: set[str], mark: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for value, text in getattr(field.field, "choices", ()):
        if isinstance(text, list | tuple):  # a named group: its choices follow in order
            items += [{"value": str(v), "text": f"{value}: {t}", mark: str(v) in chosen} for v, t in text]
        else:
            items.append({"value": str(value), "text": str(text), mark: str(value) in chosen})
    return items


def _date(field: BoundField, base: dict[str, Any], legend: dict[str, Any]) -> SafeString:
    widget = field.field.widget
    assert isinstance(widget, DateWidget)
    parts = widget.parts_of(field.value())
    faulty = field.field.faulty_parts(field.errors.as_data()) if field.errors else ()  # type: ignore[attr-defined]
    items = [
        {
            "id": f"{field.auto_id}_{index}",
            "name": f"{field.html_name}_{index}",
            "label": name.title(),
            "value": parts[index],
            "classes": f"govuk-input--width-{4 if name == 'year' else 2}" + (" govuk-input--error" if name in faulty else ""),
        }
        for index, name in enumerate(("day", "month", "year"))
    ]
    base = {key: value for key, value in base.items() if key != "name"}
    return component("date-input", **base, fieldset=legend, items=items)


@register.simple_tag
def govuk_field(field: BoundField, heading: bool = False) -> SafeString:
    """One form field as its GOV.UK component; `heading=True` makes its label the heading of the page."""
    widget, value = field.field.widget, field.value()
    if field.is_hidden:
        return field.as_hidden()
    base = _base(field)
    size = "l" if heading else "s"
    label = {"text": str(field.label), "classes": f"govuk-label--{size}", "isPageHeading": heading}
    legend = {"legend": {"text": str(field.label), "classes": f"govuk-fieldset__legend--{size}", "isPageHeading": heading}}
    if isinstance(widget, DateWidget):
        return _date(field, base, legend)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        many = isinstance(widget, forms.CheckboxSelectMultiple)
        chosen = {str(item) for item in (value or [])} if many else {"" if value is None else str(value)}
        kind = "checkboxes" if many else "radios"
        items = _choices(field, chosen, "checked")
        return component(kind, **base, idPrefix=field.auto_id, fieldset=legend, items=items)
    if isinstance(widget, forms.CheckboxInput):
        items = [{"value": "on", "text": str(field.label), "checked": bool(value)}]
        return component("checkboxes", **base, idPrefix=field.auto_id, items=items)
    if isinstance(widget, forms.Select):
        chosen = {"" if value is None else str(value)}
        return component("select", **base, label=label, items=_choices(field, chosen, "selected"))
    if isinstance(widget, forms.Textarea):
        rows = str(widget.attrs.get("rows", 5))
        return component("textarea", **base, label=label, value="" if value is None else str(value), rows=rows)
    if isinstance(widget, forms.FileInput):
        return component("file-upload", **base, label=label)
    autocomplete = widget.attrs.get("autocomplete")
    if isinstance(widget, forms.PasswordInput):
        return component("password-input", **base, label=label, autocomplete=autocomplete or "current-password")
    kind = INPUT_TYPES.get(type(widget), "text")
    extra: dict[str, Any] = {"type": kind, "value": "" if value is None else str(value)}
    if isinstance(widget, forms.NumberInput):
        extra |= {"inputmode": "numeric", "classes": "govuk-input--width-5"}
    if kind == "email":
        extra |= {"spellcheck": False}
    if autocomplete or kind in AUTOCOMPLETE:
        extra["autocomplete"] = autocomplete or AUTOCOMPLETE[kind]
    if classes := widget.attrs.get("class"):
        extra["classes"] = classes
    return component("input", **base, label=label, **extra)


def _focus_id(field: BoundField) -> str:
    """The id an error link must lead to: an input that exists."""
    if isinstance(field.field.widget, DateWidget):
        faulty = field.field.faulty_parts(field.errors.as_data())  # type: ignore[attr-defined]
        return f"{field.auto_id}_{('day', 'month', 'year').index(faulty[0]) if faulty else 0}"
    return str(field.auto_id)


@register.simple_tag
def govuk_error_summary(form: forms.BaseForm) -> SafeString | str:
    if not form.errors:
        return ""
    visible = [form[name] for name in form.fields if not form[name].is_hidden]
    top = f"#{_focus_id(visible[0])}" if visible else "#main-content"
    items = [{"text": str(error), "href": top} for error in form.non_field_errors()]
    for field in form:
        href = top if field.is_hidden else f"#{_focus_id(field)}"
        items += [{"text": str(error), "href": href} for error in field.errors]
    return component("error-summary", titleText="There is a problem", errorList=items)


@register.inclusion_tag("govuk/any_form.html", takes_context=True)
def govuk_form(context: Any, form: forms.BaseForm, submit: str = "Continue", action: str = "", classes: str = "") -> dict[str, Any]:
    """Any Django form, with its error summary, fields and button: {% govuk_form form "Sign in" %}"""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "classes": classes,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
        "redirect_field_name": context.get("redirect_field_name"),
        "redirect_field_value": context.get("redirect_field_value"),
    }


# --- components that read better as tags


@register.simple_tag
def govuk_table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Any]], first_is_header: bool = True) -> SafeString:
    """A table of texts (or safe HTML); the first cell of each row is its header."""

    def cell(value: Any) -> dict[str, Any]:
        return {"html": value} if hasattr(value, "__html__") else {"text": "" if value is None else str(value)}

    return component(
        "table",
        caption=caption,
        captionClasses="govuk-table__caption--m",
        firstCellIsHeader=first_is_header,
        head=[{"text": str(text)} for text in head],
        rows=[[cell(value) for value in row] for row in rows],
    )


TAG_COLOURS = {
    "upcoming": "grey", "due_soon": "yellow", "due_today": "orange", "overdue": "red", "met": "green", "met_late": "green",
}  # fmt: skip


@register.simple_tag
def govuk_tag(text: str, colour: str = "grey") -> SafeString:
    return component("tag", text=str(text), classes=f"govuk-tag--{TAG_COLOURS.get(colour, colour)}")


@register.simple_tag
def govuk_summary(rows: Iterable[Sequence[Any]]) -> SafeString:
    """A summary list from (key, value) or (key, value, href, link text, hidden text) rows; empty values read "Not recorded"."""
    made = []
    for key, value, *link in rows:
        shown = {"html": value} if hasattr(value, "__html__") else {"text": str(value) if value not in (None, "") else "Not recorded"}
        row: dict[str, Any] = {"key": {"text": str(key)}, "value": shown}
        if link and link[0]:
            hidden = link[2] if len(link) > 2 else str(key).lower()
            row["actions"] = {"items": [{"href": link[0], "text": link[1], "visuallyHiddenText": hidden}]}
        made.append(row)
    return component("summary-list", rows=made)


@register.simple_tag(takes_context=True)
def govuk_pagination(context: Any, page: Any) -> SafeString | str:
    """Pages of a Django page object, keeping the other query parameters."""
    if page is None or page.paginator.num_pages < 2:
        return ""
    query = context["request"].GET.copy()

    def href(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            items.append({"number": number, "href": href(number), "current": number == page.number})
        else:
            items.append({"ellipsis": True})
    params: dict[str, Any] = {"items": items}
    if page.has_previous():
        params["previous"] = {"href": href(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": href(page.next_page_number())}
    return component("pagination", **params)


@register.simple_tag
def link(text: str, href: str) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: a blank line begins a new one."""
    parts = [part.strip() for part in str(text).replace("\r\n", "\n").split("\n\n") if part.strip()]
    return format_html_join("", '<p class="govuk-body">{}</p>', ((part,) for part in parts))


# --- dates and times in words


def _as_date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return localtime(value).date() if value.tzinfo else value.date()
    return value if isinstance(value, date) else None


@register.filter
def long_date(value: Any) -> str:
    """Monday 17 April 2023"""
    day = _as_date(value)
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


@register.filter
def short_date(value: Any) -> str:
    """17 April 2023"""
    day = _as_date(value)
    return f"{day.day} {day:%B %Y}" if day else ""


@register.filter
def time_words(value: Any) -> str:
    """9:35am, midday, midnight"""
    if isinstance(value, datetime):
        value = localtime(value) if value.tzinfo else value
    if value is None or value == "":
        return ""
    if value.minute == 0 and value.hour in (0, 12):
        return "midnight" if value.hour == 0 else "midday"
    hour = value.hour % 12 or 12
    minutes = f":{value.minute:02d}" if value.minute else ""
    return f"{hour}{minutes}{'am' if value.hour < 12 else 'pm'}"


@register.filter
def when(value: Any) -> str:
    """17 April 2023 at 9:35am"""
    return f"{short_date(value)} at {time_words(value)}" if value else ""


@register.filter
def days_left_words(days: int | None) -> str:
    """12 working days left; 1 working day late; due today"""
    if days is None:
        return ""
    if days == 0:
        return "due today"
    unit = "working day" if abs(days) == 1 else "working days"
    return f"{abs(days)} {unit} {'left' if days > 0 else 'late'}"
