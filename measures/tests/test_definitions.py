"""Defining measures, changing them, and another baseline that somebody else approves."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Notice
from audit.models import Entry
from core.errors import Conflict, Refused
from core.frozen import Frozen
from inspections.tests.pages import text_of
from measures import queries
from measures.models import Measure, Rebaseline, RebaselineDecision
from measures.services import amounts, measures, rebaselines, values
from measures.tests.base import path, url

pytestmark = pytest.mark.django_db
WORDS = {"name": "Absence", "unit": "percent", "every": "year", "better": "lower", "places": 1}


def define(by, item, **more):
    return measures.define_measure(by=by, item=item, **(WORDS | more))


def typed(**more):
    return {
        "item": "5", "name": "Absence", "definition": "", "source": "", "unit": "percent", "places": "1", "better": "lower",
        "every": "year", "indicator": "", "baseline_period": "", "baseline_value": "", "targets": "",
    } | more  # fmt: skip


def test_measures_are_numbered_by_item(surrey, item, support):
    assert [support.reference, define(surrey.lano, item).reference] == ["M5.1", "M5.2"]
    assert define(surrey.lano, item.plan.items.get(order=1)).reference == "M1.1"


@pytest.mark.parametrize("who", ["officer", "dfe", "lead", "forum", "stranger"])
def test_only_those_who_write_the_plan_define_measures(surrey, item, support, who):
    with pytest.raises(PermissionDenied):
        define(surrey.people[who], item)
    with pytest.raises(PermissionDenied):
        measures.change_measure(by=surrey.people[who], measure=support, version=1, name="x")
    with pytest.raises(PermissionDenied):
        measures.remove_measure(by=surrey.people[who], measure=support, reason="x")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": " "}, "Enter the name"),
        ({"unit": "count"}, "A count has no decimal places"),
        ({"unit": "miles"}, "Choose the unit"),
        ({"every": "week"}, "Choose how often"),
        ({"path": path("2016", "110")}, "cannot be above 100"),
        ({"path": path("2016", "10", **{"2016": "9"})}, "after the baseline"),
        ({"definition": "x" * 5001}, "at most 5,000 characters"),
    ],
)
def test_what_makes_no_measure_is_refused(surrey, item, more, words):
    with pytest.raises(Refused, match=words):
        define(surrey.lano, item, **more)
    assert not Measure.objects.exists()


def test_a_change_is_saved_and_recorded_and_the_second_person_is_told(surrey, support):
    measures.change_measure(
        by=surrey.lano, measure=support, version=1, name="SEN support", path=path("2016", "11.00", **{"2019": "12"})
    )
    support.refresh_from_db()
    assert (support.name, support.version, amounts.as_lines(support, amounts.path_of(support).targets)) == (
        "SEN support", 2, "2019: 12.00",
    )  # fmt: skip
    assert set(Entry.objects.get(verb="measure.changed").changes) == {"name", "targets"}
    with pytest.raises(Conflict):
        measures.change_measure(by=surrey.dcs, measure=support, version=1, name="Other")


def test_the_unit_of_recorded_values_does_not_change(surrey, support):
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    for wrong in ({"unit": "weeks"}, {"every": "month"}, {"places": 1}):
        with pytest.raises(Refused, match="Values are recorded in per cent already"):
            measures.change_measure(by=surrey.lano, measure=support, version=1, **wrong, path=path())
    measures.change_measure(by=surrey.lano, measure=support, version=1, name="Other")


def test_baseline_and_targets_stay_in_the_rhythm_and_the_unit_of_the_measure(surrey, support, plan):
    with pytest.raises(Refused, match="in the periods it is counted in"):
        measures.change_measure(by=surrey.lano, measure=support, version=1, every="month")
    type(plan).objects.filter(pk=plan.pk).update(state="in_delivery")
    with pytest.raises(Refused, match="fixed since the plan was sent"):
        measures.change_measure(by=surrey.lano, measure=support, version=1, unit="weeks")


def test_a_measure_of_an_action_belongs_to_its_item(surrey, plan, item):
    from improvement.models import Action

    action = Action.objects.create(item=plan.items.get(order=1), number=1, text="Train")
    with pytest.raises(Refused, match="belongs to another item"):
        define(surrey.lano, item, action=action)
    assert define(surrey.lano, action.item, action=action).action == action


def test_the_database_refuses_half_a_baseline_and_a_number_twice(surrey, support):
    for wrong in ({"baseline_period": ""}, {"places": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Measure.objects.filter(pk=support.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(item=support.item, number=1, name="x", unit="count", every="year", better="lower")


def test_a_sent_plan_keeps_its_baseline_until_somebody_else_approves_another(surrey, support, delivered):
    with pytest.raises(Refused, match="fixed since the plan was sent"):
        measures.change_measure(by=surrey.lano, measure=support, version=1, path=path("2016", "10.00"))
    with pytest.raises(Refused, match="Say why"):
        rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="")
    with pytest.raises(Refused, match="stand already"):
        rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "11.00", **{"2018": "11.50"}), reason="Same")
    asked = rebaselines.ask(
        by=surrey.lano, measure=support, path=path("2016", "10.50", **{"2020": "12"}), reason="The census was corrected"
    )
    with pytest.raises(Refused, match="waits for a decision"):
        rebaselines.ask(by=surrey.dcs, measure=support, path=path("2016", "9"), reason="Also")
    support.refresh_from_db()
    assert support.baseline_value == Decimal("11.00")
    assert Notice.objects.filter(person=surrey.assurer, subject__contains="Another baseline is asked for").exists()
    rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="approved")
    support.refresh_from_db()
    assert (support.baseline_value, support.targets.get().period) == (Decimal("10.50"), "2020")
    assert asked.old == {"baseline": ["2016", "11.00"], "targets": {"2018": "11.50"}}
    assert Notice.objects.filter(person=surrey.lano, subject__startswith="Approved").exists()
    with pytest.raises(Refused, match="decided already"):
        rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="approved")


def test_before_the_plan_is_sent_there_is_nothing_to_approve(surrey, support):
    with pytest.raises(Refused, match="has not been sent yet"):
        rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="x")


def test_a_refusal_says_why_and_leaves_the_baseline(surrey, support, delivered):
    asked = rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="Covid")
    for decision, words in (("perhaps", "Choose"), ("refused", "Say why it is refused")):
        with pytest.raises(Refused, match=words):
            rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision=decision)
    rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="refused", note="The figures are final")
    support.refresh_from_db()
    assert support.baseline_value == Decimal("11.00")
    assert rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="Again").number == 2


@pytest.mark.parametrize("who", ["lano", "dcs", "officer", "lead", "stranger"])
def test_only_those_who_review_decide(surrey, support, delivered, who):
    asked = rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="x")
    with pytest.raises(PermissionDenied):
        rebaselines.decide(by=surrey.people[who], rebaseline=asked, decision="approved")


def test_nobody_decides_on_what_they_asked_for(surrey, support, delivered):
    asked = Rebaseline.objects.create(
        measure=support, number=1, asked_by=surrey.assurer, asked_at=support.created_at, reason="x",
        old=amounts.path_of(support).as_json(), new=path("2016", "10").as_json(),
    )  # fmt: skip
    with pytest.raises(PermissionDenied, match="other than the person who asked"):
        rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="approved")
    assert not RebaselineDecision.objects.exists()


def test_requests_and_decisions_are_frozen(surrey, support, delivered):
    asked = rebaselines.ask(by=surrey.lano, measure=support, path=path("2016", "10"), reason="x")
    decided = rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="approved")
    for row in (asked, decided):
        with pytest.raises(Frozen):
            row.save()
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {row._meta.db_table} SET id = id")


def test_the_form_defines_a_measure_and_names_every_fault_of_baseline_and_targets(surrey, plan, send):
    answer = send("lano", url("measure-add"), **typed(baseline_period="2016", targets="2018: 9.5\n2018: 9\nsoon"))
    page = answer.content.decode()
    assert "Enter the baseline’s value too" in page
    assert "2018 has a target already" in page and "Write the period, a colon and the value" in page
    assert not Measure.objects.exists()
    good = typed(baseline_period="2016", baseline_value="10.1%", targets="2018: 9.5\n2020: 8")
    assert send("lano", url("measure-add"), **good).status_code == 302
    made = Measure.objects.get()
    assert (made.baseline_words, amounts.as_lines(made, amounts.path_of(made).targets)) == (
        "10.1% (2016)", "2018: 9.5\n2020: 8.0",
    )  # fmt: skip


def test_both_baselines_stay_readable_and_the_page_of_who_asked_offers_no_decision(
    surrey, support, delivered, send, see
):
    answer = send(
        "lano",
        url("rebaseline-ask", support.pk),
        baseline_period="2016",
        baseline_value="10.5",
        targets="",
        reason="Covid closed schools",
    )
    assert answer.status_code == 302
    assert "Waits for a decision" in see("lano", url("measure-detail", support.pk))
    assert send("assurer", url("rebaseline-decide", support.pk, 1), decision="approved", note="").status_code == 302
    page = see("lano", url("measure-detail", support.pk))
    assert (
        "11.00% (2016)" in page and "10.50% (2016)" in page and "Covid closed schools" in page and "Approved by" in page
    )


def test_the_standing_of_items_and_actions_in_a_fixed_number_of_queries(
    surrey, plan, item, support, waiters, django_assert_num_queries
):
    from improvement.models import Action

    action = Action.objects.create(item=item, number=1, text="Train")
    Measure.objects.filter(pk=waiters.pk).update(action=action)
    for period, value in (("October 2016", "1875"), ("November 2016", "1900")):
        values.record_value(by=surrey.officer, measure=waiters, period=period, value=value)
    for period, value in (("2015", "10"), ("2016", "11")):
        values.record_value(by=surrey.officer, measure=support, period=period, value=value)
    with django_assert_num_queries(3):
        found = queries.standing_of(plan)
    assert [one.measure for one in found.items[item.pk].better] == [support]
    assert found.items[item.pk].is_falling and not found.items[item.pk].is_rising
    assert found.actions[action.pk].words == "1 measure is worse than before: M5.2 Young people waiting for CAMHS"
    define(surrey.lano, plan.items.get(order=1))
    with django_assert_num_queries(3):
        queries.standing_of(plan)


def test_nobody_asks_for_an_old_baseline_back_unseen(surrey, support, delivered, client):
    client.force_login(surrey.lano)
    address = url("rebaseline-ask", support.pk)
    form = client.get(address).context["form"]
    mine = {name: form[name].value() for name in ("baseline_period", "baseline_value", "version")}
    mine |= {"targets": "2018: 12", "reason": "More are expected"}
    asked = rebaselines.ask(
        by=surrey.dcs, measure=support, path=path("2016", "10.5", **{"2018": "11.5"}), reason="Census"
    )
    assert "waits for a decision" in text_of(client.post(address, mine))
    rebaselines.decide(by=surrey.assurer, rebaseline=asked, decision="approved")
    answer = client.post(address, mine)
    assert Rebaseline.objects.count() == 1
    assert "Someone else changed this" in text_of(answer)
    assert "which value? Their text 10.50 Your text 11.00" in text_of(answer)
    client.post(address, mine | {"baseline_value": "10.5", "version": answer.context["form"]["version"].value()})
    assert Rebaseline.objects.get(number=2).new == {"baseline": ["2016", "10.50"], "targets": {"2018": "12.00"}}
