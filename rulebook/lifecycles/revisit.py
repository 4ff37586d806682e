"""The follow-up of an area that made a written statement of action: when a revisit falls due and what comes of it."""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, in_order, needs

REVISIT = Lifecycle(
    name="revisit",
    initial="not_due",
    states={
        "not_due": "Not due yet",
        "due": "Due",
        "notified": "Notified",
        "evidence_submitted": "Evidence submitted",
        "on_site": "On site",
        "feedback_given": "Feedback given",
        "reporting": "Reporting",
        "published": "Published",
        "monitoring_ended": "Monitoring ended",
        "app_required": "Accelerated progress plan required",
        "released": "Released",
        "escalated": "Escalated",
        "reinspected": "Inspected again under the 2023 framework",
        "superseded": "Superseded by the 2023 framework",
    },
    moves=(
        Move(
            "fall_due",
            "Mark as due",
            frozenset({"not_due"}),
            "due",
            "inspection.advance",
            (needs("plan_accepted_on", "The written statement of action has not been accepted yet."),),
        ),
        Move(
            "supersede",
            "Leave to the 2023 framework",
            frozenset({"not_due", "due"}),
            "superseded",
            "inspection.cancel",
            (needs("framework_ended", "The 2016 framework was still in force."),),
        ),
        Move(
            "notify",
            "Record the notification call",
            frozenset({"due"}),
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
            "submit_evidence",
            "Record the evidence submitted",
            frozenset({"notified"}),
            "evidence_submitted",
            "inspection.advance",
        ),
        Move(
            "start_on_site",
            "Start on site",
            frozenset({"notified", "evidence_submitted"}),
            "on_site",
            "inspection.advance",
        ),
        Move(
            "give_feedback",
            "Record the feedback meeting",
            frozenset({"on_site"}),
            "feedback_given",
            "inspection.advance",
            (needs("feedback_on", "Enter the date of the feedback meeting."),),
        ),
        Move("start_reporting", "Start reporting", frozenset({"feedback_given"}), "reporting", "inspection.advance"),
        Move(
            "publish",
            "Publish the revisit letter",
            frozenset({"reporting"}),
            "published",
            "letter.publish",
            (
                needs("every_weakness_judged", "Record a result for every area of significant weakness first."),
                needs("received_on", "Enter the date the area received the letter."),
                in_order(
                    "received_on", "published_on", "The letter cannot be published before the area has received it."
                ),
            ),
        ),
        Move(
            "end_monitoring",
            "End monitoring",
            frozenset({"published"}),
            "monitoring_ended",
            "plan.review",
            (needs("all_sufficient", "Progress is not sufficient in every area of significant weakness."),),
        ),
        Move(
            "require_app",
            "Require an accelerated progress plan",
            frozenset({"published"}),
            "app_required",
            "plan.review",
            (forbids("all_sufficient", "Progress is sufficient in every area, so no plan is needed."),),
        ),
        Move(
            "release",
            "Release",
            frozenset({"app_required", "escalated"}),
            "released",
            "plan.review",
            (needs("every_item_released", "Release every item first."),),
        ),
        Move("escalate", "Escalate", frozenset({"app_required"}), "escalated", "plan.review", needs_reason=True),
        Move(
            "reinspect",
            "Record a new inspection under the 2023 framework",
            frozenset({"app_required", "escalated"}),
            "reinspected",
            "inspection.advance",
            (needs("new_inspection", "Name the new inspection."),),
        ),
    ),
)
