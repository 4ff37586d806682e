"""What every page's frame needs. One small query for a signed-in person beside their rights, none for others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import SimpleLazyObject

from accounts import policy, queries
from accounts.access import holdings
from accounts.choices import Permission
from core import clock

PUBLIC = (
    ("dashboard:home", "Home"),
    ("reports:published-list", "Published letters"),
    ("partnerships:partnership-list", "Areas"),
    ("dashboard:national", "National figures"),
    ("dashboard:search", "Search"),
)
SIGNED_IN = (
    ("dashboard:home", "My work"),
    ("inspections:inspection-list", "Inspections"),
    ("dashboard:deadline-list", "Deadlines"),
    ("partnerships:partnership-list", "Areas"),
    ("reports:published-list", "Published letters"),
    ("dashboard:national", "National figures"),
    ("inspections:what-if", "What if"),
    ("dashboard:search", "Search"),
)
# Pages of one kind of national work: (address, text, the right that somebody holding any national role needs for it).
NATIONAL = (
    ("monitoring:caseload", "My areas", Permission.MONITORING_WRITE),
    ("improvement:plan-list", "Plans", Permission.PLAN_REVIEW),
    ("monitoring:engagement-overview", "Engagement", Permission.ENGAGEMENT_MANAGE),
    ("dashboard:bank-holidays", "Bank holidays", Permission.CALENDAR_MANAGE),
    ("accounts:person-list", "People", Permission.PEOPLE_MANAGE),
    ("dashboard:service-health", "Health", Permission.SERVICE_WATCH),
)
# The same for an office in an area. Those who read the whole plan find it on the pages of its inspection; the forum has it here.
IN_AREAS = (("improvement:plan-list", "Plans", Permission.PLAN_COMMENT),)
FOOTER = (
    ("dashboard:accessibility", "Accessibility statement"),
    ("dashboard:privacy", "Privacy"),
    ("dashboard:glossary", "Glossary"),
    ("dashboard:open-data", "Open data"),
)


_ADDRESSES: dict[tuple[str, str, str], str] = {}


def _address(name: str) -> str:
    """The same for every request of a server."""
    asked = (name, settings.ROOT_URLCONF, get_script_prefix())
    if asked not in _ADDRESSES:
        _ADDRESSES[asked] = reverse(name)
    return _ADDRESSES[asked]


def site(request: HttpRequest) -> dict[str, Any]:
    """Template context: navigation, footer_links, demonstration, unread_notices."""
    person: Any = getattr(request, "user", None)
    signed_in = bool(person is not None and person.is_authenticated)
    places = [*SIGNED_IN, *places_of_office(person)] if signed_in else PUBLIC
    return {
        "navigation": navigation(places, request.path),
        "footer_links": [{"text": text, "href": _address(name)} for name, text in FOOTER],
        "demonstration": settings.DEMONSTRATION,
        "unread_notices": SimpleLazyObject(lambda: queries.unread_count(person)) if signed_in else 0,
    }


def places_of_office(person: Any) -> list[tuple[str, str]]:
    held = holdings(person, clock.today())
    found: dict[str, str] = {}
    for kind, offered in (("national", NATIONAL), ("memberships", IN_AREAS)):
        roles = {role for _, role in held.of(kind)}
        found |= {name: text for name, text, right in offered if any((role, right) in policy.TABLE for role in roles)}
    return list(found.items())


def navigation(places: Iterable[tuple[str, str]], path: str) -> list[dict[str, Any]]:
    """Items for the service navigation; the one whose address fits this path best is the active one."""
    items = [{"text": text, "href": _address(name), "active": False} for name, text in places]
    fitting = [
        item for item in items if path == item["href"] or (item["href"] != "/" and path.startswith(str(item["href"])))
    ]
    if fitting:
        max(fitting, key=lambda item: len(str(item["href"])))["active"] = True
    return items
