from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import paper

SHEETS = "inspections/<slug:reference>/surveys/<slug:audience>/sheets/"
patterns: list[URLPattern] = [
    path(SHEETS, paper.SheetList.as_view(), name="sheet-list"),
    path(f"{SHEETS}begin/", paper.SheetBegin.as_view(), name="sheet-begin"),
    path(f"{SHEETS}<int:number>/", paper.SheetEnter.as_view(), name="sheet-enter"),
    path(f"{SHEETS}<int:number>/settle/", paper.SheetSettle.as_view(), name="sheet-settle"),
    path(f"{SHEETS}<int:number>/take-away/", paper.SheetTakeAway.as_view(), name="sheet-take-away"),
]
