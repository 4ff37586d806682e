"""From the database to a frozen LetterContext: the one place where the words of a letter are gathered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from accounts.choices import Role
from inspections.models import Finding, Inspection
from partnerships import queries as partnership_queries
from reports.letters import build as letter_build
from reports.letters import citations
from reports.letters.blocks import Body, DetailsColumn, FindingRow, PeopleColumn, Person, ResultRow
from reports.letters.context import Addressee, Envelope, LetterContext, Signatory, SignatureColumn, printed_dates
from reports.letters.sentences import paragraphs_of
from reports.models import Letter
from rulebook.frameworks.base import SectionSpec

OFSTED_ROLES = (Role.LEAD_INSPECTOR, Role.OFSTED_INSPECTOR)
CQC_ROLES = (Role.CQC_LEAD, Role.CQC_INSPECTOR)


def build(letter: Letter, *, on: date, marking: str = "", references: bool = False) -> LetterContext:
    """The letter as it now stands. `on` dates an addressed letter; `marking` is printed on every page of a draft.

    References to evidence are left out, as nobody but the inspectors may see them; `references` keeps them in the team's own draft.
    """
    inspection, spec = letter.inspection, letter.spec
    start_on = inspection.onsite_start_on or on
    texts = {section.code: paragraphs_of(section.text) for section in letter.sections.all()}
    shown = _as_written if references else _for_the_area
    content: dict[str, Sequence[Any]] = {}
    for section in spec.sections_for(inspection.outcome or None):
        gather = GATHERED.get(section.content)
        values = shown(gather(inspection, section) if gather else texts.get(section.code, ()))
        # A section nobody wrote is left to the words of the rulebook, where it has some.
        if values:
            content[section.code] = values
    return letter_build.letter_context(
        letter_build.Particulars(
            framework=inspection.framework_code,
            edition=inspection.edition_code,
            kind=inspection.kind,
            reference=inspection.reference,
            area_name=inspection.partnership.name,
            start_on=start_on,
            end_on=inspection.onsite_end_on or start_on,
            dates_as_printed=inspection.dates_as_printed,
            previous_inspection=previous_inspection(inspection),
            outcome=inspection.outcome,
            letter_on=(inspection.letter_dated_on or on) if spec.addressed else None,
            marking=marking,
            envelope=_envelope(inspection) if spec.addressed else None,
        ),
        content,
    )


def _as_written(values: Sequence[Any]) -> Sequence[Any]:
    return values


def _for_the_area(values: Sequence[Any]) -> Sequence[Any]:
    """Every text in it without its references; a paragraph that was nothing else is gone."""
    kept = [_without(value) for value in values]
    return tuple(value for value in kept if value != "")


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return citations.without(value).strip()
    if isinstance(value, FindingRow | ResultRow):
        row: Any = value
        texts: dict[str, Any] = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(
            row,
            **{
                name: _for_the_area(text) if isinstance(text, tuple) else _without(text) for name, text in texts.items()
            },
        )
    return value


def previous_inspection(inspection: Inspection) -> str:
    """As printed, else the days of the last full inspection before this one, of the area or of one it was made from."""
    if inspection.previous_inspection_as_printed or inspection.onsite_start_on is None:
        return inspection.previous_inspection_as_printed
    earlier = (
        Inspection.objects.published()
        .filter(
            partnership__in=partnership_queries.lineage(inspection.partnership),
            kind="full",
            superseded_by=None,
            onsite_start_on__lt=inspection.onsite_start_on,
        )
        .order_by("-onsite_start_on")
        .first()
    )
    if earlier is None or earlier.onsite_start_on is None:
        return ""
    return earlier.dates_as_printed or printed_dates(
        earlier.onsite_start_on, earlier.onsite_end_on or earlier.onsite_start_on
    )


def _findings(inspection: Inspection, section: SectionSpec) -> tuple[FindingRow, ...]:
    groups = {area.code: area.group for area in inspection.kind_spec.questions}

    def belongs(finding: Finding) -> bool:
        # Sections of one key question share a kind of finding; the question tells them apart.
        return finding.kind == section.finding_kind and (
            not section.group or groups.get(finding.area_code) == section.group
        )

    return tuple(
        FindingRow(finding.text, tuple(finding.points), finding.closing, tuple(finding.responsible_bodies))
        for finding in inspection.findings.order_by("kind", "order")
        if belongs(finding)
    )


def _results(inspection: Inspection, section: SectionSpec) -> tuple[ResultRow, ...]:
    if not inspection.kind_spec.judged_per_item:
        # One result for the whole inspection: each item is printed as first worded, without a result of its own.
        before = inspection.follows.findings.filter(kind=section.finding_kind) if inspection.follows else ()
        return tuple(
            ResultRow(finding.text, points=tuple(finding.points), closing=finding.closing) for finding in before
        )
    return tuple(
        letter_build.result_row(
            judged.finding.text,
            "sufficient" if judged.sufficient else "not-sufficient",
            paragraphs_of(judged.narrative),
        )
        for judged in inspection.judgements.select_related("finding").order_by("finding__order")
    )


def _details(inspection: Inspection, _section: SectionSpec) -> tuple[DetailsColumn, ...]:
    partnership = inspection.partnership
    day = inspection.onsite_end_on or inspection.notified_on or inspection.onsite_start_on
    council = Body(
        name=partnership.authority.official_name or partnership.authority.name, role="Director of children’s services"
    )
    bodies = partnership_queries.bodies_on(partnership, day) if day else ()
    boards = tuple(Body(name=body.name, role=inspection.words["board_chief"].capitalize()) for body in bodies)
    return letter_build.details_columns(inspection.framework_code, (council,), boards)


def _team(inspection: Inspection, _section: SectionSpec) -> tuple[PeopleColumn, ...]:
    places = list(inspection.team_places.select_related("user").order_by("pk"))

    def people(roles: tuple[Role, ...]) -> list[Person]:
        ordered = sorted(
            (place for place in places if place.role in roles), key=lambda place: roles.index(Role(place.role))
        )
        return [Person(role=Role(place.role).label, name=place.user.name) for place in ordered]

    return letter_build.team_columns(people(OFSTED_ROLES), people(CQC_ROLES)) if places else ()


GATHERED: dict[str, Callable[[Inspection, SectionSpec], Sequence[Any]]] = {
    "findings": _findings,
    "table": _findings,
    "results": _results,
    "details": _details,
    "team": _team,
}


def _envelope(inspection: Inspection) -> Envelope:
    """The parts that make it a letter. UNV: the copy list is the common one, not a sourced one (domain 1.3)."""
    members = list(inspection.partnership.memberships.select_related("user").order_by("pk"))
    heads = [member for role in (Role.DCS, Role.ICB_EXECUTIVE) for member in members if member.role == role]
    addressees = [
        Addressee(name=member.user.name, role=member.office, organisation=member.organisation) for member in heads
    ]
    if inspection.lano:
        addressees.append(Addressee(name=inspection.lano.name, role="Local area nominated officer"))
    team = list(inspection.team_places.select_related("user").order_by("pk"))

    def signed(organisation: str, role: Role) -> SignatureColumn:
        signers = tuple(Signatory(place.user.name, Role(place.role).label) for place in team if place.role == role)
        return SignatureColumn(organisation, signers)

    return Envelope(
        contact=("Ofsted", "Care Quality Commission"),
        addressees=tuple(addressees),
        salutation="Dear " + (" and ".join(member.user.name for member in heads) or "colleagues"),
        signatures=(signed("Ofsted", Role.LEAD_INSPECTOR), signed("Care Quality Commission", Role.CQC_LEAD)),
        copied_to=(
            "Department for Education",
            inspection.words["board"].capitalize(),
            "Director of public health",
            "NHS England",
        ),
    )
