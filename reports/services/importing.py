"""Taking in a letter that was published elsewhere, as JSON. See docs/recipes/import_letter.md for the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Refused
from inspections.choices import Source
from inspections.models import Finding, Inspection
from inspections.services.creation import free_reference
from partnerships.models import Partnership
from reports import verbs
from reports.letters import published_report
from reports.letters.blocks import FindingList, Findings
from reports.letters.context import LetterContext
from reports.letters.published_report import PublishedReport
from reports.models import Letter, LetterVersion
from reports.services import passages, versions
from rulebook.frameworks import get


@dataclass(frozen=True)
class Imported:
    inspection: Inspection
    version: LetterVersion
    made: bool


@transaction.atomic
def import_letter(*, by: Any, data: bytes) -> Imported:
    """Fill an inspection with a published letter: its findings, its outcome, its frozen version and PDF.

    `data` is the JSON file. The inspection is the one already loaded with the same area, kind and first day on site, or a new
    published one. The same file again changes nothing. Raises LetterFileError for a fault in the file, Refused when the file
    contradicts what is known; nothing is imported then.
    """
    report = published_report.parse(data)
    inspection = _inspection_for(report)
    context = published_report.to_context(report, inspection.reference)
    # A letter written in this service is never overwritten by a file.
    letter = Letter.objects.filter(inspection=inspection).first()
    if letter and letter.versions.filter(imported_from="").exists():
        raise Refused(f"{inspection.reference} has a letter written in this service; a file may not replace it.")
    letter = letter or Letter.objects.create(inspection=inspection, state="published")
    before = letter.versions.count()
    version = versions.freeze(by=by, letter=letter, context=context, imported_from=report.report_url)
    if letter.versions.count() == before and version.pdf is not None:
        return Imported(inspection, version, made=False)
    _fill(inspection, report, context)
    versions.make_pdf(version)
    LetterVersion.objects.all().fill_once(version.pk, published_at=clock.midnight(report.published_on))
    record(actor=by, verb=verbs.IMPORTED, subject=version, changes={"sha256": ("", version.context_sha256)})
    version.refresh_from_db()
    passages.index(version)
    return Imported(inspection, version, made=True)


def _inspection_for(report: PublishedReport) -> Inspection:
    partnership = _partnership_for(report)
    same = Inspection.objects.select_related("partnership__authority").filter(
        partnership=partnership, framework_code=report.framework, kind=report.kind
    )
    outcome = published_report.outcome_of(report).code
    for found in same.exclude(state="cancelled"):
        if found.onsite_start_on == report.onsite_start:
            if found.outcome and found.outcome != outcome:
                raise Refused(
                    f"outcome: the file says {report.outcome}, but {found.reference} is known with outcome {found.outcome}."
                )
            if found.published_on and found.published_on != report.published_on:
                raise Refused(
                    f"published_on: the file says {report.published_on}, but {found.reference} was published on {found.published_on}."
                )
            if found.source == Source.SERVICE:
                raise Refused(
                    f"{found.reference} is being inspected in this service; a file may not replace its letter."
                )
            return found
    framework = get(report.framework)
    return Inspection.objects.create(
        reference=free_reference(partnership, report.kind, report.onsite_start.year),
        partnership=partnership,
        framework_code=framework.code,
        edition_code=framework.edition_on(report.onsite_start).code,
        kind=report.kind,
        state="published",
        onsite_start_on=report.onsite_start,
        onsite_end_on=report.onsite_end,
        published_on=report.published_on,
        outcome=outcome,
        source=Source.IMPORTED,
        source_url=report.report_url,
    )


def _partnership_for(report: PublishedReport) -> Partnership:
    found = Partnership.objects.select_related("authority").filter(authority__dfe_code=report.dfe_code).first()
    if found is None:
        raise Refused(f"dfe_code: there is no area with the code {report.dfe_code}. Load the reference data first.")
    names = (found.name, found.authority.name, found.authority.official_name)
    if not any(_same_area(report.area_name, name) for name in names):
        raise Refused(f"area_name: the file says {report.area_name}, but the code {report.dfe_code} is {found.name}.")
    return found


def _same_area(printed: str, known: str) -> bool:
    """Whether two names are of one area: all the words of the shorter stand in the longer ("Durham", "County Durham")."""
    one, other = (set(re.findall(r"\w+", name.casefold().replace("&", " and "))) for name in (printed, known))
    return bool(one and other) and (one <= other or other <= one)


def _fill(inspection: Inspection, report: PublishedReport, context: LetterContext) -> None:
    inspection.outcome = context.outcome
    inspection.published_on = report.published_on
    inspection.onsite_end_on = inspection.onsite_end_on or report.onsite_end
    inspection.dates_as_printed = report.inspection_dates_as_printed
    inspection.previous_inspection_as_printed = report.previous_inspection_as_printed
    inspection.save()
    inspection.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(inspection=inspection, kind=kind, area_code=area_code, order=order, **row)
        for (kind, area_code, rows) in _findings_of(inspection, context)
        for order, row in rows
    )


def _findings_of(
    inspection: Inspection, context: LetterContext
) -> Iterator[tuple[str, str, list[tuple[int, dict[str, Any]]]]]:
    """(kind, question, [(order, values)]) of every list and table of findings in the letter."""
    spec = inspection.kind_spec.letter
    assert spec is not None
    questions = {area.group: area.code for area in inspection.kind_spec.questions}
    orders: dict[str, int] = {}
    for section in context.sections:
        kind = spec.section(section.code).finding_kind
        for block in section.blocks:
            if kind and isinstance(block, FindingList | Findings):
                rows = []
                for row in block.rows:
                    orders[kind] = orders.get(kind, 0) + 1
                    values = {
                        "text": row.text,
                        "points": list(row.points),
                        "closing": row.closing,
                        "responsible_bodies": list(row.responsible_bodies),
                    }
                    rows.append((orders[kind], values))
                yield kind, questions.get(section.group, ""), rows
