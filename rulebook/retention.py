"""How long each kind of record is kept, from when, and who says so. What is not here is kept as long as the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ASSUMED = "Assumed: to be settled with the information governance lead of each inspectorate"


@dataclass(frozen=True)
class Kept:
    """`years` and `days` after the day `since`; `act` is what happens then. Where an inspection can be held, `holdable`."""

    code: str
    what: str
    since: str
    act: str
    years: int = 0
    days: int = 0
    holdable: bool = False
    source: str = ASSUMED

    @property
    def words(self) -> str:
        years = f"{self.years} year{'s' * (self.years != 1)}" if self.years else ""
        return years or f"{self.days} day{'s' * (self.days != 1)}"

    def last_due(self, today: date) -> date:
        """What began on this day or before it is over today: the day itself is counted as kept."""
        begun = today - timedelta(days=self.days)
        if not self.years:
            return begun
        try:
            return begun.replace(year=begun.year - self.years)
        except ValueError:  # 29 February
            return begun.replace(year=begun.year - self.years, day=28)


TABLE = (
    Kept("case_children", "Tracked cases: who the child is, the pack, the audit, the records of meetings",
         "the letter was published; without one, the last day on site, else the notification", "removed", years=1, holdable=True),
    Kept("person_lists", "Person-level lists of the information request",
         "the letter was published; without one, the last day on site, else the notification", "removed", days=90, holdable=True),
    Kept("case_readings", "The reading log of tracked cases", "the reading", "removed", years=6, holdable=True),
    Kept("sent_mail", "Messages kept in the product when there is no mail server", "they were sent", "removed", years=1),
    Kept("notices", "Notices to people", "they were sent", "emptied: the key stays, so that nothing is sent twice", years=2),
    Kept("outbox", "Work done or given up", "it was done or given up", "emptied: the key stays, so that nothing is done twice", days=30),
    Kept("submissions", "Which form was answered", "the answer", "removed", days=30),
    Kept("sessions", "Sessions of people who signed in", "they ended", "removed", source="Of no use once ended"),
)  # fmt: skip

BY_CODE = {one.code: one for one in TABLE}
# Kept by rules of their own, named here so that the list is whole.
ELSEWHERE = {
    "Answers to surveys": "surveys.services.purging, by the years the page of the survey names",
    "Lists that failed their check": "information.services.lists, hours",
    "The pack of an inspection": "coordination.services.pack, days",
    "The audit": "never removed; words of an erased child are taken out (audit.redact)",
    "Letters, findings, plans": "kept: the public record",
}
