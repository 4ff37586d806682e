"""Team review and quality assurance of a letter."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
