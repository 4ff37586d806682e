"""How warm the address book of an area has to be before the call. No source gives either: both are ours, so unconfirmed."""

from __future__ import annotations

from dataclasses import dataclass

# Days after which somebody should check again that a contact is right.
CONFIRM_WITHIN_DAYS = 90
CONFIRMED = False


@dataclass(frozen=True)
class Office:
    """An office that must be reachable on the day of the call. `role` is the code of its role; `why` what it is needed for."""

    role: str
    title: str
    why: str


# The two calls go to the council and the board; the rest are named or asked in the first days.
OFFICES = (
    Office("dcs", "Director of children’s services", "takes the notification call"),
    Office("icb_executive", "Chief executive of the integrated care board", "takes the notification call"),
    Office("lano", "Local area nominated officer (LANO)", "arranges the three weeks"),
    Office("health_lead", "Designated clinical or medical officer", "brings the health services together"),
    Office("lead_member", "Elected member for SEND", "is told, and hears the final feedback"),
    Office("pcf", "Parent carer forum", "is told, and brings families together"),
)
