"""What differs between two contents of a plan: item by item, action by action, field by field. Pure; the words are compared by the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core import textdiff
from rulebook import words

Standing = Literal["same", "changed", "added", "removed"]
FIELDS = (
    ("text", "What will be done"),
    ("owner_office", "Owner"),
    ("body", "Body"),
    ("co_body", "Body that shares it"),
    ("starts_on", "Starts"),
    ("finish_by_on", "Done by"),
    ("measure", "How it is measured"),
    ("evidence", "Evidence"),
    ("resource", "Resource"),
    ("milestones", "Milestones"),
)


@dataclass(frozen=True)
class Field:
    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Part:
    """Something with fields: the outcome of an item, one action, the forum's statement. `fields` are those that say anything."""

    title: str
    standing: Standing
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Item:
    order: int
    text: str
    parts: tuple[Part, ...]

    @property
    def differs(self) -> bool:
        return any(part.standing != "same" for part in self.parts)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items of both contents in order, each with every part: those that are the same too."""
    first, second = ({item["order"]: item for item in content["items"]} for content in (before, after))
    return tuple(
        Item(order, (first.get(order) or second[order])["text"], _parts(first.get(order), second.get(order)))
        for order in sorted({*first, *second})
    )


def statements(before: Mapping[str, Any], after: Mapping[str, Any]) -> Part:
    """The forum's statement beside both; a part without fields where there is none."""
    one, other = (content.get("statement") or {} for content in (before, after))
    return _part("Statement of the parent carer forum", one, other, (("words", "Position"), ("text", "Statement")))


def words_changed(parts: Iterable[Part]) -> tuple[int, int]:
    """How many words were deleted and how many were added in all."""
    deleted = added = 0
    for part in parts:
        for field in part.fields:
            if field.differs:
                less, more = textdiff.words_changed(textdiff.compare(field.before, field.after))
                deleted, added = deleted + less, added + more
    return deleted, added


def _parts(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Part, ...]:
    outcome = _part("What will be different", before or {}, after or {}, (("outcome", "Outcome"),))
    first, second = (
        {action["reference"]: action for action in item["actions"]} if item else {} for item in (before, after)
    )
    references = sorted({*first, *second}, key=_place)
    actions = (_part(f"Action {one}", first.get(one, {}), second.get(one, {}), FIELDS) for one in references)
    return (outcome, *actions) if outcome.fields else tuple(actions)


def _place(reference: str) -> tuple[int, ...]:
    return tuple(int(number) for number in reference.split(".") if number.isdecimal())


def _part(title: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[tuple[str, str]]) -> Part:
    fields = tuple(Field(label, _said(before.get(name)), _said(after.get(name))) for name, label in names)
    fields = tuple(field for field in fields if field.before or field.after)
    if not before and after:
        return Part(title, "added", fields)
    if before and not after:
        return Part(title, "removed", fields)
    return Part(title, "changed" if any(field.differs for field in fields) else "same", fields)


def _said(value: Any) -> str:
    """A value of frozen content in words: milestones one on a line, days as people write them."""
    if isinstance(value, list):
        return "\n".join(f"By {_said(one['due_on'])}: {one['text']}" if one["due_on"] else one["text"] for one in value)
    text = str(value or "")
    try:
        return words.day(date.fromisoformat(text)) if len(text) == len("2026-11-29") else text
    except ValueError:
        return text
