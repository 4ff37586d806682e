"""The settings of an area beside those chosen, and one visit with what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.words import long_date, time_words
from inspections.models import Inspection
from partnerships.models import Site
from partnerships.models.directory import SiteKind
from visits.models import SiteVisit
from visits.queries.programme import Slot, agreed

SCHOOLS = (
    SiteKind.PRIMARY,
    SiteKind.SECONDARY,
    SiteKind.ALL_THROUGH,
    SiteKind.SPECIAL,
    SiteKind.ALTERNATIVE,
)


@dataclass(frozen=True)
class Choices:
    """`chosen`: standing visits by name; `open`: the other settings; `dropped`: visits taken off, newest first."""

    sites: list[Site]
    chosen: list[SiteVisit]
    open: list[Site]
    dropped: list[SiteVisit]

    @property
    def invited(self) -> tuple[int, int, int]:
        """(settings with a count, parents or carers invited there, pupils with SEND there)."""
        counted = [visit.invitation for visit in self.chosen if visit.invitation.invited is not None]
        return (
            len(counted),
            sum(each.invited or 0 for each in counted),
            sum(each.pupils_with_send or 0 for each in counted),
        )


def choices(inspection: Inspection) -> Choices:
    sites = list(Site.objects.filter(partnership=inspection.partnership_id, is_active=True).order_by("name"))
    visits = list(
        SiteVisit.objects.filter(inspection=inspection)
        .select_related("inspection", "site", "chosen_by", "dropped_by", "record", "invitation")
        .order_by("site__name")
    )
    chosen = [visit for visit in visits if visit.dropped_at is None]
    taken = {visit.site_id for visit in chosen}
    dropped = sorted((visit for visit in visits if visit.dropped_at), key=lambda visit: visit.dropped_at, reverse=True)  # type: ignore[arg-type, return-value]
    known = {site.pk for site in sites}
    return Choices(
        sites + [visit.site for visit in chosen if visit.site_id not in known],
        chosen,
        [site for site in sites if site.pk not in taken],
        dropped,
    )


@dataclass(frozen=True)
class Day:
    """The meetings of one day at a setting: "Wednesday 3 May 2023", "9am to 12:30pm"."""

    date: str
    times: str
    slots: tuple[Slot, ...]


def days_at(visit: SiteVisit) -> list[Day]:
    """The agreed meetings at the setting, day by day, without those of inspectors alone."""
    slots = [slot for slot in agreed(visit.inspection, site=visit.site_id) if not slot.inspectors_only]
    return _by_day(slots)


def days_by_site(inspection: Inspection) -> dict[int, list[Day]]:
    """{site: its days} for a whole inspection in the same few queries."""
    found: dict[int, list[Slot]] = {}
    for slot in agreed(inspection):
        if slot.site is not None and not slot.inspectors_only:
            found.setdefault(slot.site, []).append(slot)
    return {site: _by_day(slots) for site, slots in found.items()}


def _by_day(slots: list[Slot]) -> list[Day]:
    days: dict[str, list[Slot]] = {}
    for slot in slots:
        days.setdefault(long_date(slot.starts_at), []).append(slot)
    return [Day(date, _span(of_day), tuple(of_day)) for date, of_day in days.items()]


def _span(slots: list[Slot]) -> str:
    return f"{time_words(slots[0].starts_at)} to {time_words(max(slot.ends_at for slot in slots))}"


def coming(days: list[Day]) -> list[tuple[str, str]]:
    """(name, organisation) of the inspectors who come, each once."""
    people: dict[int, Any] = {user.pk: user for day in days for slot in day.slots for user in slot.inspectors}
    return sorted((str(user), user.get_organisation_display()) for user in people.values())


def place_word(site: Site) -> str:
    """What a setting is called on its own page: "school", "college" or "service"."""
    if site.kind in SCHOOLS:
        return "school"
    if site.kind in (SiteKind.HEALTH, SiteKind.CARE):
        return "service"
    return "college" if site.kind == SiteKind.FURTHER else "setting"
