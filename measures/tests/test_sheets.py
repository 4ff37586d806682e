"""The register as a workbook: out, back without loss, looked at before it is kept, kept once, and undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import Refused
from improvement.models import Plan, PlanItem
from measures import queries
from measures.models import Measure, MeasureLoad, MeasureValue
from measures.services import loads, measures, sheets, values
from measures.services.loads import Faulty
from measures.tests.base import changed, path, sheets_of, upload, url

pytestmark = pytest.mark.django_db
HEAD = [column.title for column in sheets.COLUMNS["Values"]]


@pytest.fixture
def full(surrey, plan, item, support, waiters):
    """Three measures with awkward contents, and values."""
    measures.change_measure(
        by=surrey.lano,
        measure=support,
        version=1,
        definition="=SUM(A1) is no formula\n-3 lines",
        source="Census, “January” & more",
    )
    measures.define_measure(
        by=surrey.lano, item=plan.items.get(order=1), name="Ünïcode: weeks to assess", unit="weeks", places=1, every="quarter",
        better="lower", path=path("2015-Q1", "26.5"),
    )  # fmt: skip
    for year, value in (("2015", "10.90"), ("2016", "11")):
        values.record_value(
            by=surrey.officer, measure=support, period=year, value=value, note="@home" if year == "2016" else ""
        )
    values.record_value(by=surrey.officer, measure=waiters, period="November 2016", value="1,875")
    return plan


def read(by, plan, content):
    return loads.read_load(by=by, plan=plan, upload=upload(content))


def keep(by, load):
    return loads.keep_load(by=by, load=load, seen=loads.what_it_does(load, by).fingerprint)


def faults_of(by, plan, content):
    before = (Measure.objects.count(), MeasureValue.objects.count(), MeasureLoad.objects.count())
    with pytest.raises(Faulty) as raised:
        read(by, plan, content)
    assert (Measure.objects.count(), MeasureValue.objects.count(), MeasureLoad.objects.count()) == before
    return [str(fault) for fault in raised.value.faults if fault.stops]


def state():
    return (
        list(Measure.objects.standing().order_by("pk").values("name", "number", "unit", "baseline_value", "definition")),
        [(str(one.measure), [(row.period, row.value) for row in one.values], [(t.period, t.value) for t in one.targets])
         for one in queries.readings(list(queries.of_plan(Plan.objects.get())))],
    )  # fmt: skip


def test_a_workbook_has_real_dates_numbers_a_frozen_header_and_a_filter(surrey, full):
    found = sheets_of(sheets.export(full))
    assert found["Values"][1][2:5] == ["2015", found["Values"][1][3], 10.9]
    assert found["Values"][1][3].date() == date(2015, 12, 31)
    assert [row[0] for row in found["Measures"][1:]] == ["M1.1", "M5.1", "M5.2"]


def test_the_register_goes_out_and_into_another_plan_without_loss(surrey, full):
    """Into an empty register with the same items; then out again, cell for cell the same."""
    out = sheets.export(full)
    Plan.objects.filter(pk=full.pk).update(state="superseded")
    followed = Plan.objects.create(
        inspection=full.inspection, kind=full.kind, state="drafting", opened_on=full.opened_on, accountable_bodies=full.accountable_bodies
    )  # fmt: skip
    for item in full.items.all():
        PlanItem.objects.create(plan=followed, finding=item.finding, order=item.order, text=item.text)
    keep(surrey.lano, read(surrey.lano, followed, out))
    again = sheets_of(sheets.export(followed))
    before = sheets_of(out)
    who, on = HEAD.index("Recorded by"), HEAD.index("Recorded on")
    for rows in (before["Values"], again["Values"]):
        for row in rows[1:]:
            row[who] = row[on] = None  # who loads it recorded it
    assert again == before


def test_loading_the_register_unchanged_does_nothing(surrey, full):
    with pytest.raises(Refused, match="on the register already"):
        read(surrey.lano, full, sheets.export(full))


def test_nothing_is_kept_until_it_is_confirmed_then_once_and_undone(surrey, full, client, send):
    before = state()
    content = changed(
        sheets.export(full), Values__E2="10.8", Values__G2="The census was corrected", Measures__D3="SEN support",
        Values__A5="M1.1", Values__C5="Q2 2016", Values__E5="25.5 weeks",
        Measures__A5=None, Measures__B5=2, Measures__D5="New", Measures__G5="Days", Measures__I5="Lower is better",
        Measures__J5="Every year",
    )  # fmt: skip
    load = read(surrey.lano, full, content)
    assert state() == before
    client.force_login(surrey.lano)
    page = client.get(url("load-detail", load.number)).content.decode()
    assert "2015: 10.80%, in place of 10.90%. The census was corrected" in page and "Changes: name" in page
    assert state() == before
    assert send("lano", url("load-detail", load.number)).status_code == 302
    after = state()
    assert after != before
    standing = [row for row in after[1] if row[0] == "M5.1 SEN support"]
    assert standing[0][1] == [("2015", Decimal("10.80")), ("2016", Decimal("11.00"))]
    load.refresh_from_db()
    with pytest.raises(Refused, match="kept already"):
        loads.keep_load(by=surrey.lano, load=load, seen="x")
    assert client.post(url("load-undo", load.number)).status_code == 302
    assert state() == before
    with pytest.raises(Refused, match="undone already"):
        loads.undo_load(by=surrey.lano, load=load)
    # And once more: what was withdrawn is recorded again, what was taken off is put back.
    keep(surrey.lano, read(surrey.lano, full, content))
    assert [row[1:] for row in state()[1] if not row[0].endswith("New")] == [
        row[1:] for row in after[1] if not row[0].endswith("New")
    ]


def test_what_was_changed_since_is_left_and_told(surrey, full, support):
    content = changed(sheets.export(full), Measures__D3="SEN support", Values__E2="10.8", Values__G2="Corrected")
    load = read(surrey.lano, full, content)
    keep(surrey.lano, load)
    support.refresh_from_db()
    measures.change_measure(by=surrey.dcs, measure=support, version=support.version, name="Another name")
    newest = MeasureValue.objects.get(measure=support, period="2015", superseded_by=None)
    values.correct_value(by=surrey.officer, row=newest, value="10.7", reason="Again")
    left = loads.undo_load(by=surrey.lano, load=load)
    assert len(left) == 2 and "corrected since" in left[0] and "the name was changed since" in left[1]


def test_what_was_shown_is_what_is_kept(surrey, full, support, client):
    content = changed(sheets.export(full), Values__E2="10.8", Values__G2="Corrected")
    load = read(surrey.lano, full, content)
    seen = loads.what_it_does(load, surrey.lano).fingerprint
    values.correct_value(
        by=surrey.officer,
        row=MeasureValue.objects.get(measure=support, period="2015"),
        value="10.5",
        reason="Meanwhile",
    )
    with pytest.raises(Refused, match="changed since you looked"):
        loads.keep_load(by=surrey.lano, load=load, seen=seen)
    client.force_login(surrey.lano)
    answer = client.post(url("load-detail", load.number), {"seen": seen}, follow=True)
    assert "Nothing was kept" in answer.content.decode() and "in place of 10.50%" in answer.content.decode()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Values__E2": "117%"}, "Values, row 2, column E (Value): A percentage cannot be above 100"),
        (
            {"Values__E4": "24.5"},
            "Values, row 4, column E (Value): This measure is a count: enter a whole number, not 24.5",
        ),
        ({"Values__E2": "12 weeks"}, "is in weeks. Nothing is converted for you"),
        (
            {"Values__E2": 10.8},
            "Values, row 2, column G (Why it changes): 2015 is recorded as 10.90%: say why it changes",
        ),
        ({"Values__C2": "2031", "Values__D2": None}, "Values, row 2, column C (Period): 2031 has not begun yet"),
        ({"Values__C2": "Q1 2015"}, "Values, row 2, column C (Period): Enter a year, like 2026"),
        ({"Values__C2": "2016"}, "Values, row 2, column D (Period ends): 2015-12-31 does not lie in 2016"),
        ({"Values__D2": "31st of December"}, "Values, row 2, column D (Period ends): must be a date"),
        ({"Values__A2": "M9.9"}, "Values, row 2, column A (Measure): ‘M9.9’ is no measure of this plan"),
        ({"Values__E2": "=1/0"}, "holds a formula without a result"),
        ({"Measures__B2": 9}, "Measures, row 2, column B (Item): the plan has no item 9"),
        ({"Measures__A2": "M5.1"}, "is no measure of item 1"),
        ({"Measures__A4": "M5.1"}, "Measures, row 4, column A (Measure): M5.1 is in the file twice"),
        ({"Measures__G3": "Weeks"}, "values are recorded already"),
        ({"Measures__C3": "5.7"}, "Measures, row 3, column C (Action): item 5 has no action 5.7"),
        ({"Measures__M3": "no_such"}, "is no indicator of the loaded statistics"),
        ({"Measures__L3": None}, "Measures, row 3, column L (Baseline value): Enter the baseline’s value too"),
        ({"Targets__E2": "250%"}, "Targets, row 2, column E (Target): A percentage cannot be above 100"),
        ({"Targets__C2": "2015", "Targets__D2": None}, "a target must be for a period after the baseline"),
        ({"Values__A1": "Something"}, "Values, row 1: there is no column called Measure"),
    ],
)
def test_each_fault_is_told_by_row_and_column_and_nothing_is_imported(surrey, full, cells, words):
    found = faults_of(surrey.lano, full, changed(sheets.export(full), **cells))
    assert any(words in fault for fault in found), found


def test_moved_columns_and_text_dates_are_told_and_wait_for_the_confirmation(surrey, full, client):
    found = sheets_of(sheets.export(full))["Values"]
    cells = {
        "Values__D2": "31/12/2015",
        "Values__E1": "Note",
        "Values__F1": "Value",
        "Values__E2": "moved",
        "Values__F2": 10.9,
    }
    cells |= {f"Values__E{at}": found[at - 1][5] for at in (3, 4)} | {
        f"Values__F{at}": found[at - 1][4] for at in (3, 4)
    }
    cells["Values__G2"] = "A note was added"
    load = read(surrey.lano, full, changed(sheets.export(full), **cells))
    assert [note[1] for note in load.notes] == [
        "the column Note was moved: it is read by its name",
        "is text, not a date: read as 31 December 2015",
    ]
    client.force_login(surrey.lano)
    page = client.get(url("load-detail", load.number)).content.decode()
    assert "Values, row 2, column D (Period ends): is text, not a date" in page


def test_the_baseline_of_a_sent_plan_is_not_changed_by_a_file(surrey, full, delivered):
    found = faults_of(surrey.lano, full, changed(sheets.export(full), Targets__E2="14"))
    assert any("fixed: ask for a re-baseline" in fault for fault in found)


def test_who_may_only_record_values_loads_values_and_no_definitions(surrey, full):
    found = faults_of(surrey.officer, full, changed(sheets.export(full), Measures__D3="SEN support"))
    assert any("you may record values, but not define" in fault for fault in found)
    load = read(surrey.officer, full, changed(sheets.export(full), Values__E2="10.8", Values__G2="Corrected"))
    keep(surrey.officer, load)
    with pytest.raises(PermissionDenied):
        read(surrey.dfe, full, sheets.export(full))
    with pytest.raises(PermissionDenied):
        loads.undo_load(by=surrey.dfe, load=load)


def test_rows_are_pasted_from_the_clipboard_too(surrey, full, send):
    answer = send("officer", url("load-add"), rows="Measure\tPeriod\tValue\nM5.2\tOctober 2016\t1,900")
    assert answer.status_code == 302
    assert send("officer", answer["Location"]).status_code == 302
    assert MeasureValue.objects.filter(period="2016-10", value=1900).exists()


def test_the_page_lists_what_must_be_mended_and_asks_for_one_of_the_two(surrey, full, client):
    client.force_login(surrey.lano)
    answer = client.post(url("load-add"), {"file": upload(changed(sheets.export(full), Values__E2="117%"))})
    page = answer.content.decode()
    assert "What must be mended" in page and "A percentage cannot be above 100" in page and "E (Value)" in page
    assert "one of the two" in client.post(url("load-add"), {}).content.decode()
    assert (
        "cannot be read as an Excel workbook" in client.post(url("load-add"), {"file": upload(b"x")}).content.decode()
    )


def test_a_survey_of_many_rows_asks_a_fixed_number_of_queries(surrey, full, support, django_assert_max_num_queries):
    few = sheets.read_file(upload(sheets.export(full)))
    from measures.services.survey import survey

    with django_assert_max_num_queries(14) as asked:
        survey(full, few, surrey.lano)
    for year in range(1995, 2015):
        values.record_value(by=surrey.officer, measure=support, period=str(year), value="10")
    many = sheets.read_file(upload(sheets.export(full)))
    with django_assert_max_num_queries(len(asked)):
        assert survey(full, many, surrey.lano).does_nothing
