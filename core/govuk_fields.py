"""A bound form field as its GOV.UK component, and a form's errors as its error summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.fields import PARTS, ChoiceText, DateField, DateWidget
from core.govuk import component, kept
from core.plain import limit_of, required_message, stock_messages

Params = dict[str, Any]
NO_SCANNER = "Files are not checked for viruses here: no scanner is set up."
AnyForm = forms.BaseForm | BaseFormSet  # type: ignore[type-arg]


def field_id(field: BoundField) -> str:
    """The id of the field's input (of its first one, for radios, checkboxes and dates): an error link leads there."""
    made = str(field.auto_id or field.html_name)
    if isinstance(field.field.widget, DateWidget):
        faulty = _faulty_parts(field)
        return f"{made}_{PARTS.index(faulty[0]) if faulty else 0}"
    return made


def render(
    field: BoundField,
    *,
    heading: bool = False,
    size: str = "",
    label: str = "",
    hint: Any = None,
    classes: str = "",
    hide_label: bool = False,
    inline: bool = False,
    small: bool = False,
) -> SafeString:
    """The component for the field's widget. Raises TypeError for a widget of several unlike inputs, which has none.

    heading: the label or legend is the page's <h1>; size: s, m, l or xl; hide_label: for screen readers only;
    hint: instead of the field's help text ("" for none); inline, small: of radios and checkboxes; classes: of the input.
    """
    widget = field.field.widget
    if field.is_hidden:
        return field.as_hidden(attrs={"id": field.auto_id or None})
    text = label or str(field.label or "")
    size = size or ("l" if heading else "s")
    base: Params = {"id": str(field.auto_id or field.html_name), "name": field.html_name}
    if hint_text := field.help_text if hint is None else hint:
        base["hint"] = {"html" if hasattr(hint_text, "__html__") else "text": hint_text}
    if field.errors:
        base["errorMessage"] = {"text": " ".join(error_texts(field))}
    hidden = "govuk-visually-hidden" if hide_label else ""
    caption = {"text": text, "classes": hidden or f"govuk-label--{size}", "isPageHeading": heading}
    legend = {
        "legend": {"text": text, "classes": hidden or f"govuk-fieldset__legend--{size}", "isPageHeading": heading}
    }
    classes = f"{classes} {widget.attrs.get('class', '')}".strip()

    if isinstance(widget, DateWidget):
        return _date(field, base | {"fieldset": legend})
    if isinstance(widget, forms.CheckboxInput):
        item = {
            "value": "on",
            "text": text,
            "checked": widget.check_test(field.value()),
            "disabled": field.field.disabled,
        }
        kind = f"{classes} govuk-checkboxes--small" if small else classes
        return component("checkboxes", **base, idPrefix=base["id"], items=[item], classes=kind)
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.SelectMultiple):
        # CheckboxSelectMultiple is a kind of RadioSelect in Django
        kind = "checkboxes" if getattr(widget, "allow_multiple_selected", False) else "radios"
        shape = " ".join(f"govuk-{kind}--{name}" for name, on in (("inline", inline), ("small", small)) if on)
        items = _items(field, "checked")
        return component(
            kind, **base, idPrefix=base["id"], fieldset=legend, items=items, classes=f"{classes} {shape}".strip()
        )
    if isinstance(widget, forms.MultiWidget):
        raise TypeError(f"No GOV.UK component for {type(widget).__name__} ({field.html_name})")
    base |= {"label": caption, "classes": classes, "disabled": field.field.disabled, "attributes": _attributes(widget)}
    for kind_of_widget, make in MAKERS:
        if isinstance(widget, kind_of_widget):
            return make(field, base)
    return _input(field, base)


def _attributes(widget: forms.Widget) -> dict[str, str]:
    """Attributes the component has no parameter for."""
    return {name: str(value) for name, value in widget.attrs.items() if name.startswith(("data-", "aria-"))}


def _value(field: BoundField) -> str:
    """The text to show: what was typed if the form was sent, else what it starts with."""
    shown = field.field.widget.format_value(field.value())
    return "" if shown is None else str(shown)


def _items(field: BoundField, mark: str) -> list[Params]:
    """Choices as radios, checkboxes or options; those of a named group carry its name."""
    widget: Any = field.field.widget
    shown = widget.format_value(field.value())
    chosen = {str(item) for item in ([shown] if isinstance(shown, str) else shown or [])}
    items: list[Params] = []

    def add(value: Any, text: Any, group: str = "") -> None:
        if isinstance(text, ChoiceText) and text.divider:
            items.append({"divider": "or"})
        item: Params = {
            "value": "" if value is None else str(value),
            "text": f"{group}: {text}" if group else str(text),
        }
        item[mark] = item["value"] in chosen
        item["disabled"] = field.field.disabled
        if getattr(text, "hint", ""):
            item["hint"] = {"text": text.hint}
        items.append(item)

    for value, text in widget.choices:
        if isinstance(text, list | tuple):
            for inner_value, inner_text in text:
                add(inner_value, inner_text, group=str(value))
        elif mark == "selected" or value not in ("", None) or (not field.field.required and str(text).strip("- ")):
            add(value, text)  # of radios, Django's empty "---------" is left out
    return items


def _faulty_parts(field: BoundField) -> tuple[str, ...]:
    errors = field.errors.as_data() if field.errors else []
    if isinstance(field.field, DateField):
        return field.field.faulty_parts(errors)
    return PARTS if errors else ()


def _date(field: BoundField, base: Params) -> SafeString:
    widget: DateWidget = field.field.widget
    faulty = _faulty_parts(field)
    values = widget.parts_of(field.value())
    items = [
        {
            "id": f"{base['id']}_{index}",
            "name": f"{field.html_name}_{index}",
            "label": name.title(),
            "value": values[index],
            # a month may be typed as a name, so its keyboard has letters
            "inputmode": "text" if name == "month" else "numeric",
            "classes": f"govuk-input--width-{4 if name == 'year' else 2}"
            + (" govuk-input--error" if name in faulty else ""),
        }
        for index, name in enumerate(PARTS)
    ]
    return component("date-input", **{key: value for key, value in base.items() if key != "name"}, items=items)


def _select(field: BoundField, base: Params) -> SafeString:
    return _drawn(field)("select", **base, items=_items(field, "selected"))


def _drawn(field: BoundField) -> Callable[..., SafeString]:
    """The fields of a filter are the same for everybody who opens the list."""
    return kept if getattr(field.form, "form_method", "post") == "get" else component


def _textarea(field: BoundField, base: Params) -> SafeString:
    base |= {"value": _value(field), "rows": str(field.field.widget.attrs.get("rows", 5)), "spellcheck": True}
    limit = limit_of(field.field)
    if limit:
        # The count appears when three quarters are used, so that short answers are not distracted.
        threshold = "75" if limit > 300 else "0"
        return component("character-count", **base, maxlength=str(limit), threshold=threshold)
    return component("textarea", **base)


def _file(field: BoundField, base: Params) -> SafeString:
    widget = field.field.widget
    for name in ("accept",):
        if name in widget.attrs:
            base["attributes"] |= {name: str(widget.attrs[name])}
    if not settings.CLAMD:
        said = base.get("hint", {})
        base["hint"] = {"html": format_html("{} {}", said.get("html", said.get("text", "")), NO_SCANNER).strip()}
    return component(
        "file-upload", **base, javascript=True, multiple=bool(getattr(widget, "allow_multiple_selected", False))
    )


def _password(field: BoundField, base: Params) -> SafeString:
    return component(
        "password-input", **base, autocomplete=field.field.widget.attrs.get("autocomplete", "current-password")
    )


def _input(field: BoundField, base: Params) -> SafeString:
    widget = field.field.widget
    params: Params = {"type": "text", "value": _value(field)}
    if isinstance(widget, forms.EmailInput):
        params |= {"type": "email", "autocomplete": "email", "spellcheck": False}
    elif isinstance(widget, forms.URLInput):
        params |= {"type": "url", "spellcheck": False}
    elif isinstance(widget, forms.NumberInput):
        params["inputmode"] = "numeric" if type(field.field) is forms.IntegerField else "decimal"
        if "govuk-input--width" not in base["classes"]:
            base["classes"] = f"{base['classes']} govuk-input--width-5".strip()
    for name in ("autocomplete", "inputmode", "spellcheck", "autocapitalize", "pattern"):
        if name in widget.attrs:
            params[name] = widget.attrs[name]
    return (component if params["value"] else _drawn(field))("input", **base | params)


MAKERS: tuple[tuple[type[forms.Widget], Callable[[BoundField, Params], SafeString]], ...] = (
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
)


# --- errors


def error_texts(field: BoundField) -> list[str]:
    """The field's errors; "This field is required" of a form that is not ours becomes "Enter an email address"."""
    stock = stock_messages(field.field).get("required")
    texts: list[str] = []
    for error in field.errors.as_data() if field.errors else ():
        plain = error.code == "required" and error.message == stock
        texts += [required_message(field.field, str(field.label or ""))] if plain else error.messages
    return texts


def _forms_of(given: AnyForm | Iterable[AnyForm]) -> Iterable[forms.BaseForm]:
    for form in [given] if isinstance(given, forms.BaseForm) else given:
        if isinstance(form, forms.BaseForm):
            yield form
        else:
            yield from form


def error_summary(given: Any) -> SafeString | str:
    """The summary of a form, a formset or a list of forms: every error once, each linked to an input that exists."""
    if not given:
        return ""
    items: list[Params] = []
    if isinstance(given, BaseFormSet):
        items += [{"text": text, "href": "#main-content"} for text in _messages(given.non_form_errors().as_data())]
    for form in _forms_of(given):
        if not form.is_bound or not form.errors:
            continue
        visible = form.visible_fields()
        # Of two people's boxes in dispute the first; else where the form begins.
        first = [form[name] for name in getattr(form, "disputed", ())] or visible
        top = f"#{field_id(first[0])}" if first else "#main-content"
        items += [{"text": text, "href": top} for text in _messages(form.non_field_errors().as_data())]
        for field in form:
            href = top if field.is_hidden else f"#{field_id(field)}"
            items += [{"text": text, "href": href} for text in error_texts(field)]
    return component("error-summary", titleText="There is a problem", errorList=items) if items else ""


def _messages(errors: Iterable[ValidationError]) -> list[str]:
    return [message for error in errors for message in error.messages]
