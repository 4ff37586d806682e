"""From the feedback meeting to publication: the outcome, the draft, the final report, its receipt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.models import Deadline, Inspection
from inspections.services import timeline
from inspections.services.steps import assuming, not_in_future, refuse, save_fields, take
from rulebook import words
from rulebook.frameworks.base import UnknownKind

OUTCOME_STATES = ("on_site", "feedback_given", "reporting", "draft_with_area", "incomplete")
# The anchors of what follows a report; all others lead to it.
AFTER_REPORT = ("report_received_on", "published_on")
RECEIPT_STATES = ("finalised", "published", "closed")


@transaction.atomic
def record_outcome(*, by: Any, inspection: Inspection, outcome: str) -> Inspection:
    """Record the outcome the team and quality assurance reached. It may change until the report is final. Raises Refused."""
    if inspection.state not in OUTCOME_STATES:
        raise Refused(Reason("The outcome can be recorded from the days on site until the report is final", "outcome"))
    scale = inspection.kind_spec.outcome_scale
    try:
        scale.get(outcome)
    except UnknownKind as error:
        labels = words.listed([one.label for one in scale.outcomes])
        raise Refused(
            Reason(f"Choose an outcome: {labels}" if labels else "This kind has no outcome", "outcome")
        ) from error
    save_fields(inspection, by=by, verb=verbs.OUTCOME_RECORDED, fields={"outcome": outcome})
    return inspection


@transaction.atomic
def mark_shared(*, by: Any, inspection: Inspection, shared_on: date | None = None) -> Inspection:
    """The draft was sent to the area: it may be read there from now on, and the comment clock starts. Raises Refused.

    Called when a letter is sent, which has asked for its own permission.
    """
    day = shared_on or clock.today()
    refuse(not_in_future(day, "draft_sent_on"))
    take(
        inspection,
        "send_draft",
        by=by,
        facts={"draft_sent_on": day},
        fields={"findings_shared_on": inspection.findings_shared_on or day},
        check_right=False,
    )
    _follow_up(inspection, by)
    return inspection


@transaction.atomic
def mark_issued(
    *, by: Any, inspection: Inspection, issued_on: date | None = None, letter_dated_on: date | None = None
) -> Inspection:
    """The final report went to the area, still embargoed: finalises the inspection. Raises Refused, such as for a missing outcome."""
    day = issued_on or clock.today()
    refuse(not_in_future(day, "issued_on"))
    fields = {"letter_issued_on": day, "letter_dated_on": letter_dated_on or inspection.letter_dated_on}
    if inspection.state == "finalised":
        save_fields(inspection, by=by, fields=fields)
    else:
        take(inspection, "finalise", by=by, fields=fields, check_right=False)
    _follow_up(inspection, by)
    return inspection


@transaction.atomic
def record_receipt(
    *, by: Any, inspection: Inspection, received_on: date, assumed: bool = False, reason: str = ""
) -> Inspection:
    """Record the day the area received its final report, from which plans are counted. May be corrected until publication.

    Raises Refused beside "received_on": not before the end of the inspection nor the day the report was issued, not after
    publication, not in the future; and beside "reason" when a known day is changed without one.
    """
    if inspection.state not in RECEIPT_STATES:
        raise Refused(Reason("The final report has not been issued, so it cannot have been received", "received_on"))
    reasons = not_in_future(received_on, "received_on")
    if inspection.onsite_end_on and received_on < inspection.onsite_end_on:
        ended = words.weekday(inspection.onsite_end_on)
        reasons.append(
            Reason(f"The final report cannot be received before the inspection ends, on {ended}", "received_on")
        )
    if inspection.letter_issued_on and received_on < inspection.letter_issued_on:
        sent = words.weekday(inspection.letter_issued_on)
        reasons.append(Reason(f"The final report cannot be received before it was issued, on {sent}", "received_on"))
    known_on = None if "report_received_on" in inspection.assumed else inspection.report_received_on
    if known_on is not None and known_on != received_on and not reason.strip():
        reasons.append(Reason(f"Say why: receipt on {words.weekday(known_on)} is recorded already", "reason"))
    if inspection.published_on and received_on > inspection.published_on:
        out = words.weekday(inspection.published_on)
        reasons.append(Reason(f"The final report cannot be received after it was published, on {out}", "received_on"))
    if inspection.published_on and inspection.report_received_on:
        reasons.append(Reason("The report is published, so the day of receipt is fixed", "received_on"))
    refuse(reasons)
    known = [name for name in inspection.assumed if name != "report_received_on"]
    fields: dict[str, Any] = {
        "report_received_on": received_on,
        "assumed": assuming(inspection, ["report_received_on"]) if assumed else known,
    }
    save_fields(inspection, by=by, verb=verbs.RECEIPT_RECORDED, fields=fields, reason=reason)
    _follow_up(inspection, by)
    return inspection


@transaction.atomic
def mark_published(*, by: Any, inspection: Inspection, published_on: date, assumed: Iterable[str] = ()) -> Inspection:
    """The report is published: the embargo ends and what follows is laid out. Raises Refused beside "published_on".

    Called when a letter is published, which has asked for its own permission and opens the plan.
    """
    refuse(not_in_future(published_on, "published_on"))
    fields: dict[str, Any] = {"published_on": published_on, "assumed": assuming(inspection, assumed)}
    item_kind = inspection.kind_spec.item_kind
    counted = inspection.findings.filter(kind=item_kind).count() if item_kind else 0
    if counted and item_kind in inspection.kind_spec.finding_kinds:
        fields["n_weaknesses"] = counted
    take(
        inspection,
        "publish",
        by=by,
        facts={"published_on": published_on},
        fields=fields,
        check_right=False,
    )
    _follow_up(inspection, by)
    # What led to the report is nobody's work any more: without this it would stand as overdue for years.
    before = Deadline.objects.open().filter(inspection=inspection, scope="inspection").exclude(anchor__in=AFTER_REPORT)
    codes = list(before.values_list("rule_code", flat=True))
    timeline.close(inspection=inspection, by=by, reason="The report is published.", rule_codes=codes)
    return inspection


def _follow_up(inspection: Inspection, by: Any) -> None:
    timeline.settle(inspection=inspection, by=by)
    timeline.lay_out_again(inspection=inspection, by=by)
