"""The steps of a plan, each through its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from tests.e2e.steps import History

# Who changes how they work, action by action.
STEPS = ("Each service", "Every school", "The help before a plan")


@dataclass(frozen=True)
class Planning:
    """The plan of one inspection."""

    history: History
    council: str = "Surrey County Council"

    def page(self, role: Any) -> Any:
        return self.history.as_(role).go("improvement:plan-detail", self.history.reference)

    def answer(self, on: date, order: int, finish_by: date, *, actions: int = 1) -> None:
        """The LANO writes the answer to one item, in actions of the council that the LANO keeps up to date."""
        with clock.travelled_to(on):
            visitor = self.page(Role.LANO).follow(f"Write item {order}")
            visitor.fill(
                "What will be different for children and young people?", f"Families see the difference in item {order}."
            ).press("Save").sees("Item saved")
            for number in range(1, actions + 1):
                visitor.go("improvement:action-add", self.history.reference, order)
                visitor.fill("What will be done?", f"{STEPS[number - 1]} changes how it works on item {order}.")
                visitor.fill("Which office owns it?", "Head of SEND, chief nurse")
                visitor.select("Who keeps it up to date? (optional)", str(self.history.cast[Role.LANO]))
                visitor.date("By when is it done?", finish_by)
                visitor.select("Which body answers for it?", self.council)
                visitor.fill("How will it be measured?", "Every term, with families.").press("Add the action")
                visitor.sees("Action added", f"Action {order}.{number}")

    def go_on(self, on: date, order: int, finish_by: date, *, carried_from: str, number: int = 1) -> None:
        """The LANO goes on with an action that an earlier plan carried into this item."""
        with clock.travelled_to(on):
            visitor = self.history.as_(Role.LANO)
            visitor.go("improvement:action-detail", self.history.reference, order, number).sees(carried_from)
            visitor.follow("Change this action").date("By when is it done?", finish_by).press("Save")

    def step(self, on: date, act: str, by: Any, stage: str = "") -> Any:
        """One step offered on the plan, on a day; the plan then stands at `stage`."""
        with clock.travelled_to(on):
            visitor = self.page(by).follow(act).press(act)
            return visitor.sees(f"The plan is now at ‘{stage}’") if stage else visitor

    def approve(self, on: date, by: Any, body: str) -> None:
        with clock.travelled_to(on):
            visitor = self.page(by).follow("Sign for a body").choose(body).press("Sign")
            visitor.sees("Signature recorded", f"Approved on {on.day} {on:%B} {on.year}")

    def decide(self, on: date, by: Any, decision: str) -> None:
        """One reviewer answers every question, proposes to accept the plan, reads the letter and sends the decision."""
        with clock.travelled_to(on):
            visitor = self.page(by).follow("Review the plan").sees("Not answered yet", "None is proposed yet")
            while unanswered := visitor.links("Answer: "):
                visitor.follow(unanswered[0]).choose("Met").press("Save").sees("Answer saved")
            visitor.follow("Propose a decision").choose(decision).press("Save the proposed decision")
            visitor.follow("Read the letter and send the decision").sees("Nothing has been sent yet")
            visitor.press("Send decision").sees("Decision sent")
