"""The checks of one letter: its facts gathered, and what stops the sign-off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from cases.models import TrackedCase
from core.errors import Reason
from evidence.choices import Quotation
from evidence.models import FindingBasis, Note
from evidence.queries.judgements import missing_signatures
from evidence.queries.wording import wording_changes
from inspections.models import Finding, Inspection
from inspections.services.child_names import named_in
from reports import checks
from reports.checks import dates
from reports.checks.base import Facts, FindingFact, IdentifyingNote, Place, WithdrawnNote, WordingFact
from reports.models import Letter
from reports.services.build_context import previous_inspection
from reports.services.editor import heading
from reports.services.reading import place_of
from reports.services.sections import written_by_people
from rulebook.findings import disagreements
from rulebook.frameworks.base import SectionSpec

_DATE_FIELD = re.compile(r"\w+_on")


def results(letter: Letter) -> tuple[checks.Result, ...]:
    """Every check with what it found."""
    return checks.run(facts_of(letter))


def refusals(letter: Letter) -> list[Reason]:
    """Why the letter cannot be signed off, in sentences; empty when it can."""
    return [Reason(found.text) for result in results(letter) if result.stops for found in result.found]


def facts_of(letter: Letter) -> Facts:
    """Gathered once; the checks ask nothing more."""
    inspection = letter.inspection
    sections = tuple(_sections(letter))
    findings = tuple(_finding(inspection, row) for row in inspection.findings.order_by("kind", "order"))
    written = (*sections, *_narratives(inspection))
    shown = (*written, *(Place(one.name, one.href, one.text) for one in findings))
    return Facts(
        sections=written,
        findings=findings,
        unwritten=tuple(place for place in sections if not place.text.strip()),
        case_codes=frozenset(TrackedCase.objects.filter(inspection=inspection).values_list("code", flat=True)),
        named=tuple(_named(inspection, shown)),
        start_on=inspection.onsite_start_on,
        end_on=inspection.onsite_end_on,
        first_on=inspection.fieldwork_start_on or inspection.onsite_start_on,
        printed_dates=inspection.dates_as_printed,
        other_dates=frozenset(_other_dates(inspection)),
        disagreements=disagreements(
            inspection.edition,
            inspection.kind_spec,
            inspection.outcome or None,
            [row.kind for row in inspection.findings.all()],
        ),
        findings_href=_page("inspections:inspection-findings", inspection),
        dates_href=_page("inspections:inspection-dates", inspection),
        wording=tuple(_wording(inspection)),
        unsigned=tuple(missing_signatures(inspection)),
        judgement_href=_page("evidence:judgement", inspection),
        identifying=tuple(_identifying(inspection)),
        withdrawn=tuple(_withdrawn(inspection)),
    )


def _sections(letter: Letter) -> Iterator[Place]:
    written = {section.code: section.text for section in letter.sections.all()}
    for spec in letter.spec.sections_for(letter.inspection.outcome or None):
        if written_by_people(spec.content):
            yield Place(f"“{heading(spec)}”", place_of(letter, spec.code), written.get(spec.code, ""), spec.guidance)


def _narratives(inspection: Inspection) -> Iterator[Place]:
    """Why progress on an earlier weakness is sufficient or not, where each has its own result."""
    for judged in inspection.judgements.select_related("finding").order_by("finding__order"):
        name = inspection.framework.finding_kinds.get(judged.finding.kind, judged.finding.kind)
        yield Place(
            f"{name} {judged.finding.order}", _page("inspections:progress-judgements", inspection), judged.narrative
        )


def _finding(inspection: Inspection, row: Finding) -> FindingFact:
    kind = inspection.kind_spec
    name = inspection.framework.finding_kinds.get(row.kind, row.kind)
    return FindingFact(
        name=f"{name} {row.order}",
        href=_page("inspections:finding-edit", inspection, row.pk),
        text="\n\n".join([row.text, *row.points, *([row.closing] if row.closing else [])]),
        bodies=tuple(row.responsible_bodies),
        needs_body=row.kind == kind.item_kind and any(_prints_bodies(one, row.kind) for one in kind.letter.sections)
        if kind.letter
        else False,
    )


def _prints_bodies(spec: SectionSpec, kind: str) -> bool:
    """A table of the items a plan answers has a column for them (reports.letters.build)."""
    return spec.content == "table" and spec.finding_kind == kind


def _named(inspection: Inspection, places: tuple[Place, ...]) -> Iterator[tuple[Place, str]]:
    """Asked of everything at once first: place by place only when there is somebody to find."""
    if named_in(inspection, "\n\n".join(place.text for place in places)):
        yield from ((place, case) for place in places if (case := named_in(inspection, place.text)))


def _other_dates(inspection: Inspection) -> Iterator[date]:
    """Days the inspection is known by that are not its own on site: its moves, and those of the inspection it follows."""
    for one in (inspection, inspection.follows):
        if one is not None:
            yield from (
                value
                for field in one._meta.concrete_fields
                if _DATE_FIELD.fullmatch(field.name) and (value := getattr(one, field.name))
            )
    before = previous_inspection(inspection)
    if year := re.search(r"\d{4}", before):
        yield from dates.days_in(before, int(year[0]))


def _wording(inspection: Inspection) -> Iterator[WordingFact]:
    for change in wording_changes(inspection):
        removed = " (removed)" if change.present is None else ""
        yield WordingFact(
            name=f"{change.kind_name} {change.order}{removed}",
            href=_page("evidence:wording-reason", inspection, change.key),
            changed=change.changed,
            explained=change.explained,
        )


def _identifying(inspection: Inspection) -> Iterator[IdentifyingNote]:
    for note in Note.objects.filter(inspection=inspection, quotation=Quotation.IDENTIFYING):
        yield IdentifyingNote(note.citation, _page("evidence:note-detail", inspection, note.number), note.text)


def _withdrawn(inspection: Inspection) -> Iterator[WithdrawnNote]:
    tied = FindingBasis.objects.filter(finding__inspection=inspection, note__withdrawn_at__isnull=False)
    for row in tied.select_related("finding", "note").order_by("finding__kind", "finding__order", "note__number"):
        name = inspection.framework.finding_kinds.get(row.finding.kind, row.finding.kind)
        href = _page("evidence:finding-basis", inspection, row.finding_id)
        assert row.note is not None
        yield WithdrawnNote(f"{name} {row.finding.order}", href, row.note.citation, row.note.withdrawn_reason)


def _page(name: str, inspection: Inspection, *more: Any) -> str:
    return reverse(name, args=[inspection.reference, *more])
