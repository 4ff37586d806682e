"""The reports of the 2023 framework: full and monitoring. Addressed to nobody and not signed."""

from __future__ import annotations

from rulebook.frameworks.base import LetterSpec, SectionSpec
from rulebook.frameworks.sources import cite

OUTCOME_3 = frozenset({"outcome-3"})

REPORT_2023 = LetterSpec(
    code="report-2023",
    name="Inspection report",
    title="Area SEND inspection of {area} Local Area Partnership",
    addressed=False,
    signed=False,
    template="area_send_2023/v1",
    source=cite("P8", "S1"),
    sections=(
        SectionSpec(
            "outcome",
            "Inspection outcome",
            "paragraphs",
            guidance="The sentence of the outcome, the next inspection activity and what the partnership is asked to "
            "do.",
        ),
        SectionSpec(
            "about_the_partnership",
            "Information about the local area partnership",
            "paragraphs",
            guidance="Who commissions what, changes since the last inspection, and how alternative provision is "
            "commissioned.",
        ),
        SectionSpec(
            "experience",
            "What is it like to be a child or young person with special educational needs and/or disabilities (SEND) "
            "in this area?",
            "paragraphs",
            guidance="The experiences and outcomes of children and young people, with no child identifiable.",
            judges=True,
        ),
        SectionSpec(
            "effective",
            "What is the area partnership doing that is effective?",
            "findings",
            "effective",
            guidance="What the partnership does well.",
        ),
        SectionSpec(
            "needs_to_improve",
            "What does the area partnership need to do better?",
            "findings",
            "needs_improvement",
            guidance="What the partnership needs to do better.",
        ),
        SectionSpec(
            "areas_for_priority_action",
            "Areas for priority action",
            "table",
            "area_for_priority_action",
            outcomes=OUTCOME_3,
            guidance="Each with the body or bodies responsible for it.",
        ),
        SectionSpec(
            "areas_for_improvement",
            "Areas for improvement",
            "table",
            "area_for_improvement",
            guidance="The recommendations the strategic plan must answer.",
        ),
        SectionSpec(
            "partnership_details",
            "Local area partnership details",
            "details",
            guidance="The local authority and the integrated care board or boards, and who leads each.",
        ),
        SectionSpec(
            "about_this_inspection",
            "Information about this inspection",
            "paragraphs",
            guidance="The power under which the inspection was carried out and who the team were.",
        ),
        SectionSpec(
            "team", "Inspection team", "team", heading_level=3, guidance="Ofsted and CQC, lead inspectors first."
        ),
    ),
)

MONITORING_REPORT_2023 = LetterSpec(
    code="monitoring-report-2023",
    name="Monitoring inspection report",
    title="Area SEND monitoring inspection of {area} Local Area Partnership",
    addressed=False,
    signed=False,
    template="area_send_2023_monitoring/v1",
    source=cite("P20"),
    sections=(
        SectionSpec(
            "outcome",
            "Inspection outcome",
            "paragraphs",
            guidance="Whether effective action has been taken to address the areas for priority action.",
        ),
        SectionSpec(
            "about_the_partnership",
            "Information about the local area partnership",
            "paragraphs",
            guidance="What has changed since the full inspection.",
        ),
        SectionSpec(
            "progress",
            "Progress on the areas for priority action",
            "results",
            "area_for_priority_action",
            guidance="Each area as first printed, and what has been done about it.",
        ),
        SectionSpec(
            "partnership_details",
            "Local area partnership details",
            "details",
            guidance="The local authority and the integrated care board or boards, and who leads each.",
        ),
        SectionSpec(
            "about_this_inspection",
            "Information about this inspection",
            "paragraphs",
            guidance="The power under which the inspection was carried out and who the team were.",
        ),
        SectionSpec(
            "team", "Inspection team", "team", heading_level=3, guidance="Ofsted and CQC, lead inspectors first."
        ),
    ),
)
