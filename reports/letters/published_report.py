"""The file of a published report or letter: strict schema, and its letter context.

`parse` takes the four products: the report of a full inspection and of a monitoring inspection (area-send-2023), the
outcome letter and the revisit letter (local-area-send-2016). The format is described in docs/recipes/import_letter.md.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from reports.letters import build, letter_file, published_letter
from reports.letters.blocks import Body, FindingRow, Person, ResultRow
from reports.letters.context import LetterContext
from reports.letters.letter_file import (
    MAX_ITEMS,
    Day,
    DfeCode,
    Finding,
    HttpsAddress,
    Key,
    LetterFileError,
    Name,
    Names,
    OptionalText,
    Part,
    Text,
    Texts,
    Website,
)
from rulebook import frameworks, words
from rulebook.frameworks.base import InspectionKind, Outcome, UnknownKind

__all__ = ["LetterFileError", "PublishedReport", "context_of", "parse", "to_context"]


class PriorityAction(Finding):
    """An area for priority action, with the body or bodies named as responsible for it."""

    responsible_bodies: Names


class Partner(Part):
    """A body of the partnership and the person accountable, by office. `website` without a scheme, as printed."""

    kind: Literal["local_authority", "icb"]
    name: Name
    role: Name
    website: Website


class Team(Part):
    """The inspectors by role, lead first."""

    ofsted: Names
    cqc: Names


class FullSections(Part):
    about_the_partnership: Texts
    experience: Texts
    effective: Texts
    needs_to_improve: Texts


class MonitoringSections(Part):
    about_the_partnership: Texts


class Progress(PriorityAction):
    """An area for priority action as first printed, and what has been done about it."""

    paragraphs: Texts


class _Report(Part):
    """What every report of the 2023 framework has."""

    framework: Literal["area-send-2023"]
    area_name: Name
    key: Key
    dfe_code: DfeCode
    inspection_dates_as_printed: Name
    previous_inspection_as_printed: OptionalText
    onsite_start: Day
    onsite_end: Day
    published_on: Day
    report_url: HttpsAddress
    outcome_as_printed: Texts
    partnership_details: Annotated[list[Partner], Field(min_length=1, max_length=MAX_ITEMS)]
    team: Team


class FullReport(_Report):
    """The report of a full inspection. `outcome` is 1, 2 or 3."""

    kind: Literal["full"]
    outcome: int
    sections: FullSections
    areas_for_improvement: Annotated[list[Finding], Field(min_length=1, max_length=MAX_ITEMS)]
    areas_for_priority_action: Annotated[list[PriorityAction], Field(max_length=MAX_ITEMS)]


class MonitoringReport(_Report):
    """The report of a monitoring inspection. `outcome` is a code of its scale: effective or not-effective."""

    kind: Literal["monitoring"]
    outcome: Text
    sections: MonitoringSections
    progress: Annotated[list[Progress], Field(min_length=1, max_length=MAX_ITEMS)]


PublishedReport = FullReport | MonitoringReport | published_letter.OutcomeLetter | published_letter.RevisitLetter
_MODELS: dict[tuple[str, str], type[PublishedReport]] = {
    ("area-send-2023", "full"): FullReport,
    ("area-send-2023", "monitoring"): MonitoringReport,
    ("local-area-send-2016", "full"): published_letter.OutcomeLetter,
    ("local-area-send-2016", "revisit"): published_letter.RevisitLetter,
}


def parse(data: bytes) -> PublishedReport:
    """The report or letter a file holds, checked in every part. Raises LetterFileError."""
    value = letter_file.read(data)
    model = _MODELS[_one_of(value, "framework", ""), _one_of(value, "kind", value.get("framework", ""))]
    report = letter_file.checked(model, value)
    _check_dates(report)
    outcome = outcome_of(report)
    if isinstance(report, FullReport):
        _check_priority_actions(report, outcome)
        _check_partners(report.partnership_details)
    elif isinstance(report, MonitoringReport):
        _check_partners(report.partnership_details)
    else:
        published_letter.check(report, outcome)
    _check_printed_dates(report)
    return report


def kind_of(report: PublishedReport) -> InspectionKind:
    """The rulebook's inspection kind in the edition in force when the inspectors were on site."""
    return frameworks.get(report.framework).edition_on(report.onsite_start).kind(report.kind)


def outcome_of(report: PublishedReport) -> Outcome:
    """The rulebook's outcome. Raises LetterFileError when it is not on the scale of this kind of inspection."""
    try:
        scale = kind_of(report).outcome_scale
    except UnknownKind:
        letter_file.fault(
            "onsite_start", f"there was no {report.kind} of this framework on {words.day(report.onsite_start)}"
        )
    try:
        return scale.by_number(report.outcome) if isinstance(report.outcome, int) else scale.get(report.outcome)
    except UnknownKind:
        known = [str(outcome.number) if outcome.number else outcome.code for outcome in scale.outcomes]
        shown = ascii(report.outcome)[:40]
        letter_file.fault("outcome", f"{shown} is not an outcome of this framework ({', '.join(known)})")


def to_context(report: PublishedReport, reference: str) -> LetterContext:
    """The snapshot that draws this report. `reference` is the inspection's, e.g. bury-2024."""
    framework = frameworks.get(report.framework)
    particulars: dict[str, Any] = {
        "framework": framework.code,
        "edition": framework.edition_on(report.onsite_start).code,
        "kind": report.kind,
        "reference": reference,
        "area_name": report.area_name,
        "start_on": report.onsite_start,
        "end_on": report.onsite_end,
        "dates_as_printed": report.inspection_dates_as_printed,
        "previous_inspection": report.previous_inspection_as_printed,
        "outcome": outcome_of(report).code,
        "published_on": report.published_on,
    }
    if isinstance(report, published_letter.OutcomeLetter | published_letter.RevisitLetter):
        return build.letter_context(
            build.Particulars(**particulars, **published_letter.particulars(report)), published_letter.content(report)
        )
    return build.letter_context(build.Particulars(**particulars), _content(report))


def context_of(data: bytes, reference: str) -> LetterContext:
    """Parse and build in one step. Raises LetterFileError."""
    return to_context(parse(data), reference)


def finding_row(finding: Finding) -> FindingRow:
    bodies = finding.responsible_bodies if isinstance(finding, PriorityAction) else ()
    return FindingRow(finding.text, tuple(finding.points), finding.closing, tuple(bodies))


def _content(report: FullReport | MonitoringReport) -> dict[str, Any]:
    partners = [
        (partner.kind, Body(partner.name, partner.role, website=partner.website))
        for partner in report.partnership_details
    ]
    content: dict[str, Any] = {
        "outcome": report.outcome_as_printed,
        "about_the_partnership": report.sections.about_the_partnership,
        "partnership_details": build.details_columns(
            report.framework,
            [body for kind, body in partners if kind == "local_authority"],
            [body for kind, body in partners if kind == "icb"],
        ),
        "team": build.team_columns(
            [Person(role) for role in report.team.ofsted], [Person(role) for role in report.team.cqc]
        ),
    }
    if isinstance(report, MonitoringReport):
        rows = [(item, finding_row(item)) for item in report.progress]
        content["progress"] = [
            ResultRow(row.text, paragraphs=tuple(item.paragraphs), points=row.points, closing=row.closing)
            for item, row in rows
        ]
        return content
    content["experience"] = report.sections.experience
    content["effective"] = [FindingRow(text) for text in report.sections.effective]
    content["needs_to_improve"] = [FindingRow(text) for text in report.sections.needs_to_improve]
    content["areas_for_improvement"] = [finding_row(finding) for finding in report.areas_for_improvement]
    if report.areas_for_priority_action:
        content["areas_for_priority_action"] = [finding_row(finding) for finding in report.areas_for_priority_action]
    return content


def _one_of(value: dict[str, Any], key: str, framework: str) -> str:
    known = sorted({pair[1 if framework else 0] for pair in _MODELS if framework in ("", pair[0])})
    if key not in value:
        letter_file.fault(key, "missing")
    if value[key] not in known:
        letter_file.fault(key, f"{ascii(value[key])[:40]} is not known; it must be {' or '.join(known)}")
    return str(value[key])


def _check_dates(report: PublishedReport) -> None:
    began = frameworks.get(report.framework).in_force_from
    if report.onsite_start < began:
        letter_file.fault("onsite_start", f"{report.onsite_start} is before the framework began on {words.day(began)}")
    if report.onsite_end < report.onsite_start:
        letter_file.fault("onsite_end", f"{report.onsite_end} is before onsite_start, {report.onsite_start}")
    if (report.onsite_end - report.onsite_start).days > 31:
        letter_file.fault("onsite_end", f"{report.onsite_end} is more than a month after onsite_start")
    if report.published_on < report.onsite_end:
        letter_file.fault("published_on", f"{report.published_on} is before onsite_end, {report.onsite_end}")
    if report.published_on > date(2100, 1, 1):
        letter_file.fault("published_on", f"{report.published_on} is too far ahead")


def _check_printed_dates(report: PublishedReport) -> None:
    printed = report.inspection_dates_as_printed
    if not says(printed, report.onsite_start, report.onsite_end):
        ours = f"{words.day(report.onsite_start)} to {words.day(report.onsite_end)}"
        letter_file.fault("inspection_dates_as_printed", f"{printed} is not onsite_start to onsite_end, {ours}")


def says(printed: str, start: date, end: date) -> bool:
    """Whether dates as printed ("13 to 15 October 2025") name both days: every number the two dates have, and the last month."""
    numbers = {int(number) for number in re.findall(r"\d+", printed)}
    return {start.day, end.day, end.year} <= numbers and f"{end:%B}".lower() in printed.lower()


def _check_priority_actions(report: FullReport, outcome: Outcome) -> None:
    spec = kind_of(report).letter
    section = spec.section("areas_for_priority_action") if spec else None
    has_them = section is not None and section.applies(outcome.code)
    if has_them and not report.areas_for_priority_action:
        letter_file.fault("areas_for_priority_action", f"is empty, and outcome {outcome.number} must have at least one")
    if not has_them and report.areas_for_priority_action:
        letter_file.fault("areas_for_priority_action", f"must be empty: outcome {outcome.number} has none")


def _check_partners(partners: list[Partner]) -> None:
    for kind, words_for in (("local_authority", "local authority"), ("icb", "integrated care board (icb)")):
        if not any(partner.kind == kind for partner in partners):
            letter_file.fault("partnership_details", f"names no {words_for}")
