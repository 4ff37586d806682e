"""The whole public tree."""

from django.urls import include, path

from dashboard.views.areas import AreaDetail
from dashboard.views.moves import Move
from evidence.views.findings import FindingEdit
from inspections.urls import patterns as inspections
from partnerships.urls import patterns as partnerships
from reports.views.sent import Findings, Progress

handler400 = "core.too_large.bad_request"
handler500 = "core.unavailable.server_error"

urlpatterns = [
    # First, since thousands come to the pages of a survey at once.
    path("", include("surveys.urls")),
    path("", include("dashboard.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("partnerships/", include((partnerships(detail=AreaDetail), "partnerships"))),
    path(
        "inspections/",
        include(
            (
                inspections(move=Move, finding_list=Findings, finding_edit=FindingEdit, progress_page=Progress),
                "inspections",
            )
        ),
    ),
    path("", include("information.urls")),
    path("", include("cases.urls")),
    path("", include("timetable.urls")),
    path("", include("visits.urls")),
    path("", include("coordination.urls")),
    path("", include("improvement.urls")),
    path("", include("measures.urls")),
    path("", include("tracking.urls")),
    path("", include("monitoring.urls")),
    path("", include("evidence.urls")),
    path("", include("reports.urls")),
]
