from improvement.models.action import Action, Milestone
from improvement.models.committee import CommitteeMeeting
from improvement.models.families import CommentAnswer, ForumStatement, PlanComment
from improvement.models.item import PlanItem
from improvement.models.plan import Plan, PlanApproval
from improvement.models.publication import AddressCheck, PlanAddress, PlanPublication
from improvement.models.review import DecisionLetter, ReviewPart
from improvement.models.submission import PlanDecision, PlanSubmission

__all__ = [
    "Action",
    "AddressCheck",
    "CommentAnswer",
    "CommitteeMeeting",
    "DecisionLetter",
    "ForumStatement",
    "Milestone",
    "Plan",
    "PlanAddress",
    "PlanApproval",
    "PlanComment",
    "PlanDecision",
    "PlanItem",
    "PlanPublication",
    "PlanSubmission",
    "ReviewPart",
]
