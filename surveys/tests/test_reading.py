"""Safeguarding, comments and themes: who is called and when, what is shown to whom, and what a reader keeps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from core import clock, outbox
from core.errors import Conflict, Refused
from core.models import OutboxRow
from surveys import worrying
from surveys.models import Batch, Comment, Concern, Response, Theme
from surveys.queries import comments as comment_queries
from surveys.queries import concerns as queries
from surveys.queries import tables
from surveys.services import comments, concerns, duty, surveys, themes
from surveys.tests.world import survey as survey_of
from tests import factories as make

NOON = datetime(2024, 5, 1, 12, 1, tzinfo=clock.LONDON)


@pytest.fixture
def world(db: Any):
    with clock.travelled_to(NOON):
        inspection = make.InspectionFactory.create(
            reference="seaborough-2024", state="preparation", notified_on=date(2024, 4, 29)
        )
        yield SimpleNamespace(
            inspection=inspection,
            lead=make.team(inspection, Role.LEAD_INSPECTOR),
            duty=make.team(inspection, Role.CQC_INSPECTOR),
            other=make.team(inspection, Role.OFSTED_INSPECTOR),
            survey=survey_of(inspection, state="reviewing"),
        )


def on_duty(world: Any) -> Any:
    return duty.name(by=world.lead, inspection=world.inspection, user=world.duty, starts_on=clock.today())


def concern(world: Any, text: str = "He hit me", number: int = 1) -> Concern:
    return Concern.objects.create(
        survey=world.survey, number=number, question="best", text=text, words=["hit me"], raised_on=clock.today()
    )


def comment(world: Any, order: int, text: str, question: str = "best") -> Comment:
    batch, _ = Batch.objects.get_or_create(
        survey=world.survey, number=1, defaults={"size": 10, "made_on": clock.today()}
    )
    response = Response.objects.create(
        survey=world.survey, batch=batch, wave=1, variant="standard", language="en", mode="online", answers={},
        answered_on=clock.today(),
    )  # fmt: skip
    return Comment.objects.create(survey=world.survey, response=response, question=question, text=text, order=order)


def address(world: Any, name: str, *args: Any) -> str:
    return reverse(f"surveys:{name}", args=[world.inspection.reference, *args])


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


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


# --- comments


def test_what_waits_for_the_duty_reader_is_shown_to_nobody_else(world: Any):
    on_duty(world)
    row = concern(world)
    made = comment(world, 5, "He hit me")
    client = client_of(world.lead)
    for page in (address(world, "comment-list", "parents"), address(world, "comment-read", "parents", 5)):
        shown = client.get(page).content.decode()
        assert "He hit me" not in shown
        assert "Kept back for safeguarding" in shown
    with pytest.raises(Refused, match="waits for the duty reader"):
        comments.judge(by=world.lead, comment=made, version=made.version)
    concerns.work(by=world.duty, concern=row, version=row.version, outcome="no_concern", note="About a ball game")
    assert "He hit me" in client.get(address(world, "comment-read", "parents", 5)).content.decode()


def test_reading_one_by_one(world: Any):
    for order in (3, 9, 27):
        comment(world, order, f"Comment number {order}")
    client = client_of(world.lead)
    page = address(world, "comment-read", "parents", 9) + "?read=no"
    shown = client.get(page).content.decode()
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown
    assert "0 of 3 read" in shown
    answer = client.post(page, {"version": 1, "tags": ["I1", "I2"], "quotable": "usable", "quotation": "It works"})
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"].endswith("/comments/27/?read=no")
    made = Comment.objects.get(order=9)
    assert made.read_by == world.lead
    assert (made.quotable, made.quotation) == ("usable", "It works")
    assert sorted(made.tags.values_list("criterion", flat=True)) == ["I1", "I2"]
    assert comment_queries.progress(world.survey) == comment_queries.Progress(3, 1)
    listed = client.get(address(world, "comment-list", "parents") + "?tag=I1").content.decode()
    assert "Comment number 9" in listed
    assert "Comment number 27" not in listed


def test_the_second_of_two_readers_is_told(world: Any):
    made = comment(world, 3, "Something")
    comments.judge(by=world.lead, comment=made, version=made.version, tags=["I1"])
    stale = Comment.objects.get(order=3)
    with pytest.raises(Conflict):
        comments.judge(by=world.other, comment=stale, version=stale.version - 1, tags=["I2"])


@pytest.mark.parametrize(
    "wrong", [{"tags": ["nothing"]}, {"quotable": "perhaps"}, {"quotable": "identifying", "quotation": "Words"}]
)
def test_what_cannot_be_kept_of_a_comment(world: Any, wrong: dict[str, Any]):
    made = comment(world, 3, "Something")
    with pytest.raises(Refused):
        comments.judge(by=world.lead, comment=made, version=made.version, **wrong)
    assert Comment.objects.get(order=3).read_at is None


def test_an_inspector_sends_a_comment_to_the_duty_reader(world: Any):
    made = comment(world, 3, "My son comes home with marks")
    client = client_of(world.other)
    client.post(address(world, "comment-raise", "parents", 3))
    assert queries.unresolved(world.survey) == 1
    assert "marks" not in client.get(address(world, "comment-read", "parents", 3)).content.decode()
    with pytest.raises(Refused, match="already"):
        concerns.raise_comment(by=world.other, comment=made)


def test_the_list_asks_as_much_for_three_as_for_one(world: Any, django_assert_num_queries: Any):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, asked = client_of(world.lead), []
    for orders in ((1,), (2, 3)):
        for order in orders:
            made = comment(world, order, f"Number {order}")
            comments.judge(by=world.lead, comment=made, version=made.version, tags=["I1", "I2"])
        client.get(address(world, "comment-list", "parents"))
        with CaptureQueriesContext(connection) as caught:
            client.get(address(world, "comment-list", "parents"))
        asked.append(len(caught))
    assert asked[0] == asked[1]


# --- themes

TRANSPORT = (
    "The bus is late again",
    "Our taxi did not come, transport is poor",
    "Transport by taxi changes every week",
)
WAITING = (
    "We wait two years for an assessment",
    "The assessment waiting list is long",
    "Waiting for an autism assessment",
)


def forty(world: Any) -> None:
    for number in range(20):
        comment(world, number * 2 + 1, f"{TRANSPORT[number % 3]} and taxi transport {number}")
        comment(world, number * 2 + 2, f"{WAITING[number % 3]} and assessment waiting {number}")


def test_words_that_come_together_are_a_theme(world: Any):
    forty(world)
    themes.ask(by=world.lead, survey=world.survey)
    with pytest.raises(Refused, match="under way"):
        themes.ask(by=world.lead, survey=world.survey)
    outbox.relay()
    assert OutboxRow.objects.get(kind="survey_themes").done_at
    found = [set(theme.words) for theme in Theme.objects.all()]
    assert any({"taxi", "transport"} <= words for words in found)
    assert any({"assessment", "waiting"} <= words for words in found)
    for theme in Theme.objects.all():
        about = {"taxi" in each.text for each in theme.comments.all()}
        assert len(about) == 1


def test_the_same_comments_give_the_same_themes():
    texts = [
        *(f"{TRANSPORT[n % 3]} taxi {n}" for n in range(20)),
        *(f"{WAITING[n % 3]} waiting {n}" for n in range(20)),
    ]
    assert themes.groups(texts) == themes.groups(texts)
    assert themes.groups(texts[:5]) == []
    assert themes.groups(["one", "two", "three", "four"] * 2 + [str(n) * 3 for n in range(30)]) is not None


def test_a_kept_theme_stays_and_a_dismissed_one_is_gone(world: Any):
    forty(world)
    themes.look(world.survey)
    first, second = Theme.objects.order_by("number")[:2]
    with pytest.raises(Refused):
        themes.keep(by=world.lead, theme=first, name=" ")
    themes.keep(by=world.lead, theme=first, name="Transport to school")
    themes.dismiss(by=world.lead, theme=second)
    themes.look(world.survey)
    assert Theme.objects.get(pk=first.pk).name == "Transport to school"
    page = client_of(world.lead).get(address(world, "theme-list", "parents")).content.decode()
    assert "Transport to school" in page


def test_too_few_comments_have_no_themes(world: Any):
    comment(world, 1, "Only one")
    with pytest.raises(Refused, match="fewer than 20"):
        themes.ask(by=world.lead, survey=world.survey)


def test_what_waits_is_in_no_theme(world: Any):
    forty(world)
    concern(world, Comment.objects.get(order=1).text)
    themes.look(world.survey)
    assert not Theme.objects.filter(comments__order=1).exists()


@pytest.mark.parametrize("query", ["theme=%C2%B2", "theme=9" * 3, "tag=%00", "question=%00x", "quotable=%27", "page=x"])
def test_a_filter_that_names_nothing_breaks_nothing(world: SimpleNamespace, query: str) -> None:
    browser = Client()
    browser.force_login(world.lead)
    comment(world, 1, "The school is kind")
    assert browser.get(f"{address(world, 'comment-list', 'parents')}?{query}").status_code == 200
    assert browser.get(f"{address(world, 'comment-read', 'parents', 1)}?{query}").status_code == 200


def test_thousands_of_comments_are_taken_away_in_parts_that_can_all_be_reached(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "COMMENTS_A_FILE", 2)
    browser = Client()
    browser.force_login(world.lead)
    for order in range(1, 6):
        comment(world, order, f"Comment {order}")
    page = browser.get(address(world, "comment-list", "parents")).content.decode()
    assert "5 comments" in page
    for part in (1, 2, 3):
        assert f"part {part} of 3" in page
        href = address(world, "results-comments", "parents", part)
        assert href in page
        assert browser.get(href).status_code == 200
