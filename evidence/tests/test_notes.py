"""Notes: twice is once, nobody's words replace another's unseen, every save is kept, and no child is named."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.models import Entry
from cases.models import CaseIdentity, TrackedCase
from core import clock
from core.errors import Conflict, Refused
from evidence import verbs
from evidence.models import Note, NoteSave
from evidence.models.kept import NeverChanged
from evidence.queries.references import NoReference, read, shown
from evidence.services import enquiries
from evidence.services.notes import withdraw
from evidence.tests.conftest import NOW, WRITTEN, Desk
from inspections.models import Inspection
from timetable.models import Meeting


def test_a_note_is_begun_once_and_each_change_is_kept(desk: Desk) -> None:
    assert desk.save("first-device.1", given={"text": "Fam"}).changed
    again = desk.save("first-device.1", given={"text": "Fam"})
    assert (again.changed, again.version) == (False, 1)
    assert not desk.save("first-device.2", version=1, given={"text": "Fam"}).changed
    last = desk.save("first-device.3", version=1)
    assert last.note is not None
    assert (last.note.citation, last.version, last.note.happened_on) == ("N1", 2, date(2024, 5, 14))
    assert [(save.version, save.fields["text"], save.by) for save in NoteSave.objects.all()] == [
        (1, "Fam", desk.lead),
        (2, WRITTEN["text"], desk.lead),
    ]
    assert desk.note().citation == "N2"
    # Beginning and withdrawing are audited; the saves are their own history.
    assert Entry.objects.filter(verb=verbs.NOTE_BEGUN).count() == 2
    assert Entry.objects.filter(verb__startswith="note.").count() == 2


def test_a_save_is_never_changed(desk: Desk) -> None:
    save = desk.note().saves.get()
    for act in (save.save, save.delete, NoteSave.objects.all().delete, lambda: NoteSave.objects.update(fields={})):
        with pytest.raises(NeverChanged):
            act()


def test_nothing_written_is_no_note(desk: Desk) -> None:
    assert desk.save(given={"text": " \n", "criteria": {}, "happened_on": "2024-05-14"}).note is None
    assert not Note.objects.exists()


def test_a_lost_reply_and_a_late_arrival_of_one_s_own_are_no_conflict(desk: Desk) -> None:
    desk.save("tab-one-aaaa.1", given={"text": "One"})
    # The device never heard of version 1.
    heard = desk.save("tab-one-aaaa.3", version=0, given={"text": "One two three"})
    assert (heard.version, heard.changed) == (2, True)
    late = desk.save("tab-one-aaaa.2", version=0, given={"text": "One two"})
    assert not late.changed
    assert Note.objects.get().text == "One two three"
    # A copy restored in another tab takes up where the first ended.
    assert (
        desk.save("tab-two-bbbb.1", version=0, given={"text": "And four"}, continues=("tab-one-aaaa.3",)).version == 3
    )
    with pytest.raises(Conflict):
        desk.save("tab-three-cc.1", version=1, given={"text": "Old"}, continues=("tab-one-aaaa.3",))
    with pytest.raises(Conflict):
        desk.save("tab-one-aaaa.4", version=2, given={"text": "The first tab is still open"})
    assert Note.objects.get().text == "And four"
    # Asked again for what was saved before somebody else saved, the answer is that it was.
    again = desk.save("tab-one-aaaa.3", version=0, given={"text": "One two three"})
    assert (again.version, again.changed) == (2, False)


def test_two_people_conflict_and_nothing_is_replaced(desk: Desk) -> None:
    note = desk.note()
    desk.save(version=1, by=desk.cqc, number=note.number, given={"text": "Theirs"})
    with pytest.raises(Conflict) as conflict:
        desk.save(version=1, number=note.number, given={"text": "Mine"})
    assert conflict.value.current.text == "Theirs"
    # The same words are no conflict, and having read theirs one may go on.
    assert not desk.save(version=1, number=note.number, given={"text": "Theirs"}).changed
    assert desk.save(version=2, number=note.number, given={"text": "Mine"}).version == 3
    note.refresh_from_db()
    assert (note.author, note.saves.get(version=2).by, note.saves.get(version=2).fields["text"]) == (
        desk.lead, desk.cqc, "Theirs",
    )  # fmt: skip


@pytest.mark.trust("C1", "eight threads save one note")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_eight_at_once(desk: Desk, same_key: bool) -> None:
    """The same save eight times is one; eight people's saves of one version are one, and seven are told."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, and in memory it refuses the second")
    note = desk.note()
    told: list[str] = []

    def save(at: int) -> None:
        key = "tab-one-aaaa.1" if same_key else f"tab-{at}-aaaaaa.1"
        try:
            told.append(
                str(
                    desk.save(
                        key, version=1, number=note.number, given={"text": f"Of {'one' if same_key else at}"}
                    ).version
                )
            )
        except Conflict:
            told.append("conflict")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(save, range(8)))
    assert sorted(told) == (["2"] * 8 if same_key else ["2", *["conflict"] * 7])
    assert note.saves.count() == 2


def named(desk: Desk) -> None:
    case = TrackedCase.objects.create(inspection=desk.inspection, code="B", state="selected")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=desk.lano, given_at=NOW)


def test_a_child_s_name_is_not_kept_and_holds_up_nothing_else(desk: Desk) -> None:
    named(desk)
    faulty = WRITTEN | {"text": "Marisol waits.", "title": "Of Thistlewood"}
    with pytest.raises(Refused) as refused:
        desk.save(given=faulty, ready=True)
    assert {(reason.field, reason.text) for reason in refused.value.reasons} == {
        ("text", "Use ‘Case B’ instead of the name"), ("title", "Use ‘Case B’ instead of the name"),
    }  # fmt: skip
    assert not Note.objects.exists()
    kept = desk.save("first-device.1", given=faulty)
    assert {reason.field for reason in kept.left} == {"text", "title"}
    again = desk.save("first-device.1", given=faulty)
    assert (again.changed, {reason.field for reason in again.left}) == (False, {"text", "title"})
    note = Note.objects.get()
    assert (note.text, note.source_kind) == ("", "meeting")
    assert "Marisol" not in str([*NoteSave.objects.values(), *Entry.objects.values()])
    with pytest.raises(Refused, match="Case B"):
        withdraw(by=desk.lead, note=note, reason="It is about Marisol")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "x" * 60_001}, "text"),
        ({"title": "x" * 201}, "title"),
        ({"source_kind": "gossip"}, "source_kind"),
        ({"happened_on": "2024-02-30"}, "happened_on"),
        ({"criteria": {"Z9": "supports"}}, "criteria"),
        ({"criteria": {"L1": "proves"}}, "criteria"),
        ({"enquiries": {"9": "supports"}}, "enquiries"),
        ({"enquiries": {"x": "supports"}}, "enquiries"),
        ({"links": [["document", "A12.9"]]}, "links"),
        ({"links": [["meeting", "77"]]}, "links"),
        ({"links": [["case", "Q"]]}, "links"),
        ({"links": [["evidence", "5"]]}, "links"),
    ],
)
def test_what_cannot_be_taken_stands_beside_its_field(desk: Desk, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.save(given=WRITTEN | fields, ready=True)
    assert [reason.field for reason in refused.value.reasons] == [field]
    saved = desk.save(given=WRITTEN | fields)
    assert [reason.field for reason in saved.left] == [field]
    assert NoteSave.objects.get().fields["left"][0][0] == field


def test_a_ready_note_has_what_a_note_must_have(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.save(given={"title": "Only a title"}, ready=True)
    assert {reason.field for reason in refused.value.reasons} == {"text", "source_kind", "happened_on"}
    # Nor is it ready because the device kept it half written under the same key.
    desk.save("first-device.1", given={"title": "Only a title", "links": [["case", "Q"]]})
    with pytest.raises(Refused) as refused:
        desk.save("first-device.1", given={"title": "Only a title"}, ready=True)
    assert {reason.field for reason in refused.value.reasons} == {"links", "text", "source_kind", "happened_on"}


def test_tags_keep_the_wording_they_were_given_for(desk: Desk) -> None:
    first = enquiries.add_enquiry(by=desk.lead, inspection=desk.inspection, text="Do families wait too long?")
    enquiries.add_enquiry(by=desk.lead, inspection=desk.inspection, text="Is health in the room?")
    Meeting.objects.create(inspection=desk.inspection, number=14, kind="focus_group", title="Heads")
    TrackedCase.objects.create(inspection=desk.inspection, code="B", state="selected")
    links = [["meeting", "14"], ["case", "B"]]
    note = desk.note(criteria={"L1": "weakens", "I3": "context"}, enquiries={"1": "supports"}, links=links)
    enquiries.reword(by=desk.lead, enquiry=first, version=1, text="Why do they wait?", reason="The lists show it.")
    desk.save(
        version=1,
        number=note.number,
        given={"enquiries": {"1": "weakens", "2": "context"}, "criteria": {"L1": "supports"}},
    )
    ties = note.enquiries.values_list("enquiry__number", "enquiry_version", "bearing")
    assert set(ties) == {(1, 1, "weakens"), (2, 1, "context")}
    assert dict(note.criteria.values_list("code", "bearing")) == {"L1": "supports"}
    kept = note.saves.get(version=2).fields
    assert kept["wordings"] == {"1": 1, "2": 1}
    assert kept["links"] == [["case", "B"], ["meeting", "14"]]
    desk.save(version=2, number=note.number, given={"enquiries": {}, "links": []})
    assert not note.enquiries.exists()
    assert not note.links.exists()
    # Tied anew, it is tied to the wording of now.
    desk.save(version=3, number=note.number, given={"enquiries": {"1": "supports"}})
    assert note.enquiries.get().enquiry_version == 2


def test_references_as_people_write_them() -> None:
    assert [shown(link) for link in read("a12.3, case b; M014\nevidence 2, C, A12.3")] == [
        "A12.3", "Case B", "M14", "E2", "Case C",
    ]  # fmt: skip
    for words in ("A12", "the report", "M0", "B3.x"):
        with pytest.raises(NoReference, match=words):
            read(words)


def test_a_withdrawn_note_stays_and_is_changed_no_more(desk: Desk) -> None:
    note = desk.note()
    with pytest.raises(Refused, match="Say why"):
        withdraw(by=desk.lead, note=note, reason=" ")
    withdraw(by=desk.lead, note=note, reason="Heard of another area")
    with pytest.raises(Refused, match="withdrawn"):
        withdraw(by=desk.lead, note=note, reason="Again")
    with pytest.raises(Refused, match="withdrawn"):
        desk.save(version=1, number=note.number, given={"text": "More"})
    note.refresh_from_db()
    assert (note.withdrawn_at, note.withdrawn_reason, note.text) == (NOW, "Heard of another area", WRITTEN["text"])
    assert Entry.objects.get(verb=verbs.NOTE_WITHDRAWN).reason == "Heard of another area"


def test_after_publication_nothing_is_written(desk: Desk) -> None:
    note = desk.note()
    Inspection.objects.filter(pk=desk.inspection.pk).update(state="published", published_on=clock.today())
    with pytest.raises(Refused, match="has ended"):
        desk.save(version=1, number=note.number, given={"text": "More"})
    with pytest.raises(Refused, match="has ended"):
        desk.save(client_key="client-0009")
    note.inspection.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        withdraw(by=desk.lead, note=note, reason="Late")


def test_only_the_team_writes(desk: Desk) -> None:
    for person in (desk.quality, desk.lano):
        with pytest.raises(PermissionDenied):
            desk.save(by=person)
    note = desk.note()
    with pytest.raises(PermissionDenied):
        withdraw(by=desk.quality, note=note, reason="Not mine")


@pytest.mark.parametrize("key", ["", "short.1", "no-number-at-all", "with a space in it.1", "x" * 51 + ".1"])
def test_a_key_that_no_page_makes_is_refused(desk: Desk, key: str) -> None:
    with pytest.raises(Refused, match="incomplete"):
        desk.save(key or ".1")
    with pytest.raises(Refused, match="incomplete"):
        desk.save(client_key="<>")
