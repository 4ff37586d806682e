"""What the public reads."""

from django.urls import path

from reports.views import published

PUBLIC = "letters/<slug:reference>/"
VERSION = f"{PUBLIC}versions/<int:number>/"

patterns = [
    path("letters/", published.PublishedList.as_view(), name="published-list"),
    path(PUBLIC, published.PublishedLetter.as_view(), name="published-letter"),
    path(f"{PUBLIC}letter.pdf", published.PublishedPdf.as_view(), name="published-pdf"),
    path(f"{PUBLIC}letter.json", published.PublishedJson.as_view(), name="published-json"),
    path(f"{PUBLIC}easy-read/", published.PublishedEasyRead.as_view(), name="published-easy-read"),
    path(f"{PUBLIC}easy-read.pdf", published.PublishedEasyReadPdf.as_view(), name="published-easy-read-pdf"),
    path(VERSION, published.PublishedLetter.as_view(), name="published-version"),
    path(f"{VERSION}letter.pdf", published.PublishedPdf.as_view(), name="published-version-pdf"),
    path(f"{VERSION}letter.json", published.PublishedJson.as_view(), name="published-version-json"),
]
