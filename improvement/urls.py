from django.urls import path

from improvement.views import (
    actions,
    acts,
    committees,
    families,
    follow_up,
    plans,
    publication,
    published,
    review,
    versions,
)

app_name = "improvement"
PLAN = "inspections/<slug:reference>/plan"
PUBLIC = "plans/<slug:reference>/"
VERSION = f"{PUBLIC}versions/<int:number>/"
ACTION = f"{PLAN}/items/<int:order>/actions/<int:number>"
urlpatterns = [
    path("inspections/<slug:reference>/before-and-after/", follow_up.BeforeAfter.as_view(), name="before-after"),
    path("plans/", plans.PlanList.as_view(), name="plan-list"),
    path(f"{PLAN}/", plans.PlanDetail.as_view(), name="plan-detail"),
    path(f"{PLAN}/items/<int:order>/", acts.ItemEdit.as_view(), name="item-edit"),
    path(f"{PLAN}/actions/", actions.ActionList.as_view(), name="action-list"),
    path(
        f"{PLAN}/items/<int:order>/actions/add/",
        actions.ActionAdd.as_view(),
        name="action-add",
    ),
    path(f"{ACTION}/", actions.ActionDetail.as_view(), name="action-detail"),
    path(f"{ACTION}/edit/", actions.ActionEdit.as_view(), name="action-edit"),
    path(f"{ACTION}/remove/", actions.ActionRemove.as_view(), name="action-remove"),
    path(f"{ACTION}/milestones/<int:step>/", actions.MilestoneEdit.as_view(), name="milestone-edit"),
    path(f"{ACTION}/milestones/<int:step>/remove/", actions.MilestoneRemove.as_view(), name="milestone-remove"),
    path(f"{ACTION}/comment/", families.ActionComment.as_view(), name="action-comment"),
    path(f"{PLAN}/items/<int:order>/comment/", families.ItemComment.as_view(), name="item-comment"),
    path(f"{PLAN}/families/", families.CoProduction.as_view(), name="co-production"),
    path(f"{PLAN}/families/comments/<int:number>/", families.CommentAnswerAdd.as_view(), name="comment-answer"),
    path(f"{PLAN}/families/statement/", families.StatementWrite.as_view(), name="statement-write"),
    path(f"{PLAN}/committees/add/", committees.MeetingAdd.as_view(), name="committee-add"),
    path(f"{PLAN}/committees/<int:pk>/", committees.MeetingEdit.as_view(), name="committee-edit"),
    path(f"{PLAN}/committees/<int:pk>/remove/", committees.MeetingRemove.as_view(), name="committee-remove"),
    path(f"{PLAN}/approve/", acts.PlanApprove.as_view(), name="plan-approve"),
    path(f"{PLAN}/moves/<slug:move>/", acts.PlanMove.as_view(), name="plan-move"),
    path(
        f"{PLAN}/submissions/<int:number>/",
        plans.SubmissionDetail.as_view(),
        name="submission-detail",
    ),
    path(
        f"{PLAN}/submissions/<int:number>/plan.json",
        plans.SubmissionJson.as_view(),
        name="submission-json",
    ),
    # --- from the review to the decision
    path(f"{PLAN}/review/", review.ReviewDetail.as_view(), name="review-detail"),
    path(f"{PLAN}/review/questions/<slug:code>/", review.ReviewCriterion.as_view(), name="review-criterion"),
    path(f"{PLAN}/review/items/<int:order>/", review.ReviewItem.as_view(), name="review-item"),
    path(f"{PLAN}/review/decision/", review.ReviewDecision.as_view(), name="review-decision"),
    path(f"{PLAN}/review/send/", review.ReviewSend.as_view(), name="review-send"),
    path(f"{PLAN}/versions/", versions.VersionList.as_view(), name="version-list"),
    path(f"{PLAN}/submissions/<int:number>/decision/", versions.DecisionLetterView.as_view(), name="decision-letter"),
    # --- publication, for those who look after it
    path(f"{PLAN}/publication/", publication.Publication.as_view(), name="plan-publication"),
    path(f"{PLAN}/publication/publish/", publication.Publish.as_view(), name="plan-publish"),
    path(f"{PLAN}/publication/addresses/add/", publication.AddressAdd.as_view(), name="address-add"),
    path(f"{PLAN}/publication/addresses/<int:pk>/end/", publication.AddressEnd.as_view(), name="address-end"),
    path(
        f"{PLAN}/publication/versions/<int:number>/progress/",
        publication.PublicationProgress.as_view(),
        name="publication-progress",
    ),
    # --- what the public reads
    path("plans/published/", published.PublishedPlans.as_view(), name="published-list"),
    path(PUBLIC, published.PublishedPlan.as_view(), name="published-plan"),
    path(f"{PUBLIC}plan.pdf", published.PublishedPdf.as_view(), name="published-plan-pdf"),
    path(f"{PUBLIC}plan.json", published.PublishedJson.as_view(), name="published-plan-json"),
    path(VERSION, published.PublishedPlan.as_view(), name="published-plan-version"),
    path(f"{VERSION}plan.pdf", published.PublishedPdf.as_view(), name="published-plan-version-pdf"),
    path(f"{VERSION}plan.json", published.PublishedJson.as_view(), name="published-plan-version-json"),
]
