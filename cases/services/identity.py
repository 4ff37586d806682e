"""Who a case is: given by the area, shown to one person at a time for a reason, and recorded each time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from cases import verbs
from cases.models import CaseIdentity, CaseOpening, TrackedCase
from cases.names import names_in, words_of
from cases.services.guards import followed, refuse, require, without_names
from cases.services.selection import UPN
from core import clock
from core.errors import Reason, Refused


@transaction.atomic
def give(
    *,
    by: Any,
    case: TrackedCase,
    name: str,
    upn: str = "",
    born_on: date | None = None,
    family_contact: str = "",
) -> None:
    """Give or replace who a case is. The record says that it was given and by whom, never what. Raises Refused."""
    require(by, Permission.CASE_IDENTITY, case)
    require(by, Permission.CASE_MANAGE, case)
    followed(case)
    words = words_of(name)
    reasons = [] if name.strip() else [Reason("Enter the name of the child or young person", "name")]
    if upn.strip() and not UPN.fullmatch(upn.strip()):
        reasons.append(Reason("A unique pupil number has a letter and 12 more characters", "upn"))
    if born_on and born_on > clock.today():
        reasons.append(Reason("The date of birth must be in the past", "born_on"))
    titles = case.documents.filter(removed_at=None).values_list("title", "stored__name")
    if any(names_in(text, words, running=False) for pair in titles for text in pair):
        reasons.append(
            Reason("A document of the pack has this name in its title or file name. Remove it first", "name")
        )
    refuse(reasons)
    CaseIdentity.objects.update_or_create(
        case=case,
        defaults={
            "name": name.strip(),
            "upn": upn.strip().upper(),
            "born_on": born_on,
            "family_contact": family_contact.strip(),
            "given_by": by,
            "given_at": clock.now(),
        },
    )
    record(actor=by, verb=verbs.IDENTITY_GIVEN, subject=case)


@transaction.atomic
def show(*, by: Any, case: TrackedCase, reason: str) -> CaseIdentity:
    """The identity, for one look with a reason: kept as an opening of the case and in the audit. Raises Refused."""
    require(by, Permission.CASE_IDENTITY, case)
    reasons = without_names(case.inspection, reason=reason)
    if not reason.strip():
        reasons.append(Reason("Say why you need the name", "reason"))
    refuse(reasons)
    identity = CaseIdentity.objects.filter(case=case).select_related("case").first()
    if identity is None:
        raise Refused("Nobody has given the name yet.")
    CaseOpening.objects.create(case=case, person=by, reason=reason.strip(), at=clock.now())
    record(actor=by, verb=verbs.NAME_SHOWN, subject=case, reason=reason.strip())
    return identity
