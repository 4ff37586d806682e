"""The information request of an inspection as one person may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.access import can
from accounts.choices import Permission
from core.words import days_left_words
from information.models import AnswerFile, Body, ItemQuery, RequestItem
from information.models.item import WITH_AREA, is_late
from inspections.models import Inspection
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import standing

COLOURS = {
    "requested": "grey",
    "assigned": "blue",
    "in_progress": "light-blue",
    "uploaded": "turquoise",
    "rejected": "orange",
    "validated": "turquoise",
    "shared": "purple",
    "queried": "yellow",
    "accepted": "green",
    "not_applicable": "grey",
    "not_held": "orange",
    "withdrawn": "grey",
}


@dataclass(frozen=True)
class ItemRow:
    """One item in a list: `due_words` is "2 working days left" while the area has it; `files` counts those standing."""

    item: RequestItem
    due: date | None
    due_words: str
    late: bool
    mine: bool
    files: int
    colour: str

    @property
    def status(self) -> str:
        return self.item.state_words


@dataclass(frozen=True)
class Counts:
    """How many items stand where. `asked` leaves out those no longer asked for; every item asked is in one of the other three."""

    asked: int
    accepted: int
    without: int
    with_inspectors: int
    with_area: int
    late: int


def rows_for(actor: Any, inspection: Inspection, *, today: date, calendar: WorkingCalendar) -> list[ItemRow]:
    """Every item the person may see, in order, each with how many files stand: to those who do not answer, of the shared ones.

    Three statements however many items.
    """
    counts = Q(files__withdrawn_at__isnull=True, files__replaced_by__isnull=True)
    if not can(actor, Permission.REQUEST_ANSWER, inspection):
        counts &= Q(files__shared_at__isnull=False)
    items = (
        RequestItem.objects.filter(inspection=inspection)
        .seen_by(actor)
        .with_due()
        .select_related("owner", "inspection__partnership")
        .annotate(standing_files=Count("files", filter=counts, distinct=True))
        .order_by("place")
    )
    return [row_of(item, actor, today=today, calendar=calendar) for item in items]


def row_of(item: RequestItem, actor: Any, *, today: date, calendar: WorkingCalendar) -> ItemRow:
    """One item in words. It comes from `with_due`."""
    due = getattr(item, "due", None)
    words = ""
    if due is not None and item.state in WITH_AREA:
        stands = standing(due, None, today, calendar)
        words = days_left_words(stands.working_days_left) if stands.exact and due != today else stands.words
        if stands.code == "overdue" and stands.working_days_left == 0:
            words = "late"
    return ItemRow(
        item=item,
        due=due,
        due_words=words,
        late=is_late(item, today),
        mine=item.owner_id is not None and item.owner_id == getattr(actor, "pk", None),
        files=getattr(item, "standing_files", 0),
        colour=COLOURS[item.state],
    )


def narrowed(rows: Iterable[ItemRow], *, body: str = "", state: str = "", show: str = "") -> list[ItemRow]:
    """Those of one organisation, one status, and (`show`) "late", "mine" or "unowned"."""
    tests = {
        "late": lambda row: row.late,
        "mine": lambda row: row.mine,
        "unowned": lambda row: row.item.owner_id is None and row.item.state in WITH_AREA,
    }
    chosen = tests.get(show, lambda row: True)
    return [row for row in rows if body in ("", row.item.body) and state in ("", row.item.state) and chosen(row)]


def counted(rows: Iterable[ItemRow]) -> Counts:
    """The figures at the head of the list."""
    kept = [row for row in rows if row.item.state != "withdrawn"]
    states = Counter(row.item.state for row in kept)
    return Counts(
        asked=len(kept),
        accepted=states["accepted"],
        without=states["not_held"] + states["not_applicable"],
        with_inspectors=states["shared"],
        with_area=sum(states[state] for state in WITH_AREA),
        late=sum(row.late for row in kept),
    )


def by_body(rows: Iterable[ItemRow]) -> list[tuple[str, str, list[ItemRow]]]:
    """(code, name, rows) of each organisation that has any."""
    listed = list(rows)
    grouped = [(body.value, body.label, [row for row in listed if row.item.body == body]) for body in Body]
    return [group for group in grouped if group[2]]


def files_of(actor: Any, item: RequestItem) -> list[AnswerFile]:
    """The files of an item that a person may open, withdrawn ones among them, with who opened each."""
    return list(
        AnswerFile.objects.filter(item=item)
        .readable_by(actor)
        .select_related("file", "given_by", "item__inspection", "replaces__item", "withdrawn_by", "replaced_by__item")
        .prefetch_related("openings__person")
        .order_by("part")
    )


def queries_of(actor: Any, item: RequestItem) -> list[ItemQuery]:
    """The queries about an item that a person may read, in order."""
    return list(ItemQuery.objects.filter(item=item).readable_by(actor).select_related("asked_by", "answered_by"))


def files_in(actor: Any, inspection: Inspection) -> list[AnswerFile]:
    """Every file of the request that a person may open, for the index."""
    return list(
        AnswerFile.objects.filter(item__inspection=inspection)
        .readable_by(actor)
        .select_related("file", "given_by", "item__inspection", "replaced_by__item")
        .order_by("item__place", "part")
    )


def answerable(actor: Any, inspection: Inspection) -> Any:
    """The items a person may answer with files now; lists that are checked have a page of their own."""
    return (
        RequestItem.objects.filter(inspection=inspection)
        .exclude(state="withdrawn")
        .exclude(person_list__in=("list-1", "list-2"))
        .answerable_by(actor)
        .order_by("place")
    )


def late_by_owner(rows: Iterable[ItemRow]) -> dict[Any, list[ItemRow]]:
    """{owner: their items that the area still has and that are late or due within two working days}; soonest first."""
    found: dict[Any, list[ItemRow]] = {}
    for row in sorted(rows, key=lambda row: (row.due or date.max, row.item.place)):
        if row.item.owner is not None and row.item.owner.is_active and row.item.state in WITH_AREA and row.late:
            found.setdefault(row.item.owner, []).append(row)
    return found


def opened_by(file: AnswerFile) -> list[tuple[Any, Any, int]]:
    """(person, first opened at, how often) from the prefetched openings."""
    first: dict[Any, Any] = {}
    times: Counter[Any] = Counter()
    for opening in file.openings.all():
        first.setdefault(opening.person, opening.at)
        times[opening.person] += 1
    return [(person, at, times[person]) for person, at in first.items()]
