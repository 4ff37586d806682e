"""The addresses of django-allauth this product offers. An account's e-mail address is its identity, so nobody changes it alone."""

from allauth.account import views
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import urls as recovery
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path

from accounts.views import organisations, second_factor, sign_in

urlpatterns = [
    path("login/", sign_in.Login.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    # Sign-up is closed (accounts.adapter): the address stands because allauth's pages link to it by name.
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", login_required(sign_in.ChangePassword.as_view()), name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("organisation/<slug:provider_id>/", organisations.GoThere.as_view(), name="openid_connect_login"),
    path("organisation/<slug:provider_id>/back/", organisations.ComeBack.as_view(), name="openid_connect_callback"),
    path("two-factor/", factor.index, name="mfa_index"),
    path("two-factor/authenticate/", second_factor.EnterCode.as_view(), name="mfa_authenticate"),
    path("two-factor/reauthenticate/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("two-factor/totp/activate/", login_required(second_factor.SetUp.as_view()), name="mfa_activate_totp"),
    path("two-factor/totp/deactivate/", login_required(second_factor.TakeAway.as_view()), name="mfa_deactivate_totp"),
    path("two-factor/recovery-codes/", include(recovery)),
]
