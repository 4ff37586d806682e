from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import safeguarding as views

_here = "inspections/<slug:reference>/safeguarding/"
patterns: list[URLPattern] = [
    path(_here, views.ConcernList.as_view(), name="concern-list"),
    path(f"{_here}<int:pk>/", views.ConcernDetail.as_view(), name="concern-detail"),
    path(f"{_here}duty/", views.Duty.as_view(), name="duty"),
    path(f"{_here}duty/<int:pk>/end/", views.DutyEnd.as_view(), name="duty-end"),
]
