from django.urls import path

from improvement.views import actions, acts, plans

app_name = "improvement"
ACTION = "inspections/<slug:reference>/plan/items/<int:order>/actions/<int:number>"
urlpatterns = [
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path("inspections/<slug:reference>/plan/", plans.PlanDetail.as_view(), name="plan-detail"),
    path("inspections/<slug:reference>/plan/items/<int:order>/", acts.ItemEdit.as_view(), name="item-edit"),
    path("inspections/<slug:reference>/plan/actions/", actions.ActionList.as_view(), name="action-list"),
    path(
        "inspections/<slug:reference>/plan/items/<int:order>/actions/add/",
        actions.ActionAdd.as_view(),
        name="action-add",
    ),
    path(f"{ACTION}/", actions.ActionDetail.as_view(), name="action-detail"),
    path(f"{ACTION}/edit/", actions.ActionEdit.as_view(), name="action-edit"),
    path(f"{ACTION}/remove/", actions.ActionRemove.as_view(), name="action-remove"),
    path(f"{ACTION}/milestones/<int:step>/", actions.MilestoneEdit.as_view(), name="milestone-edit"),
    path(f"{ACTION}/milestones/<int:step>/remove/", actions.MilestoneRemove.as_view(), name="milestone-remove"),
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
