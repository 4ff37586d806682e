"""Planning a visit, asking for evidence and taking it, and the joint record."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notice
from audit.models import Entry
from cases.models import CaseIdentity, TrackedCase
from core import clock
from core.errors import Conflict, Refused
from improvement.models import Action
from inspections.models import Deadline
from inspections.services import timeline
from monitoring import verbs
from monitoring.models import Visit, VisitNote
from monitoring.services import evidence, records, visits
from monitoring.tests import walk

pytestmark = pytest.mark.django_db


def due(rule_code="visit-evidence"):
    return Deadline.objects.get(rule_code=rule_code)


def test_visits_are_numbered_by_kind_and_the_area_is_told(surrey, plan):
    titles = [
        visits.plan_visit(by=surrey.dfe, plan=plan, kind=kind, visit_on=date(2019, 6, 17)).title
        for kind in ("monitoring_visit", "progress_review", "monitoring_visit")
    ]
    assert titles == ["Monitoring visit 1", "Progress review 1", "Monitoring visit 2"]
    assert [visit.place for visit in Visit.objects.all()] == [1, 2, 3]
    told = set(Notice.objects.filter(kind="support").values_list("person__name", flat=True))
    assert told == {"Lena Surrey", "Dora Surrey", "Imran Surrey", "Nora Surrey"}


@pytest.mark.parametrize(
    ("kind", "day", "match"),
    [
        ("stocktake", date(2019, 6, 17), "kind of visit"),
        ("monitoring_visit", date(2019, 5, 12), "before the plan was opened"),
    ],
)
def test_a_visit_that_does_not_fit_the_plan_is_refused(surrey, plan, kind, day, match):
    with pytest.raises(Refused, match=match):
        visits.plan_visit(by=surrey.dfe, plan=plan, kind=kind, visit_on=day)
    assert not Visit.objects.exists()


@pytest.mark.parametrize("who", ["lano", "dcs", "assurer", "forum", "stranger"])
def test_only_the_two_bodies_plan_visits(surrey, plan, who):
    with pytest.raises(PermissionDenied):
        visits.plan_visit(by=surrey.people[who], plan=plan, kind="monitoring_visit", visit_on=date(2019, 6, 17))


def test_both_dates_follow_the_day_of_the_visit(surrey, visit):
    assert (due().due_on, due("visit-day").due_on) == (date(2019, 6, 3), date(2019, 6, 17))
    visits.change_visit(
        by=surrey.nhse, visit=visit, version=visit.version, visit_on=date(2019, 7, 1), where="", agenda=visit.agenda
    )
    assert (due().due_on, due("visit-day").due_on) == (date(2019, 6, 17), date(2019, 7, 1))
    # Laying out the whole plan again leaves each visit its own day.
    visits.plan_visit(by=surrey.dfe, plan=visit.plan, kind="monitoring_visit", visit_on=date(2019, 10, 1))
    timeline.lay_out_again(inspection=visit.inspection, by=surrey.dfe)
    days = Deadline.objects.filter(rule_code="visit-day").order_by("occurrence").values_list("due_on", flat=True)
    assert [due().due_on, *days] == [date(2019, 6, 17), date(2019, 7, 1), date(2019, 10, 1)]


def test_a_visit_moved_back_to_a_day_it_had_before_is_told_again(surrey, visit):
    for day in (21, 24, 21):
        visit = visits.change_visit(
            by=surrey.dfe, visit=visit, version=visit.version, visit_on=date(2019, 6, day), where="", agenda="Absence"
        )
    told = Notice.objects.filter(person=surrey.lano, subject__contains="now planned").order_by("pk")
    assert [notice.subject.rpartition("Surrey: ")[2] for notice in told] == [
        f"now planned for {day} June 2019" for day in ("Friday 21", "Monday 24", "Friday 21")
    ]


def test_who_saves_second_is_told(surrey, visit):
    with pytest.raises(Conflict):
        visits.change_visit(
            by=surrey.dfe, visit=visit, version=visit.version - 1, visit_on=visit.visit_on, where="", agenda="Mine"
        )
    assert Visit.objects.get().agenda == "Progress on absence"


def test_a_cancelled_visit_is_waited_for_by_nobody(surrey, visit):
    with pytest.raises(Refused, match="reason"):
        visits.cancel(by=surrey.dfe, visit=visit, reason=" ")
    visits.cancel(by=surrey.dfe, visit=visit, reason="The director is ill")
    assert not Deadline.objects.open().filter(rule_code__in=("visit-evidence", "visit-day")).exists()
    with pytest.raises(Refused, match="until the visit"):
        evidence.send_evidence(by=surrey.lano, visit=visit, text="Figures")


def test_evidence_is_taken_from_its_request_until_the_visit_and_late_is_shown(surrey, plan, at):
    visit = visits.plan_visit(by=surrey.dfe, plan=plan, kind="monitoring_visit", visit_on=date(2019, 6, 17))
    with pytest.raises(Refused, match="asked for"):
        evidence.send_evidence(by=surrey.lano, visit=visit, text="Too soon")
    visit = visits.change_visit(
        by=surrey.dfe, visit=visit, version=1, visit_on=visit.visit_on, where="", agenda="Progress on absence"
    )
    visit = visits.request_evidence(by=surrey.dfe, visit=visit, evidence_asked="Figures")
    at(date(2019, 6, 3))
    (on_time,) = evidence.send_evidence(by=surrey.lano, visit=visit, text="In time")
    at(date(2019, 6, 4))
    upload = SimpleUploadedFile("absence.csv", b"term,absence\nautumn,5.1\n")
    late = evidence.send_evidence(by=surrey.dcs, visit=visit, text="And later", uploads=[upload])
    assert [(row.number, row.is_late) for row in (on_time, *late)] == [(1, False), (2, True)]
    assert (late[0].file.name, late[0].text) == ("absence.csv", "And later")
    assert due().met_on is None
    evidence.send_evidence(by=surrey.board, visit=visit, complete=True)
    assert (due().met_on, Visit.objects.get().evidence_complete_on) == (date(2019, 6, 4), date(2019, 6, 4))
    at(date(2019, 6, 17))
    visit = walk.held(surrey, visit)
    with pytest.raises(Refused, match="until the visit is held"):
        evidence.send_evidence(by=surrey.lano, visit=visit, text="Too late")
    with pytest.raises(Refused, match="until the visit is held"):
        evidence.withdraw_evidence(by=surrey.lano, evidence=on_time)


def test_evidence_is_the_areas_to_send_and_to_withdraw(surrey, visit):
    with pytest.raises(PermissionDenied):
        evidence.send_evidence(by=surrey.dfe, visit=visit, text="Not mine")
    with pytest.raises(Refused, match="Write something"):
        evidence.send_evidence(by=surrey.lano, visit=visit, text="  ")
    with pytest.raises(Refused, match="kind"):
        evidence.send_evidence(by=surrey.lano, visit=visit, uploads=[SimpleUploadedFile("run.exe", b"MZ\x90\x00")])
    (row,) = evidence.send_evidence(by=surrey.lano, visit=visit, text="Mine")
    with pytest.raises(PermissionDenied):
        evidence.withdraw_evidence(by=surrey.officer, evidence=row)
    evidence.withdraw_evidence(by=surrey.dcs, evidence=row)
    with pytest.raises(Refused, match="already"):
        evidence.withdraw_evidence(by=surrey.dcs, evidence=row)


def test_all_evidence_sent_is_never_nothing(surrey, visit):
    (first,) = evidence.send_evidence(by=surrey.lano, visit=visit, text="Mine", complete=True)
    with pytest.raises(Refused, match="Send what replaces it first"):
        evidence.withdraw_evidence(by=surrey.dcs, evidence=first)
    evidence.send_evidence(by=surrey.lano, visit=visit, text="Better")
    evidence.withdraw_evidence(by=surrey.dcs, evidence=first)
    assert Visit.objects.get().evidence.filter(withdrawn_at=None).get().text == "Better"


def test_where_and_who_attended_name_no_tracked_child(surrey, visit):
    case = TrackedCase.objects.create(inspection=visit.inspection, code="A", state="selected")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=surrey.lano, given_at=clock.now())
    given, home = {"by": surrey.dfe}, "At Marisol’s school"
    version, agenda = visit.version, visit.agenda
    acts = (
        lambda: visits.plan_visit(**given, plan=visit.plan, kind=visit.kind, visit_on=visit.visit_on, where=home),
        lambda: visits.change_visit(
            **given, visit=visit, version=version, visit_on=visit.visit_on, where=home, agenda=agenda
        ),
        lambda: visits.hold(**given, visit=visit, held_on=clock.today(), attended=["Marisol’s mother"]),
    )
    for act in acts:
        with pytest.raises(Refused, match="Use ‘Case A’"):
            act()


def test_it_is_held_on_a_day_that_has_been_and_by_offices(surrey, visit):
    with pytest.raises(Refused, match="today or in the past"):
        visits.hold(by=surrey.dfe, visit=visit, held_on=date(2019, 6, 18), attended=walk.OFFICES)
    with pytest.raises(Refused, match="by office"):
        visits.hold(by=surrey.dfe, visit=visit, held_on=date(2019, 5, 28), attended=[" "])
    assert Visit.objects.get().held_on is None


def test_each_body_writes_and_signs_its_own_notes(surrey, held):
    mine = records.write_notes(by=surrey.dfe, visit=held, version=0, text="What the DfE saw")
    theirs = records.write_notes(by=surrey.nhse, visit=held, version=0, text="What NHS England saw")
    assert (mine.body, theirs.body) == ("dfe", "nhs_england")
    with pytest.raises(Conflict):
        records.sign_notes(by=surrey.dfe, visit=held, version=mine.version + 1)
    records.sign_notes(by=surrey.dfe, visit=held, version=mine.version)
    with pytest.raises(Refused, match="already"):
        records.sign_notes(by=surrey.dfe, visit=held, version=mine.version)
    assert not visits.notes_signed(held)
    records.sign_notes(by=surrey.nhse, visit=held, version=theirs.version)
    assert visits.notes_signed(held)


def test_a_change_takes_that_bodys_signature_and_no_other(surrey, written_up):
    note = VisitNote.objects.get(body="dfe")
    same = records.write_notes(by=surrey.dfe, visit=written_up, version=note.version, text=note.text)
    assert same.signed_at is not None
    with pytest.raises(Conflict):
        records.write_notes(by=surrey.dfe, visit=written_up, version=note.version + 1, text="Other words")
    records.write_notes(by=surrey.dfe, visit=written_up, version=note.version, text="Other words")
    assert {row.body: row.signed_at is not None for row in VisitNote.objects.all()} == {
        "dfe": False,
        "nhs_england": True,
    }
    assert Entry.objects.filter(verb=verbs.NOTES_SIGNATURE_BROKEN).count() == 1


def test_a_record_is_finished_when_both_signed_and_every_item_is_found(surrey, held):
    with pytest.raises(Refused) as refused:
        visits.write_up(by=surrey.dfe, visit=held)
    assert [reason.text for reason in refused.value.reasons] == list(visits.missing(held, "write_up"))
    assert len(refused.value.reasons) == 2
    assert walk.written_up(surrey, held).state == "written_up"


def test_both_bodies_write_one_finding(surrey, held, plan):
    item = plan.items.get()
    found = records.write_finding(by=surrey.dfe, visit=held, item=item, version=0, progress="some")
    with pytest.raises(Conflict):
        records.write_finding(by=surrey.nhse, visit=held, item=item, version=0, progress="on_track")
    found = records.write_finding(by=surrey.nhse, visit=held, item=item, version=found.version, progress="on_track")
    assert (found.progress, found.word.text) == ("on_track", "Improving at the pace needed")
    with pytest.raises(Refused, match="how the item stands"):
        records.write_finding(by=surrey.nhse, visit=held, item=item, version=found.version, progress="splendid")


def test_nothing_of_a_record_is_written_before_the_visit_or_after_its_letter(surrey, visit, plan, at):
    def write(at_visit):
        records.write_finding(by=surrey.dfe, visit=at_visit, item=plan.items.get(), version=0, progress="some")

    with pytest.raises(Refused, match="Evidence requested"):
        write(visit)
    at(date(2019, 6, 17))
    visit = walk.written_up(surrey, walk.held(surrey, visit))
    walk.letter_after(surrey, visit)
    with pytest.raises(Refused, match="Letter sent"):
        write(visit)
    with pytest.raises(Refused, match="Letter sent"):
        records.raise_action(by=surrey.dfe, visit=visit, item=plan.items.get(), text="Late thought")


def test_an_action_raised_stands_in_the_plan_with_where_it_came_from(surrey, held, plan):
    item, board = plan.items.get(), plan.accountable_bodies[-1]["name"]
    action = records.raise_action(
        by=surrey.nhse, visit=held, item=item, text=" Sign the agreement ", owner_office="Head of therapies", body=board
    )
    assert (action.text, action.raised_at, action.body, action.state) == (
        "Sign the agreement", "Monitoring visit 1", board, "not_started",
    )  # fmt: skip
    for given, match in (({"text": " "}, "what will be done"), ({"text": "x", "body": "Nobody"}, "accountable")):
        with pytest.raises(Refused, match=match):
            records.raise_action(by=surrey.dfe, visit=held, item=item, **given)
    with pytest.raises(PermissionDenied):
        records.raise_action(by=surrey.lano, visit=held, item=item, text="Ours")
    assert Action.objects.exclude(raised_at="").count() == 1
