"""What the area reads of a letter between the draft it was sent and the final version: the words it was sent, never a later revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.choices import Permission
from inspections.models import Finding, Inspection, ProgressJudgement
from reports.letters import citations
from reports.letters.blocks import FindingList, FindingRow, Findings, ResultRow, Results
from reports.letters.context import LetterContext
from reports.models import AccuracyRound, Letter
from reports.queries import accuracy

# From here on the area has the final version.
WITH_THE_AREA = ("issued", "complaint_hold", "published", "withdrawn")


def draft_for(rights: Any, inspection: Inspection) -> LetterContext | None:
    """The draft that holders of these rights read instead of what is being written: for all but the team, the reviewers and whoever has
    the final version. None for those, and where no draft was sent from here.
    """
    if inspection.is_published or Permission.LETTER_COMMENT in rights or Permission.LETTER_VIEW in rights:
        return None
    rounds = AccuracyRound.objects.filter(letter__inspection=inspection).defer("fragment", "snapshot")
    sent = rounds.order_by("-number").first()
    return sent.frozen_context if sent else None


@dataclass(frozen=True)
class Stage:
    """Where the letter stands in the words the area was told; `sent` says that it has a draft to read."""

    words: str
    sent: bool


def stage_for_area(letter: Letter) -> Stage:
    """Never an inner stage of the inspectorates."""
    round_ = accuracy.newest_round(letter)
    if letter.state in WITH_THE_AREA:
        return Stage(letter.get_state_display(), round_ is not None)
    if round_ is None:
        return Stage("Not sent to you from here yet", False)
    if round_.submitted_at:
        return Stage("Your comments are with the inspectors", True)
    return Stage("The check of the draft is closed" if round_.closed_at else "The draft is with you", True)


def outcome_of(inspection: Inspection, draft: LetterContext) -> Any:
    """The outcome the draft states, as the framework words it; None where it states none."""
    scale = inspection.kind_spec.outcome_scale
    return scale.get(draft.outcome) if draft.outcome else None


def findings_of(inspection: Inspection, draft: LetterContext) -> list[Finding]:
    """The findings as the draft words them, numbered within their kind, unsaved."""
    found: list[Finding] = []
    last: dict[str, int] = {}
    spec = inspection.kind_spec.letter
    for section in spec.sections_for(draft.outcome or None) if spec else ():
        kind = section.finding_kind or ""
        for row in _rows(draft, section.code):
            last[kind] = last.get(kind, 0) + 1
            found.append(
                Finding(
                    inspection=inspection, kind=kind, order=last[kind], text=row.text, points=list(row.points), closing=row.closing,
                    responsible_bodies=list(row.responsible_bodies),
                )
            )  # fmt: skip
    return found


def _rows(draft: LetterContext, code: str) -> list[FindingRow]:
    section = draft.section(code)
    blocks = section.blocks if section else ()
    return [row for block in blocks if isinstance(block, Findings | FindingList) for row in block.rows]


def judgements_of(
    inspection: Inspection, draft: LetterContext, weaknesses: list[Finding]
) -> dict[int, ProgressJudgement]:
    """{key of the weakness: its result as the draft has it}, unsaved; the draft knows each by its words."""
    rows: dict[str, ResultRow] = {
        row.text: row
        for section in draft.sections
        for block in section.blocks
        if isinstance(block, Results)
        for row in block.rows
    }
    return {
        weakness.pk: ProgressJudgement(
            inspection=inspection, finding=weakness, sufficient=row.result == "sufficient", narrative="\n\n".join(row.paragraphs)
        )
        for weakness in weaknesses
        if (row := rows.get(citations.without(weakness.text).strip()))
    }  # fmt: skip
