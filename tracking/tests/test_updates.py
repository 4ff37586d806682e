"""Recording progress: who may, what a better state needs, and that nothing recorded is ever changed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Conflict, Refused
from core.frozen import Frozen
from improvement.models import Action, Milestone, Plan
from tracking.models import ActionUpdate, Evidence, UpdateEvidence
from tracking.services import updates
from tracking.tests import world

pytestmark = pytest.mark.django_db


def refused(match, act):
    before = (
        list(Action.objects.values()),
        ActionUpdate.objects.count(),
        Evidence.objects.count(),
        Entry.objects.count(),
    )
    with pytest.raises(Refused, match=match) as caught:
        act()
    assert (
        list(Action.objects.values()),
        ActionUpdate.objects.count(),
        Evidence.objects.count(),
        Entry.objects.count(),
    ) == before
    return [reason.field for reason in caught.value.reasons]


def test_an_update_leaves_the_state_or_moves_it(surrey):
    world.update(surrey, done="A first meeting was held.")
    assert world.action(surrey).state == "not_started"
    made = world.update(surrey, move="start", impact="seen")
    held = world.action(surrey)
    assert (held.state, held.state_on, held.impact) == ("underway_on_target", clock.today(), "seen")
    assert (made.state_before, made.state_after, made.number) == ("not_started", "underway_on_target", 2)
    link = UpdateEvidence.objects.get()
    assert link.is_new and str(link.evidence) == "E1 Minutes of the board"
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"tracking.updated", "action.start", "tracking.evidence_added"} <= verbs


def test_a_better_state_needs_evidence_and_a_reason(surrey):
    assert refused("Attach the evidence first", lambda: world.update(surrey, move="start", new_evidence=None)) == [
        "evidence"
    ]
    assert refused("Give a reason", lambda: world.update(surrey, move="start", reason=" ")) == ["reason"]
    world.update(surrey, move="fall_behind")
    refused("Attach the evidence first", lambda: world.update(surrey, move="catch_up", new_evidence=None))
    world.update(surrey, move="catch_up")


def test_evidence_is_used_again_and_known_to_be_old(surrey):
    world.update(surrey, move="start")
    world.update(surrey, move="fall_behind")
    world.update(surrey, move="catch_up", new_evidence=None, evidence=[1])
    assert list(UpdateEvidence.objects.order_by("pk").values_list("evidence__number", "is_new")) == [
        (1, True),
        (1, False),
    ]
    world.update(surrey, (2, 1), move="start", new_evidence=None, evidence=[1])
    assert UpdateEvidence.objects.order_by("-pk")[0].is_new
    refused("evidence only", lambda: world.update(surrey, evidence=[99]))


def test_what_falls_behind_says_why_and_what_will_be_done(surrey):
    assert refused("what will be done to get back", lambda: world.update(surrey, move="fall_behind", remedy="")) == [
        "remedy"
    ]


def test_completion_is_agreed_by_another_than_the_owner(surrey):
    world.update(surrey, move="start")
    with pytest.raises(PermissionDenied):
        world.update(surrey, move="complete")
    Action.objects.update(owner=surrey.dcs)
    refused("Somebody other than the owner", lambda: world.update(surrey, who="dcs", move="complete"))
    Action.objects.update(owner=None)
    refused("Name the owner of the action first", lambda: world.update(surrey, who="dcs", move="complete"))
    Action.objects.update(owner=surrey.officer)
    world.update(surrey, who="dcs", move="complete")
    world.update(surrey, who="board", move="embed")
    assert world.action(surrey).state == "evidenced"


def test_an_owner_puts_an_action_forward_and_others_are_told(surrey):
    refused("under way and keeps its state", lambda: world.update(surrey, asks_completion=True))
    world.update(surrey, move="start")
    world.update(surrey, asks_completion=True)
    told = Notice.objects.filter(key__startswith="agree:")
    assert {notice.person for notice in told} == {surrey.dcs, surrey.board}


def test_days_run_forwards(surrey, at):
    today = clock.today()
    assert refused("today or in the past", lambda: world.update(surrey, reported_on=today + timedelta(days=1))) == [
        "reported_on"
    ]
    refused(
        "before the plan was published", lambda: world.update(surrey, reported_on=world.PUBLISHED - timedelta(days=1))
    )
    world.update(surrey, reported_on=date(2017, 11, 1))
    refused("before the newest update", lambda: world.update(surrey, reported_on=date(2017, 10, 31)))
    world.update(surrey, reported_on=date(2017, 11, 1))


@pytest.mark.parametrize("state", ["drafting", "accepted", "completed"])
def test_progress_is_recorded_while_the_plan_is_delivered_only(surrey, state):
    Plan.objects.update(state=state)
    refused("Progress is recorded from the day the plan is published", lambda: world.update(surrey))


@pytest.mark.parametrize("who", ["forum", "dfe", "inspector", "stranger"])
def test_others_record_nothing(surrey, who):
    with pytest.raises(PermissionDenied):
        world.update(surrey, who=who)


def test_two_people_at_once_are_told(surrey):
    seen = world.action(surrey).version
    world.update(surrey)
    with pytest.raises(Conflict):
        world.update(surrey, version=seen)
    assert ActionUpdate.objects.count() == 1


def test_history_is_never_changed(surrey):
    made = world.update(surrey, move="start")
    made.words = "Something else"
    for act in (
        made.save,
        made.delete,
        lambda: ActionUpdate.objects.update(words="x"),
        lambda: Evidence.objects.all().delete(),
    ):
        with pytest.raises(Frozen):
            act()


@pytest.mark.parametrize(
    ("table", "column"),
    [("actionupdate", "words"), ("evidence", "title"), ("updateevidence", "is_new")],
)
def test_the_database_refuses_to_change_history(surrey, table, column):
    from django.db import connection

    world.update(surrey, move="start")
    value = "false" if column == "is_new" else "'x'"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tracking_{table} SET {column} = {value}")


def test_withdrawing_and_replacing_need_a_reason(surrey):
    held, other = world.action(surrey), world.action(surrey, 1, 2)

    def end(**given):
        fresh = world.action(surrey)
        return updates.end_action(
            **{"by": surrey.lano, "action": fresh, "version": fresh.version, "reason": "Merged"} | given
        )

    refused("Give a reason", lambda: end(move="withdraw", reason=" "))
    refused("Choose the action that takes its place", lambda: end(move="supersede"))
    refused("cannot take its own place", lambda: end(move="supersede", replaced_by=held))
    with pytest.raises(PermissionDenied):
        end(move="withdraw", by=surrey.officer)
    made = end(move="supersede", replaced_by=other)
    assert (world.action(surrey).state, made.replaced_by, made.reason) == ("superseded", other, "Merged")
    refused("nothing more is recorded on it", lambda: world.update(surrey))
    refused("choose one that is live", lambda: updates.end_action(
        by=surrey.lano, action=other, move="supersede", reason="x", version=other.version, replaced_by=world.action(surrey)))  # fmt: skip


def test_each_piece_of_evidence_says_something(surrey):
    empty = world.piece(words=" ")
    assert refused("Write what the evidence shows", lambda: world.update(surrey, new_evidence=empty)) == [
        "evidence_words"
    ]
    later = world.piece(dated_on=clock.today() + timedelta(days=1))
    assert refused("today or in the past", lambda: world.update(surrey, new_evidence=later)) == ["evidence_dated_on"]


def test_the_page_of_an_action_leads_to_naming_its_owner_and_it_can_then_be_completed(surrey, client, see):
    Action.objects.update(owner=None)
    world.update(surrey, move="start")
    with pytest.raises(Refused, match="Name the owner of the action first"):
        world.update(surrey, who="dcs", move="complete")
    naming = reverse("improvement:action-edit", args=["surrey-2016", 1, 1])
    assert naming not in see("officer", "action-detail", 1, 1).content.decode()
    assert naming in see("lano", "action-detail", 1, 1).content.decode()
    typed = world.hidden(client.get(naming).content.decode()) | {"owner": surrey.officer.pk}
    assert client.post(naming, typed).status_code == 302
    world.update(surrey, who="dcs", move="complete")
    assert world.action(surrey).state == "completed"


def test_a_milestone_put_off_too_far_is_told_beside_the_day(surrey, send):
    answer = send(
        "officer", "milestone-record", 1, 1, 1, kind="deferred", reason="Late", **world.day("on", date(2030, 1, 1))
    )
    assert "The new day cannot be after the last day of its action" in str(answer.context["form"].errors["on"])


def test_an_action_that_is_not_there_is_not_found_in_a_plan_without_any(surrey, see):
    Milestone.objects.all().delete()
    Action.objects.all().delete()
    see("lano", "action-detail", 1, 1, status=404)
