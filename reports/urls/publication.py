"""Scheduling, withdrawing and correcting what is published; PDFs that a worker makes; the Easy Read summary."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import correcting, easy_read, pdfs, publication, themes

CORRECTION = f"{LETTER}correction/"

patterns = [
    path(f"{LETTER}publish/", publication.PublishLetter.as_view(), name="letter-publish"),
    path(f"{LETTER}publish/call-off/", publication.CallOff.as_view(), name="publish-call-off"),
    path(f"{LETTER}versions/<int:number>/withdraw/", publication.WithdrawVersion.as_view(), name="version-withdraw"),
    path(f"{CORRECTION}begin/", correcting.BeginCorrection.as_view(), name="correction-begin"),
    path(CORRECTION, correcting.CorrectionDetail.as_view(), name="correction-detail"),
    path(f"{CORRECTION}places/<slug:code>/<int:row>/", correcting.CorrectionPlace.as_view(), name="correction-place"),
    path(f"{CORRECTION}finish/", correcting.FinishCorrection.as_view(), name="correction-finish"),
    path(f"{CORRECTION}give-up/", correcting.GiveUpCorrection.as_view(), name="correction-give-up"),
    path(f"{LETTER}themes/", themes.TagThemes.as_view(), name="letter-themes"),
    path(f"{LETTER}pdf/", pdfs.AskDraftPdf.as_view(), name="draft-pdf-ask"),
    path(f"{LETTER}pdf/<int:pk>/", pdfs.DraftPdf.as_view(), name="draft-pdf"),
    path(f"{LETTER}pdf/<int:pk>/draft.pdf", pdfs.DraftPdfFile.as_view(), name="draft-pdf-file"),
    path(f"{LETTER}pdf/<int:pk>/progress/", pdfs.PdfProgress.as_view(), name="pdf-progress"),
    path(f"{LETTER}easy-read/", easy_read.EasyReadEdit.as_view(), name="easy-read-edit"),
    path(f"{LETTER}versions/<int:number>/easy-read.pdf", easy_read.EasyReadPdf.as_view(), name="version-easy-read-pdf"),
]
