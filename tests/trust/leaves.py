"""Every address of the product, derived from the URLconf, with something in each of its places."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.http import HttpResponseForbidden
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

# Something each converter takes; nothing of the sort is in the database unless a test puts it there.
SAMPLES = {
    "int": "1",
    "str": "no-such",
    "slug": "no-such",
    "path": "no/such",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


@cache
def leaves() -> list[tuple[str, str]]:
    """[(name with its namespace, path)]."""
    found: list[tuple[str, str]] = []

    def walk(resolver: Any, namespace: str, before: str) -> None:
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, route)
            elif isinstance(entry, URLPattern):
                found.append((f"{namespace}{entry.name}", "/" + filled(route)))

    walk(get_resolver(), "", "")
    return found


def filled(route: str) -> str:
    route = re.sub(r"\(\?P<(\w+)>[^()]*(\([^()]*\))?[^()]*\)", "1", route)  # the groups of a regular expression
    route = re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: SAMPLES.get(found.group(1) or "str", "1"), route)
    return route.replace("^", "").replace("$", "").replace("\\", "")


class BriefRefusals:
    """In place of the pages of a refusal, which say the same to everybody: drawing one takes longer than refusing."""

    @staticmethod
    def get_template(_name: str) -> Any:
        return engines["django"].from_string("refused")


def brief_csrf_refusal(request: Any, reason: str = "") -> HttpResponseForbidden:
    return HttpResponseForbidden("forged")
