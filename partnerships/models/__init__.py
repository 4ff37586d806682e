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
    "Delegation",
    "Indicator",
    "IndicatorValue",
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
    "ShareBand",
    "StatisticalNeighbour",
]
