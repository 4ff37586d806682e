"""Recording what was counted: in its unit, never overwritten, and fixed in the database too."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit.models import Entry
from core.errors import Refused
from core.frozen import Frozen
from measures import queries
from measures.models import MeasureValue
from measures.services import measures, values
from measures.tests.base import url

pytestmark = pytest.mark.django_db


def standing(measure):
    return [(row.period, row.value) for row in queries.readings([measure])[0].values]


def test_values_are_recorded_in_words_and_in_order_of_time(surrey, support):
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11%")
    values.record_value(by=surrey.officer, measure=support, period="2015", value="10.9")
    assert standing(support) == [("2015", Decimal("10.90")), ("2016", Decimal("11.00"))]
    assert Entry.objects.filter(verb="measure.value_recorded").count() == 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("117", "cannot be above 100"),
        ("12 weeks", "is in weeks"),
        ("11.234", "2 decimal places"),
        ("x", "not a number"),
    ],
)
def test_a_value_in_the_wrong_unit_is_refused_in_words_and_nothing_changes(surrey, support, value, words):
    before = Entry.objects.count()
    with pytest.raises(Refused, match=words):
        values.record_value(by=surrey.officer, measure=support, period="2016", value=value)
    assert (MeasureValue.objects.count(), Entry.objects.count()) == (0, before)


def test_a_count_takes_whole_numbers_only(surrey, waiters):
    with pytest.raises(Refused, match="enter a whole number"):
        values.record_value(by=surrey.officer, measure=waiters, period="November 2016", value="24.5")
    with pytest.raises(Refused, match="is in per cent"):
        values.record_value(by=surrey.officer, measure=waiters, period="November 2016", value="24%")
    assert values.record_value(by=surrey.officer, measure=waiters, period="November 2016", value="1,875").value == 1875


def test_a_period_to_come_and_a_second_value_are_refused(surrey, support):
    with pytest.raises(Refused, match="2017 has not begun yet"):
        values.record_value(by=surrey.officer, measure=support, period="2017", value="11")
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    with pytest.raises(Refused, match="2016 has a value, 11.00%. Correct that one"):
        values.record_value(by=surrey.officer, measure=support, period="2016", value="12")


@pytest.mark.parametrize("who", ["dfe", "lead", "forum", "stranger"])
def test_only_those_who_track_the_plan_record_values(surrey, support, who):
    with pytest.raises(PermissionDenied):
        values.record_value(by=surrey.people[who], measure=support, period="2016", value="11")


def test_a_correction_stands_in_place_of_the_value_and_both_stay(surrey, support):
    row = values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    with pytest.raises(Refused, match="Say why"):
        values.correct_value(by=surrey.officer, row=row, value="11.1", reason=" ")
    values.correct_value(by=surrey.officer, row=row, value="11.1", reason="The census was corrected")
    assert standing(support) == [("2016", Decimal("11.10"))]
    assert MeasureValue.objects.count() == 2
    with pytest.raises(Refused, match="corrected this value already. It is 11.10% now"):
        values.correct_value(by=surrey.officer, row=row, value="12", reason="Again")


def test_a_withdrawn_value_can_be_recorded_again(surrey, support):
    row = values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    values.correct_value(by=surrey.officer, row=row, value=None, reason="Counted wrongly")
    assert standing(support) == []
    values.record_value(by=surrey.officer, measure=support, period="2016", value="12")
    assert standing(support) == [("2016", Decimal("12.00"))]


def test_no_value_is_taken_for_a_plan_that_is_over_or_a_measure_taken_out(surrey, support, plan):
    measures.remove_measure(by=surrey.lano, measure=support, reason="Counted twice")
    with pytest.raises(Refused, match="taken off the register"):
        values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    type(plan).objects.filter(pk=plan.pk).update(state="superseded")
    with pytest.raises(Refused, match="not changed any more"):
        values.record_value(by=surrey.officer, measure=support, period="2016", value="11")


def test_values_are_frozen_in_the_model_and_in_the_database(surrey, support):
    row = values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    row.value = Decimal(99)
    for act in (
        row.save,
        row.delete,
        lambda: MeasureValue.objects.update(value=1),
        lambda: MeasureValue.objects.all().delete(),
    ):
        with pytest.raises(Frozen):
            act()
    for table in ("measures_measurevalue", "measures_rebaseline", "measures_rebaselinedecision"):
        if table == "measures_measurevalue":
            with (
                pytest.raises(DatabaseError, match="never changed"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE {table} SET note = 'x'")
    row.refresh_from_db()
    assert row.value == 11


def test_the_database_takes_one_first_value_for_a_period(surrey, support):
    row = values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    same = {"measure": support, "period": "2016", "period_end_on": row.period_end_on, "recorded_at": row.recorded_at}
    for wrong in (
        same | {"value": 12},
        same | {"period": "2015", "value": None},
        same | {"value": 12, "supersedes": row, "reason": ""},
        same | {"period": "2014", "value": -1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            MeasureValue.objects.create(**wrong)


def test_the_form_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed(surrey, support, send):
    answer = send("officer", url("value-add", support.pk), period="2016", value="117", note="From the census")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "A percentage cannot be above 100" in page and 'value="117"' in page and "From the census" in page
    assert send("officer", url("value-add", support.pk), period="2016", value="11.2%").status_code == 302
    assert standing(support) == [("2016", Decimal("11.20"))]


def test_the_page_to_correct_needs_a_value_or_a_withdrawal(surrey, support, send):
    row = values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    address = url("value-correct", support.pk, row.pk)
    assert "Enter the right value" in send("officer", address, value="", reason="Wrong").content.decode()
    assert send("officer", address, value="", withdraw="on", reason="Wrong").status_code == 302
    assert standing(support) == []


def test_a_sent_form_sent_twice_records_once(surrey, support, client):
    client.force_login(surrey.officer)
    typed = {"submission_key": "k" * 20, "period": "2016", "value": "11"}
    for _ in range(2):
        assert client.post(url("value-add", support.pk), typed).status_code == 302
    assert MeasureValue.objects.count() == 1


def test_values_go_on_in_the_plan_that_follows(surrey, support, plan):
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    old = values.record_value(by=surrey.officer, measure=support, period="2015", value="10")
    values.correct_value(by=surrey.officer, row=old, value="10.5", reason="Typed wrongly")
    to_item = plan.items.get(order=1)
    made = measures.carry_measures(by=surrey.lano, from_item=support.item, to_item=to_item)
    assert [(m.carried_from, m.baseline_value, m.targets.get().value) for m in made] == [
        (support, Decimal("11.00"), Decimal("11.50"))
    ]
    assert standing(made[0]) == [("2015", Decimal("10.50")), ("2016", Decimal("11.00"))]
    copied = MeasureValue.objects.filter(measure=made[0], period="2016").get()
    assert (copied.recorded_by, copied.carried_from.measure) == (surrey.officer, support)
    assert measures.carry_measures(by=surrey.lano, from_item=support.item, to_item=to_item) == []
