from django.urls import path

from reports.views import drafting, published

app_name = "reports"
urlpatterns = [
    path("letters/", published.PublishedList.as_view(), name="published-list"),
    path("letters/<slug:reference>/", published.PublishedLetter.as_view(), name="published-letter"),
    path(
        "letters/<slug:reference>/versions/<int:number>/", published.PublishedLetter.as_view(), name="published-version"
    ),
    path("letters/<slug:reference>/letter.pdf", published.PublishedPdf.as_view(), name="published-pdf"),
    path("letters/<slug:reference>/letter.json", published.PublishedJson.as_view(), name="published-json"),
    path("inspections/<slug:reference>/letter/", drafting.LetterDetail.as_view(), name="letter-detail"),
    path("inspections/<slug:reference>/letter/open/", drafting.OpenLetter.as_view(), name="letter-open"),
    path("inspections/<slug:reference>/letter/preview/", drafting.LetterPreview.as_view(), name="letter-preview"),
    path(
        "inspections/<slug:reference>/letter/sections/<slug:code>/", drafting.SectionEdit.as_view(), name="section-edit"
    ),
    path("inspections/<slug:reference>/letter/moves/<slug:move>/", drafting.LetterMove.as_view(), name="letter-move"),
    path(
        "inspections/<slug:reference>/letter/versions/<int:number>/",
        drafting.VersionDetail.as_view(),
        name="version-detail",
    ),
    path(
        "inspections/<slug:reference>/letter/versions/<int:number>/letter.pdf",
        drafting.VersionPdf.as_view(),
        name="version-pdf",
    ),
]
