"""What is past its time goes on its day and not before: seven years, day by day."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notice, SentMail
from audit.models import Entry
from cases.models import CaseIdentity, CaseOpening, TrackedCase
from core import clock, files, retention
from core.models import OutboxRow, Submission
from information.models import AnswerFile, RequestItem
from inspections.models import Inspection, LegalHold
from inspections.services import holds
from rulebook.retention import TABLE
from tests.factories import InspectionFactory, UserFactory
from tests.trust.plugin import Figures

BEGIN = date(2019, 12, 30)
END = date(2026, 12, 31)


def at(day: date) -> datetime:
    """Late in the evening in London: another day in UTC for half of the year."""
    return datetime.combine(day, time(23, 30), clock.LONDON)


class World:
    def __init__(self) -> None:
        self.person = UserFactory.create()
        self.count = 0

    def inspection(self, day: date, held: bool) -> Inspection:
        """Published on the day."""
        made = InspectionFactory.create(published_on=day)
        if held:
            holds.place(by=self.person, inspection=made, why="A claim")
        return made

    def case(self, day: date, held: bool) -> int:
        case = TrackedCase.objects.create(inspection=self.inspection(day, held), code="A")
        CaseIdentity.objects.create(case=case, name="Zebedee Quillfeather", given_by=self.person, given_at=at(day))
        return case.pk

    def list(self, day: date, held: bool) -> int:
        item = RequestItem.objects.create(
            inspection=self.inspection(day, held), number="A1", place=1, code="a", group="g", title="List", body="la", person_list="list-1"
        )  # fmt: skip
        stored = files.keep(by=self.person, upload=SimpleUploadedFile("list.txt", b"Zebedee\n", "text/plain"))
        return AnswerFile.objects.create(
            item=item, part=1, title="List 1", file=stored, given_by=self.person, given_at=at(day)
        ).pk

    def reading(self, day: date, held: bool) -> int:
        if not hasattr(self, "read"):
            self.read = {
                keep: TrackedCase.objects.create(inspection=self.inspection(date(2040, 1, 1), keep), code="A") for keep in (False, True)
            }  # fmt: skip
        return CaseOpening.objects.create(case=self.read[held], person=self.person, at=at(day), page="case-detail").pk

    def mail(self, day: date, held: bool) -> int:
        return SentMail.objects.create(
            message_id=uuid.uuid4().hex, to="a@example.org", subject="s", body="b", at=at(day)
        ).pk

    def notice(self, day: date, held: bool) -> int:
        return Notice.objects.create(
            person=self.person, kind="x", key=uuid.uuid4().hex, subject="s", body="b", at=at(day)
        ).pk

    def work(self, day: date, held: bool) -> int:
        return OutboxRow.objects.create(
            kind="x", key=uuid.uuid4().hex, payload={"a": 1}, created_at=at(day), due_at=at(day), done_at=at(day)
        ).pk

    def form(self, day: date, held: bool) -> int:
        return Submission.objects.create(key=uuid.uuid4().hex, person=self.person, path="/", led_to="/", at=at(day)).pk

    def session(self, day: date, held: bool) -> str:
        return Session.objects.create(session_key=uuid.uuid4().hex, session_data="x", expire_date=at(day)).pk


@dataclass(frozen=True)
class Class:
    """Typed by hand, not read from the table: what is made, what of it stands, and how long it must."""

    code: str
    make: Callable[[World, date, bool], Any]
    stands: Callable[[], Any]
    years: int = 0
    days: int = 0
    holdable: bool = False

    def goes_on(self, day: date) -> date:
        if self.years:
            month, number = (3, 1) if (day.month, day.day) == (2, 29) else (day.month, day.day)
            return date(day.year + self.years, month, number)
        return day + timedelta(days=self.days)


CLASSES = (
    Class(
        "case_children",
        World.case,
        lambda: CaseIdentity.objects.values_list("case_id", flat=True),
        years=1,
        holdable=True,
    ),
    Class("person_lists", World.list, lambda: AnswerFile.objects.values_list("pk", flat=True), days=90, holdable=True),
    Class(
        "case_readings", World.reading, lambda: CaseOpening.objects.values_list("pk", flat=True), years=6, holdable=True
    ),
    Class("sent_mail", World.mail, lambda: SentMail.objects.values_list("pk", flat=True), years=1),
    Class("notices", World.notice, lambda: Notice.objects.exclude(body="").values_list("pk", flat=True), years=2),
    Class("outbox", World.work, lambda: OutboxRow.objects.exclude(payload={}).values_list("pk", flat=True), days=30),
    Class("submissions", World.form, lambda: Submission.objects.values_list("pk", flat=True), days=30),
    # A session ends at a moment: half past eleven at night, so the night after finds it ended.
    Class("sessions", World.session, lambda: Session.objects.values_list("pk", flat=True), days=1),
)


def wrong_on(today: date, kind: Class, made: dict[Any, tuple[date, bool]]) -> tuple[int, int]:
    """How many stand although their time is over, and how many are gone before."""
    stand = set(kind.stands())
    due = {pk for pk, (day, held) in made.items() if kind.goes_on(day) <= today and not (held and kind.holdable)}
    return len(stand & due), len(set(made) - due - stand)


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    settings.PRIVATE_ROOT = tmp_path
    return World()


@pytest.mark.trust(
    "K7",
    "each class on the day before its last, the day and the day after, held and not; with leap days and summer time",
)
def test_each_class_goes_on_its_day(world: World, figures: Figures) -> None:
    days = (date(2024, 2, 29), date(2023, 7, 1))
    long = short = 0
    for kind in CLASSES:
        made = {kind.make(world, day, held): (day, held) for day in days for held in (False, True)}
        for today in sorted({kind.goes_on(day) + timedelta(days=off) for day in days for off in (-1, 0, 1)}):
            with clock.travelled_to(datetime.combine(today, time(2, 10), clock.LONDON)):
                retention.run()
            over, early = wrong_on(today, kind, made)
            long, short = long + over, short + early
    figures("kept too long", long)
    figures("gone too soon", short)
    assert (long, short) == (0, 0)


@pytest.mark.prove
@pytest.mark.timeout(1800)
@pytest.mark.trust(
    "K7",
    "2,558 days with the daily task: 10,000 plain records, 150 cases, 150 lists, one in five held, one hold lifted",
)
def test_seven_years_day_by_day(world: World, figures: Figures) -> None:
    rng = random.Random(2026)
    span = (END - BEGIN).days
    # By class: what must stand, and by the day what must go.
    alive: dict[str, set[Any]] = {kind.code: set() for kind in CLASSES}
    going: dict[tuple[str, date], set[Any]] = {}
    plan: dict[date, list[Class]] = {}
    for kind in CLASSES:
        for _ in range(150 if kind.code in ("case_children", "person_lists") else 1_670):
            plan.setdefault(BEGIN + timedelta(days=rng.randrange(span)), []).append(kind)
    long = short = ran = records = 0
    for number in range(span + 1):
        today = BEGIN + timedelta(days=number)
        with clock.travelled_to(datetime.combine(today, time(2, 10), clock.LONDON)):
            done = retention.run()
        assert -1 not in done.values()
        ran += 1
        for kind in CLASSES:
            gone = going.pop((kind.code, today), set())
            alive[kind.code] -= gone
            # On each day on which something goes, on the day before, and every tenth.
            if gone or number % 10 == 0 or (kind.code, today + timedelta(days=1)) in going:
                stand = set(kind.stands())
                long, short = long + len(stand - alive[kind.code]), short + len(alive[kind.code] - stand)
        with clock.travelled_to(at(today)):
            for kind in plan.get(today, []):
                held = rng.random() < 0.2
                made = kind.make(world, today, held)
                alive[kind.code].add(made)
                if not (held and kind.holdable):
                    going.setdefault((kind.code, kind.goes_on(today)), set()).add(made)
                records += 1
    figures("days", ran)
    figures("records", f"{records:,}")
    figures("kept too long", long)
    figures("gone too soon", short)
    assert (long, short) == (0, 0)
    hold = LegalHold.objects.filter(
        inspection__tracked_cases__identity__isnull=False, inspection__published_on__lt=date(2024, 1, 1)
    ).first()
    assert hold is not None
    with clock.travelled_to(at(END)):
        holds.lift(by=world.person, inspection=hold.inspection, why="It ended")
        retention.run()
    assert not CaseIdentity.objects.filter(case__inspection=hold.inspection).exists()


@pytest.mark.trust("K7", "the daily task not run, and the legal hold left out of what it asks")
def test_control_without_the_task_or_without_the_hold(
    world: World, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, held_kinds = date(2020, 1, 1), [kind for kind in CLASSES if kind.holdable]
    today = date(2026, 11, 30)
    made = {kind.code: {kind.make(world, day, held): (day, held) for held in (False, True)} for kind in CLASSES}
    late = sum(wrong_on(today, kind, made[kind.code])[0] > 0 for kind in CLASSES)
    figures.control("the task not run", caught=late, of=len(CLASSES))
    for module in ("inspections.queries.holds", "cases.services.retention"):
        monkeypatch.setattr(f"{module}.held_inspections", lambda: LegalHold.objects.none().values("inspection_id"))
    with clock.travelled_to(at(today)):
        retention.run()
    early = sum(wrong_on(today, kind, made[kind.code])[1] > 0 for kind in held_kinds)
    figures.control("no legal hold", caught=early, of=len(held_kinds))


def test_every_class_of_the_table_has_somebody_who_removes_it() -> None:
    assert retention.codes() == {kept.code for kept in TABLE} == {kind.code for kind in CLASSES}


def test_what_is_removed_is_in_the_audit_without_what_it_was(world: World) -> None:
    case, mail = world.case(date(2020, 1, 1), False), world.mail(date(2020, 1, 1), False)
    with clock.travelled_to(at(date(2026, 11, 30))):
        done = retention.run()
    assert (done["case_children"], done["sent_mail"]) == (1, 1)
    assert not SentMail.objects.filter(pk=mail).exists()
    told = {(entry.verb, entry.subject_type) for entry in Entry.objects.all()}
    assert ("case.past_its_time", "cases.trackedcase") in told
    assert ("retention.removed", "contenttypes.contenttype") in told
    assert Entry.objects.get(verb="case.past_its_time").subject_id == str(case)


def test_one_class_that_fails_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.mail(date(2020, 1, 1), False)
    monkeypatch.setitem(retention._REMOVERS, "case_children", lambda until: 1 // 0)
    with clock.travelled_to(at(date(2026, 11, 30))):
        done = retention.run()
    assert (done["case_children"], done["sent_mail"]) == (-1, 1)
