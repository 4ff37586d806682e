"""A model of the life of an inspection, typed by hand, and how each step of a real one is compared with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Inspection
from inspections.services import inspections as services
from tests import factories as make

# Where a move may begin and where it ends: typed from the handbooks, not read from the rulebook.
MODEL = {
    "notify": ("planned", "notified"),
    "defer": ("notified", "deferred"),
    "replan": ("deferred", "planned"),
    "set_up": ("notified", "set_up"),
    "prepare": ("set_up", "preparation"),
    "start_on_site": ("preparation", "on_site"),
    "pause": ("on_site", "paused"),
    "resume": ("paused", "on_site"),
    "mark_incomplete": ("paused reporting", "incomplete"),
    "return_for_evidence": ("incomplete", "on_site"),
    "give_feedback": ("on_site", "feedback_given"),
    "start_reporting": ("feedback_given", "reporting"),
    "send_draft": ("reporting", "draft_with_area"),
    "take_draft_back": ("draft_with_area", "reporting"),
    "finalise": ("reporting draft_with_area", "finalised"),
    "publish": ("finalised", "published"),
    "close": ("published", "closed"),
    "close_without_report": ("", "closed"),  # a full inspection ends with a report
    "cancel": ("planned notified set_up preparation deferred", "cancelled"),
}
FRAMEWORKS = {
    "area-send-2023": (date(2024, 4, 15), "2024-04-05", "outcome-3", "outcome-1", "monitoring"),
    "local-area-send-2016": (date(2018, 11, 19), "2018-11", "wsoa-required", "no-wsoa", "revisit"),
}
BANK_HOLIDAYS = {
    date(2018, 12, 25), date(2018, 12, 26), date(2019, 1, 1), date(2019, 4, 19), date(2019, 4, 22), date(2019, 5, 6),
    date(2019, 5, 27), date(2019, 8, 26), date(2019, 12, 25), date(2019, 12, 26), date(2020, 1, 1),
    date(2024, 5, 6), date(2024, 5, 27), date(2024, 8, 26), date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1),
    date(2025, 4, 18), date(2025, 4, 21), date(2025, 5, 5), date(2025, 5, 26), date(2025, 8, 25),
}  # fmt: skip
OVER = ("published", "closed", "cancelled")


def working_days(after: date, until: date) -> int:
    days = ((after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 and day not in BANK_HOLIDAYS for day in days)


class Counts:
    runs = steps = done = refused = 0


class Compared(RuleBasedStateMachine):
    """One inspection in a transaction of its own. A step is done when the model says so; otherwise it is refused without a trace."""

    ends = float("inf")

    def __init__(self) -> None:
        super().__init__()
        self.block: Any = None

    @initialize(framework=st.sampled_from(sorted(FRAMEWORKS)))
    def begin(self, framework: str) -> None:
        if monotonic() > self.ends:
            return
        self.block = transaction.atomic()
        self.block.__enter__()
        start, edition, self.bad, self.good, self.next_kind = FRAMEWORKS[framework]
        self.day, self.state, self.outcome, self.lano_named = start, "planned", "", False
        self.received = self.paused = self.starts = None
        self.made: Counter[str] = Counter()
        self.told: set[date] = set()
        self.followed = False
        self.row = make.InspectionFactory.create(framework_code=framework, edition_code=edition, planned_for_on=start)
        self.lano = make.member(self.row.partnership, Role.LANO)
        self.chief = make.member(self.row.partnership, Role.DCS)
        self.lead = make.team(self.row, Role.LEAD_INSPECTOR)
        Counts.runs += 1

    def teardown(self) -> None:
        if self.block is not None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    # --- how a step is compared

    def step(self, name: str, allowed: bool, act: Callable[[], Any], *, records: bool = True) -> bool:
        """Whether it was done, which must be what the model says; a refusal leaves nothing."""
        if self.block is None:
            return False
        before = self.everything()
        Counts.steps += 1
        with clock.travelled_to(self.day):
            try:
                # As a request does it: what was refused half way is undone by the service itself, not here.
                act()
                done = True
            except Refused as refused:
                done, why = False, str(refused)
        if not done:
            assert not allowed, f"{name} was refused on {self.day} at {self.state}: {why}"
            assert self.everything() == before, f"{name} was refused and left something"
            Counts.refused += 1
            self.row = Inspection.objects.get(pk=self.row.pk)
            return False
        assert allowed, f"{name} was done on {self.day} at {self.state}"
        Counts.done += 1
        if records:
            assert Entry.objects.count() > before[0], f"{name} left no entry"
        self.row = Inspection.objects.get(pk=self.row.pk)
        return True

    def everything(self) -> tuple[Any, ...]:
        row = Inspection.objects.filter(pk=self.row.pk).values_list().get()
        deadlines = sorted(self.row.deadlines.values_list("pk", "due_on", "met_on", "version"))
        return Entry.objects.count(), OutboxRow.objects.count(), Notice.objects.count(), row, deadlines

    def move(self, name: str, act: Callable[[], Any], *, also: bool = True) -> bool:
        if self.block is None:
            return False
        sources, target = MODEL[name]
        if done := self.step(name, self.state in sources.split() and also, act):
            self.state = target
            self.made[name] += 1
        return done

    def make_move(self, name: str, *, also: bool = True, **facts: Any) -> bool:
        return self.move(name, lambda: services.make_move(by=None, inspection=self.row, move=name, **facts), also=also)
