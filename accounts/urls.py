from django.urls import path

from accounts.views import invitations, mail, people, sign_in

app_name = "accounts"
urlpatterns = [
    path("invitations/<str:token>/", invitations.AcceptInvitation.as_view(), name="invitation-accept"),
    path("interrupted/", sign_in.Interrupted.as_view(), name="interrupted"),
    path("people/", people.PersonList.as_view(), name="person-list"),
    path("people/invite/", people.InvitePerson.as_view(), name="person-invite"),
    path("people/<int:pk>/", people.PersonDetail.as_view(), name="person-detail"),
    path("people/<int:pk>/roles/", people.GrantRole.as_view(), name="role-grant"),
    path("people/<int:pk>/roles/<int:role_pk>/end/", people.EndRole.as_view(), name="role-end"),
    path("people/<int:pk>/invite-again/", people.InviteAgain.as_view(), name="person-invite-again"),
    path("people/<int:pk>/close/", people.CloseAccount.as_view(), name="person-close"),
    path("people/<int:pk>/sign-out/", people.SignOutEverywhere.as_view(), name="person-sign-out"),
    path("people/<int:pk>/two-step/", people.TakeFactorOff.as_view(), name="person-factor"),
    path("sign-ins/", sign_in.SignIns.as_view(), name="sign-ins"),
    path("sign-ins/end/", sign_in.SignOutElsewhere.as_view(), name="sign-out-elsewhere"),
    path("messages/", mail.SentMessages.as_view(), name="sent-messages"),
    path("messages/<int:pk>/", mail.SentMessage.as_view(), name="sent-message"),
]
