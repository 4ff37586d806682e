from django.urls import path

from coordination.views import board, feedback, kit, messages, pack, setup, work

app_name = "coordination"
ROOT = "inspections/<slug:reference>/coordination/"
urlpatterns = [
    path(ROOT, board.Board.as_view(), name="board"),
    path(f"{ROOT}set-up/", setup.SetUp.as_view(), name="setup"),
    path(f"{ROOT}set-up/add/", setup.LineAdd.as_view(), name="setup-line-add"),
    path(f"{ROOT}set-up/accept/", setup.Accept.as_view(), name="setup-accept"),
    path(f"{ROOT}set-up/deputy/", setup.Deputy.as_view(), name="setup-deputy"),
    path(f"{ROOT}set-up/opening/", setup.OpeningEdit.as_view(), name="opening-edit"),
    path(f"{ROOT}set-up/opening/add/", setup.SlotAdd.as_view(), name="slot-add"),
    path(f"{ROOT}set-up/opening/<int:pk>/", setup.SlotEdit.as_view(), name="slot-edit"),
    path(f"{ROOT}set-up/lines/<slug:code>/", setup.LineEdit.as_view(), name="setup-line"),
    path(f"{ROOT}keep-in-touch/", kit.KitList.as_view(), name="kit-list"),
    path(f"{ROOT}keep-in-touch/add/", kit.RecordAdd.as_view(), name="kit-add"),
    path(f"{ROOT}keep-in-touch/<int:number>/", kit.KitDetail.as_view(), name="kit-detail"),
    path(f"{ROOT}keep-in-touch/<int:number>/edit/", kit.RecordEdit.as_view(), name="kit-edit"),
    path(f"{ROOT}keep-in-touch/<int:number>/agree/", kit.RecordAgree.as_view(), name="kit-agree"),
    path(f"{ROOT}keep-in-touch/<int:number>/addendum/", kit.RecordCorrect.as_view(), name="kit-addendum"),
    path(f"{ROOT}keep-in-touch/<int:number>/request/", kit.RequestAdd.as_view(), name="kit-request"),
    path(f"{ROOT}team-notes/", kit.TeamNotes.as_view(), name="team-notes"),
    path(f"{ROOT}team-notes/add/", kit.TeamNoteAdd.as_view(), name="team-note-add"),
    path(f"{ROOT}team-notes/<int:number>/", kit.TeamNoteEdit.as_view(), name="team-note-edit"),
    path(f"{ROOT}feedback/", feedback.FeedbackPage.as_view(), name="feedback"),
    path(f"{ROOT}feedback/edit/", feedback.FeedbackEdit.as_view(), name="feedback-edit"),
    path(f"{ROOT}feedback/<slug:code>/", feedback.SeatAdd.as_view(), name="feedback-seat"),
    path(f"{ROOT}tasks/", work.TaskList.as_view(), name="task-list"),
    path(f"{ROOT}tasks/add/", work.TaskAdd.as_view(), name="task-add"),
    path(f"{ROOT}tasks/<int:pk>/", work.TaskDetail.as_view(), name="task-detail"),
    path(f"{ROOT}tasks/<int:pk>/done/", work.TaskFinish.as_view(), name="task-finish"),
    path(f"{ROOT}tasks/<int:pk>/give/", work.TaskGive.as_view(), name="task-give"),
    path(f"{ROOT}tasks/<int:pk>/withdraw/", work.TaskWithdraw.as_view(), name="task-withdraw"),
    path(f"{ROOT}messages/", messages.MessageList.as_view(), name="message-list"),
    path(f"{ROOT}messages/add/", messages.MessageStart.as_view(), name="message-start"),
    path(f"{ROOT}messages/<int:pk>/", messages.MessageDetail.as_view(), name="message-detail"),
    path(f"{ROOT}messages/<int:pk>/<int:order>/", messages.PartEdit.as_view(), name="part-edit"),
    path(f"{ROOT}pack/", pack.PackPage.as_view(), name="pack"),
    path(f"{ROOT}pack/<int:pk>/", pack.PackDownload.as_view(), name="pack-download"),
    path("my-e-mails/", messages.MyEmails.as_view(), name="my-emails"),
]
