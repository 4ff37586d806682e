"""The letter of an inspection, its moves and its frozen versions, while embargoed."""

from django.urls import path

from reports.views import drafting

LETTER = "inspections/<slug:reference>/letter/"

patterns = [
    path(LETTER, drafting.LetterDetail.as_view(), name="letter-detail"),
    path(f"{LETTER}open/", drafting.OpenLetter.as_view(), name="letter-open"),
    path(f"{LETTER}preview/", drafting.LetterPreview.as_view(), name="letter-preview"),
    path(f"{LETTER}moves/<slug:move>/", drafting.LetterMove.as_view(), name="letter-move"),
    path(f"{LETTER}versions/<int:number>/", drafting.VersionDetail.as_view(), name="version-detail"),
    path(f"{LETTER}versions/<int:number>/letter.pdf", drafting.VersionPdf.as_view(), name="version-pdf"),
]
