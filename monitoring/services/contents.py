"""What a letter says: its words, and beside them what the record holds. Both bodies sign the whole; the sent copy freezes it."""

from __future__ import annotations

import json
from typing import Any

from monitoring.models import SupportLetter, Visit, sha256_of
from monitoring.services.records import actions_of
from rulebook import words
from rulebook.frameworks import support

SIGNED_TOGETHER = "The DfE and NHS England"


def content_of(letter: SupportLetter) -> dict[str, Any]:
    """The whole letter as JSON types: title, area, plan, text, visit, findings, actions, released. Dates are ISO text."""
    plan = letter.plan
    found: dict[str, Any] = {
        "title": letter.title,
        "area": letter.inspection.partnership.name,
        "plan": plan.kind_spec.name,
        "to": [body["name"] for body in plan.accountable_bodies],
        "from": list(support.BODIES.values()),
        "text": letter.text,
        "visit": None,
        "findings": [],
        "actions": [],
        "released": [],
    }
    if letter.visit is not None:
        found |= _of_visit(letter.visit)
    if letter.released_on is not None:
        found["released"] = [
            {"order": item.order, "text": item.text, "on": letter.released_on.isoformat()}
            for item in letter.items.order_by("order")
        ]
    return found


def text_of(letter: SupportLetter) -> str:
    """The content as the one text that is signed and frozen."""
    return json.dumps(content_of(letter), ensure_ascii=False, sort_keys=True)


def digest_of(letter: SupportLetter) -> str:
    return sha256_of(text_of(letter))


def after_visit(visit: Visit) -> str:
    """A first draft from the record."""
    area, plan = visit.inspection.partnership.name, visit.plan
    assert visit.held_on is not None
    parts = [
        f"Dear colleagues in {area},",
        f"Thank you for your time at {_lower(visit.title)} on {words.weekday(visit.held_on)}, when we looked at your "
        f"{_lower(plan.kind_spec.name)}.",
    ]
    counts = {word.code: 0 for word in support.PROGRESS}
    for finding in visit.findings.all():
        counts[finding.progress] += 1
    told = [
        f"{words.count(counts[word.code], plan.kind_spec.item_name, plan.words_for_items)}: {_lower(word.text)}"
        for word in support.PROGRESS
        if counts[word.code]
    ]
    if told:
        parts.append(f"How the plan stands: {'; '.join(told)}. Below we say what we found of each.")
    actions = len(actions_of(visit))
    if actions:
        agreed = words.count(actions, "action", "actions")
        parts.append(f"We agreed {agreed}, listed below and marked “{visit.title}” in your plan.")
    following = Visit.objects.filter(
        inspection=visit.inspection, state__in=("planned", "agenda_set", "evidence_requested")
    )
    ahead = following.order_by("visit_on").first()
    if ahead is not None:
        parts.append(f"We next meet on {words.weekday(ahead.visit_on)}.")
    parts.append("Yours sincerely,")
    parts.append(SIGNED_TOGETHER)
    return "\n\n".join(parts)


def of_release(letter: SupportLetter) -> str:
    """A first draft of a letter of release."""
    plan, area = letter.plan, letter.inspection.partnership.name
    assert letter.released_on is not None
    orders = [item.order for item in letter.items.order_by("order")]
    named = words.listed([f"item {order}" for order in orders])
    left = plan.items.filter(released_on=None).exclude(order__in=orders).count()
    rest = (
        f"We go on monitoring {words.count(left, plan.kind_spec.item_name, plan.words_for_items)}."
        if left
        else "With this letter every item of the plan is released."
    )
    return "\n\n".join(
        [
            f"Dear colleagues in {area},",
            f"We have seen enough lasting improvement to end our monitoring of {named} of your {_lower(plan.kind_spec.name)} "
            f"from {words.weekday(letter.released_on)}.",
            rest,
            "Yours sincerely,",
            SIGNED_TOGETHER,
        ]
    )


def _of_visit(visit: Visit) -> dict[str, Any]:
    return {
        "visit": {
            "title": visit.title,
            "held_on": visit.held_on.isoformat() if visit.held_on else "",
            "where": visit.where,
            "attended": list(visit.attended),
        },
        "findings": [
            {
                "order": finding.item.order,
                "item": finding.item.text,
                "progress": finding.word.text,
                "colour": finding.word.colour,
                "text": finding.text,
            }
            for finding in visit.findings.select_related("item").order_by("item__order")
        ],
        "actions": [
            {
                "reference": action.reference,
                "text": action.text,
                "owner": action.owner_office or action.body,
                "by": action.finish_by_on.isoformat() if action.finish_by_on else "",
            }
            for action in actions_of(visit)
        ],
    }


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
