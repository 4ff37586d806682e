"""The invented people of the two histories, and the real areas they serve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management import call_command

from accounts.choices import NATIONAL_ROLES, PARTNERSHIP_ROLES, Role
from accounts.models import User
from accounts.models.user import Organisation as O  # noqa: N817
from accounts.services.people import grant_national
from partnerships.models import Partnership
from partnerships.services import members

SOUTH_EAST = "E12000008"


@dataclass(frozen=True)
class Part:
    role: Role
    name: str
    organisation: O
    office: str = ""


PARTS = (
    Part(Role.ADMINISTRATOR, "Wilf Ostrander", O.SERVICE),
    Part(Role.INSPECTION_MANAGER, "Marta Oyelaran", O.OFSTED),
    Part(Role.QUALITY_ASSURER, "Ifor Llewellyn-Price", O.OFSTED),
    Part(Role.LEAD_INSPECTOR, "Gwen Atherley", O.OFSTED),
    Part(Role.CQC_LEAD, "Priya Sandhu-Moore", O.CQC),
    Part(Role.LANO, "Nadia Farouk", O.COUNCIL, "Head of SEND"),
    Part(Role.DCS, "Edmund Carrow", O.COUNCIL, "Director of children’s services"),
    Part(Role.ICB_EXECUTIVE, "Helena Brightwell", O.ICB, "Chief executive"),
    Part(Role.DFE_ADVISER, "Callum Verity", O.DFE),
    Part(Role.NHSE_ADVISER, "Ayesha Dunmore", O.NHS_ENGLAND),
)
STRANGER = "Rowan Ellery"


def assemble(slug: str, *, starts_on: date) -> dict[str, Any]:
    """The reference data, and one person for each role, the area roles in the partnership `slug`; plus a stranger."""
    call_command("load_reference_data", verbosity=0)
    area = Partnership.objects.get(slug=slug)
    cast: dict[str, Any] = {}
    for part in PARTS:
        address = f"{part.name.split()[0].lower()}@example.org"
        person = User.objects.create_user(address, None, name=part.name, organisation=part.organisation)
        cast[part.role] = person
        if part.role in NATIONAL_ROLES:
            adviser = part.role in (Role.DFE_ADVISER, Role.NHSE_ADVISER)
            grant_national(
                by=None, user=person, role=part.role, region_code=SOUTH_EAST if adviser else "", starts_on=starts_on
            )
        elif part.role in PARTNERSHIP_ROLES:
            members.add_member(
                by=cast[Role.ADMINISTRATOR], partnership=area, user=person, role=part.role, office=part.office,
                organisation=str(area.authority) if part.organisation == O.COUNCIL else "", starts_on=starts_on,
            )  # fmt: skip
    cast["stranger"] = User.objects.create_user("rowan@example.org", None, name=STRANGER, organisation=O.OTHER)
    return cast
