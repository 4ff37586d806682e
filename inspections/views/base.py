"""The one way to load an inspection from an address. Letters and plans use it too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from accounts.access import can, held_on, require
from accounts.choices import Permission, Role
from core import clock
from inspections.models import Inspection
from inspections.services.sights import Thing, embargoed, seen
from rulebook import words


@dataclass(frozen=True)
class Tab:
    """One tab of an inspection; shown when its address exists, the person has the right and the kind has such a page."""

    code: str
    text: str
    url_name: str
    permission: Permission
    for_kinds_judged_per_item: bool = False
    for_kinds_that_follow: bool = False


TABS = (
    Tab("overview", "Overview", "inspections:inspection-detail", Permission.INSPECTION_VIEW),
    Tab("timeline", "Timeline", "inspections:inspection-timeline", Permission.INSPECTION_VIEW),
    Tab("team", "Team", "inspections:inspection-team", Permission.INSPECTION_VIEW),
    Tab("request", "Information request", "information:request-detail", Permission.REQUEST_VIEW),
    Tab("cases", "Tracked cases", "cases:case-list", Permission.CASE_VIEW),
    Tab("timetable", "Timetable", "timetable:timetable", Permission.WEEKS_OWN),
    Tab("coordination", "Coordination", "coordination:board", Permission.WEEKS_OWN),
    Tab("surveys", "Surveys", "surveys:survey-list", Permission.SURVEY_VIEW),
    Tab("evidence", "Evidence", "evidence:note-list", Permission.EVIDENCE_VIEW),
    Tab("findings", "Findings", "inspections:inspection-findings", Permission.FINDINGS_VIEW),
    Tab(
        "progress",
        "Progress",
        "inspections:progress-judgements",
        Permission.FINDINGS_VIEW,
        for_kinds_judged_per_item=True,
    ),
    Tab(
        "before-after",
        "Before and after",
        "improvement:before-after",
        Permission.LETTER_VIEW,
        for_kinds_that_follow=True,
    ),
    Tab("letter", "", "reports:letter-detail", Permission.FINDINGS_VIEW),
    Tab("plan", "Plan", "improvement:plan-detail", Permission.PLAN_VIEW),
    Tab("history", "History", "inspections:inspection-history", Permission.HISTORY_VIEW),
)


class Rights:
    """What one person may do on one inspection: each right is asked once for a page, and those `learn` names in one query."""

    def __init__(self, actor: Any, inspection: Inspection, known: dict[Permission, bool] | None = None) -> None:
        self.actor, self.inspection = actor, inspection
        self.known: dict[Permission, bool] = dict(known or {})

    def __contains__(self, permission: Permission | str) -> bool:
        asked = Permission(permission)
        if asked not in self.known:
            self.known[asked] = can(self.actor, asked, self.inspection)
        return self.known[asked]

    def learn(self, permissions: Iterable[Permission]) -> None:
        """Ask for all of these at once."""
        asked = [permission for permission in dict.fromkeys(permissions) if permission not in self.known]
        held = held_on(self.actor, asked, self.inspection)
        self.known |= {permission: permission in held for permission in asked}


def opens(rights: Rights, href: str) -> bool:
    """Whether these rights open an address of the same inspection, by the `permission` of its view. No address opens nothing."""
    try:
        view = resolve(urlsplit(href).path).func
    except Resolver404:
        return False
    permission = getattr(getattr(view, "view_class", None), "permission", None)
    return permission is None or permission in rights


class InspectionView(LoginRequiredMixin):
    """Loads `self.inspection` for people who may see it (404 to others) and asks for `permission` (403 without it).

    Mix it in before a class-based view whose address has `reference`. The page then has `inspection`, `identity`,
    `inspection_navigation` and `breadcrumbs`; its template extends "inspections/inspection_page.html". `tab` is the code of the
    tab the page belongs to.
    """

    permission: Permission = Permission.INSPECTION_VIEW
    tab = ""
    inspection: Inspection
    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.inspection = get_object_or_404(
            Inspection.objects.permitted(request.user, Permission.INSPECTION_VIEW).select_related(
                "partnership__region", "lano"
            ),
            reference=kwargs["reference"],
        )
        if self.permission != Permission.INSPECTION_VIEW:
            require(request.user, self.permission, self.inspection)
        return super().dispatch(request, *args, **kwargs)

    def require(self, permission: Permission) -> None:
        """Raises PermissionDenied (403) without this further right."""
        require(self.request.user, permission, self.inspection)

    def forget_changes(self) -> None:
        self.inspection.refresh_from_db()

    @cached_property
    def rights(self) -> Rights:
        return Rights(self.request.user, self.inspection, {Permission.INSPECTION_VIEW: True, self.permission: True})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "inspection": self.inspection,
            "identity": identity(self.inspection),
            "inspection_navigation": navigation(self.inspection, self.rights, self.tab),
            "breadcrumbs": self.get_breadcrumbs(),
            "rights": self.rights,
        }
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            {"text": "Inspections", "href": reverse("inspections:inspection-list")},
            {"text": self.inspection.partnership.name, "href": address("inspection-detail", self.inspection)},
        ]


class LinkedPages:
    """Mix in before InspectionView: one line of links between the pages of one tab, drawn above each of them.

    `links` are (part, words, URL name, right); the words may hold a name of `inspection.words`. `part` is that of this page.
    """

    links: tuple[tuple[str, str, str, Permission], ...] = ()
    links_label = ""
    part = ""
    inspection: Inspection
    rights: Any

    def shows(self, part: str, permission: Permission) -> bool:
        """Whether this person has that page."""
        return bool(permission in self.rights)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.rights.learn(permission for *_, permission in self.links)
        context = {"linked_pages": self.linked_pages(), "links_label": self.links_label}
        return super().get_context_data(**(context | kwargs))  # type: ignore[misc]

    def linked_pages(self) -> list[dict[str, Any]]:
        shown = []
        for part, text, name, permission in self.links:
            href = _address_if_any(name, self.inspection)
            if href and self.shows(part, permission):
                words = text.format_map(self.inspection.words)
                shown.append({"text": words, "href": href, "active": part == self.part})
        return shown


class SeenUnderEmbargo:
    """Put before InspectionView in a page of something embargoed: who opens it, and how often, is kept."""

    thing: Thing
    inspection: Inspection

    def sees(self) -> Thing:
        return self.thing

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().get(request, *args, **kwargs)  # type: ignore[misc]
        if response.status_code == 200:
            seen(by=request.user, inspection=self.inspection, what=self.sees())
        return response


def address(name: str, inspection: Inspection, *args: Any) -> str:
    """The address of a page of this inspection: address("deadline-detail", inspection, 3)."""
    return reverse(f"inspections:{name}", args=[inspection.reference, *args])


def _address_if_any(name: str, inspection: Inspection) -> str:
    """ "" for a page of a package that is not there."""
    try:
        return reverse(name, args=[inspection.reference])
    except NoReverseMatch:
        return ""


def navigation(inspection: Inspection, rights: Rights, current: str) -> list[dict[str, Any]]:
    """The tabs this person has: text, href, active."""
    shown = []
    rights.learn(tab.permission for tab in TABS)
    for tab in TABS:
        if tab.for_kinds_judged_per_item and not inspection.kind_spec.judged_per_item:
            continue
        if tab.for_kinds_that_follow and inspection.follows_id is None:
            continue
        if tab.code == "letter" and inspection.kind_spec.letter is None:
            continue
        href = _address_if_any(tab.url_name, inspection)
        if href and tab.permission in rights:
            text = tab.text or inspection.words["product"].capitalize()
            shown.append({"code": tab.code, "text": text, "href": href, "active": tab.code == current})
    return shown


def identity(inspection: Inspection) -> dict[str, Any]:
    """What stands at the head of every page of an inspection."""
    today = clock.today()
    leads = [
        str(place.user)
        for place in inspection.team_places.select_related("user").order_by("starts_on", "pk")
        if place.role == Role.LEAD_INSPECTOR and (place.ends_on is None or place.ends_on >= today)
    ]
    return {
        "area": inspection.partnership.name,
        "reference": inspection.reference,
        "framework": inspection.framework.short_name,
        "kind": inspection.kind_spec.name,
        "state": state_words(inspection),
        "lead": words.listed(leads),
        "lano": str(inspection.lano) if inspection.lano_id else "",
        "embargoed": embargoed(inspection),
    }


def state_words(inspection: Inspection) -> str:
    return inspection.LIFECYCLE.states[inspection.state]
