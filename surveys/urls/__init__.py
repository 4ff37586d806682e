"""The addresses of surveys: one file for each noun."""

from surveys.urls import comments, management, paper, public, results, safeguarding

app_name = "surveys"
urlpatterns = [
    *public.patterns,
    *management.patterns,
    *safeguarding.patterns,
    *comments.patterns,
    *results.patterns,
    *paper.patterns,
]
