from __future__ import annotations

from typing import Any

import structlog
from allauth.account.fields import EmailField
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django import forms
from django.http import HttpRequest

from accounts.choices import NATIONAL_ROLES
from accounts.models.user import Organisation, User
from accounts.services import codes, forgotten
from core.forms import GovukForm

log = structlog.get_logger(__name__)


class ChoosePasswordForm(GovukForm):
    submit_text = "Set password"
    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three random words make a good one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="Type it again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
        error_messages={"required": "Enter the password again"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "The two passwords must be the same")
        return cleaned


class InvitePersonForm(GovukForm):
    submit_text = "Send invitation"
    name = forms.CharField(
        label="Full name", max_length=150, error_messages={"required": "Enter the person's full name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter the person's e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.org",
        },
    )
    organisation = forms.ChoiceField(
        label="Organisation",
        choices=Organisation.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the person's organisation"},
    )


class TakeFactorOffForm(GovukForm):
    submit_text = "Take two-step sign-in off"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(
        label="How did you make sure who asked?",
        help_text="Administrators can read it in the history of the account. For example: called back on the number in the council’s "
        "directory.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": "Enter how you made sure who asked"},
    )


class GrantRoleForm(GovukForm):
    submit_text = "Give this role"
    role = forms.ChoiceField(
        label="Role",
        choices=[(role.value, role.label) for role in NATIONAL_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    region_code = forms.ChoiceField(label="Where", required=False, help_text="Advisers usually work in one region.")

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "All of England"), *regions]


class ForgottenPasswordForm(forms.Form):
    """In the place of allauth's, which looks the address up and sends the message while the page waits."""

    email = EmailField(required=True)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        forgotten.ask(email=self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class TakenOnce:
    """For allauth's forms that ask for a code: one that was taken before, in whatever way, is wrong."""

    authenticator: Authenticator
    user: User

    def clean_code(self) -> str:
        try:
            return self._taken()
        except forms.ValidationError as error:
            log.warning("wrong_code", person=self.user.pk, because=error.code)
            raise

    def _taken(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not codes.take(
            authenticator=self.authenticator, code=code
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class OneTimeCodeForm(TakenOnce, AuthenticateForm):
    pass


class OneTimeCodeAgainForm(TakenOnce, ReauthenticateForm):
    pass


class SetUpForm(ActivateTOTPForm):
    """The picture stays the same for as long as the session: in allauth's, whoever reloads the page after scanning scanned in vain."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown
