"""The steps after a plan is accepted, each through its page: progress, measures, visits of the advisers and their letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from tests.e2e.steps import History

DFE, NHSE = Role.DFE_ADVISER, Role.NHSE_ADVISER
OFFICES = "Director of children’s services\nDfE SEND adviser\nNHS England adviser"


@dataclass(frozen=True)
class Told:
    """One update of an action: the state it is moved to (none: as before), and what stands beside it."""

    done: str
    state: str = ""
    reason: str = ""
    remedy: str = ""
    evidence: str = ""
    impact: str = "Too early to say"


BEGUN = Told(
    "The work has begun.", "Underway, on target", "The first group met.", evidence="Minutes of the first meeting"
)
DONE = Told(
    "Every team works in the new way.",
    "Completed",
    "The board saw it.",
    evidence="Audit by the board",
    impact="Impact seen",
)


@dataclass(frozen=True)
class Delivery:
    """A plan in delivery."""

    history: History

    def go(self, role: Any, name: str, *more: Any) -> Any:
        return self.history.as_(role).go(name, self.history.reference, *more)

    def tell(self, on: date, action: str, told: Told, *, by: Any = Role.LANO) -> Any:
        """Record an update of an action, such as "5.1"."""
        item, number = (int(part) for part in action.split("."))
        with clock.travelled_to(on):
            visitor = self.go(by, "tracking:update-add", item, number).fill("What was done?", told.done)
            if told.state:
                visitor.choose(told.state, "How does the action stand now?").fill("Why?", told.reason)
            visitor.choose(told.impact, "Does it make a difference for children and families?")
            visitor.fill("What will be done about it?", told.remedy)
            if told.evidence:
                visitor.fill("What is it?", told.evidence).fill("What does it show?", "How far the work has come.")
            return visitor.press("Record the update").sees("Update recorded", told.done)

    # --- measures

    def define(self, on: date, order: int, **said: str) -> Any:
        """The LANO defines a yearly measure in per cent; `said` are name, definition, baseline ("2016: 5.1") and targets."""
        period, value = said["baseline"].split(": ")
        with clock.travelled_to(on):
            visitor = self.go(Role.LANO, "measures:measure-add")
            visitor.select_beginning("Which item of the plan does it measure?", f"{order}. ")
            visitor.fill("Name of the measure", said["name"]).fill("What exactly is counted?", said["definition"])
            visitor.select("What is it counted in?", "Per cent").select("How many decimal places?", "1")
            visitor.choose("Lower is better").select("How often is it counted?", "Every year")
            visitor.fill("Baseline: which period?", period).fill("Baseline: which value?", value)
            return (
                visitor.fill("Targets", said["targets"]).press("Save the measure").sees("Measure added", said["name"])
            )

    def count(self, on: date, measure: str, period: str, value: str) -> Any:
        """The LANO records a value of a measure, found by its name in the register."""
        with clock.travelled_to(on):
            visitor = self.go(Role.LANO, "measures:measure-list").follow(measure).follow("Record a value")
            visitor.fill("Which period?", period).fill("Value", value).press("Record the value")
            return visitor.sees("Value recorded")

    # --- visits

    def plan_visit(self, on: date, visit_on: date, title: str) -> Any:
        """The DfE plans the visit, sets its agenda and asks for evidence; the page of the visit."""
        with clock.travelled_to(on):
            visitor = self.go(DFE, "monitoring:board").follow("Plan a visit")
            visitor.choose("Monitoring visit").date("On which day?", visit_on).press("Plan the visit")
            visitor.sees("Visit planned", title).follow("Set the agenda")
            visitor.fill("Agenda", "What has changed for children since we last met.").press("Save").sees("Visit saved")
            visitor.follow("Ask for evidence").fill("What evidence is asked for?", "Figures by term.")
            return visitor.press("Ask for the evidence").sees("Evidence asked for")

    def send_evidence(self, on: date, place: int, text: str) -> Any:
        with clock.travelled_to(on):
            visitor = (
                self.go(Role.LANO, "monitoring:visit-detail", place).follow("Send evidence").fill("In words", text)
            )
            visitor.tick("This is all our evidence for this visit").press("Send")
            return visitor.sees("Evidence sent", text)

    def hold_visit(self, on: date, place: int, found: dict[int, str]) -> Any:
        """The visit is held; both bodies write and sign notes, and say how each item stands. `found` is {item: how it stands}."""
        with clock.travelled_to(on):
            visitor = self.go(DFE, "monitoring:visit-detail", place).follow("Record that it was held")
            visitor.fill("Who attended, by office?", OFFICES).press("Record that it was held").sees("Recorded")
            for order, words in found.items():
                visitor.follow(f"Say how item {order} stands").choose(words)
                visitor.fill("What was found? (optional)", f"We saw the work on item {order}.").press("Save").sees(
                    words
                )
            for role, body in ((DFE, "DfE"), (NHSE, "NHS England")):
                visitor = self.go(role, "monitoring:visit-detail", place).follow(f"Write the notes of {body}")
                visitor.fill("Notes", f"What {body} saw.").press("Save the notes").sees("Notes saved")
                visitor.press(f"Sign for {body}").sees("Notes signed")
            return visitor

    def raise_action(self, on: date, place: int, order: int, text: str) -> Any:
        with clock.travelled_to(on):
            visitor = self.go(NHSE, "monitoring:visit-detail", place).follow("Raise an action")
            visitor.select_beginning("Which item does it belong to?", f"Item {order}: ").fill(
                "What is to be done?", text
            )
            return visitor.press("Raise the action").sees("Action raised", text)

    # --- letters

    def write_to_area(self, on: date, place: int) -> Any:
        """The record is finished, the letter drafted from it, signed by both and sent; the letter as it was sent."""
        with clock.travelled_to(on):
            visitor = self.go(NHSE, "monitoring:visit-detail", place).press("Finish the record")
            visitor.sees("The record is finished").press("Draft follow-up letter").sees(
                "Letter drafted from the record"
            )
            return self._sign_and_send(visitor)

    def release(self, on: date, *orders: int) -> Any:
        """Both bodies sign a letter that releases these items, and it is sent; the letter as it was sent."""
        with clock.travelled_to(on):
            visitor = self.go(DFE, "monitoring:board").follow("Release items from monitoring")
            for order in orders:
                visitor.tick_like(f"Item {order}: ")
            visitor.date("From which day are they released?", on).press("Draft the letter")
            return self._sign_and_send(visitor.sees("Letter of release drafted"))

    def _sign_and_send(self, visitor: Any) -> Any:
        letter = visitor.path
        for role, body in ((DFE, "DfE"), (NHSE, "NHS England")):
            visitor.as_(self.history.cast[role]).visit(letter)
            visitor.sees_no("Letter sent").press(f"Sign for {body}").sees(f"You have signed the letter for {body}")
        # Nobody of the area reads a draft.
        assert visitor.as_(self.history.cast[Role.LANO]).visit(letter) == 404
        visitor.as_(self.history.cast[NHSE]).visit(letter)
        visitor.press("Send the letter").sees("Letter sent")
        assert visitor.as_(self.history.cast[Role.LANO]).visit(letter) == 200
        return visitor.sees(f"{self.history.cast[DFE]}, for DfE", f"{self.history.cast[NHSE]}, for NHS England")
