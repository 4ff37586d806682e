"""The words plans are stored with, beside those of the rulebook."""

from __future__ import annotations

from django.db.models import TextChoices

# A plan in one of these states is over: another plan may be opened for the same inspection.
CLOSED_STATES = ("completed", "released", "superseded", "not_required")
# The partnership is still writing: its answers may be changed.
WRITING_STATES = ("required", "drafting", "co_production")
APPROVAL_STATE = "partner_approval"
# The area may still change its answers; while the bodies sign, a change breaks their signatures.
EDITABLE_STATES = (*WRITING_STATES, APPROVAL_STATE)
# Sent, and no decision yet.
SENT_STATES = ("submitted", "resubmitted", "under_review")
# The area has still to send it (or publish it, where nobody reviews it).
TO_SEND_STATES = (*WRITING_STATES, APPROVAL_STATE, "not_fit")

# The triggers of rules that an act on a plan answers: {trigger: what answers a deadline counted from it}.
DECISION_TRIGGER = "plan_submitted_on"
RESUBMISSION_TRIGGER = "plan_returned_on"
PLAN_DUE_TRIGGER = "plan_due_on"
RECEIPT_TRIGGER = "report_received_on"


class BodyKind(TextChoices):
    """An accountable body of the partnership."""

    AUTHORITY = "local_authority", "Local authority"
    BOARD = "board", "NHS commissioner"


class Decision(TextChoices):
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned as not fit for purpose"


class Answer(TextChoices):
    """Of one question about a plan."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"


# Which body a person decides for, by the organisation of their account. The rulebook names the bodies that review each kind of plan.
REVIEWS_FOR = {"ofsted": "Ofsted", "cqc": "CQC", "dfe": "DfE", "nhs_england": "NHS England"}
REVIEW_MOVES = ("start_review", "accept", "return_not_fit")

# The day each move is about, by the name its guards use. The other moves happen today.
DATE_OF_MOVE = {
    "submit": "submitted_on",
    "resubmit": "submitted_on",
    "accept": "decided_on",
    "return_not_fit": "decided_on",
    "publish": "published_on",
    "publish_unreviewed": "published_on",
}
# Guards that say which of two like moves fits this plan: a move they refuse is not offered at all.
CHOOSING_GUARDS = ("submission_needed", "not_submission_needed", "submitted_before", "not_submitted_before")


class Impact(TextChoices):
    """Whether an action makes a difference, kept apart from whether it is done."""

    TOO_EARLY = "too_early", "Too early to say"
    SEEN = "seen", "Impact seen"
    NOT_SEEN = "not_seen", "Impact not seen"


class Verdict(TextChoices):
    """What the area does about a comment of the forum."""

    TAKEN_UP = "taken_up", "Taken up"
    PARTLY = "partly", "Taken up in part"
    NOT = "not", "Not taken up"


class Position(TextChoices):
    """Where the parent carer forum stands on the plan."""

    AGREED = "agreed", "Agreed"
    IN_PART = "in_part", "Agreed in part"
    CONTESTED = "contested", "Contested"
