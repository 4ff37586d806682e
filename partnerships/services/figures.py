"""The SEN indicators and the lists of statistical neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partnerships.files import ReferenceFile, Row
from partnerships.models import Indicator, IndicatorValue, Level, StatisticalNeighbour
from partnerships.services import areas
from partnerships.services.sync import Planned, Sync

DEFINITIONS, VALUES, NEIGHBOURS = (
    "sen_indicator_definitions.csv",
    "sen_indicators_by_la.csv",
    "statistical_neighbours.csv",
)
DEFINITION_COLUMNS = ("indicator", "lait_code", "measure", "description", "source_link", "last_update")
VALUE_COLUMNS = ("area_code", "area_name", "level", "indicator", "year", "value", "raw_marker")
NEIGHBOUR_COLUMNS = ("model", "dfe_code", "rank", "neighbour_dfe_code", "closeness")


def load(sync: Sync, given: Mapping[str, ReferenceFile], counts: dict[str, int]) -> None:
    definitions = [_definition(row) for row in given[DEFINITIONS].rows(DEFINITION_COLUMNS)]
    sync.table(Indicator, definitions, key=["code"])
    known = {plan.key[0]: plan.key[0] for plan in definitions}
    authorities = areas.by_dfe_code()
    values = [_value(row, known, authorities) for row in given[VALUES].rows(VALUE_COLUMNS)]
    sync.table(IndicatorValue, values, key=["area_code", "indicator_id", "year"])
    neighbours = [_neighbour(row, authorities) for row in given[NEIGHBOURS].rows(NEIGHBOUR_COLUMNS)]
    sync.table(StatisticalNeighbour, neighbours, key=["model", "authority_id", "rank"])
    counts |= {DEFINITIONS: len(definitions), VALUES: len(values), NEIGHBOURS: len(neighbours)}


def _definition(row: Row) -> Planned:
    values: dict[str, Any] = {
        "code": row.needed("indicator"),
        "lait_code": row.text("lait_code"),
        "name": row.needed("measure"),
        "description": row.text("description"),
        "source_link": row.text("source_link"),
        "last_update": row.day("last_update"),
    }
    return Planned(row, (values["code"],), values)


def _value(row: Row, known: Mapping[str, str], authorities: Mapping[str, int]) -> Planned:
    value, marker = row.number("value"), row.text("raw_marker")
    if (value is None) == (marker == ""):
        raise row.fault("there must be either a value or a raw_marker")
    level = row.one_of("level", Level.values)
    if level in (Level.AUTHORITY, Level.FORMER):
        row.found("area_code", authorities)
    values: dict[str, Any] = {
        "indicator_id": row.found("indicator", known),
        "level": level,
        "area_code": row.needed("area_code"),
        "area_name": row.needed("area_name"),
        "year": row.whole("year"),
        "value": value,
        "marker": marker,
    }
    return Planned(row, (values["area_code"], values["indicator_id"], values["year"]), values)


def _neighbour(row: Row, authorities: Mapping[str, int]) -> Planned:
    values: dict[str, Any] = {
        "model": row.needed("model"),
        "authority_id": row.found("dfe_code", authorities),
        "rank": row.whole("rank"),
        "neighbour_id": row.found("neighbour_dfe_code", authorities),
        "closeness": row.needed("closeness"),
    }
    return Planned(row, (values["model"], values["authority_id"], values["rank"]), values)
