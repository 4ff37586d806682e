"""Access rows: contacts and settings of an area."""

from __future__ import annotations

from typing import Any

from tests.access.rows import (
    ADMINISTRATOR,
    ADVISERS,
    CHIEFS,
    DELEGATES,
    INSIDERS,
    LANO,
    MANAGER,
    OFFICERS,
    QUALITY,
    TEAM,
    R,
    Row,
    guarded,
    ref,
    slug,
)
from tests.access.world import World

KEEPERS = LANO | CHIEFS | OFFICERS
READERS = KEEPERS | {R.HEALTH_LEAD}
# People who may see the page of the partnership, but not its address book.
AREA_INSIDERS = {R.PCF, R.LEAD_MEMBER} | DELEGATES | ADVISERS | MANAGER | QUALITY | ADMINISTRATOR


def furnish(world: World) -> None:
    """The contact and the setting of the world itself are enough."""


def contact(world: World) -> dict[str, Any]:
    return slug(world) | {"pk": world.things["contact"].pk}


def site(world: World) -> dict[str, Any]:
    return slug(world) | {"pk": world.things["site"].pk}


ROWS: list[Row] = [
    *(
        guarded(f"partnerships:{name}", READERS, AREA_INSIDERS, kwargs=slug)
        for name in ("contact-list", "site-list", "directory-export")
    ),
    *(
        guarded(f"partnerships:{name}", KEEPERS, READERS | AREA_INSIDERS, post=200, kwargs=kwargs)
        for name, kwargs in (
            ("contact-add", slug),
            ("contact-edit", contact),
            ("site-add", slug),
            ("site-edit", site),
            ("site-journeys", site),
            ("directory-load", slug),
        )
    ),
    *(
        guarded(f"partnerships:{name}", KEEPERS, READERS | AREA_INSIDERS, post=302, kwargs=kwargs)
        for name, kwargs in (("contact-end", contact), ("site-end", site))
    ),
    *(
        guarded(f"partnerships:{name}", KEEPERS, READERS | AREA_INSIDERS, get=405, post=302, kwargs=kwargs)
        for name, kwargs in (("contact-offer", slug), ("contact-confirm", contact))
    ),
    guarded("partnerships:directory-keep", KEEPERS, READERS | AREA_INSIDERS, get=302, post=302, kwargs=slug),
    guarded("inspections:inspection-contacts", TEAM | READERS, INSIDERS["notified"], kwargs=ref),
    guarded("inspections:inspection-contacts", TEAM, INSIDERS["planned"], stage="planned", kwargs=ref),
]
