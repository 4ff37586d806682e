from django.urls import path

from improvement.views import acts, plans

app_name = "improvement"
urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("inspections/<slug:reference>/plan/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("inspections/<slug:reference>/plan/items/<int:order>/", acts.ItemEdit.as_view(), name="item-edit"),
    path(
        "inspections/<slug:reference>/plan/items/<int:order>/release/", acts.ItemRelease.as_view(), name="item-release"
    ),
    path("inspections/<slug:reference>/plan/approve/", acts.PlanApprove.as_view(), name="plan-approve"),
    path("inspections/<slug:reference>/plan/moves/<slug:move>/", acts.PlanMove.as_view(), name="plan-move"),
    path(
        "inspections/<slug:reference>/plan/submissions/<int:number>/",
        plans.SubmissionDetail.as_view(),
        name="submission-detail",
    ),
    path(
        "inspections/<slug:reference>/plan/submissions/<int:number>/plan.json",
        plans.SubmissionJson.as_view(),
        name="submission-json",
    ),
]
