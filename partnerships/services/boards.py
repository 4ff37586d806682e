"""Integrated care boards, the groups before them, and who commissions for whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from partnerships.files import ReferenceFile, Row
from partnerships.models import Commissioning, NhsBody, NhsBodyKind, NhsSuccession, ShareBand
from partnerships.services import areas
from partnerships.services.sync import Planned, Sync

BOARDS, MERGERS, GROUPS, SHARES = (
    "integrated_care_boards.csv",
    "icb_succession_2026.csv",
    "former_ccgs_2021.csv",
    "la_icb.csv",
)
BOARD_COLUMNS = (
    "ods_code", "name", "ons_code_2022", "ons_code_2023", "ons_code_2026", "nhs_region", "valid_from", "valid_to",
    "ons_code_2026_check",
)  # fmt: skip
MERGER_COLUMNS = ("predecessor_ods_code", "successor_ods_code", "effective_date", "kind")
GROUP_COLUMNS = ("ccg_ods_code", "ccg_ons_code_2021", "ccg_name", "valid_to", "successor_icb_ods_code")
SHARE_COLUMNS = (
    "dfe_code", "icb_ods_code", "pct_lsoas", "is_main", "share_band", "valid_from", "valid_to", "basis",
)  # fmt: skip
# The word for a group whose work passed to a board when boards began; the merger file has its own words.
ESTABLISHMENT = "establishment"


def load(sync: Sync, given: Mapping[str, ReferenceFile], counts: dict[str, int]) -> None:
    boards = list(given[BOARDS].rows(BOARD_COLUMNS))
    groups = list(given[GROUPS].rows(GROUP_COLUMNS))
    mergers = list(given[MERGERS].rows(MERGER_COLUMNS))
    shares = list(given[SHARES].rows(SHARE_COLUMNS))
    counts |= {BOARDS: len(boards), GROUPS: len(groups), MERGERS: len(mergers), SHARES: len(shares)}
    regions = {row.text("ods_code"): row.text("nhs_region") for row in boards}
    sync.table(NhsBody, [_board(row) for row in boards] + [_group(row, regions) for row in groups], key=["ods_code"])
    bodies = dict(NhsBody.objects.values_list("ods_code", "pk"))
    successions = [_merger(row, bodies) for row in mergers] + [_passed_on(row, bodies) for row in groups]
    sync.table(NhsSuccession, successions, key=["predecessor_id", "successor_id"])
    authorities = areas.by_dfe_code()
    sync.table(
        Commissioning,
        [_share(row, authorities, bodies) for row in shares],
        key=["authority_id", "body_id", "valid_from"],
    )


def _in_order(row: Row) -> None:
    starts, ends = row.day("valid_from"), row.day("valid_to")
    if starts and ends and ends < starts:
        raise row.fault("valid_to is before valid_from")


def _board(row: Row) -> Planned:
    _in_order(row)
    codes = [row.text(f"ons_code_{year}") for year in ("2026", "2023", "2022")]
    values: dict[str, Any] = {
        "kind": NhsBodyKind.ICB.value,
        "ods_code": row.needed("ods_code"),
        "name": row.needed("name"),
        "ons_code": next((code for code in codes if code), ""),
        "ons_code_confirmed": not row.text("ons_code_2026_check").startswith("one repo"),
        "nhs_region": row.text("nhs_region"),
        "valid_from": row.needed_day("valid_from"),
        "valid_to": row.day("valid_to"),
    }
    return Planned(row, (values["ods_code"],), values)


def _group(row: Row, regions: Mapping[str, str]) -> Planned:
    values: dict[str, Any] = {
        "kind": NhsBodyKind.CCG.value,
        "ods_code": row.needed("ccg_ods_code"),
        "name": row.needed("ccg_name"),
        "ons_code": row.text("ccg_ons_code_2021"),
        "ons_code_confirmed": True,
        "nhs_region": row.found("successor_icb_ods_code", regions),
        "valid_from": None,
        "valid_to": row.needed_day("valid_to"),
    }
    return Planned(row, (values["ods_code"],), values)


def _merger(row: Row, bodies: Mapping[str, int]) -> Planned:
    key = (row.found("predecessor_ods_code", bodies), row.found("successor_ods_code", bodies))
    values = {
        "predecessor_id": key[0],
        "successor_id": key[1],
        "on": row.needed_day("effective_date"),
        "kind": row.needed("kind"),
    }
    return Planned(row, key, values)


def _passed_on(row: Row, bodies: Mapping[str, int]) -> Planned:
    key = (bodies[row.text("ccg_ods_code")], row.found("successor_icb_ods_code", bodies))
    values = {
        "predecessor_id": key[0],
        "successor_id": key[1],
        "on": row.needed_day("valid_to") + timedelta(days=1),
        "kind": ESTABLISHMENT,
    }
    return Planned(row, key, values)


def _share(row: Row, authorities: Mapping[str, int], bodies: Mapping[str, int]) -> Planned:
    _in_order(row)
    row.needed("pct_lsoas")
    values: dict[str, Any] = {
        "authority_id": row.found("dfe_code", authorities),
        "body_id": row.found("icb_ods_code", bodies),
        "pct_lsoas": row.number("pct_lsoas"),
        "is_main": row.flag("is_main"),
        "share_band": row.one_of("share_band", ShareBand.values),
        "basis": row.needed("basis"),
        "valid_from": row.needed_day("valid_from"),
        "valid_to": row.day("valid_to"),
    }
    return Planned(row, (values["authority_id"], values["body_id"], values["valid_from"]), values)
