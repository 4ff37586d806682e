from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import comments as views

_one = "inspections/<slug:reference>/surveys/<slug:audience>/"
patterns: list[URLPattern] = [
    path(f"{_one}comments/", views.CommentList.as_view(), name="comment-list"),
    path(f"{_one}comments/<int:order>/", views.CommentRead.as_view(), name="comment-read"),
    path(f"{_one}comments/<int:order>/duty-reader/", views.CommentRaise.as_view(), name="comment-raise"),
    path(f"{_one}themes/", views.ThemeList.as_view(), name="theme-list"),
    path(f"{_one}themes/look/", views.ThemeAsk.as_view(), name="theme-ask"),
    path(f"{_one}themes/<int:number>/keep/", views.ThemeKeep.as_view(), name="theme-keep"),
    path(f"{_one}themes/<int:number>/dismiss/", views.ThemeDismiss.as_view(), name="theme-dismiss"),
]
