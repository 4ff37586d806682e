"""Tags and filters of every page. A builtin: templates need not load it. See docs/recipes/pages.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import govuk_fields, words
from core.cells import content_of, is_number
from core.govuk import component, kept, rows_of, safe_address, tag

register = template.Library()
NOT_RECORDED = "Not recorded"


@register.simple_tag
def govuk(govuk_component: str, **params: Any) -> SafeString:
    """Any component by its name: {% govuk "tag" text="Late" classes="govuk-tag--red" %}"""
    return component(govuk_component, **params)


# --- forms


@register.simple_tag
def govuk_field(field: BoundField, **how: Any) -> SafeString:
    """One form field: {% govuk_field form.reason %}; its options are those of core.govuk_fields.render."""
    return govuk_fields.render(field, **how)


@register.simple_tag
def relabel(form: forms.BaseForm, **labels: str) -> str:
    """Our labels on a form that is not ours, before its errors are shown: {% relabel form password1="New password" %}"""
    for name, text in labels.items():
        if name in form.fields:
            form[name].label = form.fields[name].label = text
    return ""


@register.simple_tag
def govuk_error_summary(form: Any) -> SafeString | str:
    """The errors of a form, a formset or a list of forms, each linked to its input; nothing when there are none, nor a second time for
    one form: a page may have put it above where the form itself would."""
    if getattr(form, "is_summed_up", False):
        return ""
    summary = govuk_fields.error_summary(form)
    if summary and isinstance(form, forms.BaseForm):
        form.is_summed_up = True  # type: ignore[attr-defined]
    return summary


@register.inclusion_tag("govuk/any_form.html", takes_context=True)
def govuk_form(
    context: Any,
    form: forms.BaseForm,
    submit: str = "Continue",
    action: str = "",
    classes: str = "",
    method: str = "post",
) -> dict[str, Any]:
    """Any Django form with its error summary, fields and button: {% govuk_form form "Sign in" %}. `classes` are the button's."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "classes": classes,
        "method": method,
        "csrf_token": context.get("csrf_token"),
        "redirect_field_name": context.get("redirect_field_name"),
        "redirect_field_value": context.get("redirect_field_value"),
    }


@register.simple_tag
def govuk_submit(button: Any) -> SafeString:
    """A crispy Submit as a GOV.UK button: its name only when it has one, of its classes only ours (crispy adds Bootstrap's)."""
    classes = " ".join(name for name in button.field_classes.split() if name.startswith(("govuk-", "app-")))
    named = {"name": button.name, "value": button.value} if button.name else {}
    return component("button", text=str(button.value), classes=classes, preventDoubleClick=True, **named)


# --- components that read better as tags


@register.simple_tag
def govuk_table(
    caption: str,
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    first_is_header: bool = True,
    size: str = "m",
    hide_caption: bool = False,
) -> SafeString:
    """A table: {% govuk_table "Deadlines" head rows %}.

    A cell is text, a number (aligned right), a date (in words), safe HTML, or a dict of the macro's own keys. The first cell
    of a row is its header unless first_is_header=False. More than 3 columns scroll in their own box on a narrow screen.
    """
    made = [list(row) for row in rows]
    numeric = [bool(made) and all(is_number(row[at]) for row in made if at < len(row)) for at in range(len(head))]
    cells = [
        [
            content_of(value) | ({"format": "numeric"} if at < len(head) and numeric[at] else {})
            for at, value in enumerate(row)
        ]
        for row in made
    ]
    table = component(
        "table",
        caption=caption,
        captionClasses="govuk-visually-hidden" if hide_caption else f"govuk-table__caption--{size}",
        firstCellIsHeader=first_is_header,
        head=[content_of(text) | ({"format": "numeric"} if numeric[at] else {}) for at, text in enumerate(head)],
        rows=cells,
    )
    return scrolling(table, caption) if len(head) > 3 else table


@register.simple_tag
def scrolling(content: Any, label: str) -> SafeString:
    """Something wide in a box that scrolls sideways, reachable by keyboard and named for screen readers."""
    return format_html('<div class="app-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_tag
def govuk_tag(text: str, colour: str = "grey") -> SafeString:
    """A tag; `colour` is a GOV.UK colour or the code of a deadline's standing."""
    return tag(str(text), colour)


@register.simple_tag
def file_standing(stored: Any) -> SafeString | str:
    """A tag beside a file that cannot be opened yet, or not any more; nothing beside others."""
    if stored.standing == "available":
        return ""
    colour = "yellow" if stored.standing == "waiting" else "red"
    return format_html(" {}", tag(str(stored.get_standing_display()), colour))


@register.simple_tag
def govuk_summary(rows: Iterable[Sequence[Any]], title: str = "", classes: str = "") -> SafeString:
    """A summary list from (key, value) or (key, value, href, link text, hidden text) rows; an empty value reads "Not recorded".

    A list or tuple as value gives one line each. `title` puts it in a summary card.
    """
    made = []
    for key, value, *link_to in rows:
        shown = {"text": NOT_RECORDED} if value in (None, "", [], ()) else content_of(value)
        row: dict[str, Any] = {"key": {"text": str(key)}, "value": shown}
        if link_to and link_to[0]:
            words_of_link = link_to[1] if len(link_to) > 1 else "Change"
            hidden = link_to[2] if len(link_to) > 2 else words.lower_first(str(key))
            row["actions"] = {"items": [{"href": link_to[0], "text": words_of_link, "visuallyHiddenText": hidden}]}
        made.append(row)
    card = {"card": {"title": {"text": title}}} if title else {}
    return component("summary-list", rows=made, classes=classes, **card)


# Stands in a kept pagination for the other words of the address; no word of ours has it.
OTHERS = "other-words-of-the-address/"


@register.simple_tag(takes_context=True)
def govuk_pagination(context: Any, page: Any, label: str = "Pages") -> SafeString | str:
    """Pages of a Django page object, keeping the other query parameters; nothing for a single page."""
    if not page or page.paginator.num_pages < 2:
        return ""
    query = context["request"].GET.copy()
    query.pop("page", None)
    # Drawn once for each place in so many pages; what somebody looked for is put in afterwards and kept nowhere.
    others = f"{escape(query.urlencode())}&amp;" if query else ""

    def href(number: int) -> str:
        return f"?{OTHERS}page={number}"

    items: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if isinstance(number, int):
            items.append({"number": number, "href": href(number), "current": number == page.number})
        else:
            items.append({"ellipsis": True})
    params: dict[str, Any] = {"items": items, "landmarkLabel": label}
    if page.has_previous():
        params["previous"] = {"href": href(page.previous_page_number())}
    if page.has_next():
        params["next"] = {"href": href(page.next_page_number())}
    markup = str.replace(kept("pagination", **params), OTHERS, others)
    return mark_safe(markup)  # noqa: S308  (`others` is escaped above)


@register.simple_tag
def govuk_tasks(items: Iterable[Sequence[Any]], prefix: str = "task-list") -> SafeString:
    """A task list from (title, href or "", status[, colour[, hint]]) rows.

    A status without colour is plain text: done, or (without an address) not yet possible.
    """
    made = []
    for title, href, status, *more in items:
        colour, hint = (list(more) + ["", ""])[:2]
        item: dict[str, Any] = {"title": {"text": str(title)}}
        item["status"] = (
            {"tag": {"text": str(status), "classes": f"govuk-tag--{colour}"}} if colour else {"text": str(status)}
        )
        if href:
            item["href"] = href
        elif not colour:
            item["status"]["classes"] = "govuk-task-list__status--cannot-start-yet"
        if hint:
            item["hint"] = {"text": str(hint)}
        made.append(item)
    return component("task-list", items=made, idPrefix=prefix)


@register.simple_tag
def govuk_tabs(tabs: Iterable[tuple[str, str, Any]], title: str = "Contents") -> SafeString:
    """Tabs from (id, label, safe HTML or text): without JavaScript, sections one under another."""
    items = [{"id": name, "label": str(label), "panel": content_of(content)} for name, label, content in tabs]
    return component("tabs", items=items, title=title)


@register.simple_tag
def button(text: str, href: str = "", kind: str = "", name: str = "", value: str = "") -> SafeString:
    """A button, or a link that looks like one; kind: secondary, warning."""
    params: dict[str, Any] = {"text": text, "classes": f"govuk-button--{kind}" if kind else ""}
    params |= {"href": href} if href else {"preventDoubleClick": True}
    return component("button", **params | ({"name": name, "value": value or text} if name else {}))


@register.simple_tag
def warning(text: Any) -> SafeString:
    return component("warning-text", **content_of(text), iconFallbackText="Warning")


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    """{% inset %}<p class="govuk-body">…</p>{% endinset %}"""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def details(content: SafeString, summary: str, is_open: bool = False) -> SafeString:
    """{% details "How this date was worked out" %}…{% enddetails %}"""
    return component("details", summaryText=summary, html=content, open=is_open)


@register.simple_tag
def app_messages(messages: Iterable[Any]) -> SafeString:
    """Django's messages as notification banners, the ids of which must differ."""
    banners = []
    for number, message in enumerate(messages or (), 1):
        success = {"type": "success"} if message.level_tag == "success" else {}
        heading = format_html('<p class="govuk-notification-banner__heading">{}</p>', message.message)
        banners.append((component("notification-banner", **success, html=heading, titleId=f"message-{number}-title"),))
    return format_html_join("\n", "{}", banners)


@register.simple_tag
def link(text: str, href: str) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', safe_address(href), text)


@register.filter
def paragraphs(text: Any, classes: str = "govuk-body") -> SafeString:
    """Plain text as paragraphs: a blank line begins a new one, a single newline a new line."""
    parts = [part.strip() for part in str(text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]
    lines = (format_html_join(mark_safe("<br>"), "{}", ((line,) for line in part.split("\n"))) for part in parts)
    return format_html_join("", '<p class="{}">{}</p>', ((classes, line) for line in lines))


@register.filter
def get_item(mapping: Any, key: Any) -> Any:
    """A value of a dict by a key held in a variable."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def or_not_recorded(value: Any) -> Any:
    return NOT_RECORDED if value in (None, "") else conditional_escape(value)


for of_words in (
    words.long_date,
    words.short_date,
    words.time_words,
    words.when,
    words.days_left_words,
    words.joined,
    words.lower_first,
):
    register.filter(of_words.__name__, of_words)
register.simple_tag(words.date_range)
register.simple_tag(rows_of)
