"""What the public reads."""

from django.urls import path

from reports.views import published

patterns = [
    path("letters/", published.PublishedList.as_view(), name="published-list"),
    path("letters/<slug:reference>/", published.PublishedLetter.as_view(), name="published-letter"),
    path(
        "letters/<slug:reference>/versions/<int:number>/", published.PublishedLetter.as_view(), name="published-version"
    ),
    path("letters/<slug:reference>/letter.pdf", published.PublishedPdf.as_view(), name="published-pdf"),
    path("letters/<slug:reference>/letter.json", published.PublishedJson.as_view(), name="published-json"),
]
