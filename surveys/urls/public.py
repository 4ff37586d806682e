"""The open link of a survey and the pages behind it."""

from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import public

patterns: list[URLPattern] = [
    path("s/<str:token>/", public.Start.as_view(), name="answer-start"),
    path("s/<str:token>/continue/", public.Continue.as_view(), name="answer-continue"),
    path("s/<str:token>/question/<slug:code>/", public.Ask.as_view(), name="answer-question"),
    path("s/<str:token>/version/", public.Ways.as_view(), name="answer-ways"),
    path("s/<str:token>/save/", public.Later.as_view(), name="answer-later"),
    path("s/<str:token>/code/", public.ComeBack.as_view(), name="answer-code"),
    path("s/<str:token>/check/", public.Check.as_view(), name="answer-check"),
    path("s/<str:token>/sent/", public.Sent.as_view(), name="answer-sent"),
]
