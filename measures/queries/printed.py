"""Figures for statistical neighbours that a source document prints and the loaded lists cannot give again.

The only ones known are those of Surrey's table of 2016 to 2018 (`surrey_kpi_sen_support.csv`, with the reference data): the list of
neighbours it was made with was replaced before the oldest list we hold.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import structlog
from django.conf import settings

from partnerships import files

log = structlog.get_logger(__name__)
FILE, INDICATOR, NEIGHBOURS = "surrey_kpi_sen_support.csv", "sen_support_pct", "Statistical Neighbours"
COLUMNS = ("area_code", "area_name", "year", "sen_support_pct")
SOURCE = "the area’s own published evidence of 2019"


@lru_cache(maxsize=1)
def neighbours() -> dict[tuple[str, str], dict[int, Decimal]]:
    """{(DfE code of the council, indicator): {year: per cent}}; nothing where the file is not there: the mean is shown instead."""
    try:
        rows = list(files.read(settings.DATA_DIR, FILE).rows(COLUMNS))
    except files.BadFile as fault:
        log.warning("printed_figures_not_read", why=str(fault))
        return {}
    council = next(row.needed("area_code") for row in rows)
    figures = {row.whole("year"): row.number(INDICATOR) for row in rows if row.text("area_name") == NEIGHBOURS}
    return {(council, INDICATOR): {year: value for year, value in figures.items() if value is not None}}
