"""Rows for tests, plain and predictable: invented people, areas named by number, nothing random.

`member`, `team`, `national` and `delegate` give a person a role; each makes the person when none is given.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.choices import Activity, Role
from accounts.models import NationalRole, User
from core import clock
from evidence.choices import Inspectorate
from evidence.models import Judgement, Signature
from inspections.models import Finding, Inspection, TeamPlace
from partnerships.models import Delegation, LocalAuthority, Membership, Partnership, Region

LONG_AGO = date(2015, 1, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    is_active = True


class RegionFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "E12000008"
    name = "South East"


class LocalAuthorityFactory(DjangoModelFactory[LocalAuthority]):
    class Meta:
        model = LocalAuthority

    dfe_code = factory.Sequence(lambda n: f"{n % 900:03d}")
    gss_code = factory.Sequence(lambda n: f"E99{n:06d}")
    name = factory.Sequence(lambda n: f"Area {n}")
    official_name = factory.LazyAttribute(lambda made: f"{made.name} Council")
    la_type = "Unitary authority"
    region = factory.SubFactory(RegionFactory)
    is_current = True


class PartnershipFactory(DjangoModelFactory[Partnership]):
    class Meta:
        model = Partnership

    authority = factory.SubFactory(
        LocalAuthorityFactory, name=factory.SelfAttribute("..name"), region=factory.SelfAttribute("..region")
    )
    name = factory.Sequence(lambda n: f"Area {n}")
    slug = factory.LazyAttribute(lambda made: made.name.lower().replace(" ", "-"))
    region = factory.SubFactory(RegionFactory)


class InspectionFactory(DjangoModelFactory[Inspection]):
    """A planned full inspection under the edition of April 2024; give dates and a state to place it further on."""

    class Meta:
        model = Inspection

    partnership = factory.SubFactory(PartnershipFactory)
    framework_code = "area-send-2023"
    edition_code = "2024-04-05"
    kind = "full"
    reference = factory.Sequence(lambda n: f"inspection-{n}")

    class Params:
        # Planned, called, on site and published in the summer of 2024, as an outcome 3.
        out = factory.Trait(
            state="published",
            notified_on=date(2024, 4, 29),
            onsite_start_on=date(2024, 5, 13),
            onsite_end_on=date(2024, 5, 17),
            findings_shared_on=date(2024, 6, 14),
            letter_issued_on=date(2024, 7, 9),
            report_received_on=date(2024, 7, 9),
            published_on=date(2024, 7, 16),
            outcome="outcome-3",
        )
        regime_2016 = factory.Trait(framework_code="local-area-send-2016", edition_code="2016-04")


class FindingFactory(DjangoModelFactory[Finding]):
    class Meta:
        model = Finding

    inspection = factory.SubFactory(InspectionFactory)
    kind = "area_for_priority_action"
    order = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Finding number {n}.")


def member(partnership: Partnership, role: Role | str, user: User | None = None, **fields: Any) -> User:
    """A person with a role in a partnership since long ago."""
    user = user or UserFactory.create()
    Membership.objects.create(
        **{"partnership": partnership, "user": user, "role": role, "starts_on": LONG_AGO} | fields
    )
    return user


def team(inspection: Inspection, role: Role | str, user: User | None = None, **fields: Any) -> User:
    """A person on the team of an inspection since long ago."""
    user = user or UserFactory.create()
    TeamPlace.objects.create(**{"inspection": inspection, "user": user, "role": role, "starts_on": LONG_AGO} | fields)
    return user


def national(role: Role | str, user: User | None = None, **fields: Any) -> User:
    """A person with a role over England, or over one region with `region_code`."""
    user = user or UserFactory.create()
    NationalRole.objects.create(**{"user": user, "role": role, "starts_on": LONG_AGO} | fields)
    return user


def delegate(
    of: User, partnership: Partnership, activity: Activity | str, user: User | None = None, **fields: Any
) -> User:
    """A person to whom a member of a partnership has handed an activity, from long ago into 2099."""
    user = user or UserFactory.create()
    membership = Membership.objects.get(partnership=partnership, user=of)
    Delegation.objects.create(
        **{
            "membership": membership,
            "delegate": user,
            "activity": activity,
            "starts_on": LONG_AGO,
            "ends_on": date(2099, 12, 31),
        }
        | fields
    )
    return user


def signed_judgement(inspection: Inspection, by: User | None = None) -> Judgement:
    """The corporate judgement of an inspection, signed for both inspectorates."""
    by = by or UserFactory.create()
    judgement = Judgement.objects.create(
        inspection=inspection, met_on=inspection.feedback_on or LONG_AGO, decision=inspection.outcome, reasons="Agreed."
    )
    for inspectorate in Inspectorate:
        Signature.objects.create(
            judgement=judgement, inspectorate=inspectorate, version=judgement.version, by=by, at=clock.now()
        )
    return judgement
