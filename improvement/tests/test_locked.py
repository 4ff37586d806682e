"""The letter's words, submissions and decisions: refused in the service, in the model and by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from core.errors import Conflict, Refused
from core.frozen import Frozen
from improvement.models import PlanDecision, PlanItem, PlanSubmission
from improvement.models.item import LOCKED
from improvement.services import items, plans
from improvement.tests import world
from improvement.triggers import FROZEN

pytestmark = pytest.mark.django_db


def column(item, name="text"):
    return PlanItem.objects.filter(pk=item.pk).values_list(name, flat=True).get()


@pytest.mark.parametrize("name", ["text", "points", "closing", "responsible_bodies", "order", "finding"])
def test_the_service_refuses_the_letters_words(surrey, wsoa, name):
    item = wsoa.items.get(order=1)
    with pytest.raises(Refused, match="cannot be changed"):
        items.write_item(by=surrey.lano, item=item, version=1, **{name: "kinder words"})
    assert column(item) == world.WEAKNESSES[0]


def test_the_service_refuses_what_an_item_does_not_have(surrey, wsoa):
    with pytest.raises(Refused, match="An item has no colour"):
        items.write_item(by=surrey.lano, item=wsoa.items.get(order=1), version=1, colour="red")


def test_the_model_refuses(wsoa):
    item = wsoa.items.get(order=1)
    item.text = "kinder words"
    with pytest.raises(Frozen):
        item.save()
    with pytest.raises(Frozen):
        PlanItem.objects.update(text="kinder words")
    with pytest.raises(Frozen):
        PlanItem.objects.bulk_update([item], ["text"])
    with pytest.raises(Frozen):
        item.delete()
    with pytest.raises(Frozen):
        wsoa.items.all().delete()
    assert column(item) == world.WEAKNESSES[0]


@pytest.mark.parametrize("name", LOCKED)
def test_the_database_refuses_every_locked_column(wsoa, name):
    item = wsoa.items.get(order=1)
    value = {"plan_id": 999, "finding_id": 999, "order": 99, "points": '["new"]', "responsible_bodies": '["new"]'}.get(
        name, "new"
    )
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE improvement_planitem SET "{name}" = %s WHERE id = %s', [value, item.pk])
    assert PlanItem.objects.get(pk=item.pk).text == world.WEAKNESSES[0]


def test_the_database_and_the_model_lock_the_same_columns():
    assert FROZEN.tables["improvement_planitem"].never == LOCKED


def test_the_database_lets_the_areas_own_words_change(wsoa):
    item = wsoa.items.get(order=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_planitem SET outcome = %s, text = text WHERE id = %s", ["Done", item.pk])
    assert column(item, "outcome") == "Done"


@pytest.fixture
def returned(surrey, sent):
    plans.start_review(by=surrey.assurer, plan=sent)
    return plans.return_with_reasons(by=surrey.assurer, plan=sent, reason="No milestones")


@pytest.mark.parametrize("model", [PlanSubmission, PlanDecision])
def test_submissions_and_decisions_are_never_changed_or_removed(returned, model):
    row = model.objects.get()
    for act in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=2)):
        with pytest.raises(Frozen):
            act()
    assert model.objects.count() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE improvement_plansubmission SET snapshot = '{}'",
        "UPDATE improvement_plansubmission SET submitted_on = '2016-01-01'",
        "UPDATE improvement_plandecision SET reasons = ''",
    ],
)
def test_the_database_refuses_to_change_them(returned, sql):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_second_of_two_writers_is_told_and_nothing_is_lost(surrey, wsoa):
    one, two = wsoa.items.get(order=1), wsoa.items.get(order=1)
    items.write_item(by=surrey.lano, item=one, version=1, outcome="Train every case officer")
    with pytest.raises(Conflict) as conflict:
        items.write_item(by=surrey.dcs, item=two, version=1, outcome="Hire case officers")
    assert conflict.value.current.outcome == "Train every case officer"
    assert column(one, "outcome") == "Train every case officer"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"outcome": "x" * 10_001}, "outcome"),
    ],
)
def test_answers_that_cannot_be_are_refused_beside_their_field(surrey, wsoa, answers, field):
    item = wsoa.items.get(order=1)
    with pytest.raises(Refused) as refused:
        items.write_item(by=surrey.lano, item=item, version=1, **answers)
    assert [reason.field for reason in refused.value.reasons] == [field]
    item.refresh_from_db()
    assert (item.version, item.plan.state) == (1, "required")
