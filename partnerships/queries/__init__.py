from partnerships.queries.areas import Successions, area_list, by_region, lineage, successions
from partnerships.queries.boards import Commissioner, Period, bodies_on, commissioning_over_time
from partnerships.queries.directory import (
    OfficeLine,
    Readiness,
    contacts,
    journeys,
    journeys_of,
    readiness,
    sites,
    stale,
    without_contact,
)
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
    "OfficeLine",
    "PartnershipPage",
    "Period",
    "Readiness",
    "Series",
    "Successions",
    "area_list",
    "bodies_on",
    "by_region",
    "commissioning_over_time",
    "contacts",
    "delegations",
    "indicator_table",
    "indicator_tables",
    "journeys",
    "journeys_of",
    "latest_model",
    "lineage",
    "members",
    "neighbours",
    "page",
    "readiness",
    "sites",
    "stale",
    "successions",
    "without_contact",
]
