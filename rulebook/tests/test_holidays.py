from __future__ import annotations

import copy
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook import holidays
from rulebook.holidays import BadHolidayFile, Holiday

ROOT = Path(__file__).resolve().parents[2]


def good() -> dict[str, Any]:
    return {
        "edition": "one",
        "source": "GOV.UK",
        "licence": "OGL",
        "coverage": {"from": "2024-01-01", "to": "2024-12-31"},
        "holidays": [{"date": "2024-12-25", "name": "Christmas Day"}, {"date": "2024-01-01", "name": "New Year's Day"}],
    }


def test_the_bundled_file_is_the_published_list() -> None:
    with (ROOT / "data" / "bank_holidays_england_wales.csv").open(encoding="utf-8") as file:
        published = [Holiday(date.fromisoformat(row["date"]), row["name"]) for row in csv.DictReader(file)]
    bundled = holidays.read()
    assert list(bundled.holidays) == sorted(published)
    assert not holidays.diff(bundled.holidays, published)
    assert (bundled.first_on, bundled.last_on) == (date(2015, 1, 1), date(2028, 12, 31))
    assert "Open Government Licence v3.0" in bundled.licence


@pytest.mark.trust("D3", "every year of the file")
def test_every_covered_year_has_its_eight_holidays_and_the_known_extra_ones() -> None:
    counts: dict[int, int] = {}
    for holiday in holidays.read().holidays:
        counts[holiday.date.year] = counts.get(holiday.date.year, 0) + 1
    assert counts == {year: {2022: 10, 2023: 9}.get(year, 8) for year in range(2015, 2029)}


def test_holidays_come_out_sorted() -> None:
    assert [holiday.date for holiday in holidays.parse(good()).holidays] == [date(2024, 1, 1), date(2024, 12, 25)]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("edition",), "", "edition: must be text"),
        (("source",), None, "source: must be text"),
        (("licence",), 3, "licence: must be text"),
        (("coverage",), [], "coverage: must be an object"),
        (("coverage", "from"), "2024-02-30", "coverage.from: must be a date"),
        (("coverage", "to"), "2023-12-31", "coverage.to: is before coverage.from"),
        (("holidays",), [], "holidays: must be a list with at least one row"),
        (("holidays",), {}, "holidays: must be a list with at least one row"),
        (("holidays", 1), "2024-01-01", r"holidays\[1\]: must be an object"),
        (("holidays", 1, "date"), "1 January", r"holidays\[1\].date: must be a date"),
        (("holidays", 1, "date"), "2025-01-01", r"holidays\[1\].date: 2025-01-01 is outside the coverage"),
        (("holidays", 1, "date"), "2024-12-25", r"holidays\[1\].date: 2024-12-25 is given twice"),
        (("holidays", 1, "date"), "2024-01-06", r"holidays\[1\].date: 2024-01-06 is a weekend day"),
        (("holidays", 1, "name"), " ", r"holidays\[1\].name: must be text"),
    ],
)
def test_a_faulty_file_is_refused_with_the_path_to_the_fault(path: tuple[Any, ...], value: Any, message: str) -> None:
    document = copy.deepcopy(good())
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    with pytest.raises(BadHolidayFile, match=message):
        holidays.parse(document)


def test_what_is_not_an_object_is_refused() -> None:
    with pytest.raises(BadHolidayFile, match=r"must be an object"):
        holidays.parse([])


def test_files_that_are_missing_or_cut_short_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadHolidayFile, match=r"none.json cannot be read"):
        holidays.read(tmp_path / "none.json")
    cut = tmp_path / "cut.json"
    cut.write_text(json.dumps(good())[:40], encoding="utf-8")
    with pytest.raises(BadHolidayFile, match=r"cut.json is not JSON"):
        holidays.read(cut)
    cut.write_bytes(b"\xff\xfe{")
    with pytest.raises(BadHolidayFile, match=r"cut.json is not JSON"):
        holidays.read(cut)


def test_the_difference_of_two_lists() -> None:
    spring, funeral = Holiday(date(2022, 5, 30), "Spring"), Holiday(date(2022, 9, 19), "State Funeral")
    older = [spring, Holiday(date(2022, 6, 3), "Jubilee")]
    newer = [funeral, Holiday(date(2022, 6, 3), "Platinum Jubilee")]
    found = holidays.diff(older, newer)
    assert (found.added, found.removed) == ((funeral,), (spring,))
    assert [(before.name, after.name) for before, after in found.renamed] == [("Jubilee", "Platinum Jubilee")]
    assert found
    assert not holidays.diff(older, older)
