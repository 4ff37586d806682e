"""What tests of pages share: signing in, dates as a form sends them, and the words of a page."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

from django.test import Client
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
    body = re.sub(r"<(script|style|title|desc)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def page(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"inspections:{name}", args=[inspection.reference, *args])


def errors_of(response: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}
