"""`manage.py legal_hold place|lift|list`: what is kept however old it is."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from accounts.models import User
from core.commands import PlainCommand
from core.errors import Refused
from inspections.models import Inspection, LegalHold
from inspections.services import holds


class Command(PlainCommand):
    help = "Place an inspection under a legal hold, lift it, or list what stands under one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["place", "lift", "list"])
        parser.add_argument("inspection", nargs="?", default="", metavar="INSPECTION")
        parser.add_argument("--by", default="", metavar="EMAIL")
        parser.add_argument("--why", default="")

    def handle(self, *args: Any, act: str, inspection: str, by: str, why: str, **options: Any) -> None:
        if act == "list":
            for hold in LegalHold.objects.filter(lifted_at=None).select_related("inspection"):
                self.stdout.write(
                    f"{hold.inspection.reference} since {timezone.localtime(hold.placed_at):%Y-%m-%d}: {hold.why}"
                )
            return
        found = Inspection.objects.filter(reference=inspection).first()
        person = User.objects.filter(email__iexact=by, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no inspection {inspection}", returncode=2)
        if person is None:
            raise CommandError(f"Nobody signs in as {by}", returncode=2)
        try:
            {"place": holds.place, "lift": holds.lift}[act](by=person, inspection=found, why=why)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{found.reference}: done.")
