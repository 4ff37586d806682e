from django.urls import path

from cases.views import acts, pages, selection, work

app_name = "cases"
all_ = "inspections/<slug:reference>/cases/"
one = all_ + "<slug:code>/"
urlpatterns = [
    path(all_, pages.CaseList.as_view(), name="case-list"),
    path(all_ + "candidates/add/", selection.CandidateAdd.as_view(), name="candidate-add"),
    path(all_ + "candidates/<int:pk>/remove/", selection.CandidateRemove.as_view(), name="candidate-remove"),
    path(all_ + "select/", selection.Select.as_view(), name="case-select"),
    path(all_ + "select/at-random/", selection.Draw.as_view(), name="case-draw"),
    path(one, pages.CaseDetail.as_view(), name="case-detail"),
    path(one + "family-page/", pages.FamilyPage.as_view(), name="family-page"),
    path(one + "coordinator/", acts.Coordinator.as_view(), name="case-coordinator"),
    path(one + "identity/", acts.Identity.as_view(), name="case-identity"),
    path(one + "name/", acts.ShowName.as_view(), name="case-name"),
    path(one + "consent/", acts.Consent.as_view(), name="case-consent"),
    path(one + "access-needs/", acts.AccessNeeds.as_view(), name="case-access-needs"),
    path(one + "step/<slug:move>/", acts.Step.as_view(), name="case-step"),
    path(one + "replace/", selection.Replace.as_view(), name="case-replace"),
    path(one + "documents/add/", work.DocumentAdd.as_view(), name="document-add"),
    path(one + "documents/<int:number>/", work.DocumentOpen.as_view(), name="document-open"),
    path(one + "documents/<int:number>/remove/", work.DocumentRemove.as_view(), name="document-remove"),
    path(one + "pack/submit/", work.PackSubmit.as_view(), name="pack-submit"),
    path(one + "audit/authors/", work.Authors.as_view(), name="audit-authors"),
    path(one + "audit/summary/", work.Summary.as_view(), name="audit-summary"),
    path(one + "audit/<slug:agency>/", work.SectionEdit.as_view(), name="audit-section"),
    path(one + "audit/<slug:agency>/return/", work.SectionReturn.as_view(), name="audit-return"),
    path(one + "records/<slug:kind>/", work.RecordEdit.as_view(), name="record-edit"),
]
