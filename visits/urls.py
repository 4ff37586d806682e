from django.urls import path

from visits.views import calendars, links, public, samples, sign_ups, visits

app_name = "visits"
INSPECTION = "inspections/<slug:reference>/"
urlpatterns = [
    # of an inspection
    path(f"{INSPECTION}visits/", visits.VisitList.as_view(), name="visit-list"),
    path(f"{INSPECTION}visits/choose/<int:site>/", visits.Choose.as_view(), name="visit-choose"),
    path(f"{INSPECTION}visits/cards/", visits.Cards.as_view(), name="visit-cards"),
    path(f"{INSPECTION}visits/<int:number>/", visits.VisitDetail.as_view(), name="visit-detail"),
    path(f"{INSPECTION}visits/<int:number>/drop/", visits.Drop.as_view(), name="visit-drop"),
    path(f"{INSPECTION}visits/<int:number>/arrival/", visits.ArrivalEdit.as_view(), name="visit-arrival"),
    path(f"{INSPECTION}visits/<int:number>/record/", visits.RecordEdit.as_view(), name="visit-record"),
    path(f"{INSPECTION}visits/<int:number>/invitation/", visits.InvitationEdit.as_view(), name="visit-invitation"),
    path(f"{INSPECTION}visits/<int:number>/link/", links.SettingLinkMake.as_view(), name="visit-link"),
    path(f"{INSPECTION}visits/<int:number>/link/revoke/", links.SettingLinkRevoke.as_view(), name="visit-link-revoke"),
    path(f"{INSPECTION}samples/", samples.SampleList.as_view(), name="sample-list"),
    path(f"{INSPECTION}samples/draw/", samples.SampleDraw.as_view(), name="sample-draw"),
    path(f"{INSPECTION}samples/<int:number>/", samples.SampleDetail.as_view(), name="sample-detail"),
    path(f"{INSPECTION}availability/", links.AvailabilityList.as_view(), name="availability-list"),
    path(f"{INSPECTION}availability/<int:contact>/", links.AvailabilityAsk.as_view(), name="availability-ask"),
    path(f"{INSPECTION}sign-ups/", sign_ups.SignUpList.as_view(), name="sign-up-list"),
    path(f"{INSPECTION}sign-ups/<int:number>/", sign_ups.SignUpEdit.as_view(), name="sign-up-edit"),
    path(f"{INSPECTION}sign-ups/<int:number>/send/", sign_ups.SendLinks.as_view(), name="sign-up-send"),
    # by link, without an account
    path("v/<str:token>/", public.SettingPage.as_view(), name="setting-page"),
    path("v/<str:token>/visit.ics", public.SettingCalendar.as_view(), name="setting-calendar"),
    path("away/<str:token>/", public.Availability.as_view(), name="availability"),
    path("join/<str:address>/", public.SignUpPublic.as_view(), name="sign-up"),
    # calendars
    path("calendar/<str:token>.ics", calendars.CalendarFile.as_view(), name="calendar"),
    path("calendars/", calendars.Addresses.as_view(), name="calendar-addresses"),
    path("calendars/<str:scope>/<int:subject>/reset/", calendars.Reset.as_view(), name="calendar-reset"),
]
