"""Checking, sharing, querying and accepting: the ball goes from the area to the inspectors and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from information.models import AnswerFile, ItemQuery, QueryReason, RequestItem
from inspections.models import Inspection
from inspections.services.child_names import refuse_names
from inspections.services.owners import tell


@transaction.atomic
def share(*, by: Any, item: RequestItem) -> None:
    """Mark what was uploaded as checked and let the inspectors see it. Raises Refused."""
    require(by, Permission.REQUEST_MANAGE, item.inspection)
    item.refresh_from_db(fields=["state"])
    if item.state == "uploaded":
        advance(item, "validate", by=by, facts={"errors": []})
    advance(item, "share", by=by)
    new = AnswerFile.objects.filter(item=item, shared_at__isnull=True).standing()
    files = list(new.select_related("item"))
    numbers = [file.number for file in files]
    # What was replaced before it was shared stays with the area.
    AnswerFile.objects.filter(pk__in=[file.pk for file in files]).update(shared_at=clock.now())
    close_queries(by=by, item=item, answer=f"Answered with {', '.join(numbers)}" if numbers else "Shared again")


@transaction.atomic
def share_all(*, by: Any, inspection: Inspection) -> int:
    """Share every item that is uploaded or checked; returns how many."""
    require(by, Permission.REQUEST_MANAGE, inspection)
    waiting = ready_to_share(inspection)
    for item in waiting:
        share(by=by, item=item)
    return len(waiting)


def ready_to_share(inspection: Inspection) -> list[RequestItem]:
    return list(
        RequestItem.objects.filter(inspection=inspection, state__in=("uploaded", "validated")).select_related(
            "inspection__partnership", "inspection__lano", "owner"
        )
    )


@transaction.atomic
def ask(*, by: Any, item: RequestItem, reasons: Sequence[str], text: str) -> ItemQuery:
    """Query an answer, with several reasons at once; the owner and the LANO are told. Raises Refused."""
    require(by, Permission.REQUEST_QUERY, item.inspection)
    _check_question(reasons, text)
    refuse_names(item.inspection, text=text)
    advance(item, "query", by=by, reason=_in_words(reasons))
    return _ask(by, item, reasons, text, by_inspectors=True)


@transaction.atomic
def send_back(*, by: Any, item: RequestItem, reasons: Sequence[str], text: str) -> ItemQuery:
    """Return an answer to its owner before the inspectors see it. Raises Refused."""
    require(by, Permission.REQUEST_MANAGE, item.inspection)
    _check_question(reasons, text)
    refuse_names(item.inspection, text=text)
    advance(item, "reject", by=by, reason=_in_words(reasons))
    return _ask(by, item, reasons, text, by_inspectors=False)


@transaction.atomic
def answer_in_words(*, by: Any, item: RequestItem, text: str) -> None:
    """Answer a query without a new file. Raises Refused."""
    if not RequestItem.objects.filter(pk=item.pk).answerable_by(by).exists():
        raise PermissionDenied
    if not text.strip():
        raise Refused(Reason("Enter your answer", "text"))
    refuse_names(item.inspection, text=text)
    standing = AnswerFile.objects.filter(item=item, shared_at__isnull=False).standing().exists()
    advance(item, "answer_query", by=by, facts={"file": standing}, reason="Answered in words")
    close_queries(by=by, item=item, answer=text.strip())


@transaction.atomic
def accept(*, by: Any, item: RequestItem) -> None:
    """The inspectors need nothing more for this item. Raises Refused."""
    require(by, Permission.REQUEST_QUERY, item.inspection)
    advance(item, "accept", by=by)


@transaction.atomic
def no_longer_ask(*, by: Any, item: RequestItem, reason: str) -> None:
    """The inspectors do not ask for this any more. Raises Refused."""
    require(by, Permission.REQUEST_QUERY, item.inspection)
    advance(item, "withdraw", by=by, reason=reason)
    close_queries(by=by, item=item, answer="No longer asked for")
    _tell_area(item, by, f"{item.number} is no longer asked for", "withdrawn")


def close_queries(*, by: Any, item: RequestItem, answer: str) -> None:
    """Put the answer under every open query and tell whoever asked."""
    for query in ItemQuery.objects.filter(item=item, answered_at__isnull=True).select_related("asked_by"):
        ItemQuery.objects.filter(pk=query.pk).update(answer=answer, answered_by=by, answered_at=clock.now())
        if query.asked_by != by and query.asked_by.is_active:
            tell(
                query.asked_by,
                kind="request_answered",
                key=f"request_query:{query.pk}:answered",
                subject=f"{item.inspection.partnership.name}: your query about {item.number} is answered",
                body=item.title,
                url=item.get_absolute_url(),
            )


def _check_question(reasons: Sequence[str], text: str) -> None:
    faults = []
    if not reasons or set(reasons) - set(QueryReason.values):
        faults.append(Reason("Choose at least one reason", "reasons"))
    if not text.strip():
        faults.append(Reason("Say what is needed", "text"))
    if faults:
        raise Refused(*faults)


def _in_words(reasons: Sequence[str]) -> str:
    return "; ".join(QueryReason(code).label for code in reasons)


def _ask(by: Any, item: RequestItem, reasons: Sequence[str], text: str, *, by_inspectors: bool) -> ItemQuery:
    query = ItemQuery.objects.create(
        item=item,
        by_inspectors=by_inspectors,
        reasons=list(reasons),
        text=text.strip(),
        asked_by=by,
        asked_at=clock.now(),
    )
    who = "The inspectors have a query about" if by_inspectors else "Returned to you:"
    _tell_area(item, by, f"{who} {item.number}", f"query:{query.pk}")
    return query


def _tell_area(item: RequestItem, by: Any, words: str, key: str) -> None:
    """Tell the owner and the LANO. What was asked stays on the page: it does not travel by e-mail."""
    for person in dict.fromkeys((item.owner, item.inspection.lano)):
        if person is not None and person != by and person.is_active:
            tell(
                person,
                kind="request_query",
                key=f"request_item:{item.pk}:{key}",
                subject=f"{item.inspection.partnership.name}: {words}",
                body=item.title,
                url=item.get_absolute_url(),
            )
