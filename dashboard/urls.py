from django.urls import path

from dashboard.views import bank_holidays, deadlines, home, national, national_areas, notices, pages, publishing

app_name = "dashboard"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("deadlines/", deadlines.DeadlineList.as_view(), name="deadline-list"),
    path("deadlines.ics", deadlines.DeadlineFeed.as_view(), name="deadline-feed"),
    path("national/", national.National.as_view(), name="national"),
    path("national.<slug:ending>", national.NationalFile.as_view(), name="national-file"),
    path("national/inspections/", national.NationalRows.as_view(), name="national-rows"),
    path("national/inspections.<slug:ending>", national.NationalRowsFile.as_view(), name="national-rows-file"),
    path("national/publishing/", publishing.Publishing.as_view(), name="national-publishing"),
    path("national/publishing.<slug:ending>", publishing.PublishingFile.as_view(), name="national-publishing-file"),
    path("national/map/", national.NationalMap.as_view(), name="national-map"),
    path("national/areas/", national_areas.NationalAreas.as_view(), name="national-areas"),
    path("national/areas.<slug:ending>", national_areas.NationalAreasFile.as_view(), name="national-areas-file"),
    path("national/areas/<slug:slug>/watch/", national_areas.Watch.as_view(), name="national-watch"),
    path("national/views/add/", national_areas.SaveView.as_view(), name="national-view-add"),
    path("national/views/<int:pk>/remove/", national_areas.RemoveView.as_view(), name="national-view-remove"),
    path("calendar/", bank_holidays.BankHolidays.as_view(), name="bank-holidays"),
    path("calendar/add/", bank_holidays.BankHolidayAdd.as_view(), name="bank-holiday-add"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("health/", pages.Health.as_view(), name="health"),
    path("accessibility/", pages.Accessibility.as_view(), name="accessibility"),
    path("privacy/", pages.Privacy.as_view(), name="privacy"),
    path("glossary/", pages.Glossary.as_view(), name="glossary"),
]
