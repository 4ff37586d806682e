"""Lines of enquiry, what findings rest on, judgements, the restricted safeguarding record, and who has seen what."""

from __future__ import annotations

from django.urls import URLPattern, path

from evidence.views import embargo, emerging, enquiries, findings, judgements, safeguarding

ONE = "inspections/<slug:reference>/"
ENQUIRY = f"{ONE}enquiries/<int:number>/"
EMERGING = f"{ONE}emerging/<int:number>/"
CONCERN = f"{ONE}safeguarding-record/<int:number>/"
urlpatterns: list[URLPattern] = [
    path(f"{ONE}enquiries/", enquiries.EnquiryList.as_view(), name="enquiry-list"),
    path(f"{ONE}enquiries/add/", enquiries.EnquiryAdd.as_view(), name="enquiry-add"),
    path(ENQUIRY, enquiries.EnquiryDetail.as_view(), name="enquiry-detail"),
    path(f"{ENQUIRY}reword/", enquiries.EnquiryReword.as_view(), name="enquiry-reword"),
    path(f"{ENQUIRY}standing/", enquiries.EnquiryStanding.as_view(), name="enquiry-standing"),
    path(f"{ENQUIRY}close/", enquiries.EnquiryClose.as_view(), name="enquiry-close"),
    path(f"{ENQUIRY}tomorrow/", enquiries.AskTomorrow.as_view(), name="enquiry-tomorrow"),
    path(f"{ONE}triangulation/", enquiries.Triangulation.as_view(), name="triangulation"),
    path(f"{ONE}findings/<int:pk>/basis/", findings.FindingBasis.as_view(), name="finding-basis"),
    path(f"{ONE}emerging/", emerging.EmergingList.as_view(), name="emerging-list"),
    path(f"{ONE}emerging/add/", emerging.EmergingAdd.as_view(), name="emerging-add"),
    path(EMERGING, emerging.EmergingDetail.as_view(), name="emerging-detail"),
    path(f"{EMERGING}edit/", emerging.EmergingEdit.as_view(), name="emerging-edit"),
    path(f"{EMERGING}basis/", emerging.EmergingBasisPage.as_view(), name="emerging-basis"),
    path(f"{EMERGING}promote/", emerging.EmergingPromote.as_view(), name="emerging-promote"),
    path(f"{EMERGING}withdraw/", emerging.EmergingWithdraw.as_view(), name="emerging-withdraw"),
    path(f"{ONE}judgement/", judgements.JudgementPage.as_view(), name="judgement"),
    path(f"{ONE}judgement/edit/", judgements.JudgementEdit.as_view(), name="judgement-edit"),
    path(f"{ONE}judgement/sign/", judgements.JudgementSign.as_view(), name="judgement-sign"),
    path(f"{ONE}judgement/wording/", judgements.Wording.as_view(), name="wording"),
    path(f"{ONE}judgement/wording/<slug:key>/", judgements.WordingReason.as_view(), name="wording-reason"),
    path(f"{ONE}safeguarding-record/", safeguarding.ConcernList.as_view(), name="concern-list"),
    path(f"{ONE}safeguarding-record/add/", safeguarding.ConcernRecord.as_view(), name="concern-record"),
    path(
        f"{ONE}safeguarding-record/receipts/<slug:receipt>/",
        safeguarding.ConcernReceipt.as_view(),
        name="concern-receipt",
    ),
    path(CONCERN, safeguarding.ConcernDetail.as_view(), name="concern-detail"),
    path(f"{CONCERN}note/", safeguarding.ConcernNote.as_view(), name="concern-note"),
    path(f"{CONCERN}refer/", safeguarding.ConcernRefer.as_view(), name="concern-refer"),
    path(f"{CONCERN}close/", safeguarding.ConcernClose.as_view(), name="concern-close"),
    path(f"{ONE}embargo/", embargo.Embargo.as_view(), name="embargo"),
]
