"""The addresses of evidence, one module for each noun."""

from evidence.urls import judgements, notes

app_name = "evidence"
urlpatterns = [*notes.urlpatterns, *judgements.urlpatterns]
