"""Letters: agreed by both bodies, sent once, frozen; a letter of release releases its items."""

import json
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from core import outbox
from core.errors import Conflict, Refused
from core.frozen import Frozen
from core.models import OutboxRow
from improvement.models import PlanItem
from monitoring.models import LetterPrint, SentLetter, SupportLetter, Visit, VisitFinding, VisitNote
from monitoring.services import contents, letters, prints, records
from monitoring.tests import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(surrey, written_up):
    return letters.draft_follow_up(by=surrey.dfe, visit=written_up)


@pytest.fixture
def sent(surrey, letter):
    return letters.send_letter(by=surrey.nhse, letter=walk.sign(surrey, letter))


def test_it_is_drafted_once_from_a_finished_record(surrey, held):
    with pytest.raises(Refused, match="finish its record"):
        letters.draft_follow_up(by=surrey.dfe, visit=held)
    visit = walk.written_up(surrey, held)
    letter = letters.draft_follow_up(by=surrey.dfe, visit=visit)
    assert letters.draft_follow_up(by=surrey.nhse, visit=visit) == letter
    assert "monitoring visit 1 on Monday 17 June 2019" in letter.text
    content = contents.content_of(letter)
    assert content["visit"]["attended"] == walk.OFFICES
    assert [(row["order"], row["progress"], row["text"]) for row in content["findings"]] == [
        (1, "Improving, but more is needed", "Absence has fallen")
    ]


def test_both_sign_the_letter_they_read(surrey, letter):
    with pytest.raises(Conflict):
        letters.sign_letter(by=surrey.dfe, letter=letter, sha256="0" * 64)
    walk.sign(surrey, letter, "dfe")
    with pytest.raises(Refused, match="already"):
        walk.sign(surrey, letter, "dfe")
    with pytest.raises(Refused, match="both sign"):
        letters.send_letter(by=surrey.dfe, letter=letter)
    assert SupportLetter.objects.get().sent_on is None
    walk.sign(surrey, letter, "nhse")
    letters.send_letter(by=surrey.dfe, letter=letter)


def test_another_wording_and_another_record_are_not_what_was_signed(surrey, letter, written_up):
    walk.sign(surrey, letter)
    changed = letters.write_letter(by=surrey.dfe, letter=letter, version=letter.version, text="Dear all")
    with pytest.raises(Refused, match="both sign"):
        letters.send_letter(by=surrey.dfe, letter=changed)
    walk.sign(surrey, changed)
    found = VisitFinding.objects.get()
    records.write_finding(
        by=surrey.nhse, visit=written_up, item=found.item, version=found.version, progress="not_enough", text="It rose"
    )
    with pytest.raises(Refused, match="both sign"):
        letters.send_letter(by=surrey.dfe, letter=changed)
    assert not SentLetter.objects.exists()
    with pytest.raises(Conflict):
        letters.write_letter(by=surrey.dfe, letter=letter, version=1, text="Over theirs")


def test_notes_changed_since_are_signed_again_before_it_goes(surrey, letter, written_up):
    walk.sign(surrey, letter)
    note = VisitNote.objects.get(body="nhs_england")
    records.write_notes(by=surrey.nhse, visit=written_up, version=note.version, text="On reflection")
    with pytest.raises(Refused, match="Sign them again"):
        letters.send_letter(by=surrey.dfe, letter=letter)
    assert SupportLetter.objects.get().state == "drafting"


def test_it_is_sent_once_and_never_changes(surrey, letter, sent):
    assert (Visit.objects.get().state, SupportLetter.objects.get().state) == ("letter_sent", "sent")
    with pytest.raises(Refused, match="sent"):
        letters.send_letter(by=surrey.dfe, letter=letter)
    with pytest.raises(Refused, match="sent"):
        letters.write_letter(by=surrey.dfe, letter=letter, version=letter.version, text="Other")
    with pytest.raises(Refused):
        letters.discard_letter(by=surrey.dfe, letter=letter)
    content = json.loads(sent.content)
    assert (content["area"], content["text"]) == ("Surrey", letter.text)
    assert [row["body"] for row in sent.signatures] == ["DfE", "NHS England"]
    with pytest.raises(Frozen):
        sent.save()
    for table, column in (
        ("monitoring_sentletter", "content"),
        ("monitoring_lettersignature", "sha256"),
        ("monitoring_supportletter", "kind"),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(f"UPDATE {table} SET {column} = 'other'")


def test_a_worker_makes_its_pdf_once(sent):
    row = OutboxRow.objects.get(kind=prints.MAKE)
    assert "Absence has fallen" in prints.document(sent)
    assert outbox.run(row.pk)
    made = LetterPrint.objects.get()
    assert bytes(made.pdf).startswith(b"%PDF-")
    prints.make(row)
    assert LetterPrint.objects.get().made_at == made.made_at


def test_a_draft_put_away_makes_room_for_another(surrey, letter, written_up):
    letters.discard_letter(by=surrey.nhse, letter=letter)
    again = letters.draft_follow_up(by=surrey.dfe, visit=written_up)
    assert (again.place, again.state) == (2, "drafting")


def test_a_release_is_refused_before_anything_is_drafted(surrey, plan):
    def draft(orders, on):
        return letters.draft_release(by=surrey.dfe, plan=plan, orders=orders, released_on=on)

    for orders, on, match in (
        ([], date(2019, 6, 3), "at least one"),
        ([7], date(2019, 6, 3), "not released yet"),
        ([1], date(2019, 5, 27), "before the plan was accepted"),
    ):
        with pytest.raises(Refused, match=match):
            draft(orders, on)
    assert not SupportLetter.objects.exists()


def test_an_item_stands_in_one_draft_of_a_release(surrey, plan):
    def draft():
        return letters.draft_release(by=surrey.dfe, plan=plan, orders=[1], released_on=date(2019, 5, 28))

    first = draft()
    with pytest.raises(Refused, match="Item 1 stands in another draft"):
        draft()
    letters.discard_letter(by=surrey.nhse, letter=first)
    assert draft().place == 2


def test_items_are_released_with_the_letter_or_not_at_all(surrey, plan, at):
    letter = walk.sign(
        surrey, letters.draft_release(by=surrey.nhse, plan=plan, orders=[1], released_on=date(2019, 6, 3))
    )
    assert PlanItem.objects.get(plan=plan).released_on is None
    # The day has not come: neither the letter nor the release happens.
    with pytest.raises(Refused, match="from Monday 3 June 2019: send it on that day or later"):
        letters.send_letter(by=surrey.dfe, letter=letter)
    assert (SupportLetter.objects.get().state, SentLetter.objects.count()) == ("drafting", 0)
    at(date(2019, 6, 3))
    letters.send_letter(by=surrey.dfe, letter=letter)
    assert PlanItem.objects.get(plan=plan).released_on == date(2019, 6, 3)
