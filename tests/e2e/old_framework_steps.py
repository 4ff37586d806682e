"""The steps of an inspection, its letter and its revisit under the 2016 framework, each through its page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.choices import Role
from core import clock, outbox
from inspections.models import Deadline
from tests.e2e.reader import Reader
from tests.e2e.steps import History, Wrote

LEAD, QUALITY, MANAGER = Role.LEAD_INSPECTOR, Role.QUALITY_ASSURER, Role.INSPECTION_MANAGER
WEAKNESS = "Area of significant weakness"
QUESTION_A = "A: How effectively does the local area identify children and young people with SEND?"
STRENGTH = "Needs of young children are noticed early by health visitors and early years settings."
DEVELOPMENT = "Reviews of plans are not always held in time."


@contextmanager
def on(day: date, hour: int = 15) -> Iterator[None]:
    with clock.travelled_to(clock.midnight(day).replace(hour=hour)):
        yield


def due(reference: str, rule: str, occurrence: int = 1) -> date:
    """The day a deadline of an inspection is due."""
    return Deadline.objects.get(inspection__reference=reference, rule_code=rule, occurrence=occurrence).due_on


@dataclass(frozen=True)
class Place:
    """An area as the stories name it: `council` as its plan lists it, `ccg` as it was called."""

    name: str
    slug: str
    council: str
    ccg: str
    weaknesses: tuple[str, ...]

    def plan_inspection(self, history: History, day: date, kind: str, call: date) -> None:
        with on(day):
            visitor = history.as_(MANAGER).go("inspections:inspection-create").choose(kind)
            visitor.select("Which area?", self.name).date("When is the notification call planned? (optional)", call)
            visitor.press("Plan this inspection").sees("Inspection planned", history.reference)
            history.add_to_team(LEAD, "Gwen Atherley (Ofsted)", day)
            history.add_to_team(Role.CQC_LEAD, "Priya Sandhu-Moore (Care Quality Commission)", day)

    def notify(self, history: History, day: date, *, assumed: bool) -> None:
        with on(day):
            visitor = history.overview(LEAD).follow("Record the notification call")
            visitor.date("On which day was the area notified?", day).fill("At what time? (optional)", "9.30am")
            visitor.fill_like("who was told? (optional)", "Edmund Carrow")
            if assumed:
                visitor.tick("No source gives this day: it is assumed")
            visitor.press("Record the notification").sees("Notification recorded")
            # No list says which groups commissioned here before 2021, so the page asks for the name.
            visitor = history.overview(LEAD).follow("Confirm the call to Clinical commissioning group")
            visitor.fill("Which body was called?", self.ccg).fill("Who was told?", "Helena Brightwell")
            visitor.fill("At what time?", "10am").press("Record this call")
            visitor.sees("Edmund Carrow", self.ccg).sees_no("Not told yet")
            visitor = history.overview(Role.DCS).follow("Team").follow("Nominate the LANO")
            visitor.select("Who is the local area nominated officer (LANO)?", "Nadia Farouk").press("Nominate")

    def write_letter(self, history: History, day: date) -> None:
        """Findings, outcome and the first draft."""
        with on(day):
            history.write(
                (
                    Wrote("Strength", STRENGTH, QUESTION_A),
                    Wrote("Area for development", DEVELOPMENT, QUESTION_A),
                    *(Wrote(WEAKNESS, text, bodies=(self.council,)) for text in self.weaknesses),
                )
            )
            visitor = history.as_(LEAD).go("inspections:inspection-outcome", history.reference)
            number = len(self.weaknesses)
            visitor.sees(
                f"A written statement of action for all {number}, sent to Ofsted, due 70 working days after receipt"
            )
            visitor.choose("Written statement of action required").press("Record this").sees("Outcome recorded")
            visitor.go("reports:letter-detail", history.reference).press("Start the letter")
        history.letter_step(day, "Start drafting", LEAD, "Drafting")
        with on(day):
            history.write_section("Opening paragraphs", f"Inspectors from both inspectorates came to {self.name}.")
            history.write_section("Main findings", "Leaders know what has to change.\n\nFamilies wait too long.")

    def judge(self, history: History, day: date, short: tuple[int, ...]) -> None:
        """The result for each weakness; what follows is read before it is recorded. `short` are those not sufficient."""
        every = len(self.weaknesses)
        with on(day):
            visitor = history.as_(LEAD).go("inspections:progress-judgements", history.reference).sees(*self.weaknesses)
            for order in range(1, every + 1):
                word = "Not sufficient progress" if order in short else "Sufficient progress"
                visitor.choose(word, f"Area of significant weakness {order}: has the area made sufficient progress?")
                visitor.fill(
                    f"What was found on area of significant weakness {order}",
                    f"Inspectors saw the work on number {order}.",
                )
            visitor.press("See what follows").sees(
                "Nothing is recorded yet", f"progress on {every - len(short)} of {every}"
            )
            visitor.sees(
                f"An accelerated progress plan for {len(short)} of {every} areas of significant weakness, sent to DfE and NHS "
                "England, with milestones 3, 6 and 12 months after it is approved.",
                "There is no further revisit unless the Secretary of State directs one.",
            )
            visitor.press("Save progress").sees("Progress saved", "Sufficient progress in all areas: Some")

    def write_revisit_letter(self, history: History, day: date, opening: str) -> None:
        with on(day):
            history.as_(LEAD).go("reports:letter-detail", history.reference).press("Start the letter")
        history.letter_step(day, "Start drafting", LEAD, "Drafting")
        with on(day):
            history.write_section("Opening paragraphs", opening)
            history.write_section(
                "Next steps", "The Department for Education and NHS England will determine the next steps."
            )


def steps(history: History, taken: tuple[tuple[date, str, str], ...]) -> None:
    for day, act, stage in taken:
        history.step(day, act).sees(stage)


def last_day(history: History, call: date, day: date, reason: str) -> None:
    """The days on site are shorter than usual."""
    with on(call):
        visitor = history.overview(LEAD).follow("Change the dates of the inspection")
        visitor.date("Last day on site", day).fill("Why do they change?", reason)
        visitor.press("Save the dates").sees(f"{day:%A} {day.day} {day:%B} {day.year}")


def review(history: History, shared: date, final: date) -> None:
    """From the team to the final letter: shared with the area on one day, final on another."""
    history.letter_step(shared, "Send to the team", LEAD, "With the inspection team")
    history.letter_step(shared, "Send to quality assurance", LEAD, "In quality assurance")
    history.letter_step(shared, "Send the draft to the area", QUALITY, "Draft with the area")
    history.letter_step(final, "Record the area’s comments", LEAD, "Comments in")
    history.letter_step(final, "Finish the revision", LEAD, "Revised")
    history.letter_step(final, "Send to final quality assurance", LEAD, "In final quality assurance")
    history.sign_judgement(final)
    history.letter_step(final, "Sign off", QUALITY, "Signed off")
    outbox.relay()
    history.letter_step(final, "Issue to the area", QUALITY, "Issued to the area")


def receive(history: History, day: date, *, assumed: bool) -> None:
    with on(day):
        visitor = history.overview(Role.DCS).follow("Record receipt of the final letter")
        visitor.date("On which day did the area receive it?", day)
        if assumed:
            visitor.tick("No source gives this day: it is assumed")
        visitor.press("Record receipt").sees("Receipt recorded")


def public(history: History) -> Reader:
    """The published letter as anybody reads it; its PDF is there too."""
    visitor = history.as_(None)
    assert visitor.status("reports:published-pdf", history.reference) == 200
    found: Any = visitor.go("reports:published-letter", history.reference)
    assert isinstance(found, Reader)
    return found
