"""Pictures: what they say, what they hold, and that they stay inside their frame."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts import (
    Bar,
    Line,
    Marker,
    bar_chart,
    counted_days,
    line_chart,
    line_rows,
    month_grid,
    month_rows,
    strip_rows,
    timeline_strip,
)
from core.svg import width_of
from core.tests.test_govuk import ATTACK, assert_harmless
from rulebook.calendar import WorkingCalendar

CALENDAR = WorkingCalendar.load()
SVG = "{http://www.w3.org/2000/svg}"
APRIL, MAY, JUNE = date(2024, 4, 29), date(2024, 5, 17), date(2024, 6, 7)
WHAT = {"title": "A title", "description": "A message."}


def pictures(html: str) -> list[ET.Element]:
    return [ET.fromstring(found) for found in re.findall(r"<svg[^>]*role=\"img\".*?</svg>", html, re.DOTALL)]


def texts(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


def assert_good_picture(html: str, count: int) -> None:
    """Named for screen readers, ids of its own, no style, and no text or shape outside the frame."""
    found = pictures(html)
    assert len(found) == count
    ids = re.findall(r"\bid=\"([^\"]+)\"", html)
    assert len(ids) == len(set(ids))
    assert "style=" not in html
    for picture in found:
        title, description = picture.attrib["aria-labelledby"].split()
        assert picture.find(f"{SVG}title").attrib["id"] == title
        assert picture.find(f"{SVG}desc").attrib["id"] == description
        assert picture.find(f"{SVG}desc").text
        assert set(re.findall(r"url\(#([^)]+)\)", ET.tostring(picture, "unicode"))) <= set(ids)
        _, _, width, height = (float(number) for number in picture.attrib["viewBox"].split())
        for element in picture.iter():
            x, y = float(element.attrib.get("x", 0)), float(element.attrib.get("y", 0))
            assert -0.5 <= y <= height + 0.5, (element.attrib, element.text)
            across = float(element.attrib["width"]) if element.tag == f"{SVG}rect" else 0.0
            if element.tag == f"{SVG}text":
                size = float(element.attrib["font-size"])
                drawn = len(element.text or "") * size * 0.5
                shift = {"end": drawn, "middle": drawn / 2}.get(element.attrib["text-anchor"], 0)
                x, across = x - shift, drawn
            if element.tag in (f"{SVG}rect", f"{SVG}text") and element.attrib.get("x"):
                assert x >= -1 and x + across <= width + 1, (element.attrib, element.text)


def strip(**changes: object) -> str:
    given = {
        "bars": [Bar("Off site", APRIL, date(2024, 5, 3)), Bar("On site", date(2024, 5, 13), MAY)],
        "markers": [Marker("Call", APRIL)],
    }
    return timeline_strip(**(given | WHAT | changes))


def test_the_strip_has_a_column_for_each_day_of_whole_weeks():
    html = strip(holidays=CALENDAR.holidays, today=date(2024, 5, 8))
    assert_good_picture(html, 2)
    wide, narrow = pictures(html)
    for picture in (wide, narrow):
        said = texts(picture)
        assert said.count("Mon") == said.count("Sun") == 3
        assert "Week of 29 April" in said
        assert said.count("Bank") == said.count("holiday") == 1
        assert said.count("Today") == 1
        assert {"Off site", "On site", "Call"} <= set(said)


def test_weekends_are_shaded_and_bank_holidays_hatched():
    wide = pictures(strip(holidays={date(2024, 5, 6): "Early May bank holiday"}))[0]
    fills = [element.attrib.get("fill") for element in wide.iter(f"{SVG}rect")]
    assert fills.count("url(#timeline-wide-holiday)") == 1
    assert fills.count("#f0f1f2") == 6 + 1  # and the holiday's own heading


def test_today_outside_the_strip_is_not_drawn():
    assert "Today" not in strip(today=date(2025, 1, 1))


def test_a_bar_spans_its_days():
    wide = pictures(strip())[0]
    bars = [element for element in wide.iter(f"{SVG}rect") if element.attrib.get("rx") == "3"]
    column = 960 / 21
    assert [round((float(bar.attrib["width"]) + 2) / column, 2) for bar in bars] == [5, 5]
    assert [round((float(bar.attrib["x"]) - 1) / column, 2) for bar in bars] == [0, 14]


def test_a_stage_over_two_weeks_is_named_in_both_rows_of_the_narrow_drawing():
    narrow = pictures(strip(bars=[Bar("Work", APRIL, MAY)]))[1]
    assert texts(narrow).count("Work") == 3 * 1


def test_a_strip_of_one_day_and_of_half_a_year():
    assert_good_picture(
        strip(bars=[], markers=[Marker("A call to everybody who has to know about it", JUNE)], today=JUNE), 2
    )
    assert_good_picture(strip(bars=[Bar("Plan", APRIL, APRIL + timedelta(days=180))]), 2)


def test_a_strip_of_nothing_is_refused():
    with pytest.raises(ValueError, match="bar or a marker"):
        strip(bars=[], markers=[])


LABELS = st.text(st.characters(codec="ascii", categories=("Lu", "Ll", "Zs")), min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(LABELS, st.integers(0, 25), st.integers(0, 20)), min_size=1, max_size=6),
    st.integers(0, 40),
)
def test_no_strip_draws_outside_its_frame_or_two_bars_upon_each_other(stages, now):
    bars = [
        Bar(label.strip() or "x", APRIL + timedelta(days=at), APRIL + timedelta(days=at + more))
        for label, at, more in stages
    ]
    html = timeline_strip(bars=bars, today=APRIL + timedelta(days=now), holidays=CALENDAR.holidays, **WHAT)
    for picture in pictures(html):
        boxes = [
            (float(bar.attrib["x"]), float(bar.attrib["x"]) + float(bar.attrib["width"]), float(bar.attrib["y"]))
            for bar in picture.iter(f"{SVG}rect")
            if bar.attrib.get("rx") == "3"
        ]
        for at, (left, right, y) in enumerate(boxes):
            for other_left, other_right, other_y in boxes[at + 1 :]:
                assert abs(y - other_y) >= 26 or right <= other_left or other_right <= left
    if all(len(word) < 12 for bar in bars for word in bar.label.split()):
        assert_good_picture(html, 2)


def test_the_rows_beside_the_strip_are_in_order_of_time():
    rows = strip_rows([Bar("On site", date(2024, 5, 13), MAY)], [Marker("Call", APRIL)])
    assert rows == [
        ("Call", "Monday 29 April 2024", "Monday 29 April 2024"),
        ("On site", "Monday 13 May 2024", "Friday 17 May 2024"),
    ]


def test_counted_days_are_those_of_the_calendar():
    numbers = counted_days(APRIL, JUNE, CALENDAR)
    assert len(numbers) == CALENDAR.working_days_between(APRIL, JUNE) == numbers[JUNE]
    assert date(2024, 5, 6) not in numbers
    assert APRIL not in numbers


def test_days_are_counted_backwards_too():
    numbers = counted_days(date(2024, 5, 13), APRIL, CALENDAR)
    assert numbers[date(2024, 5, 10)] == 1
    assert numbers[APRIL] == 9


def test_calendar_days_all_count_and_months_none():
    assert counted_days(APRIL, MAY, CALENDAR, "calendar_days")[MAY] == 18
    assert counted_days(APRIL, MAY, CALENDAR, "calendar_months") == {}


def test_the_months_number_each_day_that_counts():
    html = month_grid(start_on=APRIL, due_on=JUNE, calendar=CALENDAR)
    assert_good_picture(html, 3)
    april, may, june = pictures(html)
    assert [found.find(f"{SVG}title").text for found in (april, may, june)] == ["April 2024", "May 2024", "June 2024"]
    assert texts(may).count("Bank") == 2
    assert "Start" in texts(april)
    assert "Due" in texts(june)
    assert june.find(f"{SVG}desc").text == "Days 23 to 27 are counted and the due date is Friday 7 June 2024."
    assert may.find(f"{SVG}desc").text == (
        "Days 2 to 22 are counted and bank holidays are left out: Early May bank holiday and Spring bank holiday."
    )


def test_three_years_are_drawn_as_their_first_and_last_month():
    html = month_grid(start_on=date(2021, 1, 5), due_on=date(2024, 1, 5), calendar=CALENDAR, unit="years")
    assert_good_picture(html, 2)
    assert "The 35 months between are not drawn." in html


def test_a_month_outside_the_calendar_is_drawn_plain():
    first = CALENDAR.first_on
    html = month_grid(start_on=first - timedelta(days=3), due_on=first + timedelta(days=10), calendar=CALENDAR)
    assert_good_picture(html, 2)


def test_start_and_due_on_one_day():
    html = month_grid(start_on=APRIL, due_on=APRIL, calendar=CALENDAR)
    assert {"Start", "Due"} <= set(texts(pictures(html)[0]))


def test_the_rows_beside_the_months_name_what_is_left_out():
    rows = dict(month_rows(start_on=date(2024, 5, 3), due_on=date(2024, 5, 7), calendar=CALENDAR))
    assert rows == {
        "Friday 3 May 2024": "Start, not counted",
        "Saturday 4 May 2024": "Weekend, not counted",
        "Sunday 5 May 2024": "Weekend, not counted",
        "Monday 6 May 2024": "Bank holiday: Early May bank holiday, not counted",
        "Tuesday 7 May 2024": "Day 1, due",
    }


YEARS = ["2016", "2017", "2018", "2019"]


def chart(*lines: Line, **changes: object) -> str:
    return line_chart(**({"labels": YEARS, "lines": lines} | WHAT | changes))


def test_lines_differ_by_dash_shape_and_name_not_by_colour_alone():
    html = chart(*(Line(f"Line {at}", [at, at + 1, at, at + 2]) for at in range(1, 5)))
    assert_good_picture(html, 2)
    wide = pictures(html)[0]
    paths = [path for path in wide.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "3"]
    assert len({path.attrib["stroke"] for path in paths}) == 4
    assert len({path.attrib.get("stroke-dasharray") for path in paths}) == 4
    assert {f"Line {at}" for at in range(1, 5)} <= set(texts(wide))


def test_a_fifth_line_and_a_muted_one_are_grey():
    html = chart(*(Line(f"Line {at}", [at] * 4) for at in range(5)), Line("England", [2] * 4, muted=True))
    assert html.count('stroke="#505a5f" stroke-width="1.5"') == 2 * 2 + 2  # two drawings, and samples in the key


def test_a_missing_figure_is_a_gap():
    wide = pictures(chart(Line("A", [1, None, 2, 3])))[0]
    path = next(path for path in wide.iter(f"{SVG}path") if path.attrib.get("stroke-width") == "3")
    assert path.attrib["d"].count("M") == 2
    assert len(list(wide.iter(f"{SVG}circle"))) == 3


def test_the_axis_starts_at_zero_or_says_so():
    assert "0%" in texts(pictures(chart(Line("A", [90, 91, 92, 93]), unit="%"))[0])
    html = chart(Line("A", [90, 91, 92, 93]), unit="%", from_zero=False)
    assert "The vertical axis starts at 90%" in texts(pictures(html)[0])


def test_the_labels_of_the_axis_do_not_touch_and_none_is_cut_off():
    months = [f"{month} {year}" for year in (2025, 2026, 2027) for month in ("January", "May", "September", "November")]
    for count in range(1, len(months) + 1):
        drawn = line_chart(**WHAT, labels=months[:count], lines=[Line("A", list(range(count)))], ident="axis")
        for picture in pictures(drawn):
            width = float(picture.attrib["viewBox"].split()[2])
            found = [
                (float(one.attrib["x"]), width_of(one.text)) for one in picture.iter(f"{SVG}text") if one.text in months
            ]
            places = sorted((x - wide / 2, x + wide / 2) for x, wide in found)
            assert places[0][0] >= -0.1 and places[-1][1] <= width + 0.1
            assert all(before[1] + 13 < after[0] for before, after in pairwise(places))
            assert months[count - 1] in texts(picture)


def test_the_names_of_lines_that_end_together_do_not_touch():
    wide = pictures(chart(*(Line(f"Line {at}", [1, 2, 3, 4]) for at in range(4))))[0]
    places = sorted(float(name.attrib["y"]) for name in wide.iter(f"{SVG}text") if (name.text or "").startswith("Line"))
    assert all(after - before >= 19 for before, after in pairwise(places))


@pytest.mark.parametrize("values", [[None] * 4, [1, 2]])
def test_a_chart_without_numbers_or_with_too_few_is_refused(values):
    with pytest.raises(ValueError, match="number|value"):
        chart(Line("A", values))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e6, 1e6) | st.none(), min_size=4, max_size=4), st.booleans())
def test_no_chart_draws_outside_its_frame(values, from_zero):
    if all(value is None for value in values):
        values = [0.0, *values[1:]]
    assert_good_picture(chart(Line("A line", values), Line("England", values, muted=True), from_zero=from_zero), 2)


def test_the_rows_beside_the_lines():
    rows = line_rows(YEARS, [Line("A", [1, None, 2, 3])])
    assert rows[0] == ["2016", 1]
    assert rows[1] == ["2017", {"text": "no figure", "format": "numeric"}]


def test_bars_begin_at_zero_and_carry_their_numbers():
    html = bar_chart(items=[("Positive", 27), ("Inconsistent", 54), ("None", 0)], **WHAT)
    assert_good_picture(html, 2)
    wide = pictures(html)[0]
    widths = [float(bar.attrib["width"]) for bar in wide.iter(f"{SVG}rect")]
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)
    assert {"27", "54", "0"} <= set(texts(wide))


@pytest.mark.parametrize("items", [[], [("A", -1)]])
def test_bars_of_nothing_or_below_zero_are_refused(items):
    with pytest.raises(ValueError, match="zero or more"):
        bar_chart(items=items, **WHAT)


def test_words_of_a_person_are_never_markup_in_a_picture():
    what = {"title": ATTACK, "description": ATTACK}
    drawn = [
        timeline_strip(bars=[Bar(ATTACK, APRIL, MAY)], markers=[Marker(ATTACK, APRIL)], **what),
        line_chart(labels=[ATTACK], lines=[Line(ATTACK, [1])], unit=ATTACK, **what),
        bar_chart(items=[(ATTACK, 1)], unit=ATTACK, **what),
        month_grid(start_on=APRIL, due_on=MAY, calendar=CALENDAR.with_added([]), ident="m"),
    ]
    for html in drawn:
        assert_harmless(html)
