"""Naming who reads the answers kept back for safeguarding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from accounts.models import User
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections.models import Inspection
from surveys import verbs
from surveys.models import DutyReader
from surveys.queries import concerns as queries


@transaction.atomic
def name(*, by: Any, inspection: Inspection, user: User, starts_on: date, ends_on: date | None = None) -> DutyReader:
    """Put somebody of the team on duty. Raises Refused beside the field."""
    require(by, Permission.SURVEY_MANAGE, inspection)
    if user not in queries.who_may_be_named(inspection):
        raise Refused(Reason("Choose somebody of the inspection team", "user"))
    if ends_on and ends_on < starts_on:
        raise Refused(Reason("The last day cannot be before the first", "ends_on"))
    if ends_on and ends_on < clock.today():
        raise Refused(Reason("The last day has passed", "ends_on"))
    for other in queries.readers(inspection).filter(user=user):
        if (other.ends_on is None or other.ends_on >= starts_on) and (ends_on is None or other.starts_on <= ends_on):
            raise Refused(Reason(f"{user.name} is on duty on some of these days already", "user"))
    made = DutyReader.objects.create(
        inspection=inspection, user=user, named_by=by, starts_on=starts_on, ends_on=ends_on
    )
    changes = {"user": (None, user.name), "starts_on": (None, starts_on.isoformat())}
    record(actor=by, verb=verbs.DUTY_GIVEN, subject=made, changes=changes)
    return made


@transaction.atomic
def end(*, by: Any, reader: DutyReader) -> None:
    """Yesterday was the last day; a time that has not begun is taken away. Raises Refused when it is over already."""
    require(by, Permission.SURVEY_MANAGE, reader.inspection)
    today = clock.today()
    if reader.ends_on is not None and reader.ends_on < today:
        raise Refused("This time is over already.")
    record(actor=by, verb=verbs.DUTY_ENDED, subject=reader, changes={"ends_on": (str(reader.ends_on), str(today))})
    if reader.starts_on >= today:
        reader.delete()
    else:
        reader.ends_on = date.fromordinal(today.toordinal() - 1)
        reader.save(update_fields=["ends_on"])
