"""Search across published letters, areas, plans (published ones for everybody), meetings and documents.

What a person may open is asked first, the words only of that: nothing else is ever a hit, nor counted. Titles of meetings and files
are searched, never notes, files of children or what is in a file. PostgreSQL compares stems; SQLite, for one machine, whole pieces
of words (and stems in letters).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from accounts.access import is_somebody
from accounts.choices import Permission
from core import clock
from core.words import short_date
from improvement.models import PlanItem, PlanPublication
from improvement.queries import publication as plans
from information.models import AnswerFile, RequestItem
from inspections.models import Inspection
from partnerships.models import Partnership
from reports import passage_index
from reports import queries as letters
from reports.models import Passage
from reports.queries.alike import COMMON
from timetable.models import Meeting
from timetable.queries.meetings import own

WORD = re.compile(r"[a-z0-9]+")
MOST_WORDS = 10
# Of one kind; who wants more adds a word.
SHOWN = 20
# The rows of one item that are looked through for its place among the hits.
MOST_ACTIONS = 5
# Passages looked at: several of one letter may hold the words.
MOST_PASSAGES = 400
AROUND = 140
AREAS = "areas"


@dataclass(frozen=True)
class Hit:
    """`where` says in which part of the thing the words stand; `before`, `word` and `after` are the piece around them, "" for none."""

    title: str
    url: str
    where: str
    before: str = ""
    word: str = ""
    after: str = ""


@dataclass(frozen=True)
class Asked:
    """`inspection` is the only one to look in, or None for everywhere."""

    actor: Any
    words: list[str]
    today: date
    inspection: Inspection | None = None

    def within(self, path: str) -> Q:
        """That a row belongs to the inspection looked in, which `path` leads to."""
        return Q(**{path: self.inspection}) if self.inspection else Q()


@dataclass(frozen=True)
class Found:
    kind: str
    label: str
    hits: list[Hit]
    more: bool


def words_of(text: str) -> list[str]:
    """The words to look for, each once: lower case, without those of every English sentence."""
    found = dict.fromkeys(
        word for word in WORD.findall(text.lower()) if word not in COMMON and (len(word) > 1 or word.isdigit())
    )
    return list(found)[:MOST_WORDS]


def search(actor: Any, text: str, *, today: date, kind: str = "", inspection: Inspection | None = None) -> list[Found]:
    """What this person may open that holds every word, by kind; of one kind only where `kind` is given, of one inspection only where it is
    given. At most eight statements."""
    words = words_of(text)
    if not words:
        return []
    found = []
    for code, (label, look) in KINDS.items():
        if kind in ("", code) and not (inspection and code == AREAS):
            hits = look(Asked(actor, words, today, inspection))
            found.append(Found(code, label, hits[:SHOWN], len(hits) > SHOWN))
    return found


def _letters(asked: Asked) -> list[Hit]:
    keys = passage_index.candidates(connection, asked.words, MOST_PASSAGES, every=True)
    rows = (
        Passage.objects.filter(
            asked.within("version__letter__inspection"),
            pk__in=keys,
            version__in=letters.published().order_by().values("pk"),
        )
        .select_related("version__letter__inspection__partnership")
        .defer("version__pdf", "version__context", "version__fragment")
        .in_bulk()
    )
    hits: list[Hit] = []
    for key in keys:
        if key in rows and len(hits) <= SHOWN:
            passage, inspection = rows[key], rows[key].version.letter.inspection
            title = f"{inspection.kind_spec.name}, {inspection.partnership.name}, {inspection.when}"
            address = f"/letters/{inspection.reference}/"
            hits.append(Hit(title, address, passage.heading or "Letter", *_piece(passage.text, asked.words)))
    return hits


def _areas(asked: Asked) -> list[Hit]:
    rows = Partnership.objects.select_related("region").order_by("name", "slug")
    for word in asked.words:
        rows = rows.filter(
            Q(name__icontains=word) | Q(authority__official_name__icontains=word) | Q(authority__dfe_code__iexact=word)
        )
    return [
        Hit(
            area.name, area.get_absolute_url(), f"Area in {area.region.name}" + (", no longer" if area.valid_to else "")
        )
        for area in rows[: SHOWN + 1]
    ]


def _plans(asked: Asked) -> list[Hit]:
    permitted = Inspection.objects.all().condition(
        asked.actor, Permission.PLAN_VIEW, asked.today, path="plan__inspection"
    )
    fields = ("text", "outcome", "actions__text", "actions__measure")
    # A row for each action of an item, or one for an item without any.
    rows = (
        matching(PlanItem.objects.filter(permitted, asked.within("plan__inspection")), fields, asked.words)
        .annotate(said=F("actions__text"), measured=F("actions__measure"), number=F("actions__number"))
        .select_related("plan__inspection__partnership")
        .order_by("-plan__opened_on", "plan", "order", "number")
    )
    hits: dict[tuple[int, str], Hit] = {}
    for item in rows[: MOST_ACTIONS * (SHOWN + 1)]:
        of_action, where = (item.said, item.measured), f"Item {item.order}"
        if held := next((text for text in of_action if text and _piece(text, asked.words)[1]), ""):
            where = f"Action {item.order}.{item.number}"
        elif not (held := next((text for text in (item.text, item.outcome) if _piece(text, asked.words)[1]), "")):
            held = item.text
        hits.setdefault(
            (item.pk, where), Hit(str(item.plan), item.plan.get_absolute_url(), where, *_piece(held, asked.words))
        )
    return [*list(hits.values())[: SHOWN + 1], *_published_plans(asked)][: SHOWN + 1]


def _published_plans(asked: Asked) -> list[Hit]:
    """Of the plans this person may not look into, what was published of them: in its published words, for everybody."""
    permitted = Inspection.objects.all().condition(
        asked.actor, Permission.PLAN_VIEW, asked.today, path="plan__inspection"
    )
    public = plans.newest_published().defer(None).defer("fragment", "pdf").filter(asked.within("plan__inspection"))
    public = public.exclude(pk__in=PlanPublication.objects.filter(permitted).order_by().values("pk"))
    hits: list[Hit] = []
    for publication in matching(public, ("content",), asked.words)[: SHOWN + 1]:
        address = reverse("improvement:published-plan", args=[publication.plan.inspection.reference])
        for where, texts in _published_texts(publication.shown):
            # The names of its parts stand in the content too; only its words count.
            if all(_piece(" ".join(texts), [word])[1] for word in asked.words):
                held = next(text for text in texts if _piece(text, asked.words)[1])
                hits.append(Hit(f"{publication.plan}, published", address, where, *_piece(held, asked.words)))
    return hits[: SHOWN + 1]


def _published_texts(content: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """("Item 2" or "Action 2.1", its texts) of a published plan, in its order."""
    for item in content["items"]:
        yield f"Item {item['order']}", [item["text"], *item["points"], item["outcome"]]
        for action in item["actions"]:
            yield f"Action {action['reference']}", [action["text"], action["measure"], action["owner_office"]]


def _meetings(asked: Asked) -> list[Hit]:
    if not is_somebody(asked.actor):
        return []
    noting, seeing, taking = (
        Q(inspection__in=Inspection.objects.permitted(asked.actor, right, asked.today).order_by().values("pk"))
        for right in (Permission.MEETING_NOTE, Permission.TIMETABLE_VIEW, Permission.WEEKS_OWN)
    )
    # As timetable.queries.meetings.visible_to, of all inspections at once.
    seen = Meeting.objects.filter(asked.within("inspection"), seeing | (taking & own(asked.actor)))
    seen = seen.filter(noting | Q(inspectors_only=False))
    rows = (
        matching(seen, ("title",), asked.words).select_related("inspection__partnership").order_by("-starts_at", "pk")
    )
    return [
        Hit(
            str(meeting),
            meeting.get_absolute_url(),
            f"Meeting of {meeting.inspection.partnership.name}"
            + (f", {short_date(meeting.starts_at.astimezone(clock.LONDON).date())}" if meeting.starts_at else ""),
        )
        for meeting in rows[: SHOWN + 1]
    ]


def _documents(asked: Asked) -> list[Hit]:
    if not is_somebody(asked.actor):
        return []
    # The title of a list of children's names may hold one.
    files = AnswerFile.objects.readable_by(asked.actor).standing()
    files = files.filter(asked.within("item__inspection"), item__person_list="")
    found = (
        matching(files, ("title",), asked.words)
        .select_related("item__inspection__partnership")
        .order_by("-given_at", "pk")
    )
    requested = RequestItem.objects.seen_by(asked.actor).filter(asked.within("inspection"))
    items = matching(requested, ("title",), asked.words).select_related("inspection__partnership")
    hits = [
        Hit(str(file), file.item.get_absolute_url(), f"Document of {file.item.inspection.partnership.name}")
        for file in found[: SHOWN + 1]
    ]
    hits += [
        Hit(str(item), item.get_absolute_url(), f"Information request of {item.inspection.partnership.name}")
        for item in items.order_by("-inspection", "place")[: SHOWN + 1]
    ]
    return hits


Look = Callable[[Asked], list[Hit]]
KINDS: dict[str, tuple[str, Look]] = {
    "letters": ("Published letters and reports", _letters),
    AREAS: ("Areas", _areas),
    "plans": ("Plans", _plans),
    "meetings": ("Meetings", _meetings),
    "documents": ("Documents", _documents),
}


def matching(rows: QuerySet[Any], fields: Iterable[str], words: list[str]) -> QuerySet[Any]:
    """Those of the rows that hold every word in these fields together."""
    if connection.vendor == "postgresql":
        from django.contrib.postgres.search import SearchQuery, SearchVector

        asked = SearchQuery(" ".join(words), config="english", search_type="plain")
        return rows.annotate(words=SearchVector(*fields, config="english")).filter(words=asked)
    for word in words:
        held = Q(pk__in=[])
        for field in fields:
            held |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(held)
    return rows


def _piece(text: str, words: list[str]) -> tuple[str, str, str]:
    """The text around the first of the words (or of their beginnings, for another form of it), in three parts."""
    for word in [*words, *(word[: max(4, len(word) - 3)] for word in words)]:
        found = re.search(rf"\b{re.escape(word)}\w*", text, re.IGNORECASE)
        if found:
            start, end = max(0, found.start() - AROUND), min(len(text), found.end() + AROUND)
            before, after = text[start : found.start()], text[found.end() : end]
            return ("…" if start else "") + before, found[0], after + ("…" if end < len(text) else "")
    return text[: 2 * AROUND] + ("…" if len(text) > 2 * AROUND else ""), "", ""
