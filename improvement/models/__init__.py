from improvement.models.action import Action, Milestone
from improvement.models.item import PlanItem
from improvement.models.plan import Plan, PlanApproval
from improvement.models.submission import PlanDecision, PlanSubmission

__all__ = ["Action", "Milestone", "Plan", "PlanApproval", "PlanDecision", "PlanItem", "PlanSubmission"]
