"""The life of a plan: written statement of action, priority action plan, accelerated progress plan or strategic plan.

Being late is shown, never refused: no guard here knows the due date.
"""

from __future__ import annotations

from rulebook.lifecycle import Lifecycle, Move, forbids, in_order, needs

EVERY_ITEM_ANSWERED = needs(
    "every_item_answered",
    "Answer every item: what will be different and what will be done, each action with its owner, body, day and measure.",
)
SIGNED = needs("every_body_signed", "Every accountable body must have signed the plan.")
SIGNED_FIRST = in_order(
    "signed_on", "submitted_on", "The plan cannot be submitted before the day the last body approved it."
)
REVIEWED_PLAN = needs("submission_needed", "This plan is published by the area and is not submitted to anyone.")

PLAN = Lifecycle(
    name="plan",
    initial="required",
    states={
        "required": "Required",
        "drafting": "Being drafted",
        "co_production": "With families and partners",
        "partner_approval": "With the accountable bodies",
        "submitted": "Submitted",
        "resubmitted": "Submitted again",
        "under_review": "Under review",
        "not_fit": "Returned as not fit for purpose",
        "accepted": "Accepted",
        "published": "Published",
        "in_delivery": "In delivery",
        "released": "Released from monitoring",
        "completed": "Completed",
        "superseded": "Superseded",
        "not_required": "No longer required",
    },
    moves=(
        Move("start", "Start drafting", frozenset({"required"}), "drafting", "plan.edit"),
        Move(
            "co_produce",
            "Share with families and partners",
            frozenset({"drafting"}),
            "co_production",
            "plan.edit",
        ),
        Move(
            "return_to_drafting",
            "Return to drafting",
            frozenset({"co_production", "partner_approval"}),
            "drafting",
            "plan.edit",
            needs_reason=True,
        ),
        Move(
            "seek_approval",
            "Ask the accountable bodies to approve",
            frozenset({"drafting", "co_production"}),
            "partner_approval",
            "plan.edit",
            (EVERY_ITEM_ANSWERED,),
        ),
        Move(
            "submit",
            "Submit",
            frozenset({"partner_approval"}),
            "submitted",
            "plan.submit",
            (
                REVIEWED_PLAN,
                SIGNED,
                needs("submitted_on", "Enter the date the plan was submitted."),
                in_order(
                    "received_on", "submitted_on", "The plan cannot be submitted before the final report was received."
                ),
                SIGNED_FIRST,
                forbids("submitted_before", "This plan has been submitted before: submit it again instead."),
            ),
        ),
        Move(
            "resubmit",
            "Submit again",
            frozenset({"partner_approval"}),
            "resubmitted",
            "plan.submit",
            (
                REVIEWED_PLAN,
                SIGNED,
                needs("submitted_before", "This plan has not been submitted yet."),
                needs("submitted_on", "Enter the date the plan was submitted."),
                in_order("returned_on", "submitted_on", "The plan cannot be submitted again before it was returned."),
                SIGNED_FIRST,
            ),
        ),
        Move(
            "start_review",
            "Start the review",
            frozenset({"submitted", "resubmitted"}),
            "under_review",
            "plan.review",
        ),
        Move(
            "accept",
            "Accept the plan",
            frozenset({"under_review"}),
            "accepted",
            "plan.review",
            (
                needs("decided_on", "Enter the date of the decision."),
                in_order("submitted_on", "decided_on", "The decision cannot be before the plan was submitted."),
            ),
        ),
        Move(
            "return_not_fit",
            "Return the plan",
            frozenset({"under_review"}),
            "not_fit",
            "plan.review",
            (
                needs("decided_on", "Enter the date of the decision."),
                in_order("submitted_on", "decided_on", "The decision cannot be before the plan was submitted."),
            ),
            needs_reason=True,
        ),
        Move("redraft", "Draft it again", frozenset({"not_fit"}), "drafting", "plan.edit"),
        Move(
            "publish",
            "Record that the plan is published",
            frozenset({"accepted"}),
            "published",
            "plan.submit",
            (
                needs("published_on", "Enter the date the plan was published."),
                in_order("accepted_on", "published_on", "The plan cannot be published before it was accepted."),
            ),
        ),
        Move(
            "publish_unreviewed",
            "Record that the updated plan is published",
            frozenset({"partner_approval"}),
            "published",
            "plan.submit",
            (
                forbids("submission_needed", "This plan must be submitted and accepted before it is published."),
                needs("published_on", "Enter the date the plan was published."),
                in_order("signed_on", "published_on", "The plan cannot be published before every body approved it."),
            ),
        ),
        Move("deliver", "Start delivery", frozenset({"published"}), "in_delivery", "plan.edit"),
        Move(
            "release",
            "Release from monitoring",
            frozenset({"in_delivery"}),
            "released",
            "plan.review",
            (needs("every_item_released", "Release every item first."),),
        ),
        Move(
            "complete",
            "Complete",
            frozenset({"released", "in_delivery"}),
            "completed",
            "plan.review",
            (needs("every_item_released", "Release every item first."),),
        ),
        Move(
            "supersede",
            "Replace with another plan",
            frozenset(
                {
                    "required",
                    "drafting",
                    "co_production",
                    "partner_approval",
                    "submitted",
                    "resubmitted",
                    "under_review",
                    "not_fit",
                    "accepted",
                    "published",
                    "in_delivery",
                }
            ),
            "superseded",
            "plan.review",
            needs_reason=True,
        ),
        Move(
            "withdraw_requirement",
            "Withdraw the requirement",
            frozenset({"required", "drafting"}),
            "not_required",
            "plan.review",
            needs_reason=True,
        ),
    ),
)
