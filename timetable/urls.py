from django.urls import path

from timetable.views import attendance, meetings, proposals, timetable, week

app_name = "timetable"
ONE = "inspections/<slug:reference>/"
MEETING = ONE + "meetings/<int:number>/"
WEEK = ONE + "timetable/"
urlpatterns = [
    path(WEEK, timetable.Grid.as_view(), name="timetable"),
    path(WEEK + "list/", timetable.MeetingList.as_view(), name="meeting-list"),
    path(WEEK + "tables/", timetable.MeetingTable.as_view(), name="meeting-table"),
    path(WEEK + "my-day/", timetable.MyDay.as_view(), name="my-day"),
    path(WEEK + "print/", timetable.Print.as_view(), name="print"),
    path(WEEK + "print/pdf/", timetable.PrintPdf.as_view(), name="print-pdf"),
    path(WEEK + "conflicts/", week.Conflicts.as_view(), name="conflicts"),
    path(WEEK + "conflicts/<slug:fingerprint>/", week.KeepConflict.as_view(), name="conflict-keep"),
    path(WEEK + "rules/", week.Rules.as_view(), name="rules"),
    path(WEEK + "availability/", week.Availability.as_view(), name="availability"),
    path(WEEK + "availability/<str:whose>/halves/", week.Halves.as_view(), name="availability-halves"),
    path(WEEK + "availability/<int:pk>/remove/", week.AwayRemove.as_view(), name="away-remove"),
    path(WEEK + "release/", week.ReleasePage.as_view(), name="release"),
    path(WEEK + "versions/<int:number>/", week.Version.as_view(), name="version"),
    path(WEEK + "paste/", week.Paste.as_view(), name="paste"),
    path(ONE + "proposals/", proposals.ProposalList.as_view(), name="proposal-list"),
    path(ONE + "proposals/<int:number>/", proposals.ProposalDetail.as_view(), name="proposal-detail"),
    path(ONE + "proposals/<int:number>/cancel/", proposals.ProposalCancel.as_view(), name="proposal-cancel"),
    path(ONE + "meetings/add/", meetings.MeetingAdd.as_view(), name="meeting-add"),
    path(MEETING, meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path(MEETING + "edit/", meetings.MeetingEdit.as_view(), name="meeting-edit"),
    path(MEETING + "people/", attendance.MeetingPeople.as_view(), name="meeting-people"),
    path(MEETING + "inspectors/", attendance.MeetingInspectors.as_view(), name="meeting-inspectors"),
    path(MEETING + "move/", meetings.MeetingMove.as_view(), name="meeting-move"),
    path(MEETING + "acts/<slug:move>/", meetings.MeetingAct.as_view(), name="meeting-act"),
    path(MEETING + "attendance/", attendance.MeetingAttendance.as_view(), name="meeting-attendance"),
    path(MEETING + "notes/<slug:side>/", attendance.MeetingNotePage.as_view(), name="meeting-note"),
]
