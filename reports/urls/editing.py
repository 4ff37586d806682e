"""Writing the sections of a letter."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import editing

SECTION = f"{LETTER}sections/<slug:code>/"

patterns = [
    path(SECTION, editing.SectionEdit.as_view(), name="section-edit"),
    path(f"{SECTION}autosave/", editing.SectionAutosave.as_view(), name="section-autosave"),
]
