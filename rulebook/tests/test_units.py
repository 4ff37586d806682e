"""Amounts as people type them, and refused in words where the unit is wrong."""

from decimal import Decimal

import pytest

from rulebook.units import UNITS, WrongUnit, read


@pytest.mark.parametrize(
    ("unit", "places", "text", "value"),
    [
        ("percent", 2, "11.7%", "11.70"),
        ("percent", 1, "11.7 per cent", "11.70"),
        ("percent", 0, "100", "100.00"),
        ("count", 0, "1,875", "1875.00"),
        ("count", 0, "24.0", "24.00"),
        ("weeks", 1, "20.5 weeks", "20.50"),
        ("days", 0, "1 day", "1.00"),
        ("pounds", 2, "£1,200.50", "1200.50"),
        ("per_10000", 1, "30.5 per 10,000", "30.50"),
    ],
)
def test_an_amount_in_its_unit_is_read(unit, places, text, value):
    assert read(unit, places, text) == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "places", "text", "words"),
    [
        ("count", 0, "11.7%", "This measure is in whole numbers, and ‘11.7%’ is in per cent"),
        ("days", 0, "12 weeks", "This measure is in days, and ‘12 weeks’ is in weeks"),
        ("percent", 1, "£12", "is in pounds"),
        ("per_1000", 1, "3 per 10,000", "is in a rate per 10,000"),
        ("percent", 1, "117", "A percentage cannot be above 100"),
        ("percent", 1, "-1", "cannot be below zero"),
        ("count", 0, "24.5", "This measure is a count: enter a whole number, not 24.5"),
        ("percent", 1, "11.75", "kept to 1 decimal place; ‘11.75’ has more"),
        ("percent", 1, "11,7", "Write the decimal with a point: 11.7"),
        ("percent", 1, "", "Enter a number; this measure is in per cent"),
        ("percent", 1, "about 12", "‘about 12’ is not a number"),
        ("count", 0, "1,87", "Write the decimal with a point"),
        ("count", 0, "99999999999999", "longer than we can keep"),
        ("count", 0, "nan", "not a number"),
        ("count", 0, "1e3", "not a number"),
        ("count", 0, "١٢", "not a number"),
    ],
)
def test_anything_else_is_refused_in_words(unit, places, text, words):
    with pytest.raises(WrongUnit, match=words):
        read(unit, places, text)


def test_amounts_and_differences_in_words():
    assert UNITS["percent"].shown(Decimal("11.70"), 2) == "11.70%"
    assert UNITS["count"].shown(Decimal(1875), 0) == "1,875"
    assert UNITS["weeks"].shown(Decimal(1), 0) == "1 week"
    assert UNITS["pounds"].shown(Decimal(1200), 0) == "£1,200"
    assert UNITS["per_10000"].shown(Decimal("30.5"), 1) == "30.5 per 10,000"
    assert UNITS["percent"].difference(Decimal("0.8"), 2) == "0.80 percentage points"


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.code)
def test_what_is_shown_is_read_back(unit):
    places = 0 if unit.whole else 2
    assert read(unit.code, places, unit.shown(Decimal(87), places)) == Decimal(87)
