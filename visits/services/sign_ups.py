"""Open meetings: a link for every family, and what is kept of those who sign up."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock, outbox
from core.errors import Reason, Refused
from core.models import OutboxRow
from core.versioning import save_if_unchanged
from core.words import long_date, time_words, when
from rulebook.visits import ADDRESSES_KEPT_DAYS
from timetable.models import Meeting
from visits import verbs
from visits.models import SignUp, SignUpPage
from visits.queries.sign_ups import OPEN_KINDS, standing
from visits.services.names import refuse_child_names

MOST_PEOPLE = 6

JOINING_MAIL = """Thank you for signing up to “{title}”.

{when}
Join here: {link}

Your e-mail address is used for this message only. It is deleted {days} days after the meeting."""


@transaction.atomic
def set_up(
    *,
    by: Any,
    meeting: Meeting,
    opens_at: datetime,
    closes_at: datetime,
    details: str = "",
    families_invited: int | None = None,
    invited_how: str = "",
    version: int | None = None,
) -> SignUpPage:
    """Make or change the sign-up page of an open meeting. `version` is of the page as it was read, None where there was none.

    Raises Refused for another kind of meeting and for times that leave no window; Conflict.
    """
    if meeting.kind not in OPEN_KINDS:
        raise Refused("Only an open meeting or a focus group takes sign-ups.")
    if closes_at <= opens_at:
        raise Refused(Reason("Signing up must close after it opens", "closes_on"))
    if meeting.starts_at and closes_at > meeting.starts_at:
        raise Refused(
            Reason(f"Signing up must close before the meeting begins on {when(meeting.starts_at)}", "closes_on")
        )
    values: dict[str, Any] = {
        "opens_at": opens_at, "closes_at": closes_at, "details": details.strip(), "families_invited": families_invited,
        "invited_how": invited_how.strip(),
    }  # fmt: skip
    refuse_child_names(by, meeting.inspection, details=details, invited_how=invited_how)
    page = SignUpPage.objects.select_for_update().filter(meeting=meeting).first()
    if page is None:
        page = SignUpPage.objects.create(meeting=meeting, address=secrets.token_urlsafe(12), **values)
    else:
        for name, value in values.items():
            setattr(page, name, value)
        save_if_unchanged(page, version=version or 0, fields=values)
    _forget_later(page)
    record(actor=by, verb=verbs.SIGN_UP_SET, subject=page)
    return page


@transaction.atomic
def sign_up(*, by: None, page: SignUpPage, key: str, people: int, needs: str = "", email: str = "") -> SignUp:
    """One family signs up; the same form sent twice is one. The joining link goes to `email` when there is one. Raises Refused."""
    page = SignUpPage.objects.select_for_update().select_related("meeting__inspection__partnership").get(pk=page.pk)
    if standing(page, clock.now()) != "open":
        raise Refused("Signing up has closed.")
    if not 1 <= people <= MOST_PEOPLE:
        raise Refused(Reason(f"How many of you will come must be between 1 and {MOST_PEOPLE}", "people"))
    refuse_child_names(by, page.meeting.inspection, needs=needs)
    made, new = SignUp.objects.get_or_create(
        page=page,
        key=key or secrets.token_urlsafe(24),
        defaults={"at": clock.now(), "people": people, "needs": needs.strip(), "email": email.strip()},
    )
    if new:
        record(actor=by, verb=verbs.SIGNED_UP, subject=page)
        if made.email and page.meeting.link:
            _send(made)
    return made


@transaction.atomic
def send_joining_links(*, by: Any, page: SignUpPage) -> int:
    """Send the joining link to everybody who left an address and has not had it; how many. Raises Refused without a link."""
    if not page.meeting.link:
        raise Refused("The meeting has no joining link yet.")
    waiting = list(page.sign_ups.filter(link_sent_at=None).exclude(email=""))
    for signed in waiting:
        signed.page = page
        _send(signed)
    if waiting:
        record(actor=by, verb=verbs.JOINING_LINK_SENT, subject=page, changes={"messages": (None, len(waiting))})
    return len(waiting)


def _send(signed: SignUp) -> None:
    meeting = signed.page.meeting
    at = f"{long_date(meeting.starts_at)} at {time_words(meeting.starts_at)}" if meeting.starts_at else "Date to follow"
    outbox.enqueue(
        kind="invitation_email",  # its handler empties the payload once sent: it holds an address
        key=f"joining-link:{signed.pk}",
        payload={
            "to": signed.email,
            "subject": f"Joining link: {meeting.title}",
            "body": JOINING_MAIL.format(title=meeting.title, when=at, link=meeting.link, days=ADDRESSES_KEPT_DAYS),
        },
    )
    signed.link_sent_at = clock.now()
    signed.save(update_fields=["link_sent_at"])


def forget_at(page: SignUpPage) -> datetime:
    """When the addresses are deleted: some days after the meeting, or after signing up closed where the meeting has no time."""
    return (page.meeting.starts_at or page.closes_at) + timedelta(days=ADDRESSES_KEPT_DAYS)


def _forget_later(page: SignUpPage) -> None:
    at = forget_at(page)
    outbox.enqueue(
        kind="forget_sign_ups", key=f"forget-sign-ups:{page.pk}:{at:%Y%m%d%H%M}", payload={"page": page.pk}, due_at=at
    )


@outbox.handler("forget_sign_ups")
def forget_addresses(row: OutboxRow) -> None:
    """Empty the e-mail addresses of one page and what families said they need.

    Where the meeting moved to a later day, ask again for that day. Safe to run twice.
    """
    page = SignUpPage.objects.select_related("meeting__inspection__partnership").filter(pk=row.payload["page"]).first()
    if page is None:
        return
    if forget_at(page) > clock.now():
        _forget_later(page)
        return
    if forgotten := page.sign_ups.exclude(email="", needs="").update(email="", needs=""):
        record(actor=None, verb=verbs.ADDRESSES_FORGOTTEN, subject=page, changes={"addresses": (forgotten, 0)})
