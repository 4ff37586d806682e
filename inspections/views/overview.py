"""Where an inspection stands: the page a person lands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from inspections.models import Inspection
from inspections.queries import timeline
from inspections.queries.calls import call_slots, outstanding
from inspections.queries.next_inspection import expected_windows
from inspections.services.calendar import working_calendar
from inspections.services.products import OUTCOME_STATES
from inspections.views.base import InspectionView, Rights, address, state_words
from inspections.views.moves import NOTIFY, offered, waits
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.timeline import warnings_for_notification

# Stages to one side of the main line: shown only while an inspection is at them.
ASIDE = frozenset({"deferred", "paused", "incomplete", "cancelled"})
NEXT_DEADLINES = 5
# The dates of an inspection in the order they come, in the words of its framework.
KEY_DATES = (
    ("planned_for_on", "Notification planned for"),
    ("notified_on", "Notified"),
    ("setup_on", "{setup}"),
    ("fieldwork_start_on", "Fieldwork starts"),
    ("onsite_start_on", "First day on site"),
    ("onsite_end_on", "Last day on site"),
    ("feedback_on", "Final feedback meeting"),
    ("findings_shared_on", "Draft {product} sent to the area"),
    ("letter_issued_on", "Final {product} sent"),
    ("report_received_on", "Final {product} received"),
    ("published_on", "Published"),
)
ALWAYS_SHOWN = frozenset({"notified_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on"})


@dataclass(frozen=True)
class Stage:
    """One step of the progress list; `state` is done, current or later."""

    text: str
    state: str


def stages(inspection: Inspection) -> list[Stage]:
    """The main line of the lifecycle with where this inspection is on it; a stage aside stands at the end."""
    names = [code for code in inspection.LIFECYCLE.states if code not in ASIDE]
    if inspection.state in ASIDE:
        return [Stage(state_words(inspection), "current")]
    at = names.index(inspection.state)
    return [
        Stage(inspection.LIFECYCLE.states[code], "current" if place == at else "done" if place < at else "later")
        for place, code in enumerate(names)
    ]


def notification_warnings(inspection: Inspection) -> list[str]:
    """What is unusual about the call and the days on site; nothing when a date is outside the known bank holidays."""
    if inspection.notified_on is None or inspection.is_published or inspection.state in ASIDE - {"paused"}:
        return []
    calendar = working_calendar()
    try:
        found = warnings_for_notification(
            inspection.edition, inspection.kind, inspection.notified_on, inspection.onsite_start_on, calendar
        )
        return [*found, *about_monday(inspection.onsite_start_on, calendar)]
    except NotCovered:
        return []


def about_monday(onsite_start_on: date | None, calendar: WorkingCalendar) -> list[str]:
    """Why the days on site do not begin on a Monday, where the bank holiday of that Monday is the reason."""
    if onsite_start_on is None or onsite_start_on.weekday() in (0, 5, 6):
        return []
    monday = onsite_start_on - timedelta(days=onsite_start_on.weekday())
    holiday = calendar.holiday_name(monday)
    return (
        [f"{words.weekday(monday)} is a bank holiday ({holiday}), so the days on site do not start on a Monday."]
        if holiday
        else []
    )


def dates(inspection: Inspection) -> list[dict[str, Any]]:
    """Label, date and whether it is assumed. The four that are kept apart are always there."""
    said = {"setup": inspection.words["setup"].capitalize(), "product": inspection.words["product"]}
    return [
        {"label": label.format_map(said), "on": getattr(inspection, field), "assumed": field in inspection.assumed}
        for field, label in KEY_DATES
        if field in ALWAYS_SHOWN
        or (getattr(inspection, field) and not (field == "planned_for_on" and inspection.notified_on))
    ]


def acts(inspection: Inspection, rights: Rights) -> list[dict[str, Any]]:
    """What this person may do next: text, address, and what is still missing first."""
    words_of, found = inspection.words, []
    if receipt_awaited(inspection) and Permission.LETTER_RECEIVE in rights:
        found.append(
            act(f"Record receipt of the final {words_of['product']}", address("inspection-receipt", inspection))
        )
    if may_record_outcome(inspection) and Permission.FINDINGS_EDIT in rights:
        found.append(act(f"Record the {words_of['outcome_word']}", address("inspection-outcome", inspection)))
    for move in offered(inspection, rights):
        if move.name == NOTIFY:
            found.append(act(move.label, address("inspection-notify", inspection)))
        else:
            href = address("inspection-move", inspection, move.name)
            found.append(act(move.label, href, waits(inspection, move)))
    return found


def act(text: str, href: str, waiting: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"text": text, "href": href, "waits": waiting}


def receipt_awaited(inspection: Inspection) -> bool:
    return inspection.letter_issued_on is not None and inspection.report_received_on is None


def may_record_outcome(inspection: Inspection) -> bool:
    """While it is open, and where it does not add up from results of its own."""
    spec = inspection.kind_spec
    return bool(spec.outcome_scale.outcomes) and not spec.judged_per_item and inspection.state in OUTCOME_STATES


class InspectionDetail(InspectionView, TemplateView):
    template_name = "inspections/inspection_detail.html"
    tab = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inspection, rights = self.inspection, self.rights
        slots = call_slots(inspection) if inspection.notified_on and not inspection.is_published else []
        outcome = inspection.outcome_spec if inspection.is_published else None
        return super().get_context_data(
            stages=stages(inspection),
            deadlines=timeline.rows(inspection, today=clock.today(), only_open=True)[:NEXT_DEADLINES],
            warnings=notification_warnings(inspection),
            slots=slots,
            outstanding=outstanding(slots),
            dates=dates(inspection),
            acts=acts(inspection, rights),
            outcome=outcome,
            windows=expected_windows(inspection, working_calendar(), today=clock.today()),
            today=clock.today(),
            may_notify=Permission.INSPECTION_NOTIFY in rights,
            may_set_dates=Permission.DEADLINE_CHANGE in rights and not inspection.is_published,
            area_url=reverse("partnerships:partnership-detail", args=[inspection.partnership.slug]),
            **kwargs,
        )
