"""Who did what on an inspection, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.views.generic import ListView

from accounts.choices import Permission
from audit import queries, verbs
from audit.models import Entry
from core.views import AnyPage
from core.words import when
from inspections.verbs import OUTCOME_RECORDED
from inspections.views.base import InspectionView
from rulebook import words
from rulebook.lifecycles.inspection import INSPECTION

NOTHING = "nothing"
# What was found is embargoed, and words that did not reach the letter stay private: of these only the act is told.
# Everything else of apps above (letters, plans) has rights of its own, so it is told the same way.
TOLD_IN_FULL = frozenset({"inspections.inspection", "inspections.deadline", "inspections.notificationcall"})
# The fields whose own name would not read as words.
FIELDS = {
    "lano": "LANO",
    "setup_on": "Set-up discussion",
    "cases_selected_on": "Tracked cases selected",
    "fieldwork_start_on": "Fieldwork starts",
    "onsite_start_on": "First day on site",
    "onsite_end_on": "Last day on site",
    "feedback_on": "Final feedback meeting",
    "findings_shared_on": "Draft sent to the area",
    "letter_issued_on": "Final letter or report sent",
    "report_received_on": "Final letter or report received",
    "planned_for_on": "Notification planned for",
    "due_on": "Due",
    "met_on": "Met on",
    "state": "Stage",
    "told": "Person told",
    "edition_code": "Edition of the framework",
    "code_of_conduct_at": "Code of conduct highlighted",
    "days_paused_left": "Working days left for pauses",
}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Told:
    """An audit entry as a page says it: "Ada Osei changed the date of a deadline", about "Plan due, Bury"."""

    at: datetime
    title: str
    subject: str
    reason: str
    changes: tuple[Change, ...]


def told(entry: Entry) -> Told:
    """The entry in words; its contents only where nobody who may read a history is kept from them."""
    in_full = entry.subject_type in TOLD_IN_FULL and entry.verb != OUTCOME_RECORDED
    sentence = verbs.sentence(entry.verb)
    # The steps of a lifecycle are named as on their buttons: "Ada Osei: Start on site".
    title = f"{entry.actor_label} {sentence}" if sentence[:1].islower() else f"{entry.actor_label}: {sentence}"
    if not in_full:
        return Told(entry.at, title, "", "", ())
    changes = tuple(
        Change(label_of(name), value_words(old), value_words(new)) for name, (old, new) in entry.changes.items()
    )
    return Told(entry.at, title, entry.subject_label, entry.reason, changes)


def label_of(name: str) -> str:
    """A field as words ("Due on"); the name of a deadline stays as it is."""
    return FIELDS.get(name) or (name.replace("_", " ").capitalize() if name.islower() else name)


def value_words(value: Any) -> str:
    """A kept value in words: ISO dates as dates, lists as lists, a stage by its name."""
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return words.listed([value_words(item) for item in value])
    if isinstance(value, str):
        if value in INSPECTION.states:
            return INSPECTION.states[value]
        try:
            return words.day(date.fromisoformat(value)) if len(value) == 10 else when(datetime.fromisoformat(value))
        except ValueError:
            return value
    return str(value)


class History(InspectionView, AnyPage, ListView):
    template_name = "inspections/inspection_history.html"
    context_object_name = "entries"
    permission = Permission.HISTORY_VIEW
    tab = "history"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.of_inspection(self.inspection.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["rows"] = [told(entry) for entry in context["entries"]]
        return context
