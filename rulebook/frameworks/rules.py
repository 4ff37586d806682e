"""A deadline rule: the unit it counts in, who must act, and where its number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Scope = Literal["inspection", "plan"]


class Unit(StrEnum):
    """How an offset is counted. FIXED is set by something else; with offset 0 it is the day of the trigger."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    YEARS = "years"
    FIXED = "fixed"


class Owner(StrEnum):
    """Who must act. The value is how it is shown."""

    INSPECTORATES = "Ofsted and CQC"
    LEAD_HMI = "Lead HMI"
    LEAD_HMI_AND_LANO = "Lead HMI and LANO"
    LANO = "LANO"
    LEADERS_2016 = "Director of children’s services and CCG accountable officer"
    LEADERS_2023 = "Director of children’s services and ICB chief executive"
    DATA_LEAD = "Local authority data lead"
    CASE_COORDINATOR = "Tracked case coordinator"
    LOCAL_AREA = "Local area"
    PARTNERSHIP = "Local area partnership"
    AREA_BODIES_2016 = "Local authority and clinical commissioning groups"
    AREA_BODIES_2023 = "Local authority and integrated care boards"
    ADVISERS = "DfE and NHS England"
    DFE = "DfE"


@dataclass(frozen=True)
class Citation:
    """Where a number or a wording comes from: short keys into rulebook.frameworks.sources, and the words to print."""

    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.text} [{self.key}]" if self.key else self.text


NO_CITATION = Citation("", "")


@dataclass(frozen=True)
class Reading:
    """Another day that some source counts the same rule from, where sources contradict each other."""

    trigger: str
    source: Citation
    confirmed: bool
    note: str


@dataclass(frozen=True)
class DeadlineRule:
    """One dated duty: `offset` units after the anchor named by `trigger`, counted from the day after it.

    `offset` is None where the source sets no sum; `note` then says what it does set. `confirmed` is False for a working
    assumption or a measured average. `outcomes` None means whatever the outcome. `repeats` lists every offset of a
    rule that recurs, its first being `offset`. `reminders` are working days before the due date; see
    rulebook.deadlines.rungs. `brings` is the kind of inspection that comes then; `readings` are other anchors of it.
    A rule `by_event` is laid once for each visit or notice, never with all the others.
    """

    code: str
    number: str
    name: str
    kinds: frozenset[str]
    trigger: str
    offset: int | None
    unit: Unit
    owner: Owner
    source: Citation
    confirmed: bool
    approximate: bool = False
    outcomes: frozenset[str] | None = None
    scope: Scope = "inspection"
    reminders: tuple[int, ...] = ()
    repeats: tuple[int, ...] = ()
    note: str = ""
    brings: str = ""
    readings: tuple[Reading, ...] = ()
    by_event: bool = False

    def occurrences(self) -> tuple[int, ...]:
        """Every offset of the rule in order; empty when it is not a date sum."""
        if self.offset is None:
            return ()
        return self.repeats or (self.offset,)

    def applies(self, kind: str, outcome: str | None, scope: Scope) -> bool:
        """Whether the rule concerns an inspection of this kind, with this outcome, in this scope."""
        return kind in self.kinds and scope == self.scope and (self.outcomes is None or outcome in self.outcomes)
