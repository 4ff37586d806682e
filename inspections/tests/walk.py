"""An inspection taken along its life in tests, with the clock moved to each day."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.choices import Role
from core.clock import travelled_to
from inspections.models import Inspection
from inspections.services import inspections as services
from tests import factories as make

# Southampton's dates of 2024; the stages after the days on site are invented.
DAYS = {
    "notify": date(2024, 4, 29),
    "set_up": date(2024, 5, 1),
    "prepare": date(2024, 5, 2),
    "start_on_site": date(2024, 5, 13),
    "give_feedback": date(2024, 5, 17),
    "start_reporting": date(2024, 5, 20),
    "send_draft": date(2024, 6, 14),
    "issue": date(2024, 7, 9),
    "receive": date(2024, 7, 10),
    "publish": date(2024, 7, 16),
}


def to(stage: str, inspection: Inspection | None = None, *, by: Any = None, outcome: str = "outcome-3") -> Inspection:
    """A (given) inspection brought to a stage, that stage included; the steps are those of DAYS."""
    inspection = inspection or make.InspectionFactory.create(planned_for_on=DAYS["notify"])
    for step in list(DAYS)[: list(DAYS).index(stage) + 1]:
        with travelled_to(DAYS[step]):
            _take(step, inspection, by, outcome)
    return inspection


def _take(step: str, inspection: Inspection, by: Any, outcome: str) -> None:
    day = DAYS[step]
    if step == "notify":
        services.record_notification(
            by=by, inspection=inspection, notified_on=day, onsite_start_on=DAYS["start_on_site"]
        )
        lano = make.member(inspection.partnership, Role.LANO)
        services.nominate_lano(by=by, inspection=inspection, lano=lano)
    elif step == "send_draft":
        services.record_outcome(by=by, inspection=inspection, outcome=outcome)
        services.mark_shared(by=by, inspection=inspection)
    elif step == "issue":
        services.mark_issued(by=by, inspection=inspection, letter_dated_on=day)
    elif step == "receive":
        services.record_receipt(by=by, inspection=inspection, received_on=day)
    elif step == "publish":
        services.mark_published(by=by, inspection=inspection, published_on=day)
    else:
        facts = {"feedback_on": day} if step == "give_feedback" else {"setup_on": day} if step == "set_up" else {}
        services.make_move(by=by, inspection=inspection, move=step, **facts)


def at(day: date) -> Any:
    return travelled_to(day)
