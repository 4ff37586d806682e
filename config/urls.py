"""The whole public tree."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboard.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("accounts.sign_in_urls")),
    path("partnerships/", include("partnerships.urls")),
    path("inspections/", include("inspections.urls")),
    path("", include("improvement.urls")),
    path("", include("reports.urls")),
]
