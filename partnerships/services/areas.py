"""Regions, councils and the partnerships that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from partnerships.files import BadFile, ReferenceFile, Row
from partnerships.models import LocalAuthority, Partnership, PartnershipSuccession, Region
from partnerships.services.sync import Planned, Sync

CURRENT, FORMER = "local_authorities.csv", "local_authorities_former.csv"
CURRENT_COLUMNS = (
    "dfe_code", "gss_code", "name", "official_name", "la_type", "region_code", "region",
    "gss_code_from", "gss_code_to", "ofsted_provider_urn", "note",
)  # fmt: skip
FORMER_COLUMNS = (
    "dfe_code", "gss_code", "name", "la_type", "region", "gss_code_from", "gss_code_to", "change", "successor_dfe_codes",
)  # fmt: skip
ABOLISHED = "authority abolished"
# The regimes begin in 2016; an area abolished before the Children and Families Act's first September is of no use here.
FIRST_NEEDED = date(2014, 9, 1)
ONE_DAY = timedelta(days=1)


def load(sync: Sync, given: Mapping[str, ReferenceFile], counts: dict[str, int]) -> None:
    current = list(given[CURRENT].rows(CURRENT_COLUMNS))
    former = list(given[FORMER].rows(FORMER_COLUMNS))
    counts |= {CURRENT: len(current), FORMER: len(former)}
    regions = _regions(sync, current)
    authorities = [_current(row) for row in current] + [_former(row, regions) for row in former]
    _unique_codes(current)
    sync.table(LocalAuthority, authorities, key=["gss_code"])
    _partnerships(sync, current, [row for row in former if _matters(row)])


def _regions(sync: Sync, current: list[Row]) -> dict[str, str]:
    """{name: code}; raises BadFile when one code has two names."""
    names: dict[str, Row] = {}
    for row in current:
        first = names.setdefault(row.needed("region_code"), row)
        if first.text("region") != row.needed("region"):
            raise row.fault(f"region {row.text('region_code')} is {first.text('region')!r} on line {first.line}")
    sync.table(
        Region,
        [Planned(row, (code,), {"code": code, "name": row.text("region")}) for code, row in names.items()],
        key=["code"],
    )
    return {row.text("region"): code for code, row in names.items()}


def _unique_codes(current: list[Row]) -> None:
    seen: dict[str, int] = {}
    for row in current:
        if (line := seen.setdefault(row.needed("dfe_code"), row.line)) != row.line:
            raise row.fault(f"dfe_code {row.text('dfe_code')} stands on line {line} too")


def _common(row: Row) -> dict[str, Any]:
    starts, ends = row.day("gss_code_from"), row.day("gss_code_to")
    if starts and ends and ends < starts:
        raise row.fault("gss_code_to is before gss_code_from")
    return {
        "dfe_code": row.text("dfe_code"),
        "gss_code": row.needed("gss_code"),
        "name": row.needed("name"),
        "la_type": row.needed("la_type"),
        "valid_from": starts,
        "valid_to": ends,
    }


def _current(row: Row) -> Planned:
    values = _common(row) | {
        "official_name": row.text("official_name"),
        "region_id": row.needed("region_code"),
        "ofsted_provider_urn": row.text("ofsted_provider_urn"),
        "is_current": True,
        "note": row.text("note"),
    }
    return Planned(row, (values["gss_code"],), values)


def _former(row: Row, regions: Mapping[str, str]) -> Planned:
    row.needed_day("gss_code_to")
    values = _common(row) | {
        "official_name": "",
        "region_id": row.found("region", regions),
        "ofsted_provider_urn": "",
        "is_current": False,
        "note": row.needed("change"),
    }
    return Planned(row, (values["gss_code"],), values)


def _matters(row: Row) -> bool:
    """Whether a former council's area is a partnership: not when only its GSS code was replaced."""
    return (
        bool(row.text("dfe_code")) and row.text("change") == ABOLISHED and row.needed_day("gss_code_to") >= FIRST_NEEDED
    )


def _partnerships(sync: Sync, current: list[Row], former: list[Row]) -> None:
    authorities = dict(LocalAuthority.objects.values_list("gss_code", "pk"))
    regions = dict(LocalAuthority.objects.values_list("gss_code", "region_id"))
    began = {
        code: row.needed_day("gss_code_to") + ONE_DAY for row in former for code in _codes(row)
    }  # {DfE code of an area made by a reorganisation: its first day}
    taken = {row.text("name") for row in current}
    planned = []
    for row in [*current, *former]:
        gss, dfe = row.text("gss_code"), row.text("dfe_code")
        name, slug = row.text("name"), slugify(row.text("name"))
        if row.file == FORMER and name in taken:
            # The new council took the old one's name.
            name = f"{name} (until {row.needed_day('gss_code_to').year})"
            slug = f"{slug}-{'county' if row.text('la_type') == 'County' else 'former'}"
        values = {
            "slug": slug,
            "name": name,
            "authority_id": authorities[gss],
            "region_id": regions[gss],
            "valid_from": began.get(dfe),
            "valid_to": row.day("gss_code_to"),
        }
        planned.append(Planned(row, (dfe,), values))
    # The DfE code tells an area apart, and its address never changes once given.
    sync.table(Partnership, planned, key=["authority__dfe_code"], keep=["slug"])
    _successions(sync, former)


def _codes(row: Row) -> list[str]:
    return [code.strip() for code in row.text("successor_dfe_codes").split(";") if code.strip()]


def _successions(sync: Sync, former: list[Row]) -> None:
    held = dict(Partnership.objects.values_list("authority__dfe_code", "pk"))
    planned = []
    for row in former:
        for code in _codes(row):
            if code not in held:
                raise row.fault(f"successor_dfe_codes {code!r} is not known")
            key = (held[row.text("dfe_code")], held[code])
            values = {"predecessor_id": key[0], "successor_id": key[1], "on": row.needed_day("gss_code_to") + ONE_DAY}
            planned.append(Planned(row, key, values))
    if not planned:
        raise BadFile(FORMER, None, "no reorganised area has a successor")
    sync.table(PartnershipSuccession, planned, key=["predecessor_id", "successor_id"])


def by_dfe_code() -> dict[str, int]:
    """{DfE code: primary key of the council that has it now, or had it last}."""
    rows = LocalAuthority.objects.exclude(dfe_code="").order_by("is_current", "valid_to").values_list("dfe_code", "pk")
    return dict(rows)
