"""Writing the sections of a letter, and what was written before."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import comparing, editing

SECTION = f"{LETTER}sections/<slug:code>/"

patterns = [
    path(SECTION, editing.SectionEdit.as_view(), name="section-edit"),
    path(f"{SECTION}autosave/", editing.SectionAutosave.as_view(), name="section-autosave"),
    path(f"{SECTION}history/", comparing.SectionHistory.as_view(), name="section-history"),
    path(f"{LETTER}compare/", comparing.LetterCompare.as_view(), name="letter-compare"),
    path(f"{LETTER}checks/", editing.Checks.as_view(), name="letter-checks"),
    path(f"{LETTER}references/", editing.References.as_view(), name="letter-references"),
]
