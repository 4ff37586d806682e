from __future__ import annotations

from django.urls import URLPattern, path

from evidence.views import note_forms, notes

NOTES = "inspections/<slug:reference>/notes/"
NOTE = f"{NOTES}<int:number>/"
urlpatterns: list[URLPattern] = [
    path(NOTES, notes.NoteList.as_view(), name="note-list"),
    path(f"{NOTES}add/", note_forms.NoteAdd.as_view(), name="note-add"),
    path(f"{NOTES}save/", note_forms.NoteSaving.as_view(), name="note-save"),
    path(f"{NOTES}sheet/", notes.NoteSheet.as_view(), name="note-sheet"),
    path(NOTE, notes.NoteDetail.as_view(), name="note-detail"),
    path(f"{NOTE}edit/", note_forms.NoteEdit.as_view(), name="note-edit"),
    path(f"{NOTE}withdraw/", notes.NoteWithdraw.as_view(), name="note-withdraw"),
    path(f"{NOTE}saves/", notes.NoteHistory.as_view(), name="note-history"),
    path(f"{NOTE}saves/<int:version>/", notes.NoteVersion.as_view(), name="note-version"),
]
