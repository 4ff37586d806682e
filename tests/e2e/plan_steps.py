"""The steps of a plan, each through its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock
from tests.e2e.steps import History


@dataclass(frozen=True)
class Planning:
    """The plan of one inspection."""

    history: History
    council: str = "Surrey County Council"

    def page(self, role: Any) -> Any:
        return self.history.as_(role).go("improvement:plan-detail", self.history.reference)

    def answer(self, on: date, order: int, finish_by: date) -> None:
        """The LANO writes the answer to one item, in one action of the council."""
        with clock.travelled_to(on):
            visitor = self.page(Role.LANO).follow(f"Write item {order}")
            visitor.fill(
                "What will be different for children and young people?", f"Families see the difference in item {order}."
            ).press("Save").sees("Item saved")
            visitor.follow(f"Add an action to item {order}")
            visitor.fill("What will be done?", f"Each service changes how it works on item {order}.")
            visitor.fill("Which office owns it?", "Head of SEND, chief nurse").date("By when is it done?", finish_by)
            visitor.select("Which body answers for it?", self.council)
            visitor.fill("How will it be measured?", "Every term, with families.").press("Add the action")
            visitor.sees("Action added", f"Action {order}.1")

    def go_on(self, on: date, order: int, finish_by: date, *, carried_from: str) -> None:
        """The LANO goes on with the action that an earlier plan carried into this item."""
        with clock.travelled_to(on):
            visitor = self.page(Role.LANO).sees(f"Change item {order}")
            visitor.go("improvement:action-detail", self.history.reference, order, 1).sees(carried_from)
            visitor.follow("Change this action").date("By when is it done?", finish_by).press("Save")

    def step(self, on: date, act: str, by: Any, stage: str = "") -> Any:
        """One step offered on the plan, on a day; the plan then stands at `stage`."""
        with clock.travelled_to(on):
            visitor = self.page(by).follow(act).press(act)
            return visitor.sees(f"The plan is now at ‘{stage}’") if stage else visitor

    def release(self, on: date, order: int, *, by: Any) -> None:
        """An adviser releases one item from monitoring."""
        with clock.travelled_to(on):
            visitor = self.page(by).follow(f"Release item {order} from monitoring")
            visitor.date("On which day did monitoring of this item end?", on).press("Release this item")
            visitor.sees(f"Released from monitoring on {on.day} {on:%B} {on.year}")

    def approve(self, on: date, by: Any, body: str) -> None:
        with clock.travelled_to(on):
            visitor = self.page(by).follow("Sign for a body").choose(body).press("Sign")
            visitor.sees("Signature recorded", f"Approved on {on.day} {on:%B} {on.year}")

    def decide(self, on: date, by: Any, stage: str) -> None:
        """One reviewer answers every question, proposes to accept the plan, reads the letter and sends the decision."""
        with clock.travelled_to(on):
            visitor = self.page(by).follow("Review the plan")
            while visitor.page.get_by_role("link", name="Answer", exact=False).count():
                visitor.page.get_by_role("link", name="Answer", exact=False).first.click()
                visitor.choose("Met").press("Save").sees("Answer saved")
            visitor.follow("Propose a decision").choose(stage).press("Save the proposed decision")
            visitor.follow("Read the letter and send the decision").sees("Nothing has been sent yet")
            visitor.press("Send decision").sees("Decision sent")
