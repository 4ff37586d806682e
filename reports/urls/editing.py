"""Writing the sections of a letter."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import drafting

patterns = [path(f"{LETTER}sections/<slug:code>/", drafting.SectionEdit.as_view(), name="section-edit")]
