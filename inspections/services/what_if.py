"""What if the area were notified on a day: the whole plan and what is unusual about it, without touching the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.errors import Reason, Refused
from inspections.choices import DRAFT_RULE, SET_UP_RULE
from inspections.services import notice
from inspections.services.notification import suggestion_warnings
from rulebook import frameworks, words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import Edition, Framework, InspectionKind, UnknownFramework, UnknownKind
from rulebook.timeline import Milestone, resolve


@dataclass(frozen=True)
class WhatIf:
    """`suggested_monday` is set where the notice period does not end on a Monday and no first day on site was given.

    `presumed` are the anchors that are themselves only expected (set-up, draft), by name.
    """

    edition: Edition
    kind: InspectionKind
    notified_on: date
    fieldwork_start_on: date | None
    onsite_start_on: date | None
    onsite_end_on: date | None
    suggested_monday: date | None
    milestones: tuple[Milestone, ...]
    warnings: tuple[str, ...]
    presumed: frozenset[str]


def out_of_force(framework: Framework, day: date) -> tuple[str, ...]:
    """A warning where no inspection of this framework could be notified on a day."""
    if day < framework.in_force_from:
        return (
            f"The {framework.short_name} framework was not in force on {words.weekday(day)}: "
            f"it began on {words.day(framework.in_force_from)}. This plan uses its first rules.",
        )
    if framework.in_force_to is not None and day > framework.in_force_to:
        return (
            f"The {framework.short_name} framework is not in force on {words.weekday(day)}: "
            f"it ended on {words.day(framework.in_force_to)}. This plan uses its last rules.",
        )
    return ()


def plan_for(
    framework_code: str,
    kind: str,
    notified_on: date,
    onsite_start_on: date | None = None,
    *,
    calendar: WorkingCalendar,
) -> WhatIf:
    """The plan an inspection of this kind would have. Raises Refused beside "framework_code", "kind", "notified_on" or
    "onsite_start_on"."""
    try:
        framework = frameworks.get(framework_code)
    except UnknownFramework as error:
        raise Refused(Reason(str(error), "framework_code")) from error
    edition = framework.edition_on(notified_on)
    try:
        spec = edition.kind(kind)
    except UnknownKind as error:
        raise Refused(Reason(str(error), "kind")) from error
    if onsite_start_on is not None and onsite_start_on <= notified_on:
        raise Refused(Reason("The first day on site must be after the notification call", "onsite_start_on"))
    try:
        if onsite_start_on is not None and not calendar.covers(onsite_start_on):
            calendar.is_working_day(onsite_start_on)
    except NotCovered as error:
        raise Refused(Reason(str(error), "onsite_start_on")) from error
    try:
        given = notice.suggested_onsite_start(edition, spec, notified_on, calendar)
        start = onsite_start_on or (given.by_rule if given else None)
        anchors: dict[str, date | None] = {
            "notified_on": notified_on,
            "fieldwork_start_on": notice.fieldwork_start(edition, spec, notified_on, start, calendar),
            "onsite_start_on": start,
            "onsite_end_on": notice.usual_onsite_end(spec, start) if start else None,
        }
        expected = {row.rule.code: row.due_on for row in resolve(edition, spec, anchors, calendar)}
        drafted_on = expected.get(DRAFT_RULE)
        anchors |= {
            "setup_on": expected.get(SET_UP_RULE), "draft_sent_on": drafted_on, "draft_received_on": drafted_on,
        }  # fmt: skip
        milestones = resolve(edition, spec, anchors, calendar)
    except NotCovered as error:
        raise Refused(Reason(str(error), "notified_on")) from error
    return WhatIf(
        edition=edition,
        kind=spec,
        notified_on=notified_on,
        fieldwork_start_on=anchors["fieldwork_start_on"],
        onsite_start_on=start,
        onsite_end_on=anchors["onsite_end_on"],
        suggested_monday=given.monday if given and onsite_start_on is None else None,
        milestones=milestones,
        warnings=(
            *out_of_force(framework, notified_on),
            *suggestion_warnings(edition, kind, notified_on, onsite_start_on, calendar),
        ),
        presumed=frozenset({"setup_on", "draft_sent_on", "draft_received_on"}),
    )
