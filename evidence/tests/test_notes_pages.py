"""The pages of notes: the plain form, the address to which a device saves, the list and what each save said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.device import device_key
from evidence.models import Note, NoteSave
from evidence.services import enquiries
from evidence.services.notes import withdraw
from evidence.tests.conftest import WRITTEN, Desk
from evidence.tests.test_notes import named
from inspections.models import Inspection

BOXES = {
    "text": "Families wait.",
    "source_kind": "meeting",
    "happened_on_0": "14",
    "happened_on_1": "5",
    "happened_on_2": "2024",
}


def at(desk: Desk, name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=[desk.inspection.reference, *args])


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(version: int = 0, key: str = "from-a-page.0", **boxes: Any) -> dict[str, Any]:
    return BOXES | {"version": version, "client_key": "client-page-1", "save_key": key} | boxes


def autosave(desk: Desk, person: Any = None, **boxes: Any) -> Any:
    person = person or desk.lead
    data = sent(**{"key": "from-a-device.1"} | boxes) | {"owner": device_key(person).owner}
    return as_(person).post(
        at(desk, "note-save"), data | {name: value for name, value in boxes.items() if name == "owner"}
    )


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_note_through_the_plain_form(desk: Desk) -> None:
    client = as_(desk.lead)
    form = page_of(client.get(at(desk, "note-add")))
    assert 'name="criterion_L1"' in form
    assert 'value="14"' in form  # today is proposed
    enquiries.add_enquiry(by=desk.lead, inspection=desk.inspection, text="Do families wait too long?")
    boxes = sent(
        submission_key="once-1", criterion_I3="weakens", enquiry_1="supports", quotation="usable", title="Waits"
    )
    for _ in range(2):
        answer = client.post(at(desk, "note-add"), boxes)
        assert answer["Location"] == at(desk, "note-detail", 1)
    assert NoteSave.objects.count() == 1
    page = page_of(client.get(at(desk, "note-detail", 1)))
    for words in (
        "Families wait.",
        "K1: supports",
        "I3: weakens",
        "Quotation can be used",
        "14 May 2024",
        "Sarah Okafor",
    ):
        assert words in page
    answer = client.post(at(desk, "note-edit", 1), sent(version=1, key="from-a-page-2.0", text="They wait for months."))
    assert answer["Location"] == at(desk, "note-detail", 1)
    assert Note.objects.get().text == "They wait for months."


def test_what_is_missing_stands_beside_its_box_and_the_rest_is_still_there(desk: Desk) -> None:
    named(desk)
    client = as_(desk.lead)
    boxes = sent(text="Marisol waits", source_kind="", links="A12.3, the report", happened_on_1="13")
    page = page_of(client.post(at(desk, "note-add"), boxes))
    for words in ("‘the report’ is not a reference", "The day must be a real date", "Marisol waits"):
        assert words in page
    page = page_of(client.post(at(desk, "note-add"), sent(text="Marisol waits", links="A12.3")))
    for words in ("Use ‘Case B’ instead of the name", "A12.3 is not in this inspection", "Marisol waits"):
        assert words in page
    page = page_of(client.post(at(desk, "note-add"), sent(text="", source_kind="")))
    for words in ("Write what you found", "Choose where it comes from"):
        assert words in page
    page = page_of(client.post(at(desk, "note-add"), sent(text="x" * 60_001)))
    assert "60000 characters or fewer" in page
    assert not Note.objects.exists()


@pytest.mark.parametrize(("keep", "text"), [("mine", "Mine"), ("theirs", "Theirs"), ("both", "Theirs\n\nMine")])
def test_two_people_without_javascript_see_both_texts_and_choose(desk: Desk, keep: str, text: str) -> None:
    note = desk.note()
    desk.save(version=1, by=desk.cqc, number=note.number, given={"text": "Theirs", "title": "Of Priya"})
    client = as_(desk.lead)
    page = page_of(client.post(at(desk, "note-edit", 1), sent(version=1, text="Mine", title="Of Priya")))
    for words in ("Priya Nair saved this note while you were writing", "Theirs", "Mine", "Keep both", 'value="2"'):
        assert words in page
    assert ">Title</h3>" not in page  # they agree about it
    assert NoteSave.objects.count() == 2
    answer = client.post(at(desk, "note-edit", 1), sent(version=2, text="Mine", title="Of Priya", keep=keep))
    assert answer.status_code == 302
    note.refresh_from_db()
    assert note.text == text
    assert note.saves.get(version=2).fields["text"] == "Theirs"


def test_a_device_saves_by_itself(desk: Desk) -> None:
    first = autosave(desk).json()
    assert first == {
        "state": "saved", "number": 1, "version": 1, "at": "10:42:00am", "left": [], "title": "Note N1", "page": at(desk, "note-edit", 1),
    }  # fmt: skip
    assert autosave(desk).json() == first  # the reply was lost
    later = autosave(desk, key="from-a-device.2", text="Families wait. Months.", happened_on_0="40", links="A12").json()
    assert (later["version"], len(later["left"])) == (2, 2)
    assert later["left"][0].startswith("Day: ")
    note = Note.objects.get()
    assert (note.text, note.happened_on.isoformat()) == ("Families wait. Months.", "2024-05-14")
    named(desk)
    third = autosave(desk, key="from-a-device.3", version=2, text="Marisol", title="Waits").json()
    assert third["left"] == ["What you found: Use ‘Case B’ instead of the name"]
    note.refresh_from_db()
    assert (note.text, note.title) == ("Families wait. Months.", "Waits")
    restored = autosave(desk, key="another-tab.1", version=2, text="Restored", continues="from-a-device.3").json()
    assert (restored["state"], restored["version"]) == ("saved", 4)


def test_a_device_is_told_of_a_conflict_and_replaces_nothing(desk: Desk) -> None:
    note = desk.note()
    desk.save(version=1, by=desk.cqc, number=note.number, given={"text": "Theirs", "criteria": {"L1": "supports"}})
    answer = autosave(desk, number="1", version=1, text="Mine")
    told = answer.json()
    assert (answer.status_code, told["state"], told["version"], told["by"]) == (409, "conflict", 2, "Priya Nair")
    assert {"label": "What you found", "theirs": "Theirs", "yours": "Mine"} in told["both"]
    assert {("text", "Theirs"), ("criterion_L1", "supports"), ("happened_on_0", "14")} <= set(
        map(tuple, told["theirs"])
    )
    assert Note.objects.get().text == "Theirs"
    assert autosave(desk, number="1", version=2, text="Mine").json()["version"] == 3


def test_a_device_s_words_are_saved_for_their_writer_only(desk: Desk) -> None:
    assert device_key(desk.lead) == device_key(desk.lead)
    assert device_key(desk.lead) != device_key(desk.cqc)
    # Somebody else signed in on the same computer: their browser must not save these words in their name.
    answer = autosave(desk, person=desk.cqc, owner=device_key(desk.lead).owner)
    assert (answer.status_code, answer.json()) == (403, {"state": "other_person"})
    assert not Note.objects.exists()
    token = as_(desk.lead).get(at(desk, "note-save")).json()
    assert token["owner"] == device_key(desk.lead).owner
    for reader in (desk.quality,):
        page = as_(reader).get(at(desk, "note-list")).content.decode()
        assert "data-autosave-secret" not in page


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"save_key": "<x>"}, 422),
        ({"version": "x"}, 400),
        ({"number": "x"}, 422),
        ({"number": "77"}, 422),
        ({"client_key": ""}, 400),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(desk: Desk, change: dict[str, str], status: int) -> None:
    data = sent() | {"owner": device_key(desk.lead).owner} | change
    answer = as_(desk.lead).post(at(desk, "note-save"), data)
    assert answer.status_code == status
    assert answer.json()["reasons"] == ["This page is incomplete. Load it again before you save"]
    assert not Note.objects.exists()


def test_after_publication_and_withdrawal_it_is_refused_in_words(desk: Desk) -> None:
    note, client = desk.note(), as_(desk.lead)
    withdraw(by=desk.lead, note=note, reason="Another area")
    assert "was withdrawn" in page_of(client.get(at(desk, "note-edit", 1)))
    assert "Another area" in page_of(client.get(at(desk, "note-detail", 1)))
    assert "withdrawn" in autosave(desk, number="1", version=1).json()["reasons"][0]
    Inspection.objects.filter(pk=desk.inspection.pk).update(state="published")
    for answer in (
        client.get(at(desk, "note-add")),
        client.post(at(desk, "note-add"), sent()),
        client.get(at(desk, "note-list")),
    ):
        assert (answer.status_code, "has ended" in page_of(answer)) == (200, True)
    assert autosave(desk).status_code == 422
    assert NoteSave.objects.count() == 1


def test_withdrawing(desk: Desk) -> None:
    desk.note()
    client = as_(desk.lead)
    assert "Why is it withdrawn?" in page_of(client.get(at(desk, "note-withdraw", 1)))
    assert client.post(at(desk, "note-withdraw", 1), {"reason": "Another area"})["Location"] == at(
        desk, "note-detail", 1
    )
    assert "was withdrawn" in page_of(client.post(at(desk, "note-withdraw", 1), {"reason": "Again"}))


def test_the_list_finds_what_is_asked_for(desk: Desk) -> None:
    line = enquiries.add_enquiry(by=desk.lead, inspection=desk.inspection, text="Do families wait too long?")
    desk.note(
        title="Alpha", strand="health", enquiries={"1": "weakens"}, criteria={"L1": "supports"}, quotation="usable"
    )
    desk.note(title="Beta", source_kind="visit", happened_on="2024-05-13", criteria={"L1": "weakens"}, by=desk.cqc)
    gone = desk.note(title="Gamma", people_met="Two health visitors")
    withdraw(by=desk.lead, note=gone, reason="Another area")
    client = as_(desk.quality)

    def found(**asked: Any) -> list[str]:
        page = page_of(client.get(at(desk, "note-list"), asked))
        return [title for title in ("Alpha", "Beta", "Gamma") if f". {title}</a>" in page]

    assert found() == ["Alpha", "Beta"]
    for asked, titles in (
        ({"source": "visit"}, ["Beta"]),
        ({"strand": "health"}, ["Alpha"]),
        ({"criterion": "L1"}, ["Alpha", "Beta"]),
        ({"criterion": "L1", "bearing": "weakens"}, ["Beta"]),
        ({"enquiry": line.number}, ["Alpha"]),
        ({"enquiry": line.number, "source": "visit"}, []),
        ({"author": desk.lead.pk}, ["Alpha"]),
        ({"author": desk.cqc.pk}, ["Beta"]),
        ({"on": "2024-05-13"}, ["Beta"]),
        ({"quotation": "usable"}, ["Alpha"]),
        ({"text": "n2"}, ["Beta"]),
        ({"text": "months alpha"}, ["Alpha"]),
        ({"withdrawn": "yes", "text": "visitors"}, ["Gamma"]),
        ({"on": "yesterday"}, []),
        ({"author": "nobody", "enquiry": "K1"}, []),
    ):
        assert found(**asked) == titles, asked


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_queries_of_the_lists_do_not_grow(desk: Desk) -> None:
    for number in ("1", "2", "3"):
        enquiries.add_enquiry(by=desk.lead, inspection=desk.inspection, text=f"Line {number}")
    client = as_(desk.lead)
    desk.note(enquiries={"1": "supports"}, criteria={"L1": "supports"})
    paths = [at(desk, "note-list"), at(desk, "note-detail", 1), at(desk, "note-history", 1), at(desk, "note-edit", 1)]
    for path in paths:
        client.get(path)
    one = [queries_of(client, path) for path in paths]
    ties, tags = {"1": "supports", "2": "weakens", "3": "context"}, {"L1": "supports", "L2": "weakens"}
    desk.save(version=1, number=1, given={"enquiries": ties, "criteria": tags})
    desk.save(version=2, number=1, given={"text": "More"})
    for _ in range(2):
        desk.note(enquiries={"1": "supports", "2": "supports"}, criteria={"L1": "supports", "I1": "context"})
    assert [queries_of(client, path) for path in paths] == one


def test_every_save_can_be_read(desk: Desk) -> None:
    note = desk.note(criteria={"L1": "supports"})
    desk.save(
        version=1,
        by=desk.cqc,
        number=note.number,
        given={"text": "Families wait for years.", "criteria": {"L1": "weakens"}},
    )
    client = as_(desk.quality)
    history = page_of(client.get(at(desk, "note-history", 1)))
    assert (history.count("Save 1"), history.count("Save 2"), "2 saves" in history) == (1, 1, True)
    page = page_of(client.get(at(desk, "note-version", 1, 2)))
    for words in ("Priya Nair", "Families wait for years.", "Deleted: ", "months", "L1: weakens"):
        assert words in page
    assert "What this save changed" not in page_of(client.get(at(desk, "note-version", 1, 1)))
    assert client.get(at(desk, "note-version", 1, 9)).status_code == 404
    named(desk)
    desk.save(version=2, number=note.number, given={"text": "Marisol", "title": "Waits"})
    assert "was left as it was: Use ‘Case B’ instead of the name" in page_of(client.get(at(desk, "note-version", 1, 3)))


def test_a_paper_sheet_is_typed_up_one_after_another(desk: Desk) -> None:
    client = as_(desk.lead)
    assert "☐" in client.get(at(desk, "note-sheet")).content.decode()
    add = f"{at(desk, 'note-add')}?sheet=1"
    page = page_of(client.get(add))
    assert "Type up a paper sheet" in page
    assert client.post(add, sent())["Location"] == add
    assert WRITTEN["source_kind"] == Note.objects.get().source_kind
