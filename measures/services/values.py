"""Recording what was counted. Nothing is overwritten: a correction is a new row with its reason."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from measures import verbs
from measures.models import Measure, MeasureLoad, MeasureValue
from measures.services import amounts
from measures.services.measures import open_plan


@transaction.atomic
def record_value(
    *, by: Any, measure: Measure, period: str, value: str | Decimal, note: str = "", load: MeasureLoad | None = None
) -> MeasureValue:
    """The first value of a period, as typed: “2018”, “11.7%”. Raises PermissionDenied, or Refused in words beside the field."""
    _locked(by, measure)
    found = amounts.period(measure.every, period)
    if found.starts_on > clock.today():
        raise Refused(Reason(f"{found.words} has not begun yet", "period"))
    counted = amounts.amount(measure.unit, measure.places, value)
    standing = _newest(measure, found.key)
    if standing is not None and standing.value is not None:
        raise Refused(
            Reason(f"{found.words} has a value, {standing.shown}. Correct that one, and say why it changes", "period")
        )
    row = MeasureValue.objects.create(
        measure=measure,
        period=found.key,
        period_end_on=found.ends_on,
        value=counted,
        note=note.strip(),
        recorded_by=by,
        recorded_at=clock.now(),
        # After a withdrawal the history goes on in one line.
        supersedes=standing,
        reason="Recorded again" if standing else "",
        loaded_by=load,
    )
    record(actor=by, verb=verbs.VALUE_RECORDED, subject=row, changes={"value": (None, counted)})
    return row


@transaction.atomic
def correct_value(
    *, by: Any, row: MeasureValue, value: str | Decimal | None, reason: str, note: str = "", load: MeasureLoad | None = None
) -> MeasureValue:  # fmt: skip
    """A new row in place of `row`, with its reason; `value` None withdraws it. Raises PermissionDenied or Refused."""
    measure = row.measure
    _locked(by, measure)
    counted = None if value is None else amounts.amount(measure.unit, measure.places, value)
    if not reason.strip():
        raise Refused(Reason("Say why the value changes", "reason"))
    if MeasureValue.objects.filter(supersedes=row).exists():
        stands = _newest(measure, row.period)
        now = f" It is {stands.shown} now." if stands else ""
        raise Refused(f"Somebody has corrected this value already.{now} Go back and look at it.")
    if counted == row.value and note.strip() == row.note:
        raise Refused(Reason("This is the value that stands already", "value"))
    made = MeasureValue.objects.create(
        measure=measure,
        period=row.period,
        period_end_on=row.period_end_on,
        value=counted,
        note=note.strip(),
        recorded_by=by,
        recorded_at=clock.now(),
        supersedes=row,
        reason=reason.strip(),
        loaded_by=load,
    )
    record(
        actor=by,
        verb=verbs.VALUE_CORRECTED,
        subject=made,
        changes={"value": (row.value, counted)},
        reason=reason.strip(),
    )
    return made


def _locked(by: Any, measure: Measure) -> None:
    """Values of one measure are written one after another. Raises PermissionDenied, or Refused where none is taken."""
    open_plan(by, measure.item.plan_id, Permission.PLAN_TRACK)
    if Measure.objects.select_for_update().get(pk=measure.pk).removed_on is not None:
        raise Refused("This measure was taken off the register.")


def _newest(measure: Measure, period: str) -> MeasureValue | None:
    return MeasureValue.objects.filter(measure=measure, period=period, superseded_by=None).first()
