"""A measure beside its region, its neighbours and England, from the loaded statistics; Surrey's table exactly as it was printed."""

import csv
import io
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html.parser import HTMLParser

import pytest
from django.conf import settings

from measures import queries
from measures.queries.table import table
from measures.services import measures, values
from measures.tests.base import path, sheets_of, url
from measures.views.pictures import message
from partnerships import files
from partnerships.models import Indicator, IndicatorValue, LocalAuthority, StatisticalNeighbour

pytestmark = pytest.mark.django_db
# As the source document prints it.
PRINTED = [
    ["936", "Surrey", "11.00", "11.30", "11.70", "0.40"],
    ["989", "South East", "11.20", "11.10", "11.40", "0.30"],
    ["", "Statistical neighbours", "10.29", "10.69", "10.78", "0.09"],
    ["970", "England", "11.60", "11.60", "11.70", "0.10"],
]
HEAD = ["DfE code", "Area", "2016", "2017", "2018", "Change from previous year"]


@lru_cache(maxsize=1)
def sen_support():
    """{area code: its lines of the published SEN support}."""
    columns = ("area_code", "area_name", "level", "indicator", "year", "value")
    found = {}
    for row in files.read(settings.DATA_DIR, "sen_indicators_by_la.csv").rows(columns):
        if row.text("indicator") == "sen_support_pct":
            found.setdefault(row.text("area_code"), []).append(row)
    return found


@pytest.fixture
def statistics(surrey):
    """The published SEN support of Surrey, three of its neighbours, the South East and England, from the reference files."""
    indicator = Indicator.objects.create(
        code="sen_support_pct", name="SEN support", description="", source_link="https://example.org"
    )
    near = []
    columns = ("model", "dfe_code", "rank", "neighbour_dfe_code", "closeness")
    for row in files.read(settings.DATA_DIR, "statistical_neighbours.csv").rows(columns):
        if row.text("dfe_code") == "936" and row.text("model") == "LAIT May 2025 list" and row.whole("rank") <= 3:
            council = LocalAuthority.objects.create(
                dfe_code=row.text("neighbour_dfe_code"), gss_code=f"E0600{row.whole('rank')}", name=f"Neighbour {row.whole('rank')}",
                la_type="County", region=surrey.partnership.region, is_current=True,
            )  # fmt: skip
            near.append(council.dfe_code)
            StatisticalNeighbour.objects.create(
                model="LAIT May 2025 list", authority=surrey.partnership.authority, rank=row.whole("rank"), neighbour=council,
                closeness="Close",
            )  # fmt: skip
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            indicator=indicator, level=row.text("level"), area_code=row.text("area_code"), area_name=row.text("area_name"),
            year=row.whole("year"), value=row.number("value"),
        )
        for code in ("936", "989", "970", *near)
        for row in sen_support()[code]
    )  # fmt: skip
    return indicator


@pytest.fixture
def measured(surrey, item, statistics, at):
    """Surrey's measure with the values of its own evidence, recorded in 2019."""
    made = measures.define_measure(
        by=surrey.lano, item=item, name="% pupils with SEN support", unit="percent", places=2, every="year", better="higher",
        indicator=statistics, source="School census",
    )  # fmt: skip
    at(date(2019, 1, 10))
    for year, value in (("2016", "11"), ("2017", "11.3"), ("2018", "11.70%")):
        values.record_value(by=surrey.officer, measure=made, period=year, value=value)
    return made


class Cells(HTMLParser):
    """The rows of the tables of a page, as their cells' texts."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self.inside:
            self.tables[-1][-1][-1] += data.strip()


def compared(measure, surrey):
    return queries.comparison(queries.readings([measure])[0], surrey.partnership)


def test_surreys_table_stands_on_the_page_exactly_as_printed(surrey, measured, client):
    client.force_login(surrey.officer)
    page = client.get(url("measure-detail", measured.pk)).content.decode()
    shown = next(rows for rows in Cells(page).tables if rows[0][:2] == HEAD[:2])
    assert shown == [HEAD, *PRINTED]
    assert page.count('role="img"') == 2  # wide and narrow
    assert "as printed in" in page and "Open Government Licence" in page


def test_surreys_table_in_excel_has_real_numbers_with_their_decimals(surrey, measured, client):
    from openpyxl import load_workbook

    client.force_login(surrey.officer)
    content = client.get(url("measure-table", measured.pk)).content
    rows = next(iter(sheets_of(content).values()))
    assert rows[0] == HEAD
    assert [[code or "", name, *(f"{value:.2f}" for value in numbers)] for code, name, *numbers in rows[1:]] == PRINTED
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert isinstance(page["C2"].value, int | float) and page["C2"].number_format == "#,##0.00"
    assert page.freeze_panes == "A2" and page.auto_filter.ref == "A1:F5"


def test_surreys_table_in_csv_is_the_same(surrey, measured, client):
    client.force_login(surrey.officer)
    answer = client.get(url("measure-csv", measured.pk))
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [HEAD, *PRINTED]


def test_the_picture_has_one_sentence_with_its_message(surrey, measured):
    assert message(compared(measured, surrey)) == (
        "Surrey rose from 11.00% in 2016 to 11.70% in 2018, above South East (11.40%) and level with England (11.70%)."
    )


def test_a_value_that_is_not_the_published_one_is_told(surrey, measured):
    assert not [note for note in compared(measured, surrey).notes if "published figure" in note]
    row = measured.values.get(period="2017")
    values.correct_value(by=surrey.officer, row=row, value="11.5", reason="Own count")
    assert compared(measured, surrey).notes[0] == (
        "For 2017 the published figure for Surrey is 11.30%; the value recorded here is 11.50%."
    )


def test_years_that_no_document_prints_have_our_mean_with_a_note(surrey, measured, at):
    at(date(2020, 1, 10))
    values.record_value(by=surrey.officer, measure=measured, period="2019", value="12.2")
    found = compared(measured, surrey)
    assert [line.kind for line in found.lines] == ["area", "region", "neighbours", "mean", "england"]
    near = StatisticalNeighbour.objects.values_list("neighbour__dfe_code", flat=True)
    published = [row.value for row in IndicatorValue.objects.filter(year=2019, area_code__in=near)]
    assert found.line("mean").values == (None, None, None, (sum(published) / 3).quantize(Decimal("0.01")))
    assert (
        "for 2019 are the mean of the published figures of the 3 councils in the LAIT May 2025 list" in found.notes[-1]
    )


def test_a_measure_without_a_published_indicator_is_compared_with_nothing(surrey, support, statistics):
    found = compared(support, surrey)
    assert [line.kind for line in found.lines] == ["area", "target"]
    assert found.source == ""


def test_many_periods_stand_below_each_other_and_the_change_is_of_the_last(surrey, waiters, at, see):
    at(date(2017, 12, 1))
    for month in ("January", "February", "March", "April", "May", "June", "July", "August", "September"):
        values.record_value(by=surrey.officer, measure=waiters, period=f"{month} 2017", value="1,000")
    values.record_value(by=surrey.officer, measure=waiters, period="October 2017", value="24")
    made = table(compared(waiters, surrey))
    # The target lies after the newest value: the change is the newest value’s, and says so.
    assert made.is_tall and made.rows[0].change == -976 and made.rows[1].change is None
    assert made.change == "Change from previous month, October 2017"
    page = see("officer", url("measure-detail", waiters.pk))
    assert "Surrey fell from 1,875 in December 2016 to 24 in October 2017." in page
    assert "Reached" in page and "no figure" in page


def test_a_comparison_asks_a_fixed_number_of_queries(surrey, measured, django_assert_num_queries):
    reading = queries.readings([measured])[0]
    surrey.partnership.authority, surrey.partnership.region  # noqa: B018
    with django_assert_num_queries(3):
        queries.comparison(reading, surrey.partnership)


def test_a_path_needs_no_values(surrey, item, plan):
    made = measures.define_measure(
        by=surrey.lano,
        item=item,
        name="New",
        unit="count",
        every="year",
        better="lower",
        path=path("2015", "9", **{"2017": "4"}),
    )
    assert queries.readings([made])[0].distance == "No value yet"
    assert message(compared(made, surrey)) == "Surrey had 9 in 2015."
