"""The shape of what was frozen when a plan was sent, and the reading of older shapes.

Format 2: each item has `outcome` and `actions` with milestones, and the plan has the forum's `statement` or None. Before it (no
`format`) an item was answered in single fields: action, responsible, finish_by_on and measure.
"""

from __future__ import annotations

from typing import Any

FORMAT = 2


def read(content: dict[str, Any]) -> dict[str, Any]:
    """The content in the newest shape, whichever it was frozen in. What is frozen stays as it is: this is for showing it."""
    if content.get("format", 1) >= FORMAT:
        return content
    return content | {"items": [_from_first(item) for item in content["items"]], "statement": None}


def _from_first(item: dict[str, Any]) -> dict[str, Any]:
    old = {name: item.get(name) for name in ("action", "responsible", "finish_by_on", "measure")}
    kept = {name: value for name, value in item.items() if name not in old}
    return kept | {
        "outcome": item.get("outcome", ""),
        "actions": [_only_action(item["order"], old)] if any(old.values()) else [],
    }


def _only_action(order: int, old: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": f"{order}.1",
        "text": old["action"] or "",
        "owner_office": old["responsible"] or "",
        "body": "",
        "co_body": "",
        "starts_on": None,
        "finish_by_on": old["finish_by_on"],
        "measure": old["measure"] or "",
        "evidence": "",
        "resource": "",
        "milestones": [],
    }
