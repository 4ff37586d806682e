from improvement.models.action import Action, Milestone
from improvement.models.committee import CommitteeMeeting
from improvement.models.families import CommentAnswer, ForumStatement, PlanComment
from improvement.models.item import PlanItem
from improvement.models.plan import Plan, PlanApproval
from improvement.models.submission import PlanDecision, PlanSubmission

__all__ = [
    "Action",
    "CommentAnswer",
    "CommitteeMeeting",
    "ForumStatement",
    "Milestone",
    "Plan",
    "PlanApproval",
    "PlanComment",
    "PlanDecision",
    "PlanItem",
    "PlanSubmission",
]
