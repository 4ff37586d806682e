"""Making and taking back the links of people without an account."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models.invitation import hashed
from audit.record import record
from core import clock, outbox
from core.errors import Refused
from core.words import long_date, short_date
from inspections.models import Inspection
from partnerships.models import Contact
from visits import verbs
from visits.models import AvailabilityLink, SettingLink, SiteVisit
from visits.queries.links import closes_on, is_running

SETTING_MAIL = """Dear {name}

Inspectors of the local area’s services for children and young people with SEND would like to visit {site}.
They are not inspecting or judging your setting, and you do not need to prepare extra documents.

This page tells you when they come and who they are. It has a text for parents and carers, and asks about parking and access:
{link}

You need no account. The link works until {closes}. Please pass it on only to those who need it."""

AVAILABILITY_MAIL = """Dear {name}

You may be asked to meet inspectors during the area SEND inspection of {area}, from {first} to {last}.
Tell us which mornings and afternoons you are away:
{link}

You need no account. You can change your answer until {last}."""


@transaction.atomic
def make_setting_link(*, by: Any, visit: SiteVisit, send: bool = False) -> str:
    """A new address for a setting's own page, whole; the earlier one stops working. Shown once: only its hash is kept.

    With `send` it is e-mailed to the setting's contact. Raises Refused for a dropped visit, without on-site dates, without an address
    to send to.
    """
    closes = closes_on(visit)
    if visit.dropped_at:
        raise Refused("This setting is no longer among the visits.")
    if closes is None or not is_running(visit.inspection):
        raise Refused("The on-site week has no dates yet, so the page could not say when inspectors come.")
    contact = visit.site.contact
    if send and not (contact and contact.email):
        raise Refused("This setting has no contact with an e-mail address. Make the link and copy it instead.")
    if closes < clock.today():
        raise Refused(f"The page closed on {short_date(closes)}, 14 days after the visit.")
    _revoke_settings(visit)
    token = secrets.token_urlsafe(32)
    to = contact.email if send and contact else ""
    link = SettingLink.objects.create(
        visit=visit, token_hash=hashed(token), made_by=by, made_at=clock.now(), sent_to=to
    )
    whole = settings.SITE_URL + reverse("visits:setting-page", args=[token])
    if send and contact:
        outbox.enqueue(
            kind="invitation_email",  # its handler empties the payload once sent: it holds the link
            key=f"setting-link:{link.pk}",
            payload={
                "to": to,
                "subject": f"Visit to {visit.site}: what to expect",
                "body": SETTING_MAIL.format(name=contact.name, site=visit.site, link=whole, closes=long_date(closes)),
            },
        )
    record(actor=by, verb=verbs.LINK_MADE, subject=visit, changes={"sent": (None, "by e-mail" if send else "to copy")})
    return whole


@transaction.atomic
def revoke_setting_link(*, by: Any, visit: SiteVisit) -> None:
    """Take the link back. Raises Refused when none works."""
    if not _revoke_settings(visit):
        raise Refused("No link to this page works at the moment.")
    record(actor=by, verb=verbs.LINK_REVOKED, subject=visit)


def _revoke_settings(visit: SiteVisit) -> int:
    SiteVisit.objects.select_for_update().get(pk=visit.pk)
    return SettingLink.objects.working().filter(visit=visit).update(revoked_at=clock.now())


@transaction.atomic
def ask_availability(*, by: Any, inspection: Inspection, contact: Contact, send: bool = False) -> str:
    """A new address where one contact says when they are away, whole and shown once; the earlier one stops working. Raises Refused."""
    first, last = inspection.onsite_start_on, inspection.onsite_end_on
    if first is None or last is None or last < clock.today() or not is_running(inspection):
        raise Refused("There is no on-site week ahead to ask about.")
    if contact.partnership_id != inspection.partnership_id or not contact.is_active:
        raise Refused("This contact is not in the list of the area.")
    if send and not contact.email:
        raise Refused("This contact has no e-mail address. Make the link and copy it instead.")
    Contact.objects.select_for_update().get(pk=contact.pk)
    before = AvailabilityLink.objects.working().filter(inspection=inspection, contact=contact).first()
    if before:
        AvailabilityLink.objects.filter(pk=before.pk).update(revoked_at=clock.now())
    token = secrets.token_urlsafe(32)
    link = AvailabilityLink.objects.create(
        inspection=inspection, contact=contact, token_hash=hashed(token), made_by=by, made_at=clock.now(),
        sent_to=contact.email if send else "", answered_at=before.answered_at if before else None,
    )  # fmt: skip
    if before:
        before.away.update(link=link)  # what was answered stays answered
    whole = settings.SITE_URL + reverse("visits:availability", args=[token])
    if send:
        outbox.enqueue(
            kind="invitation_email",
            key=f"availability-link:{link.pk}",
            payload={
                "to": contact.email,
                "subject": "When are you away in the on-site week?",
                "body": AVAILABILITY_MAIL.format(
                    name=contact.name, area=inspection.partnership, first=long_date(first), last=long_date(last), link=whole
                ),
            },
        )  # fmt: skip
    record(actor=by, verb=verbs.AVAILABILITY_ASKED, subject=link)
    return whole
