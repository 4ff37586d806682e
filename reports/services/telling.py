"""Who is told of a letter before and after the public is, and the list of who was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from accounts import policy
from accounts.choices import Permission, Reach
from accounts.models import NationalRole, Notice, User
from accounts.services.notices import notify
from core import clock
from inspections.models import TeamPlace
from partnerships.models import Membership
from reports.models import Letter, LetterVersion

EVENTS = {
    "issued": "told that it is issued",
    "scheduled": "told when it will be published",
    "called-off": "told that it will not be published then",
    "published": "told that it is published",
    "withdrawn": "told that it is withdrawn",
}


@dataclass(frozen=True)
class Told:
    name: str
    event: str
    at: datetime


def recipients(letter: Letter, on: date) -> list[User]:
    """Those outside the team who may read the final letter before the public: of the area, then the advisers of its region."""
    inspection = letter.inspection
    reaches = policy.reaches(Permission.LETTER_VIEW)
    members = Membership.objects.in_force(on).filter(
        partnership_id=inspection.partnership_id, role__in=reaches.get(Reach.OWN_ONCE_ISSUED, frozenset())
    )
    region = Q(region_code="") | Q(region_code=inspection.partnership.region_id)
    advisers = (
        NationalRole.objects.in_force(on)
        .filter(region, role__in=reaches.get(Reach.REGION_ONCE_ISSUED, frozenset()))
        .select_related("user")
    )
    people = [inspection.lano] if inspection.lano else []
    people += [member.user for member in members.select_related("user").order_by("pk")]
    return _open([*people, *(held.user for held in advisers.order_by("pk"))])


def team(letter: Letter, on: date) -> list[User]:
    places = TeamPlace.objects.filter(inspection=letter.inspection, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gte=on)
    )
    return _open([place.user for place in places.select_related("user").order_by("pk")])


def tell(version: LetterVersion, *, event: str, mark: str, subject: str, body: str, public: bool = False) -> int:
    """One notice with its e-mail to each recipient and the team; returns how many were told. `mark` makes an event told once."""
    on, letter = clock.today(), version.letter
    people = recipients(letter, on) + team(letter, on)
    reference = letter.inspection.reference
    url = (
        reverse("reports:published-letter", args=[reference])
        if public
        else reverse("reports:version-detail", args=[reference, version.number])
    )
    return sum(
        notify(
            person=person,
            kind="letter",
            key=f"letter:{letter.pk}:{event}:{mark}",
            subject=subject[:200],
            body=body,
            url=url,
        )
        for person in dict.fromkeys(people)
    )


def tell_issued(letter: Letter, version: LetterVersion) -> int:
    """The recipients have the final letter, days before the public: each is told so, with what the embargo asks of them."""
    inspection, product = letter.inspection, letter.spec.name
    on = clock.today()
    return sum(
        notify(
            person=person,
            kind="letter",
            key=f"letter:{letter.pk}:issued:{version.number}",
            subject=f"The final {product.lower()} is issued: {inspection.partnership.name}",
            body=(
                f"You can now read the final {product.lower()} for {inspection.partnership.name}. It is not published yet. "
                "Do not share it outside the people who must act on it until it is."
            ),
            url=reverse("reports:version-detail", args=[inspection.reference, version.number]),
        )
        for person in recipients(letter, on)
    )


def told(letter: Letter) -> list[Told]:
    """Everybody who was told, in order."""
    notices = (
        Notice.objects.filter(key__startswith=f"letter:{letter.pk}:").select_related("person").order_by("at", "pk")
    )
    rows = [(notice, notice.key.split(":")[2]) for notice in notices]
    return [Told(notice.person.name, EVENTS[event], notice.at) for notice, event in rows if event in EVENTS]


def _open(people: list[Any]) -> list[User]:
    return [person for person in dict.fromkeys(people) if person.is_active]
