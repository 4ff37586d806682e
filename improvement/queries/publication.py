"""Reads of published plans: what the public sees, how far a PDF is, and what was seen at the area's own addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from core.words import when
from improvement.models import AddressCheck, Plan, PlanAddress, PlanPublication
from improvement.models.publication import PublicationQuerySet
from rulebook import words

# Of an address, the newest looks a page shows.
CHECKS_SHOWN = 10


@dataclass(frozen=True)
class AddressRow:
    """An address with its newest look, worded, and those before it."""

    address: PlanAddress
    words: str
    tag: str
    colour: str
    checks: list[AddressCheck]


def published(reference: str, number: int | None = None) -> PlanPublication | None:
    """The version with this number, or the newest, of the plan that an inspection asked for. None where nothing is public."""
    found = _public().defer("pdf").filter(plan__inspection__reference=reference)
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()


def newest_published() -> QuerySet[PlanPublication]:
    """The newest version of each inspection's plan, without texts and bytes, for lists."""
    newer = PlanPublication.objects.filter(plan__inspection=OuterRef("plan__inspection"), number__gt=OuterRef("number"))
    return _public().light().filter(~Exists(newer)).order_by("-published_on", "plan__inspection__reference")


def versions(reference: str) -> list[PlanPublication]:
    """Every public version, newest first."""
    return list(_public().light().filter(plan__inspection__reference=reference).order_by("-number"))


def public_address(inspection_reference: str) -> str:
    """The path of the published plan; empty while none is public."""
    held = _public().filter(plan__inspection__reference=inspection_reference).exists()
    return reverse("improvement:published-plan", args=[inspection_reference]) if held else ""


def of_plan(plan: Plan) -> list[PlanPublication]:
    """The versions of one plan, newest first, for those who look after it."""
    return list(plan.publications.all().light().select_related("published_by").order_by("-number"))


def progress_words(made: PlanPublication) -> str:
    """How far the PDF is, in a sentence."""
    stage = made.stage
    if stage == "ready":
        return f"Ready: {words.count(made.pages or 0, 'page')}, {max(round((made.size or 0) / 1000), 1):,} KB."
    if stage == "failed":
        return f"It could not be made. {made.failure}"
    if stage == "again":
        return f"It could not be made yet, and is tried again by itself. {made.failure}"
    if stage == "drawing":
        return f"Being drawn since {when(made.begun_at)}."
    return f"Waiting its turn since {when(made.published_at)}."


def addresses(plan: Plan) -> list[AddressRow]:
    """The addresses that are looked at, each with what was seen."""
    rows = []
    for address in plan.addresses.filter(ended_at=None).prefetch_related("checks"):
        checks = list(address.checks.all())
        rows.append(_row(address, checks))
    return rows


def _row(address: PlanAddress, checks: list[AddressCheck]) -> AddressRow:
    if not checks:
        return AddressRow(address, "Not looked at yet.", "Waiting", "grey", [])
    newest = checks[0]
    said = f"Checked on {words.weekday(newest.on)}: {'found' if newest.found else 'not found'}."
    colour = "red" if not newest.found else "yellow" if newest.names_plan is False else "green"
    tag = "Not found" if not newest.found else "Found"
    return AddressRow(address, said, tag, colour, checks[:CHECKS_SHOWN])


def _public() -> PublicationQuerySet:
    found: Any = PlanPublication.objects.all().public().select_related("plan__inspection__partnership")
    return found
