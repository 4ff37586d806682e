"""The months between two dates, with each counted day numbered: how a deadline was worked out, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import words as in_words
from core.svg import GREY, INK, LINE, PALETTE, SHADE, el, hatch, picture, together, words
from rulebook.calendar import NotCovered

CELL, ROW, HEAD = 48, 52, 62
# More months than this and only the first and the last are drawn.
MOST_MONTHS = 7
ONE_DAY = timedelta(days=1)


class Calendar(Protocol):
    """What is asked of rulebook.calendar.WorkingCalendar."""

    def is_working_day(self, day: date) -> bool: ...
    def holiday_name(self, day: date) -> str | None: ...


def counted_days(start_on: date, due_on: date, calendar: Calendar, unit: str = "working_days") -> dict[date, int]:
    """day -> its number, from the day after the start (day 1) to the due day; before the start when it counts back.

    Working days or calendar days; months and years have none. A day outside the calendar's coverage ends the count.
    """
    if unit not in ("working_days", "calendar_days"):
        return {}
    step = ONE_DAY if due_on >= start_on else -ONE_DAY
    numbers: dict[date, int] = {}
    day = start_on
    while day != due_on:
        day += step
        if unit == "calendar_days" or _is_working(calendar, day):
            numbers[day] = len(numbers) + 1
    return numbers


def _is_working(calendar: Calendar, day: date) -> bool:
    try:
        return calendar.is_working_day(day)
    except NotCovered:
        return False


def _holiday(calendar: Calendar, day: date) -> str | None:
    try:
        return calendar.holiday_name(day)
    except NotCovered:
        return None


def month_grid(
    *, start_on: date, due_on: date, calendar: Calendar, unit: str = "working_days", ident: str = "months"
) -> SafeString:
    """One picture a month, side by side where there is room, and a key. The table beside it comes from `month_rows`."""
    numbers = counted_days(start_on, due_on, calendar, unit)
    months = _months(min(start_on, due_on), max(start_on, due_on))
    left_out = len(months) - 2 if len(months) > MOST_MONTHS else 0
    shown = [months[0], months[-1]] if left_out else months
    drawn = [_month(month, start_on, due_on, numbers, calendar, f"{ident}-{month:%Y-%m}") for month in shown]
    note = ""
    if left_out:
        plural = "month" if left_out == 1 else "months"
        note = format_html('<p class="govuk-body">The {} {} between are not drawn.</p>', left_out, plural)
    return format_html('<div class="app-months">{}</div>{}{}', together(drawn), note, _key(bool(numbers), ident))


def month_rows(
    *, start_on: date, due_on: date, calendar: Calendar, unit: str = "working_days"
) -> list[tuple[str, str]]:
    """The same for a table: each day from the start to the due day, and whether it counts. Nothing for months and years."""
    numbers = counted_days(start_on, due_on, calendar, unit)
    if not numbers:
        return [(in_words.long_date(start_on), "Start"), (in_words.long_date(due_on), "Due")]
    step = ONE_DAY if due_on >= start_on else -ONE_DAY
    rows, day = [(in_words.long_date(start_on), "Start, not counted")], start_on
    while day != due_on:
        day += step
        holiday = _holiday(calendar, day)
        if day in numbers:
            said = f"Day {numbers[day]}" + (", due" if day == due_on else "")
        else:
            said = f"Bank holiday: {holiday}, not counted" if holiday else "Weekend, not counted"
        rows.append((in_words.long_date(day), said))
    return rows


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while (after := (months[-1] + timedelta(days=32)).replace(day=1)) <= last:
        months.append(after)
    return months


def _days(month: date) -> Sequence[date]:
    after = (month + timedelta(days=32)).replace(day=1)
    return [month + timedelta(days=at) for at in range((after - month).days)]


def _month(
    month: date, start_on: date, due_on: date, numbers: dict[date, int], calendar: Calendar, ident: str
) -> SafeString:
    days = _days(month)
    first = month.weekday()
    rows = (first + len(days) + 6) // 7
    parts: list[Any] = [el("defs", hatch(f"{ident}-holiday")), words(2, 20, f"{month:%B %Y}", size=19, bold=True)]
    for at, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")):
        parts.append(
            words(at * CELL + CELL / 2 + 1, HEAD - 10, name, size=15, anchor="middle", fill=GREY if at > 4 else INK)
        )
    outlined = []
    for day in days:
        at = first + day.day - 1
        x, y = at % 7 * CELL + 1.0, at // 7 * ROW + HEAD + 0.0
        parts.append(_cell(day, x, y, numbers.get(day), _holiday(calendar, day), f"{ident}-holiday"))
        if day in (start_on, due_on):
            outlined.append(_outline(x, y, start=day == start_on, due=day == due_on))
    said = _said(month, start_on, due_on, numbers, [name for day in days if (name := _holiday(calendar, day))])
    return picture(
        7 * CELL + 2, HEAD + rows * ROW + 3, *parts, *outlined, ident=ident, title=f"{month:%B %Y}", description=said
    )


def _cell(day: date, x: float, y: float, number: int | None, holiday: str | None, pattern: str) -> SafeString:
    fill = f"url(#{pattern})" if holiday else SHADE if day.weekday() >= 5 else "#ffffff"
    parts: list[Any] = [el("rect", x=x, y=y, width=CELL, height=ROW, fill=fill, stroke=LINE, stroke_width=1)]
    if holiday:
        parts.append(el("rect", x=x + 2, y=y + 3, width=CELL - 4, height=ROW - 6, fill="#ffffff", opacity=0.85))
        parts += [
            words(x + CELL / 2, y + 32, "Bank", size=12, anchor="middle"),
            words(x + CELL / 2, y + 45, "holiday", size=12, anchor="middle"),
        ]
    if number is not None:
        parts += [el("rect", x=x + 9, y=y + 21, width=30, height=24, rx=12, fill=PALETTE[0])]
        parts += [words(x + CELL / 2, y + 38.5, number, anchor="middle", bold=True, fill="#ffffff")]
    return el("g", *parts, words(x + 5, y + 16, day.day, size=14, fill=INK if number is not None or holiday else GREY))


def _outline(x: float, y: float, *, start: bool, due: bool) -> SafeString:
    colour = PALETTE[2] if due else INK
    box = el("rect", x=x + 1.5, y=y + 1.5, width=CELL - 3, height=ROW - 3, fill="none", stroke=colour, stroke_width=3,
             stroke_dasharray=None if due else "6 3")  # fmt: skip
    # The start is not counted, so the middle of its cell is free; the due day's is taken by its number.
    labels = [words(x + CELL / 2, y + 38, "Start", size=14, anchor="middle", bold=True)] if start else []
    if due:
        labels.append(words(x + CELL - 5, y + 16, "Due", size=11, anchor="end", bold=True, fill=colour))
    return el("g", box, *labels)


def _said(month: date, start_on: date, due_on: date, numbers: dict[date, int], holidays: list[str]) -> str:
    """One sentence for someone who does not see the picture."""
    here = [number for day, number in numbers.items() if (day.year, day.month) == (month.year, month.month)]
    said = []
    if (start_on.year, start_on.month) == (month.year, month.month):
        said.append(f"the start is {in_words.long_date(start_on)}")
    if here:
        said.append(f"days {min(here)} to {max(here)} are counted" if len(here) > 1 else f"day {here[0]} is counted")
    if holidays:
        said.append(
            f"{'a bank holiday is' if len(holidays) == 1 else 'bank holidays are'} left out: {in_words.joined(holidays)}"
        )
    if (due_on.year, due_on.month) == (month.year, month.month):
        said.append(f"the due date is {in_words.long_date(due_on)}")
    sentence = in_words.joined(said) or "no day is counted"
    return sentence[:1].upper() + sentence[1:] + "."


def _key(counted: bool, ident: str) -> SafeString:
    def sample(*parts: Any) -> SafeString:
        return el("svg", *parts, viewbox="0 0 24 24", aria_hidden="true", focusable="false")

    start = el(
        "rect", x=2, y=2, width=20, height=20, fill="#ffffff", stroke=INK, stroke_width=3, stroke_dasharray="6 3"
    )
    due = el("rect", x=2, y=2, width=20, height=20, fill="#ffffff", stroke=PALETTE[2], stroke_width=3)
    weekend = el("rect", x=1, y=1, width=22, height=22, fill=SHADE, stroke=LINE)
    holiday = el("rect", x=1, y=1, width=22, height=22, fill=f"url(#{ident}-key)", stroke=LINE)
    number = el("rect", x=0, y=2, width=24, height=20, rx=10, fill=PALETTE[0])
    items = (
        [(sample(number, words(12, 17, "1", size=14, anchor="middle", bold=True, fill="#ffffff")), "Day that counts")]
        if counted
        else []
    )
    items += [(sample(weekend), "Weekend"), (sample(el("defs", hatch(f"{ident}-key")), holiday), "Bank holiday")]
    items += [(sample(start), "Start, not counted"), (sample(due), "Due")]
    return format_html('<ul class="app-key">{}</ul>', together(format_html("<li>{}{}</li>", *item) for item in items))
