"""What waits for an adviser today, across all the areas in reach: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from core import clock
from improvement.choices import SENT_STATES
from improvement.models import Plan
from improvement.queries import SENDING_RULES
from inspections.models import Deadline
from monitoring.choices import AHEAD_STATES, Body
from monitoring.models import SupportLetter, Visit
from monitoring.queries.caseload import plans_in_reach
from rulebook import words
from rulebook.frameworks.support import EVIDENCE_RULE, VISIT_RULE


@dataclass(frozen=True)
class Need:
    """One thing to do or to chase: of which area, what, why today, where. `late` says that its day has passed."""

    area: str
    what: str
    why: str
    url: str
    on: date
    late: bool = False


def needs(actor: Any, body: Body | None, *, today: date, signed_by: Callable[[SupportLetter], set[str]]) -> list[Need]:
    """What this adviser does today, the oldest first. `signed_by` gives the bodies whose signature under a draft holds."""
    reach = plans_in_reach(actor).values("pk")
    found = [*_visits(reach, body, today), *_letters(reach, body, signed_by), *_duties(reach, body, today)]
    if body is not None:
        found += _decisions(reach, body)
    return sorted(found, key=lambda need: (need.on, need.area, need.what))


def unanswered(actor: Any, *, today: date) -> list[Need]:
    """What the areas were asked and never answered, the oldest first: plans not sent, evidence not sent."""
    reach = plans_in_reach(actor).values("pk")
    late = Deadline.objects.open().filter(
        inspection__in=reach, scope="plan", rule_code__in=[*SENDING_RULES, EVIDENCE_RULE], due_on__lt=today
    )
    without = {
        (visit.inspection_id, visit.place): visit
        for visit in Visit.objects.filter(inspection__in=reach, state="evidence_requested")
        .annotate(sent=Count("evidence", filter=Q(evidence__withdrawn_at=None)))
        .filter(sent=0)
        .select_related("plan__inspection", "inspection")
    }
    found = []
    for row in late.select_related("inspection__partnership").order_by("due_on", "pk"):
        area, due = row.inspection.partnership.name, f"Was due {words.weekday(row.due_on)}"
        if row.rule_code != EVIDENCE_RULE:
            url = reverse("improvement:plan-detail", args=[row.inspection.reference])
            found.append(Need(area, row.name, due, url, row.due_on, late=True))
        elif visit := without.get((row.inspection_id, row.occurrence)):
            what = f"Evidence for {visit.title[:1].lower()}{visit.title[1:]}"
            found.append(Need(area, what, f"{due}; nothing was sent", visit.get_absolute_url(), row.due_on, late=True))
    return found


def _visits(reach: Any, body: Body | None, today: date) -> list[Need]:
    """Visits to be held today or recorded, and records to be finished."""
    mine = Q(notes__body=body.value, notes__signed_at__isnull=False) if body else Q(pk__in=[])
    rows = (
        Visit.objects.filter(inspection__in=reach)
        .filter(Q(state__in=AHEAD_STATES, visit_on__lte=today) | Q(state__in=("held", "written_up")))
        .annotate(
            mine=Count("notes", filter=mine, distinct=True),
            signed=Count("notes", filter=Q(notes__signed_at__isnull=False), distinct=True),
            drafted=Count("letters", filter=~Q(letters__state="discarded"), distinct=True),
        )
        .select_related("plan__inspection", "inspection__partnership")
    )
    found = []
    for visit in rows:
        url, area = visit.get_absolute_url(), visit.inspection.partnership.name
        on = visit.held_on or visit.visit_on
        day = words.weekday(on)
        if visit.state in AHEAD_STATES:
            late = visit.visit_on < today
            why = f"Was planned for {day}: record that it was held" if late else "Today"
            found.append(Need(area, visit.title, why, url, on, late))
        elif visit.state == "written_up":
            if body and not visit.mine:
                why = f"Held on {day}: your notes changed after they were signed, sign them again"
                found.append(Need(area, visit.title, why, url, on))
            elif not visit.drafted:
                found.append(Need(area, visit.title, f"Held on {day}: draft the letter", url, on))
        elif body and not visit.mine:
            found.append(Need(area, visit.title, f"Held on {day}: write and sign your notes", url, on))
        elif visit.signed == len(Body):
            found.append(Need(area, visit.title, f"Held on {day}: finish the record", url, on))
    return found


def _letters(reach: Any, body: Body | None, signed_by: Callable[[SupportLetter], set[str]]) -> list[Need]:
    """Drafts that wait for this body's signature, or are ready to be sent. What each would say now is asked only of a draft whose
    words were signed as they are.
    """
    found = []
    drafts = SupportLetter.objects.filter(inspection__in=reach, state="drafting").annotate(
        worded=Count("signatures", filter=Q(signatures__version=F("version")), distinct=True),
        notes=Count("visit__notes", filter=Q(visit__notes__signed_at__isnull=False), distinct=True),
    )
    for letter in drafts.select_related("inspection__partnership", "plan", "visit__plan", "visit__inspection"):
        signed = signed_by(letter) if letter.worded else set()
        if body and body.value not in signed:
            why = "Draft: read it and sign it"
        elif signed == set(Body.values) and (letter.visit is None or letter.notes == len(Body)):
            why = "Signed by both: send it"
        else:
            continue
        area = letter.inspection.partnership.name
        begun = letter.created_at.astimezone(clock.LONDON).date()
        on = letter.released_on or (letter.visit.held_on if letter.visit else None) or begun
        found.append(Need(area, letter.title, why, letter.get_absolute_url(), on))
    return found


def _duties(reach: Any, body: Body | None, today: date) -> list[Need]:
    """Dates that are the advisers' own and have come. The day of a visit is told by the visit."""
    owners = ["advisers", "dfe"] if body == Body.DFE else ["advisers"]
    rows = (
        Deadline.objects.open()
        .filter(inspection__in=reach, scope="plan", owner_code__in=owners, due_on__lte=today)
        .exclude(rule_code=VISIT_RULE)
        .select_related("inspection__partnership")
    )
    return [
        Need(
            row.inspection.partnership.name,
            row.name,
            "Due today" if row.due_on == today else f"Was due {words.weekday(row.due_on)}",
            reverse("monitoring:board", args=[row.inspection.reference]),
            row.due_on,
            row.due_on < today,
        )
        for row in rows
    ]


def _decisions(reach: Any, body: Body) -> list[Need]:
    """Plans sent to this body that wait for its decision."""
    plans = Plan.objects.filter(inspection__in=reach, state__in=SENT_STATES).select_related("inspection__partnership")
    return [
        Need(
            plan.inspection.partnership.name,
            plan.kind_spec.name,
            f"Received {words.weekday(plan.submitted_on)}: decide on it" if plan.submitted_on else "Decide on it",
            plan.get_absolute_url(),
            plan.submitted_on or plan.opened_on,
        )
        for plan in plans
        if body.label in plan.kind_spec.reviewed_by
    ]
