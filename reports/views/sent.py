"""The pages of findings and of progress for those who have the draft but not the final version: in the words they were sent."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from evidence.views import findings
from inspections.models import Inspection, ProgressJudgement
from inspections.views import progress
from inspections.views.base import Rights
from reports.letters.context import LetterContext
from reports.queries import sent


class ReadsTheDraft:
    inspection: Inspection
    rights: Rights

    @cached_property
    def draft(self) -> LetterContext | None:
        return sent.draft_for(self.rights, self.inspection)


class Findings(ReadsTheDraft, findings.Findings):  # type: ignore[misc]
    def findings(self) -> Any:
        return super().findings() if self.draft is None else sent.findings_of(self.inspection, self.draft)

    def outcome(self) -> Any:
        return super().outcome() if self.draft is None else sent.outcome_of(self.inspection, self.draft)


class Progress(ReadsTheDraft, progress.Progress):
    def judged(self) -> dict[int, ProgressJudgement]:
        if self.draft is None:
            return super().judged()
        return sent.judgements_of(self.inspection, self.draft, self.weaknesses())
