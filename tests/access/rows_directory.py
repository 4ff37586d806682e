"""Access rows: contacts and settings of an area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from coordination.models import Pack
from core import clock
from core.models import StoredFile
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
    SIGNED_IN,
    TEAM,
    R,
    Row,
    guarded,
    ref,
    slug,
    with_,
)
from tests.access.world import World

# The team and the LANO have a pack.
PACKERS = TEAM | LANO
KEEPERS = LANO | CHIEFS | OFFICERS
READERS = KEEPERS | {R.HEALTH_LEAD}
# People who may see the page of the partnership, but not its address book.
AREA_INSIDERS = {R.PCF, R.LEAD_MEMBER} | DELEGATES | ADVISERS | MANAGER | QUALITY | ADMINISTRATOR


def furnish(world: World) -> None:
    """The contact and the setting of the world itself are enough; and the LANO's own pack."""
    lano = world.people[R.LANO]
    stored = StoredFile.objects.create(
        name="pack.zip", kind="zip", size=2, sha256="0" * 64, stored_as="pa/pack", given_by=lano, given_at=clock.now()
    )
    path = Path(settings.PRIVATE_ROOT) / stored.stored_as
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK")
    world.things["pack"] = Pack.objects.create(
        inspection=world.inspection, asked_by=lano, asked_at=clock.now(), made_at=clock.now(), file=stored
    )


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
    guarded("coordination:pack", PACKERS, INSIDERS["notified"], post=302, kwargs=ref),
    # Somebody else's pack is not there, whoever asks.
    Row(
        "coordination:pack-download",
        {
            200: LANO,
            302: {"anonymous"},
            403: INSIDERS["notified"] - PACKERS,
            404: SIGNED_IN - (INSIDERS["notified"] - PACKERS) - LANO,
        },
        {405: PACKERS, 302: {"anonymous"}, 403: INSIDERS["notified"] - PACKERS, 404: SIGNED_IN - INSIDERS["notified"]},
        kwargs=with_(pk=lambda t: t["pack"].pk),
    ),
    guarded("inspections:inspection-contacts", TEAM | READERS, INSIDERS["notified"], kwargs=ref),
    guarded("inspections:inspection-contacts", TEAM, INSIDERS["planned"], stage="planned", kwargs=ref),
]
