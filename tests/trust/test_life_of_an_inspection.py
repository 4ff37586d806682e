"""The life of an inspection against a model typed by hand: any order of calls, meetings, pauses, letters and days."""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Inspection
from inspections.services import inspections as services
from inspections.services.steps import facts_of as _facts_of
from inspections.services.steps import take
from tests.trust.life_model import BANK_HOLIDAYS, MODEL, OVER, Compared, Counts, working_days


class Life(Compared):
    """What may happen to an inspection. What the model holds is compared with the database after every step."""

    # --- the days

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        if self.block is not None:
            self.day += timedelta(days=days)

    # --- from the call to the site

    @rule(days=st.integers(1, 21))
    def notify(self, days: int) -> None:
        if self.block is None:
            return
        start = self.day + timedelta(days=days)
        if self.make_move("notify", also=self.day not in BANK_HOLIDAYS, notified_on=self.day, onsite_start_on=start):
            self.starts = start
            self.told.add(self.day)

    @rule()
    def name_lano(self) -> None:
        if self.block is None:
            return
        allowed = self.state not in OVER and not self.lano_named
        if self.step(
            "name_lano", allowed, lambda: services.nominate_lano(by=None, inspection=self.row, lano=self.lano)
        ):
            self.lano_named = True

    @rule()
    def set_up(self) -> None:
        if self.block is not None:
            self.make_move("set_up", also=self.lano_named, setup_on=self.day)

    @rule()
    def prepare(self) -> None:
        self.make_move("prepare")

    @rule()
    def start_on_site(self) -> None:
        if self.block is not None:
            self.make_move("start_on_site", also=self.starts is not None and self.starts <= self.day)

    # --- what comes in between

    @rule(reason=st.sampled_from(["", " ", "The lead inspector is ill."]))
    def pause(self, reason: str) -> None:
        if self.make_move("pause", also=bool(reason.strip()), reason=reason):
            self.paused = self.day

    @rule()
    def resume(self) -> None:
        if self.block is None:
            return
        ended = self.row.onsite_end_on
        if self.make_move("resume"):
            assert self.paused is not None
            assert self.row.paused_on is None
            if ended and ended >= self.paused:
                paused = working_days(self.paused, self.day)
                assert paused == 0 or working_days(ended, self.row.onsite_end_on) == paused, (
                    "the end did not move by the days paused"
                )
            self.paused = None

    @rule(reason=st.sampled_from(["", "More evidence is needed."]))
    def mark_incomplete(self, reason: str) -> None:
        if self.make_move("mark_incomplete", also=bool(reason), reason=reason):
            self.paused = None

    @rule(reason=st.sampled_from(["", "To see two more schools."]))
    def return_for_evidence(self, reason: str) -> None:
        self.make_move("return_for_evidence", also=bool(reason), reason=reason)

    @rule(reason=st.sampled_from(["", "A flood."]), who=st.sampled_from(["", "The chief executive"]))
    def defer(self, reason: str, who: str) -> None:
        self.make_move("defer", also=bool(reason and who), reason=reason, requested_in_writing_by=who)

    @rule()
    def replan(self) -> None:
        if self.make_move("replan", planned_for_on=None):
            self.starts = None

    @rule(reason=st.sampled_from(["", "", "", "It is not needed."]))
    def cancel(self, reason: str) -> None:
        self.make_move("cancel", also=bool(reason), reason=reason)

    # --- feedback and letter

    @rule()
    def give_feedback(self) -> None:
        if self.block is not None:
            self.make_move("give_feedback", feedback_on=self.day)

    @rule()
    def start_reporting(self) -> None:
        self.make_move("start_reporting")

    @rule(good=st.booleans())
    def record_outcome(self, good: bool) -> None:
        if self.block is None:
            return
        chosen = self.good if good else self.bad
        allowed = self.state in ("on_site", "feedback_given", "reporting", "draft_with_area", "incomplete")
        act = lambda: services.record_outcome(by=None, inspection=self.row, outcome=chosen)  # noqa: E731
        if self.step("record_outcome", allowed, act, records=chosen != self.outcome):
            self.outcome = chosen

    @rule()
    def send_draft(self) -> None:
        if self.block is not None:
            ended = self.row.onsite_end_on is None or self.row.onsite_end_on <= self.day
            self.move("send_draft", lambda: services.mark_shared(by=None, inspection=self.row), also=ended)

    @rule()
    def take_draft_back(self) -> None:
        self.make_move("take_draft_back")

    @rule()
    def issue(self) -> None:
        if self.block is None:
            return
        if self.state == "finalised":  # issued again with another date: no move
            self.step("issue again", True, lambda: services.mark_issued(by=None, inspection=self.row), records=False)
        else:
            self.move("finalise", lambda: services.mark_issued(by=None, inspection=self.row), also=bool(self.outcome))

    @rule(reason=st.sampled_from(["", "A slip of the pen."]))
    def receive(self, reason: str) -> None:
        if self.block is None:
            return
        ended = self.row.onsite_end_on is None or self.row.onsite_end_on <= self.day
        issued = self.row.letter_issued_on is None or self.row.letter_issued_on <= self.day
        same = self.received in (None, self.day)
        allowed = self.state in ("finalised", "published", "closed") and ended and issued and (same or bool(reason))
        if self.state in ("published", "closed"):
            allowed = False
        act = lambda: services.record_receipt(by=None, inspection=self.row, received_on=self.day, reason=reason)  # noqa: E731
        if self.step("receive", allowed, act, records=self.received != self.day):
            self.received = self.day

    @rule()
    def publish(self) -> None:
        if self.block is None:
            return
        act = lambda: services.mark_published(by=None, inspection=self.row, published_on=self.day)  # noqa: E731
        in_order = self.received is not None and (
            self.row.onsite_end_on is None or self.row.onsite_end_on <= self.received
        )
        self.move("publish", act, also=in_order)

    # --- afterwards

    @rule(open_plans=st.sampled_from([0, 1]))
    def close(self, open_plans: int) -> None:
        self.make_move("close", also=open_plans == 0, open_plans=open_plans)

    @rule()
    def close_without_report(self) -> None:
        self.make_move("close_without_report")

    @rule()
    def follow_up(self) -> None:
        """The revisit or monitoring inspection: once, and only after a published letter that asked for a plan."""
        if self.block is None:
            return
        allowed = self.state in ("published", "closed") and self.outcome == self.bad and not self.followed

        def act() -> None:
            services.create_inspection(
                by=None, partnership=self.row.partnership, kind=self.next_kind, planned_for_on=self.day, follows=self.row,
                framework_code=self.row.framework_code,
            )  # fmt: skip

        if self.step("follow_up", allowed, act):
            self.followed = True

    # --- what always holds

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        if self.block is None:
            return
        kept = Inspection.objects.get(pk=self.row.pk)
        assert (kept.state, kept.outcome, kept.lano_id is not None) == (self.state, self.outcome, self.lano_named)
        assert (kept.report_received_on, kept.paused_on) == (self.received, self.paused)
        verbs = Counter(
            Entry.objects.filter(subject_type__endswith="inspection", inspection_ref=kept.reference)
            .filter(verb__in=[f"inspection.{name}" for name in MODEL])
            .values_list("verb", flat=True)
        )
        assert verbs == {f"inspection.{name}": number for name, number in self.made.items()}
        # Whoever must hear of a notification hears of it once, with its e-mail in the outbox.
        notices = Notice.objects.filter(kind="notified")
        assert notices.count() == 3 * len(self.told)
        mails = OutboxRow.objects.filter(key__in=[f"notice:{pk}" for pk in notices.values_list("pk", flat=True)])
        assert mails.count() == 3 * len(self.told)


def lives(*, most: int, steps: int, seconds: float, shrink: bool = True, machine: type[Life] = Life) -> None:
    Counts.runs = Counts.steps = Counts.done = Counts.refused = 0
    machine.ends = monotonic() + seconds
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=most, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
            report_multiple_bugs=shrink,
        ),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.trust("F5", "a few lives of inspections, in any order of moves and days, against a model typed by hand")
def test_a_few_lives(figures: Any) -> None:
    lives(most=3, steps=25, seconds=5)
    figures("lives in make test", Counts.runs)


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust(
    "F5", "lives of 50 steps in both frameworks, within 4 minutes; entry, notice and outbox row of each move"
)
def test_many_lives(figures: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lives(most=500, steps=50, seconds=float(os.environ.get("FUZZ_SECONDS") or 240))
    figures("lives", Counts.runs)
    figures("steps", Counts.steps)
    figures("moves done", Counts.done)
    figures("refused", Counts.refused)
    figures("differences", 0)

    caught = []
    for broken in (a_move_without_its_entry, a_guard_left_out, a_refusal_that_leaves_something):
        with monkeypatch.context() as patch:
            broken(patch)
            try:
                lives(most=300, steps=50, seconds=120, shrink=False)
            except (AssertionError, FlakyFailure):  # the second, where the time was over before it was seen again
                caught.append(broken.__name__)
    figures("caught", ", ".join(caught))
    figures.control(
        "a move without its entry, a guard left out, a refusal that leaves something", caught=len(caught), of=3
    )


def a_move_without_its_entry(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("core.advance.record", lambda **_: None)


def a_guard_left_out(patch: pytest.MonkeyPatch) -> None:
    guards = Inspection.LIFECYCLE.move("set_up")
    patch.setattr("inspections.services.steps.facts_of", lambda row, kept=_facts_of: kept(row) | {"lano_named": True})
    assert guards.guards


def a_refusal_that_leaves_something(patch: pytest.MonkeyPatch) -> None:
    """As without the transaction of a move: what was written before the refusal stays."""

    def leaving(*given: Any, **how: Any) -> Any:
        try:
            return take(*given, **how)
        except Refused:
            now = clock.now()
            OutboxRow.objects.create(kind="x", key=f"left {OutboxRow.objects.count()}", created_at=now, due_at=now)
            raise

    patch.setattr("inspections.services.inspections.take", leaving)
    patch.setattr("inspections.services.inspections.make_move", services.make_move.__wrapped__)
