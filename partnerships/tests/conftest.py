from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from accounts.choices import Role
from accounts.models import User
from partnerships.models import LocalAuthority, Membership, Partnership, Region
from partnerships.services import imports

TODAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def reference(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real reference data, loaded once for the tests of a module and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        imports.load_reference_data(folder=Path(settings.DATA_DIR))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference files that a test may break."""
    for name in imports.FILES:
        shutil.copy(Path(settings.DATA_DIR) / name, tmp_path / name)
    return tmp_path


class Small:
    """Two invented areas in two regions, without the reference data."""

    def __init__(self) -> None:
        self.south = Region.objects.create(code="E12000008", name="South East")
        self.north = Region.objects.create(code="E12000001", name="North East")
        self.here = self.area("Seaborough", "991", self.south)
        self.there = self.area("Fellside", "992", self.north)

    def area(self, name: str, code: str, region: Region) -> Partnership:
        authority = LocalAuthority.objects.create(
            dfe_code=code, gss_code=f"E09000{code}", name=name, la_type="County", region=region, is_current=True
        )
        return Partnership.objects.create(slug=name.lower(), name=name, authority=authority, region=region)

    def person(self, name: str, **fields: Any) -> User:
        return User.objects.create(email=f"{name.lower()}@example.org", name=name, **fields)

    def member(
        self,
        name: str,
        role: Role,
        partnership: Partnership | None = None,
        starts_on: date = date(2024, 1, 1),
        ends_on: date | None = None,
    ) -> Membership:
        return Membership.objects.create(
            partnership=partnership or self.here,
            user=self.person(name),
            role=role,
            starts_on=starts_on,
            ends_on=ends_on,
        )


@pytest.fixture
def small(db: None) -> Small:
    return Small()
