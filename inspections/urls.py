from django.urls import URLPattern, path

from inspections.views import (
    calls,
    contacts,
    deadlines,
    evidence,
    findings,
    history,
    moves,
    overview,
    planning,
    progress,
    team,
)

app_name = "inspections"


def patterns(
    move: type[moves.InspectionMove] = moves.InspectionMove,
    finding_list: type[findings.Findings] = findings.Findings,
    finding_edit: type[findings.FindingEdit] = findings.FindingEdit,
    progress_page: type[progress.Progress] = progress.Progress,
) -> list[URLPattern]:
    """The addresses; `move` may be a subclass from a layer that knows whether plans are still open, the pages of findings ones that
    know what a finding rests on, and those of findings and progress ones that know which words the area was sent.

    For the root urlconf: path("inspections/", include((patterns(move=…), "inspections"))).
    """
    one = "<slug:reference>/"
    return [
        path("", planning.InspectionList.as_view(), name="inspection-list"),
        path("new/", planning.CreateInspection.as_view(), name="inspection-create"),
        path("what-if/", planning.WhatIf.as_view(), name="what-if"),
        path(one, overview.InspectionDetail.as_view(), name="inspection-detail"),
        path(one + "notify/", calls.Notify.as_view(), name="inspection-notify"),
        path(one + "calls/<slug:body>/", calls.RecordCall.as_view(), name="inspection-call"),
        path(one + "lano/", calls.Nominate.as_view(), name="inspection-nominate"),
        path(one + "timeline/", deadlines.Timeline.as_view(), name="inspection-timeline"),
        path(one + "dates/", deadlines.Dates.as_view(), name="inspection-dates"),
        path(one + "deadlines/<int:pk>/", deadlines.DeadlineDetail.as_view(), name="deadline-detail"),
        path(one + "deadlines/<int:pk>/change/", deadlines.DeadlineChange.as_view(), name="deadline-change"),
        path(one + "deadlines/<int:pk>/met/", deadlines.DeadlineMet.as_view(), name="deadline-met"),
        path(one + "team/", team.Team.as_view(), name="inspection-team"),
        path(one + "team/add/", team.TeamAdd.as_view(), name="team-add"),
        path(one + "team/<int:pk>/end/", team.TeamEnd.as_view(), name="team-end"),
        path(one + "contacts/", contacts.Contacts.as_view(), name="inspection-contacts"),
        path(one + "moves/<slug:move>/", move.as_view(), name="inspection-move"),
        path(one + "receipt/", moves.RecordReceipt.as_view(), name="inspection-receipt"),
        path(one + "outcome/", moves.RecordOutcome.as_view(), name="inspection-outcome"),
        path(one + "findings/", finding_list.as_view(), name="inspection-findings"),
        path(one + "findings/add/", findings.FindingAdd.as_view(), name="finding-add"),
        path(one + "findings/<int:pk>/", finding_edit.as_view(), name="finding-edit"),
        path(one + "progress/", progress_page.as_view(), name="progress-judgements"),
        path(one + "evidence/", evidence.EvidenceList.as_view(), name="evidence-list"),
        path(one + "evidence/<int:number>/", evidence.EvidenceDetail.as_view(), name="evidence-detail"),
        path(one + "history/", history.History.as_view(), name="inspection-history"),
    ]


urlpatterns = patterns()
