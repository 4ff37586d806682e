"""Sheets are entered twice by two people, and sent when both agree; nothing ties an answer to its sheet afterwards."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from audit.models import Entry as AuditEntry
from core import clock, outbox
from core.errors import Conflict, Refused
from surveys.models import Answering, Entry
from surveys.queries.paper import BEGUN, DIFFERS, ONCE, SENT, differing, sheets, stage
from surveys.services import paper
from surveys.tests.places import at, called
from surveys.tests.world import survey
from tests import factories as make

FULL = {
    "age-band": "5-10", "setting": "special", "need": ["speech", "autism"], "involved": "agree", "right-help": "disagree",
    "why-not": "A speech\ntherapist", "best": "",
}  # fmt: skip
KEPT = {code: answer for code, answer in FULL.items() if answer} | {"need": ["autism", "speech"]}


@pytest.fixture
def world(db):
    with clock.travelled_to(at(18, 10)):
        made = called()
        made.survey = survey(made.inspection)
        made.third = make.team(made.inspection, Role.CQC_INSPECTOR)
        yield made


def begin(world, number=7, **more):
    return paper.begin(by=world.lead, survey=world.survey, mode=more.pop("mode", "paper"), number=number, **more)


def twice(world, first=FULL, second=FULL, number=7):
    entry = begin(world, number)
    paper.enter(by=world.lead, entry=entry, answers=first)
    paper.enter(by=world.inspector, entry=entry, answers=second)
    return Entry.objects.get(pk=entry.pk)


def test_a_sheet_entered_twice_alike_is_sent_and_emptied(world):
    entry = begin(world, variant="large_print", language="pl", helped=True)
    assert paper.enter(by=world.lead, entry=entry, answers=FULL) == ONCE
    assert not Answering.objects.exists()
    spaced = FULL | {"why-not": "  A   speech therapist\n"}
    assert paper.enter(by=world.inspector, entry=entry, answers=spaced) == SENT
    entry.refresh_from_db()
    assert (entry.first, entry.second, entry.sent_on) == ({}, {}, clock.today())
    sent = Answering.objects.get()
    assert sent.answers == KEPT
    assert (sent.mode, sent.variant, sent.language, sent.helped, sent.sent_on) == (
        "paper", "large_print", "pl", True, clock.today(),
    )  # fmt: skip


def test_nobody_enters_a_sheet_twice(world):
    entry = begin(world)
    paper.enter(by=world.lead, entry=entry, answers=FULL)
    assert paper.enter(by=world.lead, entry=entry, answers=FULL | {"involved": "neither"}) == ONCE
    entry.refresh_from_db()
    assert (entry.first["involved"], entry.second_by) == ("neither", None)
    assert not Answering.objects.exists()


def test_whoever_began_enters_first(world):
    with pytest.raises(Refused, match="enters it first"):
        paper.enter(by=world.inspector, entry=begin(world), answers=FULL)


def test_differences_are_settled_by_one_of_the_two(world):
    entry = twice(world, second=FULL | {"involved": "disagree", "best": "The nurse", "need": ["autism"]})
    assert (stage(entry), differing(entry)) == (DIFFERS, ["need", "involved", "best"])
    chosen = {"need": "first", "involved": "second", "best": "second"}
    with pytest.raises(Refused, match="two people"):
        paper.settle(by=world.third, entry=entry, version=entry.version, choices=chosen)
    with pytest.raises(Refused) as refused:
        paper.settle(by=world.lead, entry=entry, version=entry.version, choices={"need": "first", "best": "third"})
    assert [reason.field for reason in refused.value.reasons] == ["involved", "best"]
    with pytest.raises(Conflict):
        paper.settle(by=world.lead, entry=entry, version=entry.version - 1, choices=chosen)
    paper.settle(by=world.inspector, entry=entry, version=entry.version, choices=chosen)
    assert Answering.objects.get().answers == KEPT | {"involved": "disagree", "best": "The nurse"}
    entry.refresh_from_db()
    assert (entry.first, entry.second) == ({}, {})
    with pytest.raises(Refused):
        paper.settle(by=world.inspector, entry=entry, version=entry.version, choices=chosen)
    assert Answering.objects.count() == 1


def test_a_choice_that_unasks_a_question_drops_its_answer(world):
    entry = twice(world, second={**FULL, "right-help": "agree"})
    assert differing(entry) == ["right-help", "why-not"]
    paper.settle(
        by=world.lead, entry=entry, version=entry.version, choices={"right-help": "second", "why-not": "first"}
    )
    assert "why-not" not in Answering.objects.get().answers


def test_a_call_is_entered_once_and_numbered(world):
    begin(world, 12)
    call = begin(world, None, mode="telephone")
    assert call.number == 13
    assert paper.enter(by=world.lead, entry=call, answers=FULL) == SENT
    assert Answering.objects.get().mode == "telephone"
    with pytest.raises(Refused, match="twice"):
        paper.enter(by=world.lead, entry=call, answers=FULL)


@pytest.mark.parametrize(("number", "words"), [(None, "Enter the number"), (7, "begun already"), (0, "between")])
def test_numbers(world, number, words):
    begin(world)
    with pytest.raises(Refused, match=words) as refused:
        begin(world, number)
    assert refused.value.reasons[0].field == "number"


def test_an_empty_sheet_is_not_entered(world):
    for answers in ({}, {"best": "  "}, {"involved": "no such answer", "no-such": "agree"}):
        with pytest.raises(Refused, match="at least one answer"):
            paper.enter(by=world.lead, entry=begin(world, len(str(answers))), answers=answers)


def test_easy_read_has_fewer_questions_and_answers(world):
    entry = begin(world, variant="easy_read")
    paper.enter(by=world.lead, entry=entry, answers={"age-band": "5-10", "involved": "neither", "right-help": "agree"})
    entry.refresh_from_db()
    assert entry.first == {"right-help": "agree"}


@pytest.mark.parametrize("state", ["draft", "scheduled", "analysed", "archived", "purged"])
def test_too_early_and_too_late(world, state):
    entry = begin(world)
    world.survey.state = state
    world.survey.save()
    with pytest.raises(Refused, match="no sheets now"):
        paper.enter(by=world.lead, entry=entry, answers=FULL)
    with pytest.raises(Refused, match="no sheets now"):
        begin(world, 8)


@pytest.mark.parametrize("state", ["paused", "closed", "reviewing"])
def test_sheets_that_come_by_post_are_still_entered(world, state):
    world.survey.state = state
    world.survey.save()
    assert stage(twice(world)) == SENT
    assert Answering.objects.count() == 1


def test_others_have_no_right(world):
    entry = begin(world)
    with pytest.raises(PermissionDenied):
        paper.begin(by=world.pcf, survey=world.survey, mode="paper", number=9)
    with pytest.raises(PermissionDenied):
        paper.enter(by=world.pcf, entry=entry, answers=FULL)


def test_a_sheet_taken_away_frees_its_number_unless_it_was_sent(world):
    paper.take_away(by=world.inspector, entry=begin(world))
    assert stage(begin(world)) == BEGUN
    Entry.objects.all().delete()
    sent = twice(world)
    with pytest.raises(Refused, match="has been sent"):
        paper.take_away(by=world.lead, entry=sent)
    assert Entry.objects.count() == 1


def test_the_audit_has_who_entered_and_no_answers(world):
    twice(world)
    kept = [json.dumps([row.verb, row.changes, row.reason]) for row in AuditEntry.objects.all()]
    assert [row.verb for row in AuditEntry.objects.order_by("pk")] == [
        "survey.sheet_entered", "survey.sheet_entered", "survey.sheet_sent",
    ]  # fmt: skip
    assert not any(word in text for text in kept for word in ("therapist", "disagree", "special"))


def test_the_pages_from_begin_to_sent(world, client):
    pages = {"reference": world.inspection.reference, "audience": "parents"}
    listed = reverse("surveys:sheet-list", kwargs=pages)
    client.force_login(world.lead)
    begun = client.post(
        reverse("surveys:sheet-begin", kwargs=pages),
        {"mode": "paper", "number": "31", "variant": "standard", "language": "en"},
    )
    enter = begun["Location"]
    page = client.get(enter).content.decode()
    assert "Only after “Disagree” or “Strongly disagree” to “My child gets the right help”." in page
    assert client.post(enter, FULL)["Location"] == listed
    assert "therapist" in client.get(enter).content.decode(), "one’s own, to correct it"

    client.force_login(world.inspector)
    blind = client.get(enter).content.decode()
    assert "therapist" not in blind and blind.count(" checked") == 4, "every radio group stands at no answer"
    settle = client.post(enter, FULL | {"best": "=HYPERLINK(1) <b>bold</b>"})["Location"]
    assert settle.endswith("/31/settle/")
    both = client.get(settle).content.decode()
    assert "No answer" in both and "&lt;b&gt;bold" in both and "<b>bold" not in both and "therapist" not in both

    client.force_login(world.third)
    assert client.get(settle).status_code == 403
    assert client.get(enter).status_code == 403
    client.force_login(world.lead)
    version = Entry.objects.get().version
    assert client.post(settle, {"version": version}).status_code == 200, "nothing chosen yet"
    assert client.post(settle, {"version": version, "best": "second"})["Location"] == listed
    assert Answering.objects.get().answers["best"].startswith("=HYPERLINK")
    assert (
        "nothing to settle" in client.post(settle, {"version": version, "best": "second"}, follow=True).content.decode()
    )
    assert "Sent" in client.get(listed).content.decode()


def test_the_list_asks_one_query_however_many_there_are(world, django_assert_num_queries):
    for number in (1, 2, 3):
        twice(world, second=FULL | {"best": "More"}, number=number)
        with django_assert_num_queries(1):
            assert len(sheets(world.survey, world.third)) == number
    assert {sheet.may for sheet in sheets(world.survey, world.third)} == {""}
    assert {sheet.may for sheet in sheets(world.survey, world.inspector)} == {"settle"}


def test_what_was_entered_and_never_sent_goes_with_the_answers(world):
    paper.enter(by=world.lead, entry=begin(world), answers=FULL)
    world.survey.state = "purged"
    world.survey.save()
    with transaction.atomic():
        outbox.enqueue(kind="purge_survey", key="purge", payload={"survey": world.survey.pk})
    assert outbox.relay() == 1
    assert Entry.objects.get().first == {}
