"""The addresses of letters and reports: one file for each noun."""

from reports.urls import accuracy, drafting, editing, publication, published, review

app_name = "reports"
urlpatterns = [
    *published.patterns,
    *publication.patterns,
    *drafting.patterns,
    *editing.patterns,
    *review.patterns,
    *accuracy.patterns,
]
