"""The workbook of actions: back without loss, each fault by row and column, kept once, undone whole."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import Refused
from core.workbook_reading import GridCell
from improvement.models import Action, Milestone, Plan
from tracking.models import ActionImport, ActionUpdate
from tracking.queries import columns
from tracking.queries.columns import action_workbook
from tracking.services import imports, sheets
from tracking.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(surrey):
    """The plan while it is written."""
    Plan.objects.update(state="drafting", published_on=None, accepted_on=None, submitted_on=None)
    surrey.plan.refresh_from_db()
    return surrey


def book_of(area):
    return openpyxl.load_workbook(io.BytesIO(action_workbook(area.plan)))


def upload(book, name="actions.xlsx"):
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile(name, held.getvalue())


def check(area, book, who="lano"):
    return imports.check_workbook(by=area.people[who], plan=area.plan, upload=upload(book))


def put(page, row, head, value):
    place = next(cell.column for cell in page[1] if cell.value == head)
    page.cell(row=row, column=place).value = value
    return page.cell(row=row, column=place)


def faults(taken):
    return [(fault["sheet"], fault["row"], fault["column"]) for fault in taken.faults]


def everything():
    return list(Action.objects.order_by("pk").values()), list(Milestone.objects.order_by("pk").values())


AWKWARD = [
    "=1+1",
    "'=1+1",
    "'quoted",
    "-3",
    "@home",
    "  two  spaces ",
    "line one\nline two",
    "é ’ 🙂",
    "007",
    "1/2/2024",
    "TRUE",
    "+44 20",
]


def test_an_export_that_comes_back_changes_nothing(writing):
    for number, text in enumerate(AWKWARD, start=10):
        world.add(
            writing, world.item(writing), number, text=text, measure=text, resource=text, starts_on=None, owner=None
        )
    world.add(writing, world.item(writing), 40, text="x" * 10_000)
    taken = check(writing, book_of(writing))
    assert (taken.faults, taken.changes) == ([], [])


def test_the_export_is_frozen_filtered_and_holds_real_dates(surrey):
    book = book_of(surrey)
    page = book["Actions"]
    assert book.sheetnames == ["Actions", "Milestones", "About this file"]
    assert page.freeze_panes == "A2" and page.auto_filter.ref.startswith("A1:R")
    assert put(page, 2, "Finish by", page["I2"].value).value == datetime(2018, 7, 31)  # noqa: DTZ001  (a day in a cell)
    assert page["C2"].alignment.wrap_text
    Action.objects.filter(item__order=1, number=1).update(text="=HYPERLINK(1)")
    assert book_of(surrey)["Actions"]["C2"].data_type == "s"


def test_columns_may_be_moved(writing):
    book = book_of(writing)
    page = book["Actions"]
    for row in page.iter_rows(min_row=1, max_row=page.max_row):
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value
    taken = check(writing, book)
    assert (taken.faults, taken.changes) == ([], [])


def test_each_fault_is_named_by_row_and_column_and_nothing_is_kept(writing):
    before = everything()
    book = book_of(writing)
    page, steps = book["Actions"], book["Milestones"]
    put(page, 2, "Finish by", "31/7/2018")
    put(page, 3, "Action", "=A1&B1")
    page.merge_cells("C4:D5")
    put(page, 6, "Owner (email)", "nobody@example.org")
    put(page, 7, "Body that shares it", writing.plan.body_names[0])
    put(page, 8, "Finish by", date(2016, 12, 9))
    put(page, 9, "State", "Completed")
    put(page, 10, "Reference", 4.1)
    put(page, 11, "Owner’s office", None)
    put(page, 11, "Owner (email)", None)
    put(page, 12, "New update", "Done")
    put(page, 13, "Reference", "1.1")
    put(steps, 2, "Due", date(2017, 1, 9))
    put(steps, 3, "Action", "9.9")
    taken = check(writing, book)
    assert faults(taken) == [
        ("Actions", 2, "Finish by"), ("Actions", 3, "Action"), ("Actions", 4, "Action"), ("Actions", 6, "Owner (email)"),
        ("Actions", 7, "Body that shares it"), ("Actions", 8, "Finish by"), ("Actions", 9, "State"),
        ("Actions", 10, "Reference"), ("Actions", 11, "Owner’s office"), ("Actions", 12, "New update"), ("Actions", 13, "Reference"),
        ("Milestones", 2, "Due"), ("Milestones", 3, "Action"),
    ]  # fmt: skip
    told = " ".join(fault["text"] for fault in taken.faults)
    for words in (
        "is text, not a date", "This is a formula", "C4:D5 are merged", "Nobody with this email address", "A circle",
        "cannot be finished before it starts", "reason and evidence", "2.10 would be read as 2.1", "has no owner",
        "from the day the plan is published", "is there twice", "before its action starts", "There is no action 9.9",
    ):  # fmt: skip
        assert words in told, words
    with pytest.raises(Refused, match="A workbook with faults is not kept"):
        imports.keep_workbook(by=writing.lano, taken=taken)
    assert everything() == before


def test_headings_that_are_missing_doubled_or_unknown(writing):
    book = book_of(writing)
    page = book["Actions"]
    page["C1"] = "Finish by"
    page["S1"] = "Secret"
    del book["Milestones"]
    assert faults(check(writing, book)) == [
        ("Actions", 1, "I"), ("Actions", 1, "S"), ("Actions", 1, "Action"), ("Milestones", 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(writing, content):
    given = SimpleUploadedFile("actions.xlsx", content)
    with pytest.raises(Refused):
        imports.check_workbook(by=writing.lano, plan=writing.plan, upload=given)
    assert not ActionImport.objects.exists()


def changed_book(area):
    """Three changes while the plan is written: words and days of an action, a new action with a milestone, a moved milestone."""
    book = book_of(area)
    page, steps = book["Actions"], book["Milestones"]
    put(page, 2, "Action", "Train every officer")
    put(page, 2, "Starts", date(2018, 1, 8))
    put(page, 2, "Owner (email)", area.dcs.email)
    put(steps, 2, "Due", date(2018, 2, 1))
    row = page.max_row + 1
    for head, value in (
        ("Item", 5),
        ("Action", "=Call every family"),
        ("Owner’s office", "Head of inclusion"),
        ("Starts", date(2017, 6, 1)),
    ):
        put(page, row, head, value).data_type = (
            "d" if isinstance(value, date) else "n" if isinstance(value, int) else "s"
        )
    step = steps.max_row + 1
    for head, value in (("Action", "5.4"), ("Milestone", "Half are called"), ("Due", date(2017, 9, 1))):
        put(steps, step, head, value)
    return book


def test_changes_are_shown_kept_once_and_undone(writing):
    before = everything()
    taken = check(writing, changed_book(writing))
    assert taken.faults == []
    assert [(change["kind"], change["label"]) for change in taken.changes] == [
        ("change_action", "Action 1.1"), ("add_action", "New action 5.4"), ("change_milestone", "Milestone 1 of action 1.1"),
        ("add_milestone", "New milestone of action 5.4"),
    ]  # fmt: skip
    assert ["Starts", "2 May 2017", "8 January 2018"] in taken.changes[0]["cells"]
    assert everything() == before
    imports.keep_workbook(by=writing.lano, taken=taken)
    held = world.action(writing)
    assert (held.text, held.owner, held.starts_on) == ("Train every officer", writing.dcs, date(2018, 1, 8))
    assert (
        world.action(writing, 5, 4).text == "=Call every family" and world.action(writing, 5, 4).milestones.count() == 1
    )
    with pytest.raises(Refused, match="kept already"):
        imports.keep_workbook(by=writing.lano, taken=taken)
    again = check(writing, book_of(writing))
    assert (again.faults, again.changes) == ([], [])
    imports.undo_workbook(by=writing.lano, taken=taken)
    same = ("version", "updated_at")
    after = everything()
    assert [{k: v for k, v in row.items() if k not in same} for rows in after for row in rows] == [
        {k: v for k, v in row.items() if k not in same} for rows in before for row in rows
    ]
    with pytest.raises(Refused, match="undone already"):
        imports.undo_workbook(by=writing.lano, taken=taken)


def test_nothing_is_kept_or_undone_over_somebody_elses_change(writing):
    from improvement.services.actions import change_action

    taken = check(writing, changed_book(writing))
    held = world.action(writing)
    change_action(by=writing.lano, action=held, version=held.version, resource="Two days")
    before = everything()
    with pytest.raises(Refused, match="changed since this workbook was checked"):
        imports.keep_workbook(by=writing.lano, taken=taken)
    assert everything() == before
    taken = imports.keep_workbook(by=writing.lano, taken=check(writing, changed_book(writing)))
    held = world.action(writing, 5, 4)
    change_action(by=writing.lano, action=held, version=held.version, resource="Three days")
    with pytest.raises(Refused, match="new action 5.4 was changed since"):
        imports.undo_workbook(by=writing.lano, taken=taken)
    assert world.action(writing).text == "Train every officer"


def test_in_delivery_words_and_states_stay_and_updates_come_in(surrey):
    book = book_of(surrey)
    page, steps = book["Actions"], book["Milestones"]
    put(page, 2, "Action", "Other words")
    put(page, 3, "State", "Completed")
    put(page, 4, "Impact", "Impact seen")
    assert faults(check(surrey, book, "officer")) == [
        ("Actions", 2, "Action"),
        ("Actions", 3, "State"),
        ("Actions", 4, "Impact"),
    ]
    book = book_of(surrey)
    page, steps = book["Actions"], book["Milestones"]
    put(page, 2, "New update", "Forty officers trained.")
    put(page, 2, "Impact", "impact seen")
    put(page, 2, "Day of the update", date(2017, 11, 30))
    put(steps, 3, "Met on", date(2017, 12, 1))
    taken = imports.keep_workbook(by=surrey.officer, taken=check(surrey, book, "officer"))
    update = ActionUpdate.objects.get()
    assert (update.words, update.reported_on, update.impact, update.changes_state) == (
        "Forty officers trained.", date(2017, 11, 30), "seen", False,
    )  # fmt: skip
    assert Milestone.objects.get(action=world.action(surrey, 1, 2)).met_on == date(2017, 12, 1)
    imports.undo_workbook(by=surrey.officer, taken=taken)
    assert world.action(surrey).impact == "too_early"
    assert ActionUpdate.objects.get(takes_back=update).number == 2
    assert Milestone.objects.get(action=world.action(surrey, 1, 2)).met_on is None


def test_at_other_stages_nothing_comes_in(surrey):
    Plan.objects.update(state="submitted")
    with pytest.raises(Refused, match="nothing can be taken from a workbook now"):
        check(surrey, book_of(surrey))


def test_through_the_pages(surrey, client, send, see):
    book = book_of(surrey)
    put(book["Actions"], 2, "New update", "Forty officers trained.")
    answer = send("officer", "workbook-load", file=upload(book))
    assert answer.status_code == 302 and answer.url == world.url("import-detail", 1)
    assert "1 change: nothing is kept yet" in world.text_of(see("officer", "import-detail", 1))
    assert send("officer", "import-keep", 1).status_code == 302
    assert "1 change kept" in world.text_of(see("officer", "import-detail", 1))
    assert send("officer", "import-undo", 1).status_code == 302
    assert "1 change undone" in world.text_of(see("dfe", "import-detail", 1))
    see("dfe", "workbook-load", status=403)


def test_new_days_of_an_action_must_hold_the_milestones_that_stay(writing):
    book = book_of(writing)
    put(book["Actions"], 2, "Finish by", date(2017, 12, 1))
    taken = check(writing, book)
    assert faults(taken) == [("Actions", 2, "Finish by")]
    assert taken.faults[0]["text"] == "Milestone 1 is due after that, 20 December 2017"
    # With the milestone moved in the same workbook there is no fault, and it is kept.
    put(book["Milestones"], 2, "Due", date(2017, 11, 30))
    imports.keep_workbook(by=writing.lano, taken=check(writing, book))
    assert Milestone.objects.get(action__item__order=1, action__number=1).due_on == date(2017, 11, 30)


@pytest.mark.parametrize(("value", "words"), [(time(9, 30), "a time of day"), (float("inf"), "a whole number")])
def test_a_cell_that_is_no_value_of_its_column_is_a_fault(writing, value, words):
    book = book_of(writing)
    put(book["Actions"], 2, "Item", value)
    with pytest.raises(sheets._Wrong, match=words):
        sheets._value(next(column for column in columns.ACTION_COLUMNS if column.field == "item"), GridCell(value))
