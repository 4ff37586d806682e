"""The GOV.UK tags: components, cells, pages of results; and that nothing a person wrote becomes markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core import govuk, words
from core.govuk import UnknownComponent, component, kept, rows_of
from core.templatetags.govuk import OTHERS

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"


class Elements(HTMLParser):
    """What a browser would make of it: element names and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def assert_harmless(html: str) -> None:
    found = Elements(html)
    assert "script" not in found.names
    assert "img" not in found.names
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "style"]
    assert not [value for name, value in found.attributes if name == "href" and "javascript:" in (value or "")]


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def everywhere(text: str) -> list[tuple[str, dict[str, object]]]:
    """Every component with the text in every parameter a page may put a person's words in."""
    both = {"text": text, "html": text}
    part = both | {"classes": text, "attributes": {"data-x": text}}
    choice = {"value": text, "text": text, "hint": both, "id": text, "label": part}
    field = {
        "id": text,
        "name": text,
        "value": text,
        "label": part,
        "hint": part,
        "errorMessage": part,
        "classes": text,
    }
    fieldset = {"legend": part, "describedBy": text, "classes": text}
    link = {"href": text, "text": text, "html": text}
    panel = {"id": text, "label": text, "panel": part}
    return [
        ("accordion", {"id": text, "items": [{"heading": part, "summary": part, "content": both}]}),
        ("back-link", link),
        ("breadcrumbs", {"items": [link]}),
        ("button", part | {"name": text, "value": text}),
        ("button", part | {"href": text}),
        ("character-count", field | {"maxlength": text}),
        ("checkboxes", field | {"idPrefix": text, "fieldset": fieldset, "items": [choice]}),
        ("date-input", field | {"fieldset": fieldset, "items": [{"name": text, "label": text, "value": text}]}),
        ("details", part | {"summaryText": text, "summaryHtml": text}),
        ("error-message", part | {"visuallyHiddenText": text}),
        ("error-summary", {"titleText": text, "titleHtml": text, "descriptionHtml": text, "errorList": [link]}),
        ("fieldset", fieldset | {"html": text}),
        ("file-upload", field | {"javascript": True}),
        ("hint", part),
        ("input", field | {"prefix": part, "suffix": part}),
        ("inset-text", part),
        ("label", part | {"for": text}),
        ("notification-banner", part | {"titleText": text, "titleHtml": text, "titleId": text}),
        (
            "pagination",
            {"items": [{"number": text, "href": text}], "next": link, "previous": {"labelText": text} | link},
        ),
        ("panel", part | {"titleText": text, "titleHtml": text}),
        ("password-input", field),
        ("phase-banner", part | {"tag": both}),
        ("radios", field | {"idPrefix": text, "fieldset": fieldset, "items": [choice]}),
        ("select", field | {"items": [choice]}),
        (
            "service-navigation",
            {"navigation": [{"href": text, "text": text}], "serviceName": text, "slots": {"start": text, "end": text}},
        ),
        ("skip-link", link),
        (
            "summary-list",
            {"rows": [{"key": part, "value": part, "actions": {"items": [link]}}], "card": {"title": both}},
        ),
        ("table", {"caption": text, "head": [part], "rows": [[part]]}),
        ("tabs", {"title": text, "items": [panel]}),
        ("tag", part),
        ("task-list", {"items": [{"title": both, "href": text, "hint": both, "status": {"tag": part}}]}),
        ("textarea", field | {"rows": text}),
        ("warning-text", part | {"iconFallbackText": text}),
    ]


@pytest.mark.parametrize(
    ("name", "params"), everywhere(ATTACK), ids=lambda value: value if isinstance(value, str) else ""
)
def test_words_of_a_person_are_never_markup_in_any_component(name, params):
    html = component(name, **params)
    assert_harmless(html)
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("name", ["back-link", "button", "breadcrumbs"])
@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", " JaVaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x"]
)
def test_an_address_that_would_run_a_script_leads_nowhere(name, href):
    html = component(name, text="Go", href=href, items=[{"text": "Go", "href": href}])
    assert ("href", "#") in Elements(html).attributes


def test_a_link_that_would_run_a_script_leads_nowhere():
    assert 'href="#"' in drawn('{% link "Go" address %}', address="javascript:alert(1)")


def test_attributes_in_one_string_are_refused():
    with pytest.raises(TypeError, match="as a dict"):
        component("input", name="x", attributes=f"data-x={ATTACK}")


def test_html_known_to_be_safe_stays_markup():
    assert "<b>ok</b>" in component("inset-text", html=mark_safe("<b>ok</b>"))


def test_a_text_still_to_be_translated_is_shown():
    assert "Sign in" in component("tag", text=gettext_lazy("Sign in"))


@pytest.mark.parametrize("name", ["no-such", "../etc/passwd", "macro.html", "", "Tag"])
def test_an_unknown_component_is_named_in_the_error(name):
    with pytest.raises(UnknownComponent, match="No GOV.UK component"):
        component(name)


TAGS = [
    "{% govuk_table text head rows %}",
    '{% govuk_table "Caption" head4 rows4 %}',
    "{% govuk_tag text text %}",
    "{% govuk_summary summary title=text classes=text %}",
    "{% govuk_tasks tasks prefix=text %}",
    "{% govuk_tabs tabs title=text %}",
    "{% button text href=text kind=text name=text value=text %}",
    "{% warning text %}",
    "{% inset %}{{ text }}{% endinset %}",
    "{% details text %}{{ text }}{% enddetails %}",
    "{% link text text %}",
    "{{ text|paragraphs }}",
    "{{ text|or_not_recorded }}",
    "{% scrolling text text %}",
    "{% app_messages messages %}",
    '{% include "components/identity.html" with title=text href=text facts=facts tag_text=text tag_colour=text %}',
    '{% include "components/sub_navigation.html" with items=links label=text %}',
    '{% include "components/history.html" with entries=entries %}',
    '{% include "components/progress.html" with stages=stages label=text %}',
    '{% include "components/numbers.html" with items=numbers %}',
    '{% include "components/due.html" with title=text href=text standing=standing %}',
]


@pytest.mark.parametrize("source", TAGS)
def test_words_of_a_person_are_never_markup_in_any_tag_or_part(source):
    text = ATTACK
    html = drawn(
        source,
        text=text,
        head=[text],
        rows=[[text]],
        head4=[text] * 4,
        rows4=[[text, 1, date(2024, 4, 29), {"text": text}]],
        summary=[(text, text, text, text, text), (text, [text, text])],
        tasks=[(text, text, text, text, text), (text, "", text, "", text)],
        tabs=[("one", text, text)],
        messages=[Message(25, text), Message(20, text)],
        facts=[(text, text)],
        links=[{"text": text, "href": text, "count": text}],
        entries=[{"title": text, "by": text, "text": text, "reason": text}],
        stages=[{"text": text, "state": text, "note": text}],
        numbers=[{"figure": text, "text": text, "href": text}],
        standing={"words": text, "code": text},
    )
    assert_harmless(html)
    assert "alert(1)" in html


def test_a_table_aligns_numbers_words_dates_and_heads_its_rows():
    html = drawn(
        '{% govuk_table "Deadlines" head rows %}',
        head=["Name", "Due", "Days"],
        rows=[["Report", date(2024, 4, 29), 12], ["Plan", None, -1]],
    )
    assert html.count("govuk-table__cell--numeric") == 2
    assert html.count("govuk-table__header--numeric") == 1
    assert "29 April 2024" in html
    assert html.count('scope="row"') == 2
    assert "app-scroll" not in html


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches():
    html = drawn('{% govuk_table "Deadlines" head rows %}', head=list("abcd"), rows=[])
    assert 'role="region" aria-label="Deadlines" tabindex="0"' in html


def test_an_empty_value_of_a_summary_is_said_and_zero_is_not_empty():
    html = drawn("{% govuk_summary rows %}", rows=[("Lead", None), ("Cases", 0), ("Told", ["9am", "10am"])])
    assert html.count("Not recorded") == 1
    assert "9am<br>10am" in html
    assert re.search(r"value\">\s*0\s*<", html)


def test_the_link_of_a_summary_row_says_what_it_changes():
    html = drawn("{% govuk_summary rows %}", rows=[("Lead inspector", "A", "/x/", "Change")])
    assert '<span class="govuk-visually-hidden"> lead inspector</span>' in html


def test_pages_keep_the_filter_and_mark_where_we_are():
    request = RequestFactory().get("/", {"state": "open", "page": "2"})
    html = drawn("{% govuk_pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert "?state=open&amp;page=3" in html
    assert html.count('aria-current="page"') == 1


def test_what_somebody_looked_for_is_in_the_addresses_and_is_not_kept():
    page = Paginator(range(100), 10).page(2)
    for text in ("Ada O’Shea", 'x&page=9"><script>', "plain"):
        request = RequestFactory().get("/", {"page": "2", "text": text, "show": "all"})
        html = drawn("{% govuk_pagination page %}", page=page, request=request)
        found = [parse_qs(urlsplit(unescape(href)).query) for href in re.findall(r'href="([^"]*)"', html)]
        assert len(found) > 3 and {"3", "1"} <= {one["page"][0] for one in found}
        assert all(one["text"] == [text] and one["show"] == ["all"] and len(one["page"]) == 1 for one in found)
        assert "<script>" not in html and OTHERS not in html
    before = govuk._kept.cache_info().currsize
    drawn("{% govuk_pagination page %}", page=page, request=RequestFactory().get("/", {"text": "Somebody else"}))
    assert govuk._kept.cache_info().currsize == before, "one for each place, whatever was looked for"


def test_a_single_page_has_no_pagination():
    assert drawn("{% govuk_pagination page %}", page=Paginator(range(3), 10).page(1)) == ""


def test_messages_are_banners_with_ids_of_their_own():
    html = drawn("{% app_messages messages %}", messages=[Message(25, "Saved"), Message(30, "Two Mondays")])
    ids = [value for name, value in Elements(html).attributes if name == "id"]
    assert len(ids) == len(set(ids)) == 2
    assert html.count("govuk-notification-banner--success") == 1
    assert html.count('role="alert"') == 1


def test_paragraphs_of_plain_text():
    assert drawn("{{ text|paragraphs }}", text="One\r\nline\r\n\r\nTwo") == (
        '<p class="govuk-body">One<br>line</p><p class="govuk-body">Two</p>'
    )


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("long_date", date(2023, 4, 17), "Monday 17 April 2023"),
        ("short_date", date(2023, 4, 7), "7 April 2023"),
        # 23:30 in UTC is the next day in London in summer
        ("short_date", datetime(2023, 4, 17, 23, 30, tzinfo=ZoneInfo("UTC")), "18 April 2023"),
        ("time_words", time(9, 35), "9:35am"),
        ("time_words", time(14), "2pm"),
        ("time_words", time(12), "midday"),
        ("time_words", time(0, 5), "12:05am"),
        ("time_words", datetime(2023, 7, 1, 8, 35, tzinfo=ZoneInfo("UTC")), "9:35am"),
        ("when", datetime(2023, 7, 1, 8, 35, tzinfo=ZoneInfo("UTC")), "1 July 2023 at 9:35am"),
        ("days_left_words", 12, "12 working days left"),
        ("days_left_words", 1, "1 working day left"),
        ("days_left_words", 0, "due today"),
        ("days_left_words", -1, "1 working day late"),
        ("long_date", None, ""),
        ("time_words", "", ""),
        ("days_left_words", None, ""),
        ("joined", ["a", "b", "c"], "a, b and c"),
        ("lower_first", "NHS number", "NHS number"),
        ("lower_first", "Local offer", "local offer"),
    ],
)
def test_filters_say_dates_times_and_spans_in_words(source, value, expected):
    assert drawn("{{ value|" + source + " }}", value=value) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2023, 5, 8), date(2023, 5, 12), "8 to 12 May 2023"),
        (date(2023, 4, 28), date(2023, 5, 2), "28 April to 2 May 2023"),
        (date(2023, 12, 28), date(2024, 1, 3), "28 December 2023 to 3 January 2024"),
        (date(2023, 5, 8), date(2023, 5, 8), "8 May 2023"),
        (date(2023, 5, 8), None, "8 May 2023"),
        (None, None, ""),
    ],
)
def test_a_range_of_dates_says_nothing_twice(first, last, expected):
    assert words.date_range(first, last) == expected


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_of_last_resort_need_no_request_no_person_and_no_database(name):
    html = render_to_string(name)
    assert "<h1" in html
    assert_harmless(html.replace("<script", "<x-script"))


def test_what_is_kept_tells_a_safe_text_from_the_same_text_that_is_not() -> None:
    text = "<b>All</b>"
    for _ in range(2):
        assert "<b>" in kept("button", html=mark_safe(text))
        assert "<b>" not in kept("button", html=text)
        assert kept("button", text=text) == component("button", text=text)


def test_what_is_kept_is_drawn_once() -> None:
    assert kept("button", text="Drawn once") is kept("button", text="Drawn once")


@dataclass(frozen=True)
class Line:
    """A row of the list of inspections whose every text somebody wrote."""

    area: str = ATTACK
    region: str = ATTACK
    kind: str = ATTACK
    kind_and_year: str = ATTACK
    framework: str = ATTACK
    on_site: str = ATTACK
    state: str = ATTACK
    superseded: bool = True
    outcome: str = ATTACK
    url: str = ""
    area_url: str = "/areas/bury/"


def test_rows_drawn_by_jinja_are_escaped() -> None:
    for url in ("", "/inspections/bury-2024/"):
        seen = Elements(rows_of("inspections/inspection_rows.jinja", rows=[Line(url=url)]))
        assert set(seen.names) == {"tr", "th", "td", "a", "span", "br", "strong"}
        assert ("href", url or "/areas/bury/") in seen.attributes
        assert not [name for name, _ in seen.attributes if name.startswith("on")]
        assert "".join(seen.texts).count(ATTACK) == 8
