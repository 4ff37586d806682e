"""The life of an inspection of any kind, from the plan to the last plan accepted. Lateness never blocks a move."""

from __future__ import annotations

from rulebook.lifecycle import Facts, Guard, Lifecycle, Move, forbids, in_order, needs


def _outcome_given(facts: Facts) -> bool:
    return facts.get("outcome_needed") is False or bool(facts.get("outcome"))


def _onsite_day_reached(facts: Facts) -> bool:
    start, today = facts.get("onsite_start_on"), facts.get("today")
    return start is not None and today is not None and start <= today


INSPECTION = Lifecycle(
    name="inspection",
    initial="planned",
    states={
        "planned": "Planned",
        "notified": "Notified",
        "set_up": "Set up",
        "preparation": "Preparation",
        "on_site": "On site",
        "feedback_given": "Feedback given",
        "reporting": "Reporting",
        "draft_with_area": "Draft with the area",
        "finalised": "Finalised",
        "published": "Published",
        "closed": "Closed",
        "deferred": "Deferred",
        "paused": "Paused",
        "incomplete": "Incomplete",
        "cancelled": "Cancelled",
    },
    moves=(
        Move(
            "notify",
            "Record the notification call",
            frozenset({"planned"}),
            "notified",
            "inspection.notify",
            (
                needs("notified_on", "Enter the date of the notification call."),
                forbids(
                    "notified_on_is_bank_holiday", "The call cannot be made on a bank holiday. Enter another date."
                ),
            ),
        ),
        Move(
            "defer",
            "Defer the inspection",
            frozenset({"notified"}),
            "deferred",
            "inspection.defer",
            (needs("deferral_requested_in_writing", "Record that the area asked for the deferral in writing."),),
            needs_reason=True,
        ),
        Move("replan", "Plan it again", frozenset({"deferred"}), "planned", "inspection.defer"),
        Move(
            "set_up",
            "Record the set-up discussion",
            frozenset({"notified"}),
            "set_up",
            "inspection.advance",
            (needs("lano_named", "Name the local area nominated officer (LANO) first."),),
        ),
        Move(
            "prepare",
            "Issue the information request",
            frozenset({"set_up"}),
            "preparation",
            "inspection.advance",
        ),
        Move(
            "start_on_site",
            "Start on site",
            frozenset({"preparation"}),
            "on_site",
            "inspection.advance",
            (Guard("onsite_day_reached", "The first day on site has not come yet.", _onsite_day_reached),),
        ),
        Move("pause", "Pause the inspection", frozenset({"on_site"}), "paused", "inspection.pause", needs_reason=True),
        Move("resume", "Resume the inspection", frozenset({"paused"}), "on_site", "inspection.pause"),
        Move(
            "mark_incomplete",
            "Mark as incomplete",
            frozenset({"paused", "reporting"}),
            "incomplete",
            "inspection.pause",
            needs_reason=True,
        ),
        Move(
            "return_for_evidence",
            "Return for more evidence",
            frozenset({"incomplete"}),
            "on_site",
            "inspection.advance",
            needs_reason=True,
        ),
        Move(
            "give_feedback",
            "Record the final feedback meeting",
            frozenset({"on_site"}),
            "feedback_given",
            "inspection.advance",
            (
                needs("feedback_on", "Enter the date of the final feedback meeting."),
                in_order(
                    "onsite_start_on", "feedback_on", "The feedback meeting cannot be before the first day on site."
                ),
            ),
        ),
        Move("start_reporting", "Start reporting", frozenset({"feedback_given"}), "reporting", "inspection.advance"),
        Move(
            "send_draft",
            "Record that the draft was sent to the area",
            frozenset({"reporting"}),
            "draft_with_area",
            "letter.review",
            (
                needs("draft_sent_on", "Enter the date the draft was sent."),
                in_order("onsite_end_on", "draft_sent_on", "The draft cannot be sent before the inspection ends."),
            ),
        ),
        Move(
            "take_draft_back",
            "Record the area’s comments",
            frozenset({"draft_with_area"}),
            "reporting",
            "letter.edit",
        ),
        Move(
            "finalise",
            "Finalise",
            frozenset({"reporting", "draft_with_area"}),
            "finalised",
            "letter.review",
            (Guard("outcome_given", "Record the outcome of the inspection first.", _outcome_given),),
        ),
        Move(
            "publish",
            "Publish",
            frozenset({"finalised"}),
            "published",
            "letter.publish",
            (
                needs("received_on", "Enter the date the area received its final report."),
                needs("published_on", "Enter the date of publication."),
                in_order(
                    "onsite_end_on", "received_on", "The final report cannot be received before the inspection ends."
                ),
                in_order(
                    "received_on", "published_on", "The report cannot be published before the area has received it."
                ),
            ),
        ),
        Move(
            "close",
            "Close",
            frozenset({"published"}),
            "closed",
            "inspection.advance",
            (forbids("open_plans", "A plan is still to be accepted."),),
        ),
        Move(
            "close_without_report",
            "Close without a report",
            frozenset({"feedback_given"}),
            "closed",
            "inspection.advance",
            (forbids("has_letter", "This kind of inspection ends with a report."),),
        ),
        Move(
            "cancel",
            "Cancel the inspection",
            frozenset({"planned", "notified", "set_up", "preparation", "deferred"}),
            "cancelled",
            "inspection.cancel",
            needs_reason=True,
        ),
    ),
)
