"""A plan as the public reads it: from what was sent to frozen content without people, and from that to a page and a PDF. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from improvement.choices import Decision
from improvement.models import Plan, PlanSubmission
from improvement.snapshot import dated

# The version new publications are drawn with. An older one stays in its folder for what was published with it, and is never edited.
TEMPLATE = "publication/v1"
FORMAT = 1
# What an action says to the public. Offices and bodies, never a person.
OF_ACTION = (
    "reference", "text", "owner_office", "body", "co_body", "starts_on", "finish_by_on", "measure", "evidence", "resource",
)  # fmt: skip
OF_ITEM = ("order", "text", "points", "closing", "responsible_bodies", "outcome")


def content_of(
    plan: Plan,
    items: list[Mapping[str, Any]],
    statement: Mapping[str, Any] | None,
    *,
    submission: PlanSubmission | None,
    approved: list[dict[str, Any]],
    number: int,
    reason: str,
    on: date,
) -> dict[str, Any]:
    """What a version says. `items` and `statement` are those of improvement.services.submissions; dates are ISO text."""
    decision = getattr(submission, "decision", None)
    return {
        "format": FORMAT,
        "number": number,
        "published_on": on.isoformat(),
        "reason": reason,
        "plan": plan.kind_spec.name,
        "short_name": plan.kind_spec.short_name,
        "item_name": plan.kind_spec.item_name,
        "area": plan.inspection.partnership.name,
        "inspection": plan.inspection.reference,
        "product": plan.inspection.words["product"],
        "required_on": plan.inspection.published_on.isoformat() if plan.inspection.published_on else None,
        "bodies": [body["name"] for body in plan.accountable_bodies],
        "approved": [{"body": one["body"], "approved_on": one["approved_on"]} for one in approved],
        "submitted_on": submission.submitted_on.isoformat() if submission else None,
        "receipt_number": submission.receipt_number if submission else "",
        "decision": _decision(plan, decision) if decision is not None else None,
        "items": [_item(item) for item in items],
        "statement": (
            {name: statement[name] for name in ("position", "words", "text", "made_on")} if statement else None
        ),
    }


def draw(content: Mapping[str, Any], template: str = TEMPLATE) -> SafeString:
    """The plan as a part of a page, its title a heading of level 1. Every text goes through the template's escaping."""
    return mark_safe(render_to_string(f"improvement/{template}/body.html", _context(content)))  # noqa: S308


def document(content: Mapping[str, Any], template: str = TEMPLATE) -> str:
    """The whole HTML document for the PDF, asking for nothing but the bundled typeface."""
    return render_to_string(f"improvement/{template}/document.html", _context(content))


def contents(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(id, heading) of the parts, for a list of contents beside the fragment."""
    name = content["item_name"].capitalize()
    return [
        *([("plan-decision", "Decision")] if content["decision"] else []),
        *([("plan-approved", "Who approved it")] if content["approved"] else []),
        *((f"plan-item-{item['order']}", f"{name} {item['order']}") for item in content["items"]),
        *([("plan-statement", "Statement of the parent carer forum")] if content["statement"] else []),
    ]


def _context(content: Mapping[str, Any]) -> dict[str, Any]:
    shown = dated(dict(content))
    shown["decision"] = dated(content["decision"]) if content["decision"] else None
    shown["statement"] = dated(content["statement"]) if content["statement"] else None
    shown["approved"] = [dated(one) for one in content["approved"]]
    shown["items"] = [
        item
        | {
            "actions": [
                dated(action) | {"milestones": [dated(one) for one in action["milestones"]]}
                for action in item["actions"]
            ]
        }
        for item in content["items"]
    ]
    # As a list, since a template would find a dictionary's own method under the name "items".
    return {"published": shown, "plan_items": shown["items"]}


def _decision(plan: Plan, decision: Any) -> dict[str, Any]:
    accepted = decision.decision == Decision.ACCEPTED
    return {
        "accepted": accepted,
        "words": plan.kind_spec.accepted_word if accepted else "returned",
        "decided_on": decision.decided_on.isoformat(),
        "by": list(plan.kind_spec.reviewed_by),
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    actions = [
        {name: action[name] for name in OF_ACTION}
        | {"milestones": [{"text": one["text"], "due_on": one["due_on"]} for one in action["milestones"]]}
        for action in item["actions"]
    ]
    return {name: item[name] for name in OF_ITEM} | {"actions": actions}
