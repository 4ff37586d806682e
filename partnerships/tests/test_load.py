"""Loading the reference data: what it holds, again, changed, and broken."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from partnerships import verbs
from partnerships.models import (
    Commissioning,
    IndicatorValue,
    LoadedFile,
    LocalAuthority,
    Membership,
    NhsBody,
    Partnership,
    PartnershipSuccession,
    Region,
    StatisticalNeighbour,
)
from partnerships.services import imports

pytestmark = pytest.mark.django_db

# As counted in data/README.md.
COUNTS = {
    "regions": 9,
    "authorities_current": 153,
    "authorities_former": 19,
    "partnerships": 158,
    "partnership_successions": 8,
    "integrated_care_boards": 48,
    "clinical_commissioning_groups": 106,
    "nhs_successions": 16 + 106,
    "commissioning": 326,
    "statistical_neighbours": 3140,
    "indicators": 7,
    "indicator_values": 11220,
}


def change(folder: Path, name: str, old: str, new: str, count: int = 1) -> int:
    """Replace a text in a file; returns the line it stood on."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    (folder / name).write_text(text.replace(old, new, count), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def everything() -> list[list[tuple]]:
    tables = (
        Region,
        LocalAuthority,
        Partnership,
        PartnershipSuccession,
        NhsBody,
        Commissioning,
        IndicatorValue,
        StatisticalNeighbour,
        LoadedFile,
    )
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_the_command_prints_the_counts_of_the_readme_alone(capsys):
    begun = monotonic()
    call_command("load_reference_data", "--json")
    first = monotonic() - begun
    assert json.loads(capsys.readouterr().out) == COUNTS
    assert first < 10

    held = everything()
    begun = monotonic()
    call_command("load_reference_data", "--json")
    again = monotonic() - begun
    assert json.loads(capsys.readouterr().out) == COUNTS
    assert again < 3
    assert everything() == held


def test_reading_unchanged_files_again_changes_no_row(folder):
    assert imports.load_reference_data(folder=folder) is True
    held = everything()[:-1]
    assert imports.load_reference_data(folder=folder) is False
    assert imports.load_reference_data(folder=folder, again=True) is True
    assert everything()[:-1] == held


def test_a_newer_reader_reads_unchanged_files_again(folder, monkeypatch):
    imports.load_reference_data(folder=folder)
    monkeypatch.setattr(imports, "READER", imports.READER + 1)
    assert imports.load_reference_data(folder=folder) is True


def test_a_changed_file_changes_adds_and_removes_rows(folder):
    imports.load_reference_data(folder=folder)
    before = {area.slug: area.pk for area in Partnership.objects.all()}
    name = "la_icb.csv"
    lines = (folder / name).read_text().splitlines(keepends=True)
    gone = lines.pop(1)  # City of London, 2022
    (folder / name).write_text("".join(lines))
    change(
        folder,
        name,
        "936,Surrey,QNQ,NHS Frimley Integrated Care Board,95,13.21",
        "936,Surrey,QNQ,NHS Frimley Integrated Care Board,95,13.99",
    )
    change(folder, "local_authorities.csv", "Southampton City Council", "City of Southampton Council")

    assert imports.load_reference_data(folder=folder) is True

    assert gone.startswith("201,City of London")
    assert Commissioning.objects.count() == 325
    assert not Commissioning.objects.filter(authority__dfe_code="201", valid_from="2022-07-01").exists()
    assert str(Commissioning.objects.get(authority__dfe_code="936", body__ods_code="QNQ").pct_lsoas) == "13.99"
    assert LocalAuthority.objects.get(dfe_code="852").official_name == "City of Southampton Council"
    assert {area.slug: area.pk for area in Partnership.objects.all()} == before
    changed = Entry.objects.filter(verb=verbs.REFERENCE_LOADED, changes__rows=[326, 325]).get()
    assert changed.subject_label == name


def test_a_new_gss_code_keeps_the_partnership(folder):
    imports.load_reference_data(folder=folder)
    southampton = Partnership.objects.get(slug="southampton")
    change(folder, "local_authorities.csv", "E06000045", "E06000999")
    imports.load_reference_data(folder=folder)
    after = Partnership.objects.get(slug="southampton")
    assert after.pk == southampton.pk
    assert after.authority.gss_code == "E06000999"
    assert not LocalAuthority.objects.filter(gss_code="E06000045").exists()
    assert after.authority.commissioning.count() == 2


def test_a_renamed_area_keeps_its_address(folder):
    imports.load_reference_data(folder=folder)
    change(folder, "local_authorities.csv", ",Bury,", ",Bury and Ramsbottom,")
    imports.load_reference_data(folder=folder)
    assert Partnership.objects.get(slug="bury").name == "Bury and Ramsbottom"


FAULTS = [
    (
        "la_icb.csv",
        "201,City of London,QMF,NHS North East London Integrated Care Board,6,100.0,",
        "201,City of London,QMF,NHS North East London Integrated Care Board,6,lots,",
        "pct_lsoas must be a number",
    ),
    ("la_icb.csv", "201,City of London,QMF", "201,City of London,QQQ", "icb_ods_code 'QQQ' is not known"),
    ("la_icb.csv", "201,City of London,QMF", "999,City of London,QMF", "dfe_code '999' is not known"),
    ("la_icb.csv", "whole area,2022-07-01,2026-03-31", "whole area,2022-07-01,2022-03-31", "valid_to is before valid_from"),
    ("la_icb.csv", "whole area,2022-07-01", "whole area,2022-07-32", "valid_from must be a date"),
    ("la_icb.csv", "100.0,true,whole area", "100.0,maybe,whole area", "is_main must be one of true, false"),
    ("la_icb.csv", "100.0,true,whole area", "100.0,true,most of it", "share_band must be one of"),
    ("local_authorities.csv", "\n202,E09000007", "\n201,E09000007", "dfe_code 201 stands on line 2 too"),
    ("local_authorities.csv", "\n202,E09000007", "\n202,E09000001", "E09000001 stands on line 2 too"),
    ("local_authorities.csv", ",Camden,", ",,", "name is empty"),
    ("local_authorities.csv", ",Camden,", f",{'C' * 81},", "is longer than 80 characters"),
    ("local_authorities.csv", "E12000007,London,Inner", "E12000007,Londres,Inner", "region E12000007 is"),
    (
        "local_authorities_former.csv",
        "2019-03-31,authority abolished,839,839",
        "2019-03-31,authority abolished,777,839",
        "successor_dfe_codes '777' is not known",
    ),
    (
        "local_authorities_former.csv",
        "837,E06000028,Bournemouth,Unitary authority,South West",
        "837,E06000028,Bournemouth,Unitary authority,Wessex",
        "region 'Wessex' is not known",
    ),
    ("integrated_care_boards.csv", "QE1,NHS Lancashire", ",NHS Lancashire", "ods_code is empty"),
    ("former_ccgs_2021.csv", "2022-06-30", "", "valid_to is empty"),
    ("icb_succession_2026.csv", "\nQHG,", "\nQXX,", "predecessor_ods_code 'QXX' is not known"),
    ("sen_indicator_definitions.csv", "2026-03-01", "last March", "last_update must be a date"),
    ("sen_indicators_by_la.csv", "SEN_AppealableDec,2016,1.4,", "SEN_AppealableDec,2016,,", "either a value or a raw_marker"),
    ("sen_indicators_by_la.csv", "SEN_AppealableDec,2016,1.4,", "SEN_AppealableDec,2016,NaN,", "value must be a number under 1000"),
    ("sen_indicators_by_la.csv", "SEN_AppealableDec,2016,1.4,", "SEN_AppealableDec,MMXVI,1.4,", "year must be a whole number"),
    (
        "sen_indicators_by_la.csv",
        "301,Barking and Dagenham,Local authority,send",
        "301,Barking and Dagenham,Parish,send",
        "level must be one of",
    ),
    (
        "sen_indicators_by_la.csv",
        "301,Barking and Dagenham,Local authority,send",
        "302,Barking and Dagenham,Local authority,send",
        "stands on line 2 too",
    ),
    ("statistical_neighbours.csv", "201,City of London,1,207", "201,City of London,1,000", "neighbour_dfe_code '000' is not known"),
    ("statistical_neighbours.csv", "201,City of London,1,207", "201,City of London,first,207", "rank must be a whole number"),
]  # fmt: skip
# The line that contradicts the changed one is the one told.
SECOND_OF_TWO = {("local_authorities.csv", "region E12000007 is"), ("sen_indicators_by_la.csv", "stands on line 2 too")}


@pytest.mark.parametrize(("name", "old", "new", "why"), FAULTS, ids=[f"{name}: {why}" for name, _, _, why in FAULTS])
def test_a_fault_is_told_with_file_and_line(folder, name, old, new, why):
    line = change(folder, name, old, new)
    if old.startswith("\n") or (name, why) in SECOND_OF_TWO:
        line += 1
    with pytest.raises(CommandError) as told:
        call_command("load_reference_data", folder=folder)
    text = str(told.value)
    assert "\n" not in text
    assert why in text
    assert text.startswith(f"{name}, line {line}:")
    assert LocalAuthority.objects.count() == 0


def test_a_missing_file_changes_nothing(folder):
    imports.load_reference_data(folder=folder)
    held = everything()
    (folder / "la_icb.csv").unlink()
    with pytest.raises(CommandError, match=r"la_icb\.csv: no such file"):
        call_command("load_reference_data", folder=folder)
    assert everything() == held


def test_a_file_broken_after_others_were_read_changes_nothing(folder):
    imports.load_reference_data(folder=folder)
    held = everything()
    change(folder, "local_authorities.csv", "Southampton City Council", "Another name")
    change(folder, "statistical_neighbours.csv", "201,City of London,1,207", "201,City of London,1,000")
    with pytest.raises(CommandError):
        call_command("load_reference_data", folder=folder)
    assert everything() == held
    assert LocalAuthority.objects.get(dfe_code="852").official_name == "Southampton City Council"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "line 1: no column"),
        (b"dfe_code,icb_ods_code\n", "line 1: no column pct_lsoas"),
        (b"dfe_code,icb_ods_code,pct_lsoas,is_main,share_band,valid_from,valid_to,basis\n", "no line after the header"),
        (b"dfe_code,icb_ods_code,pct_lsoas,is_main,share_band,valid_from,valid_to,basis\n201,QMF\n", "line 2: 2 cells where"),
        (b'dfe_code,icb_ods_code,pct_lsoas,is_main,share_band,valid_from,valid_to,basis\n201,"QMF\n', "not comma-separated text"),
        (b"dfe_code,icb_ods_code,pct_lsoas,is_main,share_band,valid_from,valid_to,basis\n201,\xff\n", "line 2: the text is not UTF-8"),
        (b"dfe_code,icb_ods_code,pct_lsoas,is_main,share_band,valid_from,valid_to,basis\n201,\x00\n", "line 2: there is a null character"),
    ],
    ids=["empty", "columns", "no lines", "truncated", "quote", "not text", "null"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_told(folder, content, why):
    (folder / "la_icb.csv").write_bytes(content)
    with pytest.raises(CommandError, match=why) as told:
        call_command("load_reference_data", folder=folder)
    assert str(told.value).startswith("la_icb.csv, line ")


def test_leaving_out_an_area_with_records_is_refused(folder, django_user_model):
    imports.load_reference_data(folder=folder)
    person = django_user_model.objects.create(email="ada@example.org", name="Ada Osei")
    bournemouth = Partnership.objects.get(slug="bournemouth")
    Membership.objects.create(
        partnership=bournemouth, user=person, role="dcs", starts_on="2018-01-01", ends_on="2019-03-31"
    )
    lines = (folder / "local_authorities_former.csv").read_text().splitlines(keepends=True)
    (folder / "local_authorities_former.csv").write_text("".join(line for line in lines if not line.startswith("837,")))
    for name in ("sen_indicators_by_la.csv", "statistical_neighbours.csv"):
        kept = [
            line
            for line in (folder / name).read_text().splitlines(keepends=True)
            if not line.startswith("837,") and ",837," not in line
        ]
        (folder / name).write_text("".join(kept))
    held = everything()
    with pytest.raises(CommandError, match="Bournemouth is missing, but the service holds records about it"):
        call_command("load_reference_data", folder=folder)
    assert everything() == held
