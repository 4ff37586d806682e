"""The multi-agency audit: authors named by the coordinator, sections written and signed by them, one summary at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from cases import verbs
from cases.choices import Agency
from cases.models import AuditSection, TrackedCase
from cases.queries.cases import area_people, tracking_of
from cases.services.guards import followed, refuse, require, without_names
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.services.owners import tell


@transaction.atomic
def name_authors(*, by: Any, case: TrackedCase, authors: Mapping[str, Any]) -> None:
    """Name who writes each section: {agency: person}. A section that is signed keeps its author. Raises Refused."""
    require(by, Permission.CASE_MANAGE, case)
    followed(case)
    people = area_people(case.inspection)
    refuse(
        [
            Reason("Choose somebody who works for the area", agency)
            for agency, who in authors.items()
            if who not in people
        ]
    )
    held = {section.agency: section for section in case.audit_sections.all()}
    for agency, author in authors.items():
        section = held.get(agency)
        if section is not None and section.author_id == author.pk:
            continue
        if section is not None and section.signed_at:
            raise Refused(Reason("This section has been signed. Its author cannot be changed", agency))
        if section is None:
            section = AuditSection.objects.create(case=case, agency=agency, author=author)
        else:
            section.author = author
            save_if_unchanged(section, version=section.version, fields=("author",))
        record(actor=by, verb=verbs.AUTHOR_NAMED, subject=section, changes={"author": (None, str(author))})
        if author != by:
            tell(
                author,
                kind="case_audit",
                key=f"case-audit:{section.pk}:{section.version}:{author.pk}",
                subject=f"{case.inspection.partnership.name}: write the {section.get_agency_display().lower()} section for {case}",
                body="Answer each criterion, say what the evidence is, and sign the section.",
                url=f"{case.get_absolute_url()}audit/{agency}/",
            )


@transaction.atomic
def write_section(
    *, by: Any, section: AuditSection, grades: Mapping[int, str], evidence: str, version: int, sign: bool = False
) -> AuditSection:
    """Keep an author's answers: {place of the criterion: grade word}; `sign` needs them all. Raises Refused and Conflict."""
    if section.author != by:
        raise PermissionDenied("Only its author writes a section")
    case = section.case
    require(by, Permission.CASE_VIEW, case)
    followed(case)
    tracking = tracking_of(case.inspection)
    if section.signed_at or tracking is None:
        raise Refused("This section has been signed. Ask the coordinator to return it to you.")
    reasons = without_names(case.inspection, evidence=evidence)
    for place, criterion in enumerate(tracking.audit_criteria):
        grade = grades.get(place, "")
        if grade and grade not in tracking.audit_grades:
            reasons.append(Reason("Choose one of the answers", f"grade_{place}"))
        if sign and not grade:
            reasons.append(Reason(f"Choose an answer for ‘{criterion}’", f"grade_{place}"))
    if sign and not evidence.strip():
        reasons.append(Reason("Say what the evidence is", "evidence"))
    refuse(reasons)
    section.answers = [
        {"criterion": criterion, "grade": grades.get(place, "")}
        for place, criterion in enumerate(tracking.audit_criteria)
    ]
    section.evidence = evidence.strip()
    section.signed_at = clock.now() if sign else None
    save_if_unchanged(section, version=version, fields=("answers", "evidence", "signed_at"))
    record(actor=by, verb=verbs.SECTION_SIGNED if sign else verbs.SECTION_WRITTEN, subject=section)
    return section


@transaction.atomic
def return_section(*, by: Any, section: AuditSection, reason: str) -> AuditSection:
    """Give a signed section back to its author, until the joint summary is written. Raises Refused."""
    case = section.case
    require(by, Permission.CASE_MANAGE, case)
    followed(case)
    reasons = without_names(case.inspection, reason=reason)
    if not reason.strip():
        reasons.append(Reason("Say what has to change", "reason"))
    refuse(reasons)
    if section.signed_at is None or case.summary_at:
        raise Refused("Only a signed section can be returned, and only before the joint summary.")
    section.signed_at = None
    save_if_unchanged(section, version=section.version, fields=("signed_at",))
    record(actor=by, verb=verbs.SECTION_RETURNED, subject=section, reason=reason.strip())
    tell(
        section.author,
        kind="case_audit",
        key=f"case-audit-returned:{section.pk}:{section.version}",
        subject=f"{case.inspection.partnership.name}: your section for {case} was returned",
        body=reason.strip(),
        url=f"{case.get_absolute_url()}audit/{section.agency}/",
    )
    return section


def unsigned(case: TrackedCase) -> list[str]:
    """The agencies whose section is not signed, in words."""
    signed = set(case.audit_sections.filter(signed_at__isnull=False).values_list("agency", flat=True))
    return [agency.label for agency in Agency if agency.value not in signed]


@transaction.atomic
def write_summary(*, by: Any, case: TrackedCase, summary: str, learning: str, version: int) -> TrackedCase:
    """The one joint summary, by who coordinates the case, after every section is signed. Raises Refused and Conflict."""
    require(by, Permission.CASE_MANAGE, case)
    followed(case)
    if missing := unsigned(case):
        raise Refused(f"The joint summary comes after every section is signed. Not signed: {', '.join(missing)}.")
    reasons = without_names(case.inspection, summary=summary, learning=learning)
    if not summary.strip():
        reasons.append(Reason("Enter the joint summary", "summary"))
    refuse(reasons)
    case.joint_summary, case.learning = summary.strip(), learning.strip()
    case.summary_by, case.summary_at = by, clock.now()
    save_if_unchanged(case, version=version, fields=("joint_summary", "learning", "summary_by", "summary_at"))
    record(actor=by, verb=verbs.SUMMARY, subject=case)
    return case
