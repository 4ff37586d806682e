"""Opening a plan: the right kind, the letter's words, the right day, told once, refused where it would be wrong."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from accounts.models import NationalRole, Notice
from audit.models import Entry
from core.errors import Refused
from improvement.models import Plan
from improvement.services import dates, plans
from improvement.tests import world
from inspections.models import Deadline, Inspection
from partnerships.models import Membership

pytestmark = pytest.mark.django_db
OWNERS_AND_ADVISERS = ("lano", "dcs", "board", "dfe", "nhse")


def test_surrey_received_on_1_december_is_due_on_14_march(surrey, wsoa):
    due = dates.due_deadline(wsoa)
    assert (wsoa.kind, wsoa.state, wsoa.opened_on) == ("wsoa", "required", world.PUBLISHED)
    assert (due.anchor_on, due.offset, due.due_on) == (world.RECEIVED, 70, date(2017, 3, 14))
    assert due.confirmed


def test_the_weaknesses_are_copied_word_for_word_in_order(wsoa):
    assert [(item.order, item.text) for item in wsoa.items.all()] == list(enumerate(world.WEAKNESSES, start=1))


def test_points_closing_and_bodies_are_copied_too(db, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    item = plans.request_plan(by=bury.assurer, inspection=bury.inspection).items.get()
    finding = bury.inspection.findings.get()
    for name in ("text", "points", "closing", "responsible_bodies"):
        assert getattr(item, name) == getattr(finding, name) != ""


def test_bury_has_35_working_days_from_receipt_and_says_it_is_not_confirmed(db, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    due = dates.due_deadline(plans.request_plan(by=bury.assurer, inspection=bury.inspection))
    assert (due.rule_code, due.offset, due.anchor_on, due.due_on) == (
        "pap-due",
        35,
        date(2024, 4, 10),
        date(2024, 5, 31),
    )
    assert due.confirmed is False


def test_approval_is_planned_back_from_the_due_date(wsoa):
    row = Deadline.objects.get(inspection=wsoa.inspection, rule_code="committee-approval")
    assert (row.anchor_on, row.due_on, row.confirmed) == (date(2017, 3, 14), date(2017, 2, 28), False)


def test_owners_and_advisers_are_told_once_each_and_nobody_else(surrey, wsoa):
    told = Notice.objects.filter(kind="plan")
    assert sorted(notice.person.name for notice in told) == sorted(
        surrey.people[name].name for name in OWNERS_AND_ADVISERS
    )
    notice = told.get(person=surrey.lano)
    assert notice.subject == "Surrey: written statement of action required"
    assert "5 areas of significant weakness" in notice.body
    assert "It is due on Tuesday 14 March 2017." in notice.body
    assert notice.url == "/inspections/surrey-2016/plan/"


def test_advisers_of_other_regions_and_closed_accounts_are_not_told(surrey):
    elsewhere = world.person("Ed Elsewhere", "dfe")
    NationalRole.objects.create(
        user=elsewhere, role=Role.DFE_ADVISER, region_code="E12000002", starts_on=world.LONG_AGO
    )
    former = world.person("Fay Former")
    Membership.objects.create(
        partnership=surrey.partnership, user=former, role=Role.DCS, starts_on=world.LONG_AGO, ends_on=date(2016, 12, 7)
    )
    surrey.board.is_active = False
    surrey.board.save()
    plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {surrey.people[name].name for name in ("lano", "dcs", "dfe", "nhse")}


def test_a_plan_that_is_over_gets_no_dates_when_receipt_comes(db, at):
    at(world.PUBLISHED)
    surrey = world.surrey(received_on=None)
    plan = plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    plans.make_move(by=surrey.assurer, plan=plan, move="withdraw_requirement", reason="Issued by mistake")
    Inspection.objects.filter(pk=surrey.inspection.pk).update(report_received_on=world.RECEIVED)
    assert plans.request_plan(by=surrey.assurer, inspection=surrey.inspection).pk == plan.pk
    assert plans.receipt_recorded(by=surrey.lead, inspection=surrey.inspection) is None
    assert Deadline.objects.count() == 0


def test_opening_leaves_one_entry_in_the_audit(surrey, wsoa):
    entry = Entry.objects.get(verb="plan.opened")
    assert (entry.actor, entry.partnership_ref, entry.inspection_ref) == (surrey.assurer, "surrey", "surrey-2016")
    assert entry.changes["items"] == [0, 5]


def test_asking_twice_is_once(surrey, wsoa):
    rows = set(Deadline.objects.values_list("pk", "due_on", "version"))
    entries = Entry.objects.count()
    again = plans.request_plan(by=surrey.dcs, inspection=surrey.inspection)
    assert again.pk == wsoa.pk
    assert (Plan.objects.count(), wsoa.items.count()) == (1, 5)
    assert set(Deadline.objects.values_list("pk", "due_on", "version")) == rows
    assert Notice.objects.filter(kind="plan").count() == len(OWNERS_AND_ADVISERS)
    assert Entry.objects.count() == entries


def test_no_plan_is_needed_where_the_outcome_asks_for_none(surrey):
    Inspection.objects.filter(pk=surrey.inspection.pk).update(outcome="no-wsoa")
    assert plans.request_plan(by=surrey.assurer, inspection=surrey.inspection) is None
    assert (Plan.objects.count(), Deadline.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_without_receipt_the_plan_opens_and_its_date_follows(db, at):
    at(world.PUBLISHED)
    surrey = world.surrey(received_on=None)
    plan = plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    assert dates.due_deadline(plan) is None
    assert dates.waits_for_receipt(plan)
    assert "follows when receipt" in Notice.objects.get(person=surrey.dcs).body

    Inspection.objects.filter(pk=surrey.inspection.pk).update(report_received_on=world.RECEIVED)
    assert plans.receipt_recorded(by=surrey.lead, inspection=surrey.inspection).pk == plan.pk
    plan = Plan.objects.get()
    assert dates.due_deadline(plan).due_on == date(2017, 3, 14)
    assert Deadline.objects.filter(rule_code="committee-approval").count() == 1
    assert Notice.objects.filter(person=surrey.dcs).count() == 2
    plans.receipt_recorded(by=surrey.lead, inspection=surrey.inspection)
    plans.request_plan(by=surrey.lead, inspection=surrey.inspection)
    assert Notice.objects.filter(person=surrey.dcs).count() == 2


def test_receipt_with_no_plan_open_changes_nothing(surrey):
    assert plans.receipt_recorded(by=surrey.lead, inspection=surrey.inspection) is None
    assert Deadline.objects.count() == 0


def test_a_second_kind_of_plan_for_one_inspection_is_refused(surrey, wsoa):
    other = Plan.objects.filter(pk=wsoa.pk)
    other.update(kind="accelerated-progress-plan")
    Inspection.objects.filter(pk=surrey.inspection.pk).update(edition_code="2018-11")
    with pytest.raises(Refused) as refused:
        plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    assert "open accelerated progress plan already" in str(refused.value)
    assert Plan.objects.count() == 1


def test_the_database_holds_one_open_plan_for_an_inspection(wsoa):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(inspection=wsoa.inspection, kind="strategic-plan", opened_on=world.PUBLISHED)
    Plan.objects.create(
        inspection=wsoa.inspection, kind="strategic-plan", opened_on=world.PUBLISHED, state="superseded"
    )
    assert Plan.objects.open().get() == wsoa


def test_a_plan_with_nothing_to_answer_is_refused_whole(surrey):
    surrey.inspection.findings.filter(kind="area_of_significant_weakness").delete()
    with pytest.raises(Refused, match="no area of significant weakness is recorded"):
        plans.request_plan(by=surrey.assurer, inspection=surrey.inspection)
    assert (Plan.objects.count(), Deadline.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_a_strategic_plan_runs_from_publication(db, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    Inspection.objects.filter(pk=bury.inspection.pk).update(outcome="outcome-2")
    plan = plans.request_plan(by=bury.assurer, inspection=bury.inspection)
    due = dates.due_deadline(plan)
    assert (plan.kind, plan.needs_submission, plan.items.count()) == ("strategic-plan", False, 0)
    assert (due.anchor, due.anchor_on, due.due_on, due.confirmed) == (
        "published_on", date(2024, 4, 17), date(2024, 5, 31), False
    )  # fmt: skip


def test_an_accelerated_plan_answers_only_what_was_not_sufficient(surrey, wsoa, at):
    at(date(2019, 5, 13))
    again = world.revisit(surrey)
    plan = plans.request_plan(by=surrey.assurer, inspection=again)
    assert (plan.kind, plan.kind_spec.milestone_months) == ("accelerated-progress-plan", (3, 6, 12))
    assert [(item.order, item.text) for item in plan.items.all()] == [(1, world.WEAKNESSES[4])]
    assert plan.items.get().finding.inspection == surrey.inspection
    assert dates.due_deadline(plan) is None
    reviews = Deadline.objects.filter(inspection=again, rule_code="app-review").values_list("due_on", flat=True)
    assert list(reviews) == [date(2019, 11, 13), date(2020, 5, 13), date(2020, 11, 13)]
    assert Notice.objects.filter(person=surrey.dfe, url="/inspections/surrey-revisit-2019/plan/").count() == 1
    assert Plan.objects.open().count() == 2


def test_a_revisit_with_sufficient_progress_on_all_asks_for_nothing(surrey, at):
    at(date(2019, 5, 13))
    assert plans.request_plan(by=surrey.assurer, inspection=world.revisit(surrey, insufficient=())) is None


def test_the_council_and_the_boards_answer_for_it(wsoa):
    assert wsoa.accountable_bodies == [
        {"kind": "local_authority", "name": "Surrey County Council"},
        {"kind": "board", "name": "Clinical commissioning groups"},
    ]
