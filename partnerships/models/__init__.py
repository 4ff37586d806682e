from partnerships.models.directory import Contact, Journey, Sector, Site, SiteKind
from partnerships.models.organisations import (
    Commissioning,
    LocalAuthority,
    NhsBody,
    NhsBodyKind,
    NhsSuccession,
    Region,
    ShareBand,
)
from partnerships.models.partnership import Partnership, PartnershipSuccession
from partnerships.models.people import Delegation, Membership
from partnerships.models.statistics import Indicator, IndicatorValue, Level, LoadedFile, StatisticalNeighbour

__all__ = [
    "Commissioning",
    "Contact",
    "Delegation",
    "Indicator",
    "IndicatorValue",
    "Journey",
    "Level",
    "LoadedFile",
    "LocalAuthority",
    "Membership",
    "NhsBody",
    "NhsBodyKind",
    "NhsSuccession",
    "Partnership",
    "PartnershipSuccession",
    "Region",
    "Sector",
    "ShareBand",
    "Site",
    "SiteKind",
    "StatisticalNeighbour",
]
