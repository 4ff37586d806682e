"""Both peers under one address."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [path("survey/", include("survey.urls")), path("", include(wagtail_urls))]
