from partnerships.queries.areas import area_list, by_region, inherited_from, lineage, passed_to
from partnerships.queries.boards import Commissioner, Period, bodies_on, commissioning_over_time
from partnerships.queries.figures import (
    IndicatorTable,
    Series,
    indicator_table,
    indicator_tables,
    latest_model,
    neighbours,
)
from partnerships.queries.page import PartnershipPage, page
from partnerships.queries.people import delegations, members

__all__ = [
    "Commissioner",
    "IndicatorTable",
    "PartnershipPage",
    "Period",
    "Series",
    "area_list",
    "bodies_on",
    "by_region",
    "commissioning_over_time",
    "delegations",
    "indicator_table",
    "indicator_tables",
    "inherited_from",
    "latest_model",
    "lineage",
    "members",
    "neighbours",
    "page",
    "passed_to",
]
