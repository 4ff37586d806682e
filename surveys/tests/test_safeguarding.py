"""Safeguarding: which words are worrying, who is called and when, what is shown to whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Refused
from surveys import worrying
from surveys.models import Concern
from surveys.queries import concerns as queries
from surveys.services import concerns, duty, surveys
from surveys.tests import reading
from surveys.tests.reading import NOON, address, client_of, concern, on_duty
from tests import factories as make

world = reading.world

# --- words


@pytest.mark.parametrize(
    "text",
    [
        "My dad hit me last night", "He was restrained every day", "she is self-harming", "I want to die", "They locked him in a room",
        "I do not feel safe at school", "he has bruises", "Someone touched me", "SUICIDE", "she tried to kill herself", "sucidal thoughts",
        "boję się chodzić do szkoły", "насильство вдома", "عنف", "خودکشی",
        # As children write, and as those write who are careful.
        "i wanna die", "I don’t want to live anymore", "i dont want to be here any more", "kms", "he wants to end it all",
        "cutting her wrists", "she cuts her left arm", "my teacher pinches me", "Staff dragged him across the floor",
        "held down by three adults",
        "They hold me down", "pinned him to the floor", "tied to a chair", "they lock him in", "shut in a room", "he showed me porn",
        "shouts at me and i am scared", "Im frightened at home", "Mum leaves me alone at night", "no one feeds me", "he has stopped eating",
        "left in his own urine", "my uncle comes into my room at night", "strip-searched", "ran away", "she went missing twice",
        "chcę umrzeć", "biją mnie w szkole", "dotyka mnie", "zgwałcił", "хочу померти", "мене б’ють", "зґвалтування", "أريد أن أموت",
        "يضربني",
        "میں مرنا چاہتا ہوں",
    ],
)  # fmt: skip
def test_what_may_tell_of_a_danger_is_found(text: str):
    assert worrying.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Services were hit by cuts", "We were hit hard by the pandemic", "We keep in touch with the school", "He missed the target",
        "It takes a year to be assessed", "The waiting list is killing our patience", "They beat the deadline",
        "She feels safe there", "", "cut waiting times", "the drapes were grapes",
        "The school fed back to us", "We never got feedback", "The building was shut in 2020 and moved", "He jumped a year ahead",
        "He is happy in his own room", "It was left to me alone to chase them", "We held a meeting", "They tied their funding to the plan",
        "He does not want to move school", "We do not want to wait", "They dragged their feet", "The plan drags on",
    ],
)  # fmt: skip
def test_what_families_write_every_day_is_left_alone(text: str):
    assert worrying.found(text) == []


# --- being called


def test_who_is_on_duty_is_called_once_in_a_quarter_of_an_hour(world: Any):
    on_duty(world)
    concern(world)
    concern(world, "He kicked me", 2)
    assert concerns.alert_due() == 1
    assert concerns.alert_due() == 0
    notice = Notice.objects.get(kind="safeguarding")
    assert notice.person == world.duty
    for told in (notice.subject, notice.body):
        assert "hit" not in told
        assert "2" not in told.replace(world.inspection.partnership.name, "")
        assert "parent" not in told.lower()
    with clock.travelled_to(NOON + timedelta(minutes=5)):
        concern(world, "She was beaten", 3)
        assert concerns.alert_due() == 0
        assert Concern.objects.filter(alerted=False).count() == 1
    with clock.travelled_to(NOON + timedelta(minutes=15)):
        assert concerns.alert_due() == 1
    assert Notice.objects.filter(kind="safeguarding").count() == 2
    assert not Concern.objects.filter(alerted=False).exists()


def test_when_nobody_is_on_duty_the_leads_are_told_to_name_somebody(world: Any):
    concern(world)
    concerns.alert_due()
    notice = Notice.objects.get(kind="safeguarding")
    assert notice.person == world.lead
    assert "Name a duty reader" in notice.body


def test_duty_is_for_the_team_and_for_days_that_come(world: Any):
    stranger = make.UserFactory.create()
    for wrong in (
        {"user": stranger, "starts_on": date(2024, 5, 1)},
        {"user": world.duty, "starts_on": date(2024, 5, 3), "ends_on": date(2024, 5, 2)},
        {"user": world.duty, "starts_on": date(2024, 4, 1), "ends_on": date(2024, 4, 2)},
    ):
        with pytest.raises(Refused):
            duty.name(by=world.lead, inspection=world.inspection, **wrong)
    on_duty(world)
    with pytest.raises(Refused):
        on_duty(world)
    with pytest.raises(PermissionDenied):
        duty.name(by=world.other, inspection=world.inspection, user=world.other, starts_on=date(2024, 5, 1))


def test_duty_that_has_ended_opens_nothing(world: Any):
    reader = on_duty(world)
    assert queries.may_read(world.duty, world.inspection)
    with clock.travelled_to(NOON + timedelta(days=3)):
        duty.end(by=world.lead, reader=reader)
        assert not queries.may_read(world.duty, world.inspection)
    world.inspection.team_places.filter(user=world.duty).delete()
    assert not queries.may_read(world.duty, world.inspection)


# --- working


def test_only_the_duty_reader_opens_and_it_is_recorded(world: Any):
    on_duty(world)
    row = concern(world)
    page = address(world, "concern-detail", row.pk)
    assert client_of(world.lead).get(page).status_code == 403
    answer = client_of(world.duty).get(page)
    assert "<mark>hit me</mark>" in answer.content.decode()
    entry = Entry.objects.get(verb="concern.opened")
    assert "hit" not in str(entry.changes)
    assert "He hit me" not in client_of(world.lead).get(address(world, "concern-list")).content.decode()


def test_a_referral_says_to_whom_and_when_and_is_made_once(world: Any):
    on_duty(world)
    row = concern(world)
    with pytest.raises(Refused):
        concerns.work(by=world.duty, concern=row, version=row.version, outcome="referred")
    with pytest.raises(Refused):
        concerns.work(by=world.duty, concern=row, version=row.version, outcome="no_concern")
    with pytest.raises(Refused):
        concerns.work(
            by=world.duty, concern=row, version=row.version, outcome="referred", referred_to="The hub",
            referred_at=clock.now() + timedelta(hours=1),
        )  # fmt: skip
    concerns.work(
        by=world.duty, concern=row, version=row.version, outcome="referred", referred_to="The hub", referred_at=clock.now()
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.outcome, row.referred_to, row.worked_by) == ("referred", "The hub", world.duty)
    with pytest.raises(Refused, match="has worked this already"):
        concerns.work(by=world.duty, concern=row, version=row.version, outcome="no_concern", note="None")
    with pytest.raises(PermissionDenied):
        concerns.work(by=world.lead, concern=row, version=row.version, outcome="no_concern", note="None")


def test_through_its_page(world: Any):
    on_duty(world)
    row = concern(world)
    client = client_of(world.duty)
    page = address(world, "concern-detail", row.pk)
    sent = {
        "version": row.version, "outcome": "referred", "referred_to": "The hub", "referred_on_0": "1", "referred_on_1": "5",
        "referred_on_2": "2024", "referred_time": "11:30am", "submission_key": "one",
    }  # fmt: skip
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert row.referred_at == datetime(2024, 5, 1, 11, 30, tzinfo=clock.LONDON)
    assert "The hub" in client.get(page).content.decode()


def test_the_reading_cannot_end_while_something_waits(world: Any):
    on_duty(world)
    row = concern(world)
    with pytest.raises(Refused, match="flagged for safeguarding"):
        surveys.finish_reading(by=world.lead, survey=world.survey)
    concerns.work(by=world.duty, concern=row, version=row.version, outcome="no_concern", note="About a ball game")
    surveys.finish_reading(by=world.lead, survey=world.survey)
    assert world.survey.state == "analysed"
