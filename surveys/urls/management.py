from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import management, moves, share

SURVEYS = "inspections/<slug:reference>/surveys/"
ONE = f"{SURVEYS}<slug:audience>/"

patterns: list[URLPattern] = [
    path(SURVEYS, management.SurveyList.as_view(), name="survey-list"),
    path(f"{SURVEYS}make/", management.SurveyMake.as_view(), name="survey-make"),
    path(ONE, management.SurveyDetail.as_view(), name="survey-detail"),
    path(f"{ONE}share/", share.SurveyShare.as_view(), name="survey-share"),
    path(f"{ONE}share/qr.<slug:kind>", share.SurveyQr.as_view(), name="survey-qr"),
    path(f"{ONE}share/<slug:kind>/<slug:variant>.pdf", share.SurveyPrint.as_view(), name="survey-print"),
    path(f"{ONE}change/<slug:move>/", moves.SurveyChange.as_view(), name="survey-change"),
    path(f"{ONE}step/<slug:move>/", moves.SurveyStep.as_view(), name="survey-step"),
]
