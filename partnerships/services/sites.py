"""Places inspectors may go, and the minutes between them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.record import record
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from partnerships import verbs
from partnerships.models import Journey, Partnership, Site

FIELDS = (
    "name", "kind", "phase", "urn", "address", "postcode", "latitude", "longitude", "in_area", "contact", "arrival",
)  # fmt: skip
MOST_MINUTES = 24 * 60


@transaction.atomic
def add_site(*, by: User | None, partnership: Partnership, name: str, kind: str, **details: Any) -> Site:
    """Add a setting. `details` are other FIELDS. Raises Refused for a name taken, half a position, or somebody else's contact."""
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    site = Site(partnership=partnership, name=name.strip(), kind=kind, **details)
    _check(site)
    site.save()
    record(actor=by, verb=verbs.SITE_ADDED, subject=site, changes={"name": ("", site.name)})
    return site


@transaction.atomic
def change_site(*, by: User, site: Site, version: int, **details: Any) -> Site:
    """Change FIELDS of a setting. Raises Refused and Conflict."""
    changed = {name: (getattr(site, name), value) for name, value in details.items() if getattr(site, name) != value}
    for name, value in details.items():
        setattr(site, name, value)
    _check(site)
    save_if_unchanged(site, version=version, fields=list(details))
    if changed:
        record(actor=by, verb=verbs.SITE_CHANGED, subject=site, changes=changed)
    return site


@transaction.atomic
def end_site(*, by: User, site: Site, reason: str = "") -> None:
    """Take a setting out of the directory; what was arranged there keeps it. Raises Refused when done already."""
    held = Site.objects.select_for_update().get(pk=site.pk)
    if not held.is_active:
        raise Refused(f"{held.name} is no longer in the directory")
    held.is_active = False
    held.save(update_fields=["is_active"])
    record(actor=by, verb=verbs.SITE_ENDED, subject=held, changes={"is_active": (True, False)}, reason=reason)


@transaction.atomic
def set_journey(*, by: User | None, site: Site, other: Site, minutes: int | None) -> Journey | None:
    """Keep the minutes between two settings, the same both ways; None forgets them, so that the estimate counts again.

    Raises Refused for one setting twice, settings of two areas, or minutes out of range.
    """
    reasons = []
    if site.pk == other.pk:
        reasons.append(Reason("Choose another setting", "other"))
    if site.partnership_id != other.partnership_id:
        reasons.append(Reason("Choose a setting of this area", "other"))
    if minutes is not None and not 0 < minutes < MOST_MINUTES:
        reasons.append(Reason("The minutes must be between 1 and 1439", "minutes"))
    if reasons:
        raise Refused(*reasons)
    one, far = sorted((site, other), key=lambda each: each.pk)
    Partnership.objects.select_for_update().get(pk=site.partnership_id)
    held = Journey.objects.filter(one=one, other=far).first()
    before = held.minutes if held else None
    if minutes is None:
        if held:
            held.delete()
            held = None
    else:
        held, _ = Journey.objects.update_or_create(one=one, other=far, defaults={"minutes": minutes})
    if before != minutes:
        record(actor=by, verb=verbs.JOURNEY_SET, subject=site, changes={f"minutes to {other.name}": (before, minutes)})
    return held


def _check(site: Site) -> None:
    reasons = []
    same = Site.objects.filter(partnership_id=site.partnership_id, name__iexact=site.name).exclude(pk=site.pk)
    if same.exists():
        reasons.append(Reason("The directory has, or had, a setting of this name", "name"))
    if (site.latitude is None) != (site.longitude is None):
        missing = "latitude" if site.latitude is None else "longitude"
        reasons.append(Reason("Enter both latitude and longitude, or neither", missing))
    if site.contact is not None and site.contact.partnership_id != site.partnership_id:
        reasons.append(Reason("Choose a contact of this area", "contact"))
    if reasons:
        raise Refused(*reasons)
