"""Every date rule of a framework, asked for one day; and an inspection that has such dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from inspections.services import inspections as services
from rulebook import frameworks
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.timeline import resolve
from tests import factories as make

# By hand, from a printed calendar, for a call and every other date on Tuesday 15 July 2025; the late summer bank holiday is 25 August.
BY_HAND = {
    "area-send-2023": {
        "lano-named": date(2025, 7, 16), "onsite-start": date(2025, 7, 29), "pap-due": date(2025, 9, 3),
        "factual-accuracy-comments": date(2025, 7, 22),
    },
    "local-area-send-2016": {"onsite-start": date(2019, 7, 22), "wsoa-due": date(2019, 10, 22), "lano-named": date(2019, 7, 16)},
}  # fmt: skip
EVERY_ANCHOR = (
    "notified_on", "setup_on", "cases_selected_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on", "draft_sent_on",
    "draft_received_on", "report_received_on", "published_on", "paused_on", "plan_submitted_on", "plan_returned_on",
    "plan_accepted_on", "plan_due_on", "improvement_notice_on", "national_report_on",
)  # fmt: skip


def due_dates(code: str, day: date) -> dict[str, date]:
    """Of every rule of every kind, when every date it may be counted from is this day."""
    found: dict[str, date] = {}
    for edition in frameworks.get(code).editions:
        for kind in edition.kinds:
            for outcome in [one.code for one in edition.kind(kind).outcome_scale.outcomes] or [None]:
                for scope in ("inspection", "plan"):
                    try:
                        milestones = resolve(
                            edition,
                            kind,
                            dict.fromkeys(EVERY_ANCHOR, day),
                            WorkingCalendar.load(),
                            outcome=outcome,
                            scope=scope,
                        )  # type: ignore[arg-type]
                    except NotCovered:
                        continue
                    found |= {f"{edition.code} {kind} {outcome} {one.rule.code}": one.due_on for one in milestones}
    return found


def notified() -> Any:
    """An inspection whose deadlines have owners."""
    row = make.InspectionFactory.create(edition_code="2024-04-05", planned_for_on=date(2024, 4, 29))
    make.member(row.partnership, Role.DCS)
    make.member(row.partnership, Role.LANO)
    make.team(row, Role.LEAD_INSPECTOR)
    make.team(row, Role.CQC_LEAD)
    with clock.travelled_to(date(2024, 4, 29)):
        services.record_notification(
            by=None, inspection=row, notified_on=date(2024, 4, 29), onsite_start_on=date(2024, 5, 13)
        )
    return row
