"""What is recorded about plans, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.plan import PLAN

OPENED = "plan.opened"
ITEM_WRITTEN = "plan.item_written"
ITEM_RELEASED = "plan.item_released"
ACTION_CARRIED = "plan.action_carried"
APPROVED = "plan.approved_by_body"
SIGNATURES_BROKEN = "plan.signatures_broken"
ACTION_ADDED = "plan.action_added"
ACTION_CHANGED = "plan.action_changed"
ACTION_REMOVED = "plan.action_removed"
MILESTONE_ADDED = "plan.milestone_added"
MILESTONE_CHANGED = "plan.milestone_changed"
MILESTONE_REMOVED = "plan.milestone_removed"
COMMENTED = "plan.commented"
ANSWERED = "plan.comment_answered"
STATED = "plan.forum_stated"
MEETING_ADDED = "plan.meeting_added"
MEETING_CHANGED = "plan.meeting_changed"
MEETING_REMOVED = "plan.meeting_removed"
APPROVALS_WITHDRAWN = "plan.approvals_withdrawn"
FROZEN = "plan.submission_frozen"
DECIDED = "plan.decision_recorded"
REVIEWED = "plan.review_written"
PUBLISHED = "plan.version_published"
PUBLICATION_DRAWN = "plan.publication_drawn"
ADDRESS_ADDED = "plan.address_added"
ADDRESS_ENDED = "plan.address_ended"
ADDRESS_MISSED = "plan.address_not_found"
ACTION_RAISED = "action.raised_at_visit"

register(
    {
        OPENED: "opened a plan with the words of the letter",
        ITEM_WRITTEN: "wrote an item of a plan",
        ITEM_RELEASED: "released an item from monitoring",
        ACTION_CARRIED: "carried an action on from an earlier plan",
        APPROVED: "recorded a body’s approval of a plan",
        SIGNATURES_BROKEN: "broke the signatures of a plan by a change",
        ACTION_ADDED: "added an action to a plan",
        ACTION_CHANGED: "changed an action of a plan",
        ACTION_REMOVED: "removed an action from a plan",
        MILESTONE_ADDED: "added a milestone to an action",
        MILESTONE_CHANGED: "changed a milestone of an action",
        MILESTONE_REMOVED: "removed a milestone from an action",
        COMMENTED: "commented on a plan for families",
        ANSWERED: "answered a comment on a plan",
        STATED: "wrote the forum’s statement on a plan",
        MEETING_ADDED: "recorded a committee meeting on a plan",
        MEETING_CHANGED: "changed a committee meeting on a plan",
        MEETING_REMOVED: "removed a committee meeting on a plan",
        APPROVALS_WITHDRAWN: "withdrew the approvals of a plan",
        FROZEN: "froze the submission of a plan",
        DECIDED: "recorded the decision on a plan",
        REVIEWED: "wrote on the review of a plan",
        PUBLISHED: "published a version of a plan",
        PUBLICATION_DRAWN: "kept the PDF of a published plan",
        ADDRESS_ADDED: "recorded where the area published its plan",
        ADDRESS_ENDED: "ended the checks of an address",
        ADDRESS_MISSED: "did not find a published plan at its address",
        ACTION_RAISED: "raised an action at a visit",
        **verbs_of(PLAN),
    }
)
