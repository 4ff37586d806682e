"""The published inspections as rows, and the official figures they add up to."""

from __future__ import annotations

import json
import shutil
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Notice
from audit.models import Entry
from inspections.models import Deadline, Inspection, PublishedListing
from inspections.queries import inspections as lists
from inspections.queries.national import FIRST_YEAR, SETS, figures, rows
from inspections.queries.publishing import spread, taken
from inspections.services.calendar import working_calendar
from inspections.services.history import load
from inspections.services.inspections import record_receipt
from inspections.services.reminders import sweep
from partnerships.models import Partnership
from rulebook.terms import term_of

pytestmark = pytest.mark.django_db
DATA = Path(settings.DATA_DIR)


@pytest.fixture(scope="module")
def areas(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The real areas, loaded once for this module and taken away after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(areas: None) -> dict[str, int]:
    return load(by=None, folder=DATA)


def test_every_published_inspection_is_a_row(loaded: dict[str, int]) -> None:
    assert loaded == {"created": 295, "adopted": 0, "already": 0, "listings_created": 46, "listings_already": 0}

    def number(**given: Any) -> int:
        return Inspection.objects.filter(**given).count()

    assert number(source="ofsted-statistics-2016-2022", kind="full") == 149
    assert number(source="ofsted-statistics-2016-2022", kind="revisit") == 46
    assert number(source="ofsted-reports-2023-on") == 97
    assert number(source="ofsted-notes") == 3
    assert number(state="published") == 295
    assert number(notified_on=None, report_received_on=None) == 295, "no date is made up"
    assert number(source="ofsted-statistics-2016-2022", onsite_end_on=None) == 195
    assert not Deadline.objects.exists()


def test_the_figures_are_the_official_ones(loaded: dict[str, int]) -> None:
    out = StringIO()
    call_command("national_figures", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["local-area-send-2016"] == {
        "inspections": 149, "wsoa_required": 82,
        "revisits": 46, "revisits_all_sufficient": 20, "revisits_some": 24, "revisits_none": 2,
    }  # fmt: skip
    assert found["area-send-2023"] == {"inspections": 96, "outcome_1": 19, "outcome_2": 52, "outcome_3": 25}
    assert found["first_year"] == {"areas": 39, "wsoa_required": 13}
    # The official spread over years, domain table 1.4.
    years = {
        row["year"]: (row["wsoa_required"], row["inspections"]) for row in found["by_year"]["local-area-send-2016"]
    }
    assert years == {
        2016: (5, 20),
        2017: (14, 27),
        2018: (19, 32),
        2019: (17, 29),
        2020: (4, 7),
        2021: (16, 23),
        2022: (7, 11),
    }
    assert sum(row["outcome_3"] for row in found["by_region"]["area-send-2023"]) == 25
    assert len(found["by_region"]["local-area-send-2016"]) == 9
    terms = found["by_term"]["local-area-send-2016"]
    assert (terms[0]["name"], terms[-1]["name"]) == ("Summer 2016", "Spring 2022")
    assert sum(row["wsoa_required"] for row in terms) == 82


def test_every_number_opens_as_many_rows(loaded: dict[str, int]) -> None:
    found = figures()
    numbers = {(one.code, name, "", "", ""): found[one.framework_code][name] for one in SETS for name in one.counts}
    numbers |= {(FIRST_YEAR, name, "", "", ""): number for name, number in found[FIRST_YEAR].items()}
    for place, over in enumerate(("year", "region", "term")):
        for code, counted in found[f"by_{over}"].items():
            for row in counted:
                key = ["", "", ""]
                key[place] = str(row[over])
                numbers |= {
                    (code, name, *key): number
                    for name, number in row.items()
                    if name not in ("year", "region", "term", "name")
                }
    assert len(numbers) > 150
    for (of, name, year, region, in_term), number in numbers.items():
        opened = rows(of, name, year=year, region=region, in_term=in_term)
        assert opened is not None and opened.count() == number, (of, name, year, region, in_term)
    assert (
        rows("nothing", "inspections")
        is rows(SETS[0].code, "secret")
        is rows(SETS[0].code, "inspections", year="x")
        is None
    )
    assert rows(SETS[0].code, "inspections", in_term="2016-winter") is None


def test_the_terms_agree_with_those_printed_in_the_first_year(loaded: dict[str, int]) -> None:
    printed = PublishedListing.objects.filter(inspection__onsite_start_on__isnull=False).select_related("inspection")
    assert printed.count() > 40
    assert [row.as_printed for row in printed if term_of(row.inspection.onsite_start_on).name != row.term] == []


def test_the_time_to_publish_is_as_the_rulebook_says(loaded: dict[str, int]) -> None:
    old, revisits, new = (spread(taken(one.inspections, working_calendar())) for one in SETS)
    # The notes of the rules: of 149 letters the middle one took 42 working days; 43 is the middle of the reports since 2023.
    assert (old.count, old.median, old.least, old.most, old.within) == (149, 42, 28, 102, 16)
    assert (revisits.count, revisits.within) == (46, 21)
    assert (new.count, new.least, new.most, new.within) == (94, 29, 101, None)
    with pytest.raises(ValueError, match="nothing was published"):
        spread([])


def test_the_figures_cost_the_same_for_one_row_and_for_all(areas: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        figures()
    load(by=None, folder=DATA)
    with django_assert_num_queries(2):
        figures()


def test_running_it_twice_changes_nothing(loaded: dict[str, int]) -> None:
    before = list(Inspection.objects.order_by("pk").values())
    again = load(by=None, folder=DATA)
    assert again == {"created": 0, "adopted": 0, "already": 295, "listings_created": 0, "listings_already": 46}
    assert list(Inspection.objects.order_by("pk").values()) == before
    assert Entry.objects.filter(verb="history.loaded").count() == 1


def test_what_people_changed_is_left_alone(loaded: dict[str, int]) -> None:
    Inspection.objects.filter(reference="bury-2024").update(
        letter_dated_on=date(2024, 4, 22), report_received_on=date(2024, 4, 20)
    )
    load(by=None, folder=DATA)
    bury = Inspection.objects.get(reference="bury-2024")
    assert (bury.letter_dated_on, bury.report_received_on) == (date(2024, 4, 22), date(2024, 4, 20))


def test_an_inspection_recorded_before_is_counted_once(areas: None) -> None:
    area = Partnership.objects.get(slug="southampton")
    own = Inspection.objects.create(
        reference="southampton-2024", partnership=area, framework_code="area-send-2023", edition_code="2024-04-05",
        kind="full", state="published", onsite_start_on=date(2024, 5, 13), published_on=date(2024, 7, 16),
        outcome="outcome-2", notified_on=date(2024, 4, 29),
    )  # fmt: skip
    counts = load(by=None, folder=DATA)
    assert (counts["created"], counts["adopted"]) == (294, 1)
    assert Inspection.objects.filter(partnership=area, framework_code="area-send-2023").count() == 1
    own.refresh_from_db()
    assert (own.source, own.notified_on) == ("ofsted-reports-2023-on", date(2024, 4, 29))
    assert figures()["area-send-2023"]["inspections"] == 96


def test_inspections_of_this_service_do_not_change_the_official_counts(loaded: dict[str, int]) -> None:
    area = Partnership.objects.get(slug="southampton")
    Inspection.objects.create(
        reference="southampton-2027", partnership=area, framework_code="area-send-2023", edition_code="2025-07-07",
        kind="full", state="published", onsite_start_on=date(2027, 5, 10), published_on=date(2027, 7, 12), outcome="outcome-1",
    )  # fmt: skip
    assert figures()["area-send-2023"]["inspections"] == 96


def test_known_inspections_in_detail(loaded: dict[str, int]) -> None:
    surrey = Inspection.objects.get(reference="surrey-2016")
    assert (surrey.onsite_start_on, surrey.published_on, surrey.n_weaknesses) == (
        date(2016, 10, 17),
        date(2016, 12, 8),
        5,
    )
    assert (surrey.outcome_spec.tag, surrey.edition_code) == ("red", "2016-04")  # type: ignore[union-attr]
    revisit = Inspection.objects.get(reference="surrey-revisit-2019")
    assert (revisit.follows, revisit.outcome, revisit.edition_code) == (surrey, "some-sufficient", "2018-11")
    assert (revisit.onsite_start_on, revisit.n_sufficient, revisit.n_not_sufficient) == (date(2019, 3, 18), 4, 1)
    southampton = Inspection.objects.get(reference="southampton-2024")
    assert (southampton.outcome, southampton.onsite_end_on) == ("outcome-2", date(2024, 5, 17))
    greenwich = Inspection.objects.get(reference="greenwich-2023")
    assert (greenwich.fieldwork_start_on, greenwich.onsite_start_on) == (date(2023, 5, 11), date(2023, 5, 15))
    thurrock = Inspection.objects.get(partnership__slug="thurrock", framework_code="area-send-2023")
    assert (thurrock.onsite_start_on, thurrock.published_on) == (None, date(2026, 3, 9))


def test_the_superseded_inspection_points_at_the_later_one(loaded: dict[str, int]) -> None:
    old = Inspection.objects.get(superseded_by__isnull=False)
    assert (old.reference, old.superseded_by.reference) == ("cornwall-2023", "cornwall-2026")  # type: ignore[union-attr]


def test_an_area_keeps_its_inspections_across_its_boundaries(loaded: dict[str, int]) -> None:
    for slug, printed, after in (("dorset-county", "January 2017", 1), ("northamptonshire", "May 2017", 0)):
        old = Inspection.objects.get(partnership__slug=slug, kind="full")
        assert (old.source, old.dates_as_printed, old.onsite_start_on) == ("ofsted-notes", printed, None)
        assert old.followed_by.count() == after
        assert old.is_published
        assert old.listings.get().slide == 4
    assert Inspection.objects.get(partnership__slug="cumbria").published_on == date(2019, 5, 22)
    assert (
        Inspection.objects.filter(partnership__authority__dfe_code="839", framework_code="local-area-send-2016").count()
        == 1
    )


def test_the_slides_are_kept_as_printed(loaded: dict[str, int]) -> None:
    assert PublishedListing.objects.filter(slide=4, asterisk=True).count() == 13
    hull = PublishedListing.objects.get(as_printed="Hull")
    assert (hull.slide, hull.asterisk, hull.inspection.outcome) == (5, False, "wsoa-required")


def test_no_reminder_is_ever_sent_for_history(loaded: dict[str, int]) -> None:
    for day in (date(2017, 3, 1), date(2026, 11, 23)):
        assert sweep(today=day)["sent"] == 0
    assert not Notice.objects.exists()


def test_a_receipt_recorded_for_history_starts_no_old_clocks(loaded: dict[str, int]) -> None:
    bury = Inspection.objects.get(reference="bury-2024")
    assert bury.published_on is not None
    record_receipt(by=None, inspection=bury, received_on=bury.published_on)
    assert bury.report_received_on == bury.published_on
    assert not Deadline.objects.exists()


def test_the_list_filters_and_costs_one_statement(loaded: dict[str, int], django_assert_num_queries: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    def references(**given: str) -> list[str]:
        return [found.reference for found in lists.listing(AnonymousUser(), **given)]

    assert references(text="westmor furness", framework="area-send-2023") == ["westmorland-and-furness-2025"]
    assert len(references(framework="local-area-send-2016", kind="revisit", outcome="none-sufficient")) == 2
    assert len(references(region="E12000007", framework="area-send-2023")) == 20
    assert references(state="cancelled") == []
    for first in (1, 60):
        with django_assert_num_queries(1):
            shown = [lists.row(found) for found in lists.listing(AnonymousUser())[:first]]
        assert len(shown) == first
        assert all(line.area and line.region and line.outcome for line in shown)


def broken(tmp_path: Path, name: str, change: tuple[str, str]) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for path in DATA.glob("*inspections*.csv"):
        shutil.copy(path, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert change[0] in text
    (folder / name).write_text(text.replace(*change, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "area_send_inspections_2016_2022.csv",
            ("2016-05-23,2016-07-13", "23 May,2016-07-13"),
            "line 2: Invalid isoformat",
        ),
        (
            "area_send_inspections_2016_2022.csv",
            ("false,,not applicable,,,,,\n", "false\n"),
            "line 2: not as many values",
        ),
        (
            "area_send_inspections_2016_2022.csv",
            ("wsoa_required", "required"),
            "no such column or code: 'wsoa_required'",
        ),
        ("area_send_inspections_2023_on.csv", (",2,Inconsistent", ",4,Inconsistent"), "line 2: outcome '4'"),
        ("area_send_inspections_2023_on.csv", ("877,Warrington", "999,Warrington"), "no area with DfE code 999"),
        (
            "inspections_2016_2017.csv",
            (",false,false,false,true,350", ",no,false,false,true,350"),
            "'no' is not true or false",
        ),
    ],
)
def test_a_broken_file_loads_nothing(
    areas: None, tmp_path: Path, name: str, change: tuple[str, str], says: str
) -> None:
    folder = broken(tmp_path, name, change)
    with pytest.raises(CommandError, match="Nothing was loaded: .*" + says):
        call_command("load_history", "--folder", str(folder))
    assert not Inspection.objects.exists()


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("load_history", "--folder", str(tmp_path))


def test_an_area_that_did_not_exist_then_is_not_taken_for_another(areas: None) -> None:
    Partnership.objects.filter(slug="cumbria").update(valid_to=date(2019, 1, 1))
    with pytest.raises(CommandError, match="no area with DfE code 909 existed on 2019-03-18"):
        call_command("load_history")
    assert not Inspection.objects.exists()


def test_the_command_prints_its_counts(areas: None) -> None:
    call_command("load_history", "--json", stdout=(out := StringIO()))
    assert json.loads(out.getvalue())["created"] == 295
    call_command("load_history", stdout=(out := StringIO()))
    assert out.getvalue().startswith("0 created, 0 adopted, 295 already")
