"""The strip of the weeks ahead: one column for each week, as high as the number of areas with a date in it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from core.svg import GREY, INK, LINE, PALETTE, el, picture, two_widths, words
from monitoring.queries.caseload import Week
from rulebook.words import MONTHS, listed


def week_strip(weeks: Sequence[Week], *, ident: str = "weeks") -> SafeString:
    """An SVG strip of the weeks with the number of areas over each column. The busiest weeks are darker and hold a mark."""
    wide, narrow = (
        _strip(weeks, width, 180.0, every=every, ident=f"{ident}-{name}")
        for name, width, every in (("wide", 720.0, 1), ("narrow", 322.0, 3))
    )
    return two_widths(wide, narrow)


def peak(weeks: Sequence[Week]) -> int:
    """The most areas of any week."""
    return max((len(week.areas) for week in weeks), default=0)


def message(weeks: Sequence[Week]) -> str:
    """The one sentence the picture gives."""
    most = peak(weeks)
    if most == 0:
        return "No date of a plan falls into the next weeks."
    busiest = [f"{week.starts_on.day} {MONTHS[week.starts_on.month - 1]}" for week in weeks if len(week.areas) == most]
    areas = "1 area has" if most == 1 else f"{most} areas have"
    if len(busiest) > 3:
        return f"{areas} a date in {len(busiest)} of the next {len(weeks)} weeks; no week has more."
    weeks_named = f"week{'s' if len(busiest) > 1 else ''} from {listed(busiest)}"
    return f"{areas} a date in the {weeks_named}; no week has more."


def _strip(weeks: Sequence[Week], width: float, height: float, *, every: int, ident: str) -> SafeString:
    most = max(peak(weeks), 1)
    step, floor = width / len(weeks), height - 44
    parts = [el("path", d=f"M0 {floor:.1f}H{width:.1f}", stroke=LINE, stroke_width=1)]
    for at, week in enumerate(weeks):
        count = len(week.areas)
        x, tall = at * step, (floor - 28) * count / most
        if count:
            busiest = count == most and most > 1
            fill = PALETTE[0] if busiest else "#ffffff"
            parts.append(
                el(
                    "rect",
                    x=x + 3,
                    y=floor - tall,
                    width=step - 6,
                    height=tall,
                    fill=fill,
                    stroke=PALETTE[0],
                    stroke_width=2,
                )
            )
            parts.append(words(x + step / 2, floor - tall - 7, count, anchor="middle", bold=busiest))
        if at % every == 0:
            day = week.starts_on
            parts.append(words(x + 3, floor + 18, str(day.day), size=15, fill=INK))
            parts.append(words(x + 3, floor + 36, MONTHS[day.month - 1][:3], size=15, fill=GREY))
    return picture(
        width, height, *parts, ident=ident, title="Areas with a date, by week", description=message(weeks),
        classes="app-picture--chart",
    )  # fmt: skip
