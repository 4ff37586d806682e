"""The invented people of the demonstration. Their names are nobody's; the password is printed when the service starts."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from accounts.choices import Role
from accounts.models.user import Organisation

PASSWORD = "demonstration-only-2026"  # noqa: S105  (accounts made only where DEMONSTRATION is set)


@dataclass(frozen=True)
class DemoPerson:
    """`area` is the slug of the partnership an area role belongs to; `region` the code a national role is narrowed to."""

    role: Role
    email: str
    name: str
    organisation: Organisation
    office: str = ""
    area: str = ""
    region: str = ""


O = Organisation  # noqa: E741
PEOPLE = (
    DemoPerson(Role.INSPECTION_MANAGER, "manager@demo.example", "Marta Oyelaran", O.OFSTED),
    DemoPerson(Role.LEAD_INSPECTOR, "lead@demo.example", "Gwen Atherley", O.OFSTED),
    DemoPerson(Role.OFSTED_INSPECTOR, "inspector@demo.example", "Tobias Renwick", O.OFSTED),
    DemoPerson(Role.CQC_LEAD, "cqc@demo.example", "Priya Sandhu-Moore", O.CQC),
    DemoPerson(Role.QUALITY_ASSURER, "quality@demo.example", "Ifor Llewellyn-Price", O.OFSTED),
    DemoPerson(Role.LANO, "lano@demo.example", "Nadia Farouk", O.COUNCIL, "Head of SEND", "medway"),
    DemoPerson(Role.DCS, "dcs@demo.example", "Edmund Carrow", O.COUNCIL, "Director of children’s services", "medway"),
    DemoPerson(Role.ICB_EXECUTIVE, "icb@demo.example", "Helena Brightwell", O.ICB, "Chief executive", "medway"),
    DemoPerson(
        Role.HEALTH_LEAD, "health@demo.example", "Samuel Adeyinka", O.ICB, "Designated clinical officer", "medway"
    ),
    DemoPerson(Role.LEAD_MEMBER, "member@demo.example", "Cllr Rosalind Peake", O.COUNCIL, "Lead member", "medway"),
    DemoPerson(
        Role.PARTNERSHIP_OFFICER, "officer@demo.example", "Kit Marlowe-Diaz", O.COUNCIL, "SEND officer", "medway"
    ),
    DemoPerson(Role.PCF, "pcf@demo.example", "Joy Tandoh", O.PARENT_CARER_FORUM, "Forum chair", "medway"),
    DemoPerson(Role.DFE_ADVISER, "dfe@demo.example", "Callum Verity", O.DFE, region="E12000008"),
    DemoPerson(Role.NHSE_ADVISER, "nhse@demo.example", "Ayesha Dunmore", O.NHS_ENGLAND, region="E12000008"),
    DemoPerson(Role.ADMINISTRATOR, "admin@demo.example", "Wilf Ostrander", O.SERVICE),
)


def sign_ins() -> list[tuple[str, str, str]]:
    """(role, e-mail address, password) of one person for each role; none where this is not a demonstration."""
    if not settings.DEMONSTRATION:
        return []
    return [(person.role.label, person.email, PASSWORD) for person in PEOPLE]
