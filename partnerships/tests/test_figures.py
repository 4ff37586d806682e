"""Neighbours and indicators, and the list of areas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from partnerships import queries
from partnerships.models import IndicatorValue, Partnership
from partnerships.queries.figures import newest_neighbours

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(reference):
    pass


def area(slug: str) -> Partnership:
    return Partnership.objects.select_related("authority", "region").get(slug=slug)


def test_the_newest_list_of_neighbours_is_the_default():
    surrey = area("surrey")
    assert queries.latest_model(surrey) == "LAIT May 2025 list"
    near = list(queries.neighbours(surrey))
    assert [row.rank for row in near] == list(range(1, 11))
    assert near[0].neighbour.name == "Windsor and Maidenhead"
    assert newest_neighbours(surrey) == near
    assert len(queries.neighbours(surrey, model="LAIT April 2021 list")) == 10
    assert len(queries.neighbours(surrey, model="No such list")) == 0


def test_areas_without_neighbours_in_2021_have_those_of_2025():
    assert not queries.neighbours(area("cumberland"), model="LAIT April 2021 list").exists()
    assert queries.neighbours(area("cumberland")).count() == 10


def test_sen_support_of_surrey_equals_the_published_figures():
    table = queries.indicator_table(area("surrey"), "sen_support_pct")
    series = {line.code: dict(zip(table.years, line.values, strict=True)) for line in table.series}
    # data/surrey_kpi_sen_support.csv
    assert [series["area"][year] for year in (2016, 2017, 2018)] == [
        Decimal("11.00"),
        Decimal("11.30"),
        Decimal("11.70"),
    ]
    assert [series["region"][year] for year in (2016, 2017, 2018)] == [
        Decimal("11.20"),
        Decimal("11.10"),
        Decimal("11.40"),
    ]
    assert [series["england"][year] for year in (2016, 2017, 2018)] == [
        Decimal("11.60"),
        Decimal("11.60"),
        Decimal("11.70"),
    ]
    assert table.latest == (2025, Decimal("14.70"))


def test_the_median_is_of_the_neighbours_that_have_a_figure():
    surrey = area("surrey")
    codes = [row.neighbour.dfe_code for row in queries.neighbours(surrey)]
    held = IndicatorValue.objects.filter(indicator="sen_support_pct", year=2020, area_code__in=codes)
    held.exclude(area_code__in=codes[:3]).update(value=None, marker="-")
    for code, value in zip(codes[:3], ("1.00", "8.00", "3.00"), strict=True):
        held.filter(area_code=code).update(value=value)
    table = queries.indicator_table(surrey, "sen_support_pct")
    median = next(line for line in table.series if line.code == "neighbours")
    assert median.values[table.years.index(2020)] == Decimal("3.00")


def test_an_area_of_2023_has_no_figure_before_it():
    table = queries.indicator_table(area("cumberland"), "sen_support_pct")
    own = dict(zip(table.years, table.series[0].values, strict=True))
    assert own[2022] is None
    assert own[2025] is not None


def test_yorkshire_is_found_under_the_sources_other_spelling():
    table = queries.indicator_table(area("barnsley"), "sen_support_pct")
    assert "region" in {line.code for line in table.series}


def test_a_measure_nobody_knows_has_no_table():
    assert queries.indicator_table(area("surrey"), "happiness_pct") is None


@pytest.mark.parametrize(
    "codes", [["sen_support_pct"], ["sen_support_pct", "ehc_20_weeks_all_pct", "persistent_absence_pct"]]
)
def test_tables_cost_two_reads_whatever_their_number(django_assert_num_queries, codes):
    surrey = area("surrey")
    with django_assert_num_queries(2):
        assert len(queries.indicator_tables(surrey, codes)) == len(codes)


# --- lists


def test_areas_by_region():
    found = {str(region): len(areas) for region, areas in queries.by_region()}
    assert len(found) == 9
    assert sum(found.values()) == 153
    assert found["London"] == 33


@pytest.mark.parametrize(
    ("asked", "slugs"),
    [
        ({"text": "hamp"}, ["southampton", "hampshire", "wolverhampton"]),
        ({"text": "council isle wight"}, ["isle-of-wight"]),
        ({"text": "852"}, ["southampton"]),
        ({"text": "e06000045"}, ["southampton"]),
        ({"text": "dorset"}, ["dorset"]),
        ({"text": "dorset", "former": True}, ["dorset-county"]),
        ({"text": "hamp", "region": "E12000005"}, ["wolverhampton"]),
        ({"text": "' OR 1=1 --"}, []),
        ({"text": "%"}, []),
    ],
)
def test_the_list_finds(asked, slugs):
    found = {area.slug for area in queries.area_list(**asked)}
    assert found >= set(slugs)
    if asked["text"] != "hamp" or "region" in asked:
        assert found == set(slugs)


def test_the_list_is_of_its_day():
    slugs = set(queries.area_list(on=date(2018, 1, 1)).values_list("slug", flat=True))
    assert {"dorset-county", "cumbria"} <= slugs
    assert not {"dorset", "cumberland"} & slugs


def test_the_list_costs_three_reads_for_one_area_and_for_all(django_assert_num_queries):
    for asked in ({"text": "southampton"}, {}):
        with django_assert_num_queries(3):
            for _, areas in queries.by_region(queries.area_list(**asked)):
                for partnership in areas:
                    assert [row.body.name for row in partnership.authority.boards_now]
