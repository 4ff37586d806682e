"""The letters of the 2016 framework: the outcome letter and the revisit letter. Addressed and signed."""

from __future__ import annotations

from rulebook.frameworks.base import LetterSpec, SectionSpec
from rulebook.frameworks.sources import cite

WSOA = frozenset({"wsoa-required"})

IDENTIFYING = (
    "The effectiveness of the local area in identifying children and young people’s special educational needs "
    "and/or disabilities"
)
MEETING = (
    "The effectiveness of the local area in assessing and meeting the needs of children and young people with special "
    "educational needs and/or disabilities"
)
OUTCOMES = (
    "The effectiveness of the local area in improving outcomes for children and young people with special educational "
    "needs and/or disabilities"
)

LETTER_2016 = LetterSpec(
    code="letter-2016",
    name="Outcome letter",
    title="Joint local area SEND inspection in {area}",
    addressed=True,
    signed=True,
    template="area_send_2016/v1",
    source=cite("P15", "P30"),
    sections=(
        SectionSpec(
            "introduction",
            "",
            "paragraphs",
            guidance="The dates, who inspected, the purpose, the team, who inspectors spoke to and what they looked "
            "at.",
        ),
        SectionSpec(
            "main_findings",
            "Main findings",
            "bullets",
            guidance="The most important findings of the inspection, each a point of its own with a blank line before the next.",
            judges=True,
        ),
        SectionSpec(
            "question_a_strengths",
            "Strengths",
            "findings",
            "strength",
            group=IDENTIFYING,
            heading_level=3,
            guidance="What the area does well in identifying needs.",
        ),
        SectionSpec(
            "question_a_development",
            "Areas for development",
            "findings",
            "area_for_development",
            group=IDENTIFYING,
            heading_level=3,
            guidance="What the area should do better in identifying needs.",
        ),
        SectionSpec(
            "question_b_strengths",
            "Strengths",
            "findings",
            "strength",
            group=MEETING,
            heading_level=3,
            guidance="What the area does well in assessing and meeting needs.",
        ),
        SectionSpec(
            "question_b_development",
            "Areas for development",
            "findings",
            "area_for_development",
            group=MEETING,
            heading_level=3,
            guidance="What the area should do better in assessing and meeting needs.",
        ),
        SectionSpec(
            "question_c_strengths",
            "Strengths",
            "findings",
            "strength",
            group=OUTCOMES,
            heading_level=3,
            guidance="What the area does well in improving outcomes.",
        ),
        SectionSpec(
            "question_c_development",
            "Areas for development",
            "findings",
            "area_for_development",
            group=OUTCOMES,
            heading_level=3,
            guidance="What the area should do better in improving outcomes.",
        ),
        SectionSpec(
            "significant_concerns",
            "The inspection raises significant concerns about the effectiveness of the local area",
            "findings",
            "area_of_significant_weakness",
            outcomes=WSOA,
            guidance="The areas of significant weakness. The plan takes them over word for word.",
        ),
    ),
)

REVISIT_LETTER_2018 = LetterSpec(
    code="revisit-letter-2018",
    name="Revisit letter",
    title="Joint local area SEND revisit in {area}",
    addressed=True,
    signed=True,
    template="area_send_2016_revisit/v1",
    source=cite("S2", "P12"),
    sections=(
        SectionSpec(
            "introduction",
            "",
            "paragraphs",
            guidance="The dates of the revisit and of the first inspection, and when the plan was declared fit for "
            "purpose.",
        ),
        SectionSpec(
            "main_findings",
            "Main findings",
            "results",
            "area_of_significant_weakness",
            guidance="For each area of significant weakness: whether progress is sufficient, and why.",
        ),
        SectionSpec("next_steps", "Next steps", "paragraphs", guidance="What the DfE and NHS England will do now."),
    ),
)
