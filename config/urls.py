"""The whole public tree."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboard.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/two-factor/", include("allauth.mfa.urls")),
    path("partnerships/", include("partnerships.urls")),
    path("inspections/", include("inspections.urls")),
    path("", include("improvement.urls")),
    path("", include("reports.urls")),
]
