"""`manage.py open_pages`: whether a database that was restored carries the service, asked of the pages that need no account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from core.commands import PlainCommand

PAGES = ("account_login", "dashboard:privacy", "dashboard:health")


class Command(PlainCommand):
    help = "Ask for the sign-in page, the privacy page and the health page. Exit code 1 on a fault."

    def handle(self, *args: Any, **options: Any) -> None:
        host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost").lstrip(".")
        client = Client(raise_request_exception=False, headers={"host": host})
        wrong = []
        for name in PAGES:
            status = client.get(reverse(name), secure=True).status_code
            self.stdout.write(f"{name}: {status}")
            # A restored outbox is late by nature, and the health page says so with 503.
            if status != 200 and not (name == "dashboard:health" and status == 503):
                wrong.append(name)
        if wrong:
            raise CommandError(f"Did not open: {', '.join(wrong)}.")
