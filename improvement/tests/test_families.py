"""What the forum reads and says of a plan that is shared with it, and what it is answered."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Conflict, Refused
from core.frozen import Frozen
from improvement.models import CommentAnswer, ForumStatement, Plan, PlanComment
from improvement.services import actions, families, plans
from improvement.tests import world
from improvement.tests.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(surrey, wsoa):
    world.answer_all(surrey, wsoa)
    return plans.make_move(by=surrey.lano, plan=wsoa, move="co_produce")


@pytest.fixture
def comment(surrey, shared):
    item = shared.items.get(order=2)
    return families.comment_on(by=surrey.forum, item=item, action=item.actions.get(), text="Train school staff too")


def test_sharing_keeps_its_first_day_and_tells_the_forum_where_to_read(surrey, shared, at):
    assert shared.shared_on == world.PUBLISHED
    assert surrey.forum.notices.get().url == url("co-production")
    plans.make_move(by=surrey.lano, plan=shared, move="return_to_drafting", reason="More to write")
    at(date(2017, 1, 9))
    again = plans.make_move(by=surrey.lano, plan=shared, move="co_produce")
    assert again.shared_on == world.PUBLISHED and surrey.forum.notices.count() == 1


def test_the_forum_reads_nothing_before_the_plan_is_shared(client, surrey, wsoa):
    client.force_login(surrey.forum)
    for name in ("co-production", "action-list", "statement-write"):
        answer = client.get(url(name))
        assert answer.status_code == 403 and world.WEAKNESSES[0] not in answer.content.decode()
    with pytest.raises(Refused, match="not shared with families yet"):
        families.comment_on(by=surrey.forum, item=wsoa.items.get(order=1), text="x")
    with pytest.raises(Refused, match="not shared with families yet"):
        families.make_statement(by=surrey.forum, plan=wsoa, position="agreed", text="x", number=0)


def test_the_forum_reads_items_and_actions_and_no_more(client, see, surrey, shared):
    held = shared.items.get(order=1).actions.get()
    actions.change_action(by=surrey.lano, action=held, version=held.version, owner=surrey.officer)
    for address in (url("co-production"), url("action-list"), url("action-detail", 1, 1)):
        words = see("forum", address)
        assert "Train every case officer" in words and surrey.officer.name not in words
        assert "Progress" not in words and "Change this action" not in words
    assert surrey.officer.name in see("lano", url("action-detail", 1, 1))
    client.force_login(surrey.forum)
    for name, args in (("plan-detail", ()), ("item-edit", (1,)), ("action-edit", (1, 1)), ("plan-approve", ())):
        assert client.get(url(name, *args)).status_code == 403


def test_a_comment_is_sent_answered_and_answered_anew(send, see, surrey, shared):
    answer = send("forum", url("action-comment", 2, 1), text="Train <b>school</b> staff too")
    assert answer["Location"] == f"{url('co-production')}#action-2.1"
    assert "1 of 1 comment not answered yet" in see("lano", url("co-production"))
    assert surrey.lano.notices.filter(key__endswith=":comment:1").exists()
    for verdict, text in (("not", "There is no money"), ("partly", "Two schools first")):
        send("lano", url("comment-answer", 1), verdict=verdict, text=text)
    words = see("forum", url("co-production"))
    assert "Comment on action 2.1" in words and "Train <b>school</b> staff too" in words
    assert "The area answers: taken up in part." in words and "Two schools first" in words
    assert "Earlier answers to comment 1" in words and "There is no money" in words
    assert surrey.forum.notices.filter(key__contains=":answer:1:").count() == 2


def test_only_the_forum_speaks_for_families_and_only_the_area_answers(surrey, shared, comment):
    item = shared.items.get(order=1)
    for who in ("lano", "dcs", "dfe", "lead", "stranger"):
        with pytest.raises(PermissionDenied):
            families.comment_on(by=surrey.people[who], item=item, text="x")
        with pytest.raises(PermissionDenied):
            families.make_statement(by=surrey.people[who], plan=shared, position="agreed", text="x", number=0)
    for who in ("forum", "officer", "dfe", "stranger"):
        with pytest.raises(PermissionDenied):
            families.answer_comment(by=surrey.people[who], comment=comment, verdict="not", text="x", number=0)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": " "}, "text"), ({"text": "x" * 10_001}, "text"), ({"position": "glad"}, "position")],
)
def test_a_statement_that_cannot_be_is_refused_beside_its_field(surrey, shared, given, field):
    with pytest.raises(Refused) as refused:
        families.make_statement(
            by=surrey.forum, plan=shared, **{"position": "agreed", "text": "Good", "number": 0, **given}
        )
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert not ForumStatement.objects.exists()


def test_versions_of_the_statement_are_kept_and_the_second_of_two_writers_is_told(send, see, surrey, shared):
    send("forum", url("statement-write"), position="agreed", text="We wrote it together")
    with pytest.raises(Conflict):
        families.make_statement(by=surrey.forum, plan=shared, position="contested", text="We did not", number=0)
    send("forum", url("statement-write"), position="contested", text="Half of it is missing")
    assert list(ForumStatement.objects.values_list("number", "position")) == [(1, "agreed"), (2, "contested")]
    for who, address in (("forum", url("co-production")), ("dfe", url("plan-detail")), ("lano", url("action-list"))):
        assert "Contested 8 December 2016 Half of it is missing" in see(who, address)
    assert "We wrote it together" in see("forum", url("co-production"))


def test_two_who_write_the_statement_at_once_see_both_texts(client, surrey, shared):
    client.force_login(surrey.forum)
    page = client.get(url("statement-write"))
    families.make_statement(by=surrey.forum, plan=shared, position="agreed", text="Ours", number=0)
    given = {"version": page.context["form"]["version"].value(), "position": "contested", "text": "Mine"}
    words = text_of(client.post(url("statement-write"), given))
    assert "Their text Ours" in words and "Your text Mine" in words and ForumStatement.objects.count() == 1


def test_the_statement_is_frozen_with_what_is_sent(surrey, shared, see, at):
    families.make_statement(by=surrey.forum, plan=shared, position="contested", text="Half is missing", number=0)
    at(date(2017, 3, 8))
    plans.make_move(by=surrey.lano, plan=shared, move="seek_approval")
    world.approve_all(surrey, shared)
    plan = plans.submit(by=surrey.dcs, plan=shared)
    families.make_statement(by=surrey.forum, plan=shared, position="agreed", text="Now it is whole", number=1)
    content = json.loads(plan.submissions.get().snapshot)
    assert (content["format"], content["statement"]["position"]) == (2, "contested")
    words = see("dfe", url("submission-detail", 1))
    assert "Contested 8 December 2016 Half is missing" in words and "Now it is whole" not in words


def test_what_was_said_is_never_changed_and_outlives_an_action(surrey, shared, comment):
    families.answer_comment(by=surrey.lano, comment=comment, verdict="not", text="No", number=0)
    families.make_statement(by=surrey.forum, plan=shared, position="agreed", text="Good", number=0)
    for model in (PlanComment, CommentAnswer, ForumStatement):
        with pytest.raises(Frozen):
            model.objects.get().save()
        with pytest.raises(Frozen):
            model.objects.all().update(text="kinder")
        sql = f"UPDATE {model._meta.db_table} SET text = 'kinder'"
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    actions.remove_action(by=surrey.lano, action=comment.action)
    held = PlanComment.objects.get()
    assert (held.action, held.about, held.text) == (None, "action 2.1", "Train school staff too")


def test_a_plan_that_is_over_takes_no_comments(surrey, shared):
    Plan.objects.filter(pk=shared.pk).update(state="superseded")
    with pytest.raises(Refused, match="takes no comments"):
        families.comment_on(by=surrey.forum, item=shared.items.get(order=1), text="x")


@pytest.mark.parametrize("name", ["co-production", "action-list", "plan-detail"])
def test_pages_read_as_often_for_many_rows_as_for_few(
    client, surrey, shared, comment, django_assert_max_num_queries, name
):
    client.force_login(surrey.lano)
    client.get(url(name))
    with CaptureQueriesContext(connection) as few:
        client.get(url(name))
    for item in shared.items.all():
        for number in range(3):
            made = actions.add_action(by=surrey.lano, item=item, text=f"More {number}")
            families.comment_on(by=surrey.forum, item=item, action=made, text="Yes")
    with django_assert_max_num_queries(len(few)):
        client.get(url(name))


def test_the_forum_finds_the_plan_on_its_list_once_it_is_shared(client, surrey, wsoa):
    client.force_login(surrey.forum)
    assert client.get(reverse("improvement:plan-list")).context["rows"] == []
    world.answer_all(surrey, wsoa)
    plans.make_move(by=surrey.lano, plan=wsoa, move="co_produce")
    [row] = client.get(reverse("improvement:plan-list")).context["rows"]
    assert row.url == url("co-production")


def test_the_forum_reads_and_comments_on_a_published_plan_that_was_never_shared(client, send, see, surrey, wsoa):
    world.answer_all(surrey, wsoa)
    client.force_login(surrey.forum)
    for name in ("co-production", "action-list"):
        assert client.get(url(name)).status_code in (403, 404)
    Plan.objects.update(state="published", published_on=wsoa.opened_on)
    assert "Surrey" in see("forum", reverse("improvement:plan-list"))
    for name in ("co-production", "action-list"):
        see("forum", url(name))
    send("forum", url("item-comment", 1), text="At last we can say something")
    assert PlanComment.objects.get().text == "At last we can say something"
