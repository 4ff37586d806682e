"""What tests of pages share: signing in, dates as a form sends them, and the words of a page."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from inspections.models import Inspection


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def boxes(name: str, day: date | None) -> dict[str, str]:
    """A date as its three boxes."""
    parts = ("", "", "") if day is None else (str(day.day), str(day.month), str(day.year))
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


def text_of(response: Any) -> str:
    """The words of a page on one line, without tags."""
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"inspections:{name}", args=[inspection.reference, *args])


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def statements(client: Client, address: str) -> int:
    """How many database statements a page costs; it is loaded once before, so that caches are warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
