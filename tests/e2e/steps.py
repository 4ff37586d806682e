"""The steps that both histories take, each through its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from evidence.services import judgements
from inspections.models import Inspection


@dataclass(frozen=True)
class Wrote:
    """A finding as a person types it: the name of its kind, the question it answers, its words, and the bodies responsible."""

    kind: str
    text: str
    question: str = ""
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True)
class History:
    """One area's inspection, its people and the browser, or the reader without one."""

    visitor: Any
    cast: dict[Any, Any]
    reference: str

    def as_(self, role: Any) -> Any:
        return self.visitor.as_(self.cast.get(role))

    def overview(self, role: Any) -> Any:
        return self.as_(role).go("inspections:inspection-detail", self.reference)

    def add_to_team(self, role: Role, who: str, starts_on: date) -> None:
        visitor = self.as_(Role.INSPECTION_MANAGER).go("inspections:inspection-team", self.reference)
        visitor.follow("Add a person").select("Who joins the team?", who).choose(str(role.label))
        visitor.date("From which day?", starts_on).press("Add to the team").sees("Added to the team")

    def step(self, on: date, act: str, *, by: Any = Role.LEAD_INSPECTOR) -> Any:
        """One step offered on the overview, on a day, leaving its date as it stands."""
        with clock.travelled_to(on):
            return self.overview(by).follow(act).press(act)

    def write(self, findings: Iterable[Wrote]) -> None:
        visitor = self.as_(Role.LEAD_INSPECTOR)
        for finding in findings:
            visitor.go("inspections:inspection-findings", self.reference).follow("Add a finding")
            visitor.select("What kind of finding is it?", finding.kind).fill("Finding", finding.text)
            if finding.question:
                visitor.select_like("question does it answer", finding.question)
            if finding.bodies:
                visitor.fill("Bodies responsible (optional)", "\n".join(finding.bodies))
            visitor.press("Save finding").sees("Finding saved", finding.text)

    def write_section(self, heading: str, text: str) -> None:
        visitor = self.as_(Role.LEAD_INSPECTOR).go("reports:letter-detail", self.reference)
        visitor.follow(heading).fill("Text", text).press("Save section").sees("Section saved")

    def sign_judgement(self, day: date) -> None:
        """The team decides on what is recorded as the outcome, and both leads sign; its pages have their own tests."""
        inspection = Inspection.objects.get(reference=self.reference)
        with clock.travelled_to(day):
            made = judgements.save(
                by=self.cast[Role.LEAD_INSPECTOR], inspection=inspection, version=0, met_on=day, decision=inspection.outcome,
                reasons="The evidence of both inspectorates leads to it.",
                present=dict.fromkeys(judgements.team_on(inspection, day), ""),
            )  # fmt: skip
            for role in (Role.LEAD_INSPECTOR, Role.CQC_LEAD):
                judgements.sign(by=self.cast[role], judgement=made, version=made.version)

    def letter_step(self, on: date, act: str, by: Role, stage: str) -> Any:
        """One step of the letter on a day; it then stands at `stage`."""
        with clock.travelled_to(on):
            visitor = self.as_(by).go("reports:letter-detail", self.reference).follow(act).press(act)
            return visitor.sees(f"Stage: {stage}")

    def publish(self, on: date, by: Role) -> Any:
        """Publish on a day; the page is then what the public reads."""
        with clock.travelled_to(on):
            visitor = self.as_(by).go("reports:letter-detail", self.reference).follow("Publish")
            return visitor.choose("Now").press("Confirm")

    def unseen_by(self, *roles: Any) -> None:
        """The public and these people find nothing at the addresses of the letter and the inspection."""
        for role in roles:
            self.as_(role)
            for name in ("published-letter", "published-pdf", "published-json"):
                assert self.visitor.status(f"reports:{name}", self.reference) == 404, (role, name)
            if role in self.cast:
                for name in (
                    "inspections:inspection-detail",
                    "reports:letter-detail",
                    "inspections:inspection-findings",
                ):
                    assert self.visitor.status(name, self.reference) == 404, (role, name)
