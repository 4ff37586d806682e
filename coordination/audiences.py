"""Who a message can be sent to, in words a person chooses from."""

from __future__ import annotations

from accounts.choices import Role
from partnerships.models.directory import Sector

# {code: (words, the roles in the partnership)}
OF_ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "dcs": ("Director of children’s services", (Role.DCS,)),
    "icb": ("Integrated care board (ICB) chief executive", (Role.ICB_EXECUTIVE,)),
    "lano": ("Local area nominated officer (LANO)", (Role.LANO,)),
    "health": ("Designated clinical or medical officer", (Role.HEALTH_LEAD,)),
    "member": ("Elected member for SEND", (Role.LEAD_MEMBER,)),
    "pcf": ("Parent carer forum", (Role.PCF,)),
    "officers": ("Partnership officers", (Role.PARTNERSHIP_OFFICER,)),
    "members": (
        "Everybody with a role in the partnership",
        (
            Role.LANO,
            Role.DCS,
            Role.ICB_EXECUTIVE,
            Role.HEALTH_LEAD,
            Role.LEAD_MEMBER,
            Role.PARTNERSHIP_OFFICER,
            Role.PCF,
        ),
    ),
}
OF_SECTORS = {f"contacts-{sector.value}": (f"Contacts: {sector.label.lower()}", sector.value) for sector in Sector}
OTHERS = {
    "team": "The inspection team",
    "delegates": "Delegates for keep-in-touch meetings",
    "coordinators": "Coordinators of tracked cases",
    "settings": "Contacts at schools and settings",
    "contacts": "All contacts of the area",
}
WORDS: dict[str, str] = (
    {code: words for code, (words, _) in OF_ROLES.items()}
    | OTHERS
    | {code: words for code, (words, _) in OF_SECTORS.items()}
)
