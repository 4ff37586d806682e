"""The register and one measure as people see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from measures import queries
from measures.demonstration import furnish
from measures.models import Measure
from measures.services import measures, values
from measures.tests.base import path, url

pytestmark = pytest.mark.django_db


def test_the_register_shows_each_measure_by_item_in_words(surrey, plan, support, waiters, see):
    for year, value in (("2014", "10.5"), ("2015", "10.9"), ("2016", "11")):
        values.record_value(by=surrey.officer, measure=support, period=year, value=value)
    page = see("lead", url("measure-list"))
    assert "M5.1 Pupils with SEN support 11.00% (2016) 11.50% (2018) 0.50 percentage points to go Better" in page
    assert "Young people waiting for CAMHS No value yet 24 (December 2017) No value yet Too early to say" in page
    assert "Define a measure" not in page
    assert "Define a measure" in see("lano", url("measure-list"))


def test_an_empty_register_says_what_to_do(surrey, plan, see):
    assert "No measure is defined yet. Define one, or download the workbook" in see("lano", url("measure-list"))


def test_the_register_asks_as_many_queries_for_three_measures_as_for_one(surrey, item, support, client):
    client.force_login(surrey.lano)
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    client.get(url("measure-list"))
    one = queries_of(client)
    for name in ("Second", "Third"):
        made = measures.define_measure(
            by=surrey.lano,
            item=item,
            name=name,
            unit="count",
            every="year",
            better="lower",
            path=path("2014", "3", **{"2018": "1"}),
        )
        values.record_value(by=surrey.officer, measure=made, period="2016", value="2")
    assert queries_of(client) == one


def queries_of(client, address=None):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address or url("measure-list")).status_code == 200
    return len(asked)


def test_one_measure_asks_as_many_queries_for_many_values_as_for_one(surrey, support, client):
    client.force_login(surrey.lano)
    values.record_value(by=surrey.officer, measure=support, period="2016", value="11")
    client.get(url("measure-detail", support.pk))
    one = queries_of(client, url("measure-detail", support.pk))
    for year in (2013, 2014, 2015):
        row = values.record_value(by=surrey.officer, measure=support, period=str(year), value="10")
        values.correct_value(by=surrey.officer, row=row, value="9", reason="Wrong")
    assert queries_of(client, url("measure-detail", support.pk)) == one


def test_the_page_of_a_measure_says_whether_progress_is_sustained_and_that_six_is_unconfirmed(surrey, waiters, see, at):
    at(date(2017, 9, 1))
    for month, value in zip(
        ("January", "February", "March", "April", "May", "June"), (900, 700, 500, 300, 100, 24), strict=True
    ):
        values.record_value(by=surrey.officer, measure=waiters, period=f"{month} 2017", value=str(value))
    page = see("dfe", url("measure-detail", waiters.pk))
    assert "The last 6 values are all better than the baseline median: sustained." in page
    assert "Unconfirmed" in page
    assert "Reached" in page


def test_a_long_register_has_pages(surrey, item, client):
    Measure.objects.bulk_create(
        Measure(item=item, number=n, name=f"Long name {n} " + "w" * 180, unit="count", every="year", better="lower")
        for n in range(1, 31)
    )
    client.force_login(surrey.lano)
    page = client.get(url("measure-list")).content.decode()
    assert "M5.25" in page and "M5.26" not in page
    assert "M5.26" in client.get(url("measure-list") + "?page=2").content.decode()


def test_measures_of_another_plan_are_not_found(surrey, support, client):
    client.force_login(surrey.lano)
    assert client.get(url("measure-detail", support.pk + 100)).status_code == 404
    client.force_login(surrey.stranger)
    assert client.get(url("measure-detail", support.pk)).status_code == 404


def test_the_demonstration_is_furnished_once(surrey, plan):
    cast = {Role.LANO: surrey.lano, Role.PARTNERSHIP_OFFICER: surrey.officer}
    made = furnish(cast=cast, plan=plan)
    assert [one.flag.standing for one in queries.readings(made)] == ["sustained", "spiky"]
    assert furnish(cast=cast, plan=plan) == []
