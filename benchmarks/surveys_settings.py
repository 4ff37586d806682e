"""The product's settings, with one view more to measure against."""

from __future__ import annotations

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.surveys_urls"
