"""The one loader that bypasses the lifecycle: inspections published before this service existed.

They come in as published, with the dates their sources give and no deadlines, so that no reminder is ever sent for them. The
audit holds one entry for each load, not one for each row.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from audit.record import record
from inspections import verbs
from inspections.choices import OFFICIAL_SOURCES, PUBLISHED_STATES, Source
from inspections.models import Inspection, PublishedListing
from inspections.services.creation import free_reference
from inspections.services.history_files import BadHistoryFile, HistoryRow, ListingRow, read
from partnerships.models import Partnership
from rulebook import frameworks

Key = tuple[int, str, str, date | str | None]


@dataclass
class Loaded:
    """`adopted`: rows a person or an imported letter had made before, now counted as the official ones; nothing else changes."""

    created: int = 0
    adopted: int = 0
    already: int = 0
    listings_created: int = 0
    listings_already: int = 0


@transaction.atomic
def load(*, by: Any, folder: Path) -> dict[str, int]:
    """Load every published inspection of both frameworks, the revisits and the first-year slides; all or nothing.

    Repeatable: a row is known by its area, framework, kind and first day on site (the day of publication where that is
    unknown, the printed month for two former areas). A known row is left as it is, whatever people have changed on it.
    Raises history_files.BadHistoryFile, also when the areas have not been loaded.
    """
    rows, slides = read(folder)
    areas = _areas()
    held = {_key_of(inspection): inspection for inspection in Inspection.objects.filter(state__in=PUBLISHED_STATES)}
    taken = set(Inspection.objects.values_list("reference", flat=True))
    counts = Loaded()
    stored: dict[int, Inspection] = {}
    superseded: list[Inspection] = []
    # First those that follow nothing, so that a revisit finds its inspection stored.
    for row in sorted(rows, key=lambda row: row.follows is not None):
        area = _area(areas, row)
        key = _key(area, row)
        inspection = held.get(key)
        if inspection is None:
            follows = stored[id(row.follows)] if row.follows else None
            inspection = held[key] = _create(area, row, follows, taken)
            counts.created += 1
        elif inspection.source not in (*OFFICIAL_SOURCES, Source.NOTES):
            Inspection.objects.filter(pk=inspection.pk).update(source=row.source)
            counts.adopted += 1
        else:
            counts.already += 1
        stored[id(row)] = inspection
        if row.superseded:
            superseded.append(inspection)
    for inspection in superseded:
        _supersede(inspection)
    _list(slides, areas, counts)
    if counts.created or counts.adopted or counts.listings_created:
        first = min(stored.values(), key=lambda inspection: inspection.pk)
        changes = {name: (None, number) for name, number in asdict(counts).items() if number}
        record(actor=by, verb=verbs.HISTORY_LOADED, subject=first.partnership, changes=changes)
    return asdict(counts)


def _areas() -> dict[str, list[Partnership]]:
    found: dict[str, list[Partnership]] = {}
    for area in Partnership.objects.select_related("authority").order_by("pk"):
        found.setdefault(area.authority.dfe_code, []).append(area)
    if not found:
        raise BadHistoryFile("the areas have not been loaded: run load_reference_data first")
    return found


def _area(areas: dict[str, list[Partnership]], row: HistoryRow | ListingRow, day: date | None = None) -> Partnership:
    """The area of a row by its DfE code: of several, the one that existed on the day."""
    if isinstance(row, HistoryRow):
        day = row.dates.get("onsite_start_on") or row.dates.get("published_on")
    candidates = areas.get(row.dfe_code, [])
    existing = [area for area in candidates if day is None or area.existed_on(day)]
    if not existing:
        when = f" on {day.isoformat()}" if day else ""
        raise BadHistoryFile(f"no area with DfE code {row.dfe_code} existed{when}")
    return existing[0]


def _key(area: Partnership, row: HistoryRow) -> Key:
    known = row.dates.get("onsite_start_on") or row.dates.get("published_on") or row.values.get("dates_as_printed")
    return area.pk, row.framework_code, row.kind, known


def _key_of(inspection: Inspection) -> Key:
    known = inspection.onsite_start_on or inspection.published_on or inspection.dates_as_printed
    return inspection.partnership_id, inspection.framework_code, inspection.kind, known


def _create(area: Partnership, row: HistoryRow, follows: Inspection | None, taken: set[str]) -> Inspection:
    framework = frameworks.get(row.framework_code)
    began = row.dates.get("onsite_start_on") or row.dates.get("published_on")
    printed = row.values.get("dates_as_printed", "")
    year = began.year if began else int(printed.split()[-1])
    # A month in print is enough to tell the edition: none began within one of these months.
    edition = framework.edition_on(began or date(year, 2, 28))
    reference = free_reference(area, row.kind, year, taken)
    taken.add(reference)
    return Inspection.objects.create(
        reference=reference,
        partnership=area,
        framework_code=framework.code,
        edition_code=edition.code,
        kind=row.kind,
        state="published",
        follows=follows,
        outcome=row.outcome,
        source=row.source,
        **row.dates,
        **row.values,
    )


def _supersede(inspection: Inspection) -> None:
    """Point a withdrawn inspection at the one of the same area and kind that took its place."""
    later = (
        Inspection.objects.published()
        .filter(
            partnership=inspection.partnership_id,
            framework_code=inspection.framework_code,
            kind=inspection.kind,
            onsite_start_on__gt=inspection.onsite_start_on,
            source__in=OFFICIAL_SOURCES,
        )
        .order_by("onsite_start_on")
        .first()
    )
    if later is None:
        raise BadHistoryFile(
            f"{inspection.reference} is superseded, but no later inspection of the area is in the file"
        )
    Inspection.objects.filter(pk=inspection.pk, superseded_by=None).update(superseded_by=later)


def _list(slides: list[ListingRow], areas: dict[str, list[Partnership]], counts: Loaded) -> None:
    held = set(PublishedListing.objects.values_list("row", flat=True))
    inspected = {
        inspection.partnership_id: inspection
        for inspection in Inspection.objects.published().filter(
            framework_code="local-area-send-2016", kind="full", source__in=(*OFFICIAL_SOURCES, Source.NOTES)
        )
    }
    for line in slides:
        if line.row in held:
            counts.listings_already += 1
            continue
        area = _area(areas, line, date(2017, 11, 28))
        if area.pk not in inspected:
            raise BadHistoryFile(f"slide row {line.row}: no inspection of {area} is in the statistics")
        PublishedListing.objects.create(
            inspection=inspected[area.pk],
            slide=line.slide,
            row=line.row,
            term=line.term,
            as_printed=line.as_printed,
            asterisk=line.asterisk,
        )
        counts.listings_created += 1
