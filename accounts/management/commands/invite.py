from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from accounts.choices import NATIONAL_ROLES, Role
from accounts.models.user import Organisation
from accounts.services import invitations, people
from core.commands import PlainCommand
from core.errors import Refused


class Command(PlainCommand):
    help = "Invite a person with a national role: the first administrator, before anybody can sign in. The link goes by e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", default=Role.ADMINISTRATOR.value, choices=[role.value for role in NATIONAL_ROLES])
        parser.add_argument("--region", default="", metavar="CODE", help="an ONS code; all of England without it")
        parser.add_argument("--organisation", default=Organisation.OTHER.value, choices=Organisation.values)

    def handle(
        self, *args: Any, email: str, name: str, role: str, region: str, organisation: str, **options: Any
    ) -> None:
        try:
            with transaction.atomic():
                user = invitations.invite(by=None, email=email, name=name, organisation=organisation)
                people.grant_national(by=None, user=user, role=role, region_code=region)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        told = "has an account already" if user.is_active else "is invited"
        self.stdout.write(f"{user.email} {told} and is {Role(role).label.lower()}.")
