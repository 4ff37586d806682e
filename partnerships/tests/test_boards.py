"""Who commissions for an area on a day."""

from __future__ import annotations

from datetime import date

import pytest

from partnerships import queries
from partnerships.models import Commissioning, LocalAuthority, NhsBody, Partnership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loaded(reference):
    pass


def area(slug: str) -> Partnership:
    return Partnership.objects.select_related("authority", "region").get(slug=slug)


def names(slug: str, day: date) -> list[str]:
    return [
        found.name.removeprefix("NHS ").removesuffix(" Integrated Care Board")
        for found in queries.bodies_on(area(slug), day)
    ]


@pytest.mark.parametrize(
    ("slug", "day", "expected"),
    [
        ("southampton", date(2024, 4, 29), ["Hampshire and Isle of Wight"]),
        ("southampton", date(2022, 7, 1), ["Hampshire and Isle of Wight"]),
        # two groups became that board: neither is known to have served Southampton
        ("southampton", date(2022, 6, 30), []),
        ("surrey", date(2022, 6, 30), ["Surrey Heartlands CCG", "Frimley CCG"]),
        ("surrey", date(2022, 7, 1), ["Surrey Heartlands", "Frimley"]),
        ("surrey", date(2026, 3, 31), ["Surrey Heartlands", "Frimley"]),
        ("surrey", date(2026, 4, 1), ["Surrey and Sussex"]),
        (
            "essex",
            date(2026, 3, 31),
            ["Mid and South Essex", "Suffolk and North East Essex", "Hertfordshire and West Essex"],
        ),
        ("essex", date(2026, 4, 1), ["Essex"]),
        ("dorset", date(2022, 6, 30), ["Dorset CCG"]),
        ("dorset", date(2026, 4, 1), ["Dorset"]),
        # 3.39% of Cumberland lies in another board: not a partner
        ("cumberland", date(2024, 1, 1), ["North East and North Cumbria"]),
        ("surrey", date(2021, 3, 31), []),
    ],
)
def test_bodies_on(slug, day, expected):
    assert names(slug, day) == expected


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("dorset", date(2019, 3, 31)),  # began on 1 April 2019
        ("dorset-county", date(2022, 7, 1)),  # ended on 31 March 2019
        ("northamptonshire", date(2024, 1, 1)),
        ("cumberland", date(2022, 12, 1)),  # the look-up has it from July 2022, the area began in April 2023
        ("cumbria", date(2023, 4, 1)),
    ],
)
def test_nobody_commissions_for_an_area_outside_its_life(slug, day):
    assert names(slug, day) == []


def test_an_abolished_area_has_the_boards_of_those_that_replaced_it():
    assert sorted(names("cumbria", date(2023, 3, 31))) == [
        "Lancashire and South Cumbria",
        "North East and North Cumbria",
    ]
    assert all(found.derived and found.share is None for found in queries.bodies_on(area("cumbria"), date(2023, 3, 31)))


def test_rows_of_2026_are_derived_and_those_of_2022_are_not():
    surrey = area("surrey")
    assert [found.derived for found in queries.bodies_on(surrey, date(2026, 4, 1))] == [True]
    assert [found.derived for found in queries.bodies_on(surrey, date(2024, 4, 1))] == [False, False]


def test_the_periods_of_southampton():
    periods = queries.commissioning_over_time(area("southampton"))
    assert [(p.valid_from, p.valid_to, p.exact, p.derived) for p in periods] == [
        (date(2021, 4, 1), date(2022, 6, 30), False, True),
        (date(2022, 7, 1), date(2026, 3, 31), True, False),
        (date(2026, 4, 1), None, True, True),
    ]
    assert [str(found) for found in periods[0].commissioners] == [
        "NHS Hampshire, Southampton and Isle of Wight CCG",
        "NHS Portsmouth CCG",
    ]


def test_the_periods_of_an_area_are_clipped_to_its_life():
    assert [(p.valid_from, p.valid_to) for p in queries.commissioning_over_time(area("cumbria"))] == [
        (date(2021, 4, 1), date(2022, 6, 30)),
        (date(2022, 7, 1), date(2023, 3, 31)),
    ]


def test_every_area_of_today_has_a_board_in_each_period():
    for partnership in Partnership.objects.filter(valid_to=None).select_related("authority"):
        for day in (max(date(2022, 7, 1), partnership.valid_from or date.min), date(2026, 4, 1)):
            assert queries.bodies_on(partnership, day), f"{partnership} on {day}"


def test_bodies_on_reads_three_times_whatever_the_number_of_boards(django_assert_num_queries):
    one, three = area("southampton"), area("essex")
    for partnership in (one, three):
        with django_assert_num_queries(2):
            queries.bodies_on(partnership, date(2024, 1, 1))


def test_the_main_board_comes_first():
    authority = LocalAuthority.objects.get(dfe_code="850", is_current=True)
    Commissioning.objects.filter(authority=authority, body__ods_code="QNQ").update(pct_lsoas="99.00")
    assert names("hampshire", date(2024, 1, 1)) == ["Hampshire and Isle of Wight", "Frimley"]


def test_lineage():
    assert [p.slug for p in queries.lineage(area("dorset"))] == ["dorset-county", "dorset"]
    assert [p.slug for p in queries.lineage(area("northamptonshire"))] == [
        "northamptonshire",
        "north-northamptonshire",
        "west-northamptonshire",
    ]
    assert [p.slug for p in queries.lineage(area("bournemouth-christchurch-and-poole"))] == [
        "bournemouth", "dorset-county", "poole", "bournemouth-christchurch-and-poole",
    ]  # fmt: skip
    assert [p.slug for p in queries.lineage(area("surrey"))] == ["surrey"]


def test_the_groups_of_june_2022_each_passed_to_one_board():
    groups = NhsBody.objects.filter(kind="ccg")
    assert {group.successions.count() for group in groups} == {1}
