"""What is recorded about plans, with the sentence a page shows. The moves come from the lifecycle itself."""

from audit.verbs import register
from core.advance import verbs_of
from rulebook.lifecycles.plan import PLAN

OPENED = "plan.opened"
ITEM_WRITTEN = "plan.item_written"
ITEM_RELEASED = "plan.item_released"
APPROVED = "plan.approved_by_body"
APPROVALS_WITHDRAWN = "plan.approvals_withdrawn"
FROZEN = "plan.submission_frozen"
DECIDED = "plan.decision_recorded"

register(
    {
        OPENED: "opened a plan with the words of the letter",
        ITEM_WRITTEN: "wrote an item of a plan",
        ITEM_RELEASED: "released an item from monitoring",
        APPROVED: "recorded a body’s approval of a plan",
        APPROVALS_WITHDRAWN: "withdrew the approvals of a plan",
        FROZEN: "froze the submission of a plan",
        DECIDED: "recorded the decision on a plan",
        **verbs_of(PLAN),
    }
)
