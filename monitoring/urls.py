from django.urls import path

from monitoring.views import caseload, engagement, ladder, letters, records, visits

app_name = "monitoring"
PLAN = "inspections/<slug:reference>/plan/support/"
VISIT = PLAN + "visits/<int:place>/"
LETTER = PLAN + "letters/<int:place>/"
AREA = "partnerships/<slug:slug>/engagement/"
MEETING = AREA + "<int:number>/"

urlpatterns = [
    path("support/", caseload.Caseload.as_view(), name="caseload"),
    path("support/engagement/", engagement.EngagementOverview.as_view(), name="engagement-overview"),
    path(PLAN, visits.Board.as_view(), name="board"),
    path(PLAN + "visits/add/", visits.VisitAdd.as_view(), name="visit-add"),
    path(VISIT, visits.VisitDetail.as_view(), name="visit-detail"),
    path(VISIT + "edit/", visits.VisitEdit.as_view(), name="visit-edit"),
    path(VISIT + "ask/", visits.EvidenceRequest.as_view(), name="visit-ask"),
    path(VISIT + "cancel/", visits.VisitCancel.as_view(), name="visit-cancel"),
    path(VISIT + "forum/", visits.ForumInvite.as_view(), name="visit-forum"),
    path(VISIT + "evidence/", visits.EvidenceSend.as_view(), name="evidence-send"),
    path(VISIT + "evidence/<int:number>/", visits.EvidenceFile.as_view(), name="evidence-file"),
    path(VISIT + "evidence/<int:number>/withdraw/", visits.EvidenceWithdraw.as_view(), name="evidence-withdraw"),
    path(VISIT + "held/", records.VisitHold.as_view(), name="visit-hold"),
    path(VISIT + "notes/", records.NotesEdit.as_view(), name="notes-edit"),
    path(VISIT + "notes/sign/", records.NotesSign.as_view(), name="notes-sign"),
    path(VISIT + "items/<int:order>/", records.FindingEdit.as_view(), name="visit-finding"),
    path(VISIT + "actions/add/", records.ActionAdd.as_view(), name="visit-action"),
    path(VISIT + "finish/", records.WriteUp.as_view(), name="visit-finish"),
    path(VISIT + "letter/", letters.LetterDraft.as_view(), name="letter-draft"),
    path(PLAN + "forum/<int:place>/", visits.ForumVisit.as_view(), name="forum-visit"),
    path(PLAN + "release/", letters.ReleaseAdd.as_view(), name="release-add"),
    path(LETTER, letters.LetterDetail.as_view(), name="letter-detail"),
    path(LETTER + "edit/", letters.LetterEdit.as_view(), name="letter-edit"),
    path(LETTER + "sign/", letters.LetterSign.as_view(), name="letter-sign"),
    path(LETTER + "send/", letters.LetterSend.as_view(), name="letter-send"),
    path(LETTER + "discard/", letters.LetterDiscard.as_view(), name="letter-discard"),
    path(LETTER + "letter.pdf", letters.LetterPdf.as_view(), name="letter-pdf"),
    path(PLAN + "ladder/", ladder.Ladder.as_view(), name="ladder"),
    path(PLAN + "ladder/step/", ladder.LadderStep.as_view(), name="ladder-step"),
    path(PLAN + "notice/issue/", ladder.NoticeIssue.as_view(), name="notice-issue"),
    path(PLAN + "notice/review/", ladder.NoticeReview.as_view(), name="notice-review"),
    path(PLAN + "notice/lift/", ladder.NoticeLift.as_view(), name="notice-lift"),
    path(PLAN + "direction/", ladder.DirectionAdd.as_view(), name="direction-add"),
    path(AREA, engagement.EngagementList.as_view(), name="engagement-list"),
    path(AREA + "add/", engagement.MeetingAdd.as_view(), name="engagement-add"),
    path(MEETING, engagement.MeetingDetail.as_view(), name="engagement-detail"),
    path(MEETING + "edit/", engagement.MeetingEdit.as_view(), name="engagement-edit"),
    path(MEETING + "held/", engagement.MeetingHold.as_view(), name="engagement-hold"),
    path(MEETING + "notes/", engagement.MeetingNotes.as_view(), name="engagement-notes"),
    path(MEETING + "cancel/", engagement.MeetingCancel.as_view(), name="engagement-cancel"),
    path(MEETING + "actions/add/", engagement.MeetingActionAdd.as_view(), name="engagement-action"),
    path(MEETING + "actions/<int:action>/done/", engagement.MeetingActionDone.as_view(), name="engagement-done"),
    path(AREA + "thematic/add/", engagement.ThematicAdd.as_view(), name="thematic-add"),
    path(AREA + "thematic/<slug:theme>/", engagement.ThematicDetail.as_view(), name="thematic-detail"),
]
