from django.urls import URLPattern, path

from partnerships.views import areas, directory, members, workbooks

app_name = "partnerships"


def _directory(area: str) -> list[URLPattern]:
    """The address book of one area."""
    return [
        path(area + "contacts/", directory.ContactList.as_view(), name="contact-list"),
        path(area + "contacts/add/", directory.AddContact.as_view(), name="contact-add"),
        path(area + "contacts/from-members/", directory.OfferMembers.as_view(), name="contact-offer"),
        path(area + "contacts/<int:pk>/", directory.ChangeContact.as_view(), name="contact-edit"),
        path(area + "contacts/<int:pk>/confirm/", directory.ConfirmContact.as_view(), name="contact-confirm"),
        path(area + "contacts/<int:pk>/end/", directory.EndContact.as_view(), name="contact-end"),
        path(area + "sites/", directory.SiteList.as_view(), name="site-list"),
        path(area + "sites/add/", directory.AddSite.as_view(), name="site-add"),
        path(area + "sites/<int:pk>/", directory.ChangeSite.as_view(), name="site-edit"),
        path(area + "sites/<int:pk>/end/", directory.EndSite.as_view(), name="site-end"),
        path(area + "sites/<int:pk>/journeys/", directory.Journeys.as_view(), name="site-journeys"),
        path(area + "directory.xlsx", workbooks.ExportDirectory.as_view(), name="directory-export"),
        path(area + "directory/load/", workbooks.LoadDirectory.as_view(), name="directory-load"),
        path(area + "directory/keep/", workbooks.KeepDirectory.as_view(), name="directory-keep"),
    ]


def patterns(detail: type[areas.PartnershipDetail] = areas.PartnershipDetail) -> list[URLPattern]:
    """The addresses; `detail` may be a subclass from a layer that knows inspections.

    For the root urlconf: path("partnerships/", include((patterns(detail=…), "partnerships"))).
    """
    return [
        path("", areas.PartnershipList.as_view(), name="partnership-list"),
        path("<slug:slug>/", detail.as_view(), name="partnership-detail"),
        path("<slug:slug>/members/", members.MemberList.as_view(), name="member-list"),
        path("<slug:slug>/members/add/", members.AddMember.as_view(), name="member-add"),
        path("<slug:slug>/members/<int:pk>/end/", members.EndMembership.as_view(), name="member-end"),
        path("<slug:slug>/members/<int:pk>/delegate/", members.Delegate.as_view(), name="member-delegate"),
        path("<slug:slug>/delegations/<int:pk>/end/", members.EndDelegation.as_view(), name="delegation-end"),
        *_directory("<slug:slug>/"),
    ]


urlpatterns = patterns()
