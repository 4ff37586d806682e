"""The factual accuracy check of a draft."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
