from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from core import outbox
from core.commands import PlainCommand
from core.errors import Refused
from dashboard import demonstration


class Command(PlainCommand):
    help = "Load the demonstration: invented people, an inspection under way, a plan whose clock is running, three real letters."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("This is not a demonstration: DEMONSTRATION is off")
        try:
            made = demonstration.load()
        except (demonstration.NotReady, Refused) as error:
            raise CommandError(str(error)) from error
        outbox.relay(1000)
        self.stdout.write("Demonstration loaded" if made else "Demonstration loaded before; nothing changed")
