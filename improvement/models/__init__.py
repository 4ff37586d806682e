from improvement.models.frozen import Frozen
from improvement.models.item import PlanItem
from improvement.models.plan import Plan, PlanApproval
from improvement.models.submission import PlanDecision, PlanSubmission

__all__ = ["Frozen", "Plan", "PlanApproval", "PlanDecision", "PlanItem", "PlanSubmission"]
