"""Members of a partnership, and what they hand over to somebody else for a while."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import policy
from accounts.choices import PARTNERSHIP_ROLES, Activity, Permission, Role
from accounts.models import User
from accounts.services import invitations
from accounts.services.notices import notify
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from partnerships import verbs
from partnerships.models import Delegation, Membership, Partnership
from rulebook import words

ONE_DAY = timedelta(days=1)


def activities_of(role: str) -> tuple[Activity, ...]:
    """What the holder of a role may hand over: nobody hands over more than they hold, and only those who may manage members do."""
    held = {permission for (holder, permission) in policy.TABLE if holder == role}
    if Permission.MEMBERS_MANAGE not in held:
        return ()
    return tuple(activity for activity, carried in policy.DELEGABLE.items() if carried <= held)


@transaction.atomic
def add_member(
    *,
    by: User | None,
    partnership: Partnership,
    user: User,
    role: str,
    office: str = "",
    organisation: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give a person a role in a partnership, from today by default. Both days are inclusive.

    Raises Refused for a role that belongs elsewhere, days in the wrong order or after the area's end, or a role held already.
    """
    starts_on = starts_on or clock.today()
    reasons = []
    if role not in PARTNERSHIP_ROLES:
        reasons.append(Reason("Choose a role in a partnership", "role"))
    if ends_on and ends_on < starts_on:
        reasons.append(Reason("The last day must be the same as or after the first day", "ends_on"))
    if partnership.valid_to and partnership.valid_to < starts_on:
        reasons.append(Reason(f"{partnership} ended on {words.day(partnership.valid_to)}", "starts_on"))
    if reasons:
        raise Refused(*reasons)
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    same = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), partnership=partnership, user=user, role=role
    )
    if same.filter(starts_on__lte=ends_on).exists() if ends_on else same.exists():
        raise Refused(Reason(f"{user} already holds this role in those days", "role"))
    membership = Membership.objects.create(
        partnership=partnership,
        user=user,
        role=role,
        office=office.strip(),
        organisation=organisation.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    label = Role(role).label
    record(
        actor=by,
        verb=verbs.MEMBER_ADDED,
        subject=membership,
        changes={"role": ("", label), "starts_on": (None, starts_on), "ends_on": (None, ends_on)},
    )
    notify(
        person=user,
        kind="membership",
        key=f"membership:{membership.pk}",
        subject=f"You are a member of the {partnership} local area partnership",
        body=f"Your role is: {label}. It begins on {words.weekday(starts_on)}.",
        url=partnership.get_absolute_url(),
        # Somebody who has no account yet has just been sent the invitation.
        email=user.is_active,
    )
    return membership


@transaction.atomic
def invite_member(
    *,
    by: User,
    partnership: Partnership,
    email: str,
    name: str,
    employer: str,
    role: str,
    office: str = "",
    organisation: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """The same for a person known by e-mail address, invited first if they have no account. `employer` is a kind of organisation."""
    user = invitations.invite(by=by, email=email, name=name, organisation=employer)
    return add_member(
        by=by,
        partnership=partnership,
        user=user,
        role=role,
        office=office,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
    )


@transaction.atomic
def end_membership(*, by: User | None, membership: Membership, ends_on: date | None = None, reason: str = "") -> None:
    """End a membership after its last day, or at once when none is given; what the person handed over ends with it.

    A membership that has not begun, or begins today, and ends at once is removed: the record keeps both acts.
    Raises Refused when it is over already, or for a last day that has passed, or is before the first or after the present last day.
    """
    held = Membership.objects.select_for_update().get(pk=membership.pk)
    today = clock.today()
    _may_end(held.starts_on, held.ends_on, ends_on, today)
    last = ends_on or today - ONE_DAY
    for delegation in Delegation.objects.filter(membership=held, ends_on__gt=last):
        _end(by=by, delegation=delegation, last=last, reason="The membership ended")
    record(
        actor=by,
        verb=verbs.MEMBERSHIP_ENDED,
        subject=held,
        changes={"ends_on": (held.ends_on, last)},
        reason=reason,
    )
    if last < held.starts_on:
        held.delete()
    else:
        held.ends_on = last
        held.save(update_fields=["ends_on"])
    membership.ends_on = last


@transaction.atomic
def delegate(
    *, by: User, membership: Membership, delegate: User, activity: str, starts_on: date, ends_on: date
) -> Delegation:
    """Hand one activity of an office holder to a person from one day to another, both inclusive.

    Raises Refused for an activity the office does not carry, oneself, days in the wrong order, in the past or outside the membership,
    or an activity this person has been handed already.
    """
    held = Membership.objects.select_for_update().select_related("user", "partnership").get(pk=membership.pk)
    reasons = []
    if activity not in activities_of(held.role):
        reasons.append(Reason("Choose an activity that this person may hand over", "activity"))
    if delegate == held.user:
        reasons.append(Reason(f"{delegate} cannot hand this to themselves", "email"))
    reasons += _days(held, starts_on, ends_on)
    if reasons:
        raise Refused(*reasons)
    if Delegation.objects.filter(
        membership=held, delegate=delegate, activity=activity, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).exists():
        raise Refused(Reason(f"{delegate} has been handed this already for some of those days", "activity"))
    handed = Delegation.objects.create(
        membership=held, delegate=delegate, activity=activity, starts_on=starts_on, ends_on=ends_on
    )
    label = Activity(activity).label
    record(
        actor=by,
        verb=verbs.DELEGATED,
        subject=handed,
        changes={
            "activity": ("", label),
            "delegate": ("", str(delegate)),
            "starts_on": (None, starts_on),
            "ends_on": (None, ends_on),
        },
    )
    notify(
        person=delegate,
        kind="delegation",
        key=f"delegation:{handed.pk}",
        subject=f"You act for {held.user} in {held.partnership}",
        body=f"{label}, from {words.weekday(starts_on)} to {words.weekday(ends_on)}.",
        url=held.partnership.get_absolute_url(),
        email=delegate.is_active,
    )
    return handed


def _days(held: Membership, starts_on: date, ends_on: date) -> list[Reason]:
    if ends_on < starts_on:
        return [Reason("The last day must be the same as or after the first day", "ends_on")]
    reasons = []
    if ends_on < clock.today():
        reasons.append(Reason("The last day must be today or later", "ends_on"))
    if starts_on < held.starts_on:
        reasons.append(Reason(f"{held.user} holds the office from {words.day(held.starts_on)}", "starts_on"))
    if held.ends_on and ends_on > held.ends_on:
        reasons.append(Reason(f"{held.user} holds the office until {words.day(held.ends_on)}", "ends_on"))
    return reasons


@transaction.atomic
def invite_delegate(
    *,
    by: User,
    membership: Membership,
    email: str,
    name: str,
    employer: str,
    activity: str,
    starts_on: date,
    ends_on: date,
) -> Delegation:
    """The same for a person known by e-mail address, invited first if they have no account."""
    person = invitations.invite(by=by, email=email, name=name, organisation=employer)
    return delegate(
        by=by, membership=membership, delegate=person, activity=activity, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def end_delegation(*, by: User | None, delegation: Delegation, ends_on: date | None = None, reason: str = "") -> None:
    """Take an activity back after a last day, or at once when none is given. Raises Refused as `end_membership` does."""
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    today = clock.today()
    _may_end(held.starts_on, held.ends_on, ends_on, today)
    _end(by=by, delegation=held, last=ends_on or today - ONE_DAY, reason=reason)


def _may_end(starts_on: date, present: date | None, last: date | None, today: date) -> None:
    if present and present < today:
        raise Refused(f"This ended on {words.day(present)} already")
    if last is None:
        return
    if last < today:
        raise Refused(Reason("The last day must be today or later. Leave it empty to end this at once", "ends_on"))
    if last < starts_on:
        raise Refused(Reason(f"The last day must be the same as or after the first, {words.day(starts_on)}", "ends_on"))
    if present and last > present:
        raise Refused(Reason(f"This ends on {words.day(present)} already", "ends_on"))


def _end(*, by: User | None, delegation: Delegation, last: date, reason: str) -> None:
    record(
        actor=by,
        verb=verbs.DELEGATION_ENDED,
        subject=delegation,
        changes={"ends_on": (delegation.ends_on, last)},
        reason=reason,
    )
    if last < delegation.starts_on:
        delegation.delete()
    else:
        delegation.ends_on = last
        delegation.save(update_fields=["ends_on"])
