"""The factual accuracy check of a draft, and formal complaints."""

from django.urls import path

from reports.urls.drafting import LETTER
from reports.views import accuracy, accuracy_answers, accuracy_comments

CHECK = f"{LETTER}accuracy/"
COMMENT = f"{CHECK}comments/<int:pk>/"

patterns = [
    path(CHECK, accuracy.AccuracyDetail.as_view(), name="accuracy-detail"),
    path(f"{CHECK}draft/", accuracy.AccuracyDraft.as_view(), name="accuracy-draft"),
    path(f"{CHECK}receipt/", accuracy.RecordReceipt.as_view(), name="accuracy-receipt"),
    path(f"{CHECK}people/add/", accuracy.NamePerson.as_view(), name="accuracy-name"),
    path(f"{CHECK}people/<int:pk>/end/", accuracy.EndPerson.as_view(), name="accuracy-end"),
    path(
        f"{CHECK}sections/<slug:code>/comment/", accuracy_comments.DraftComment.as_view(), name="accuracy-comment-add"
    ),
    path(COMMENT, accuracy_comments.ChangeComment.as_view(), name="accuracy-comment-edit"),
    path(f"{COMMENT}remove/", accuracy_comments.RemoveComment.as_view(), name="accuracy-comment-remove"),
    path(f"{CHECK}evidence/<int:pk>/", accuracy_comments.EvidenceFile.as_view(), name="accuracy-evidence"),
    path(f"{CHECK}submit/", accuracy_comments.Submit.as_view(), name="accuracy-submit"),
    path(f"{COMMENT}answer/", accuracy_answers.AnswerComment.as_view(), name="accuracy-answer"),
    path(f"{COMMENT}second/", accuracy_answers.SecondAnswer.as_view(), name="accuracy-second"),
    path(f"{CHECK}release/", accuracy_answers.Release.as_view(), name="accuracy-release"),
    path(f"{CHECK}close/", accuracy_answers.CloseCheck.as_view(), name="accuracy-close"),
    path(f"{LETTER}complaints/", accuracy_answers.Complaints.as_view(), name="complaint-list"),
    path(f"{LETTER}complaints/add/", accuracy_answers.RecordComplaint.as_view(), name="complaint-add"),
    path(f"{LETTER}complaints/<int:pk>/answer/", accuracy_answers.AnswerComplaint.as_view(), name="complaint-answer"),
]
