"""What the demonstration shows of measures: three of them, with values. Everything goes through the services; the figures that are
not published statistics are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from improvement.models import Plan
from measures.models import Measure
from measures.services import amounts, measures, values
from measures.services.amounts import Path
from partnerships.models import Indicator, IndicatorValue
from rulebook import periods

INDICATOR = "sen_support_pct"
# Newest last; the months end with the one before the day it is loaded.
WAITING = ("412", "405", "391", "377", "360", "344", "331", "310", "288")
COMPLAINTS = ("38", "21", "41", "19", "36", "24", "40")


def furnish(*, cast: Mapping[Role, Any], plan: Plan) -> list[Measure]:
    """Three measures of the plan's items with their values, as the LANO and a partnership officer keep them; [] where some stand."""
    items = list(plan.items.all())
    if not items or Measure.objects.filter(item__plan=plan).exists():
        return []
    lano, officer = cast[Role.LANO], cast.get(Role.PARTNERSHIP_OFFICER, cast[Role.LANO])
    first, last = items[0], items[-1]
    made = [_waiting(lano, first), _complaints(lano, last)]
    for measure, counted in zip(made, (WAITING, COMPLAINTS), strict=True):
        for period, value in zip(_months(len(counted)), counted, strict=True):
            values.record_value(by=officer, measure=measure, period=period.words, value=value)
    if published := _support(lano, officer, last):
        made.append(published)
    return made


def _waiting(by: Any, item: Any) -> Measure:
    months = _months(len(WAITING) + 1)
    end = periods.containing(periods.Every.MONTH, _months_on(clock.today(), 12))
    return measures.define_measure(
        by=by,
        item=item,
        name="Children waiting more than 18 weeks for a specialist assessment",
        definition="Children and young people aged 0 to 25 on the waiting lists of community health services, at the end of the month. "
        "Children who missed two appointments stay on the list.",
        source="Waiting list return of the community health provider",
        unit="count",
        every="month",
        better="lower",
        path=Path((months[0].key, amounts.amount("count", 0, "436")), {end.key: amounts.amount("count", 0, "100")}),
    )


def _complaints(by: Any, item: Any) -> Measure:
    months = _months(len(COMPLAINTS) + 1)
    return measures.define_measure(
        by=by,
        item=item,
        name="Complaints about late reviews of plans",
        definition="Complaints received by the council in the month that name the annual review.",
        source="Complaints register of the council",
        unit="count",
        every="month",
        better="lower",
        path=Path((months[0].key, amounts.amount("count", 0, "30")), {}),
    )


def _support(by: Any, officer: Any, item: Any) -> Measure | None:
    """The area's own published figures, the newest four; the first of them is the baseline."""
    indicator = Indicator.objects.filter(pk=INDICATOR).first()
    own = IndicatorValue.objects.filter(
        indicator_id=INDICATOR, area_code=item.plan.inspection.partnership.authority.dfe_code, value__isnull=False
    )
    known = list(own.order_by("-year")[:4])[::-1]
    if indicator is None or len(known) < 2:
        return None
    target = amounts.amount("percent", 2, "15")
    measure = measures.define_measure(
        by=by,
        item=item,
        name="Pupils with SEN support",
        definition="Pupils with SEN support as a share of all pupils, on the day of the school census in January.",
        source="School census",
        unit="percent",
        places=2,
        every="year",
        better="higher",
        indicator=indicator,
        path=Path((str(known[0].year), known[0].value or target), {str(known[-1].year + 2): target}),
    )
    for row in known:
        values.record_value(by=officer, measure=measure, period=str(row.year), value=f"{row.value:.2f}")
    return measure


def _months(count: int) -> list[periods.Period]:
    """So many months that are over, the newest last."""
    return [periods.containing(periods.Every.MONTH, _months_on(clock.today(), -back)) for back in range(count, 0, -1)]


def _months_on(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)
