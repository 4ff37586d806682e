"""`manage.py erase_child REFERENCE CASE`: erase who a tracked case is, for good."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from accounts.models import User
from cases.models import TrackedCase
from cases.queries.traces import places, words_of_case
from cases.services import erasure
from core.commands import PlainCommand
from core.errors import Refused


class Command(PlainCommand):
    help = (
        "Erase the child of a tracked case: identity, pack, records, and the name in every text. It cannot be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("inspection", metavar="INSPECTION", help="the reference of the inspection")
        parser.add_argument("case", metavar="CASE", help="the letter of the case")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who decided it")
        parser.add_argument("--why", required=True, help="without the name")
        parser.add_argument("--names", default="", help="other names of the child, with commas between")
        parser.add_argument("--look", action="store_true", help="only say where the name stands")

    def handle(
        self, *args: Any, inspection: str, case: str, by: str, why: str, names: str, look: bool, **options: Any
    ) -> None:
        person = User.objects.filter(email__iexact=by, is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {by}", returncode=2)
        found = TrackedCase.objects.filter(inspection__reference=inspection, code=case.upper()).first()
        if found is None:
            raise CommandError(f"There is no case {case} in {inspection}", returncode=2)
        if look:
            for place in places(words_of_case(found), found.inspection_id):
                self.stdout.write(str(place))
            return
        try:
            done = erasure.erase(by=person, case=found, why=why, names=names)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{found} is erased.")
        for what, value in done.places.items():
            self.stdout.write(f"{what}: {value if isinstance(value, dict | int) else ', '.join(value) or 'none'}")
