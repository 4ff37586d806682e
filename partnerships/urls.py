from django.urls import URLPattern, path

from partnerships.views import areas, members

app_name = "partnerships"


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
    ]


urlpatterns = patterns()
