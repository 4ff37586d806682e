"""Scheduling, withdrawing and correcting what is published."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
