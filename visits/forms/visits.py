"""Forms about the settings visited."""

from __future__ import annotations

from django import forms

from core.forms import ChoiceText, DateField, GovukForm, VersionField


class ReasonForm(GovukForm):
    reason = forms.CharField(label="Reason", widget=forms.Textarea, max_length=1000)


class ChooseForm(GovukForm):
    submit_text = "Choose this setting"
    reason = forms.CharField(
        label="Why was this setting chosen?",
        help_text="For example, its phase, the needs it meets or where it is. The reason is kept and both sides see it.",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": "Enter why this setting was chosen"},
    )


class DropForm(GovukForm):
    submit_text = "Drop this setting"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(
        label="Why is this setting dropped?",
        widget=forms.Textarea,
        max_length=1000,
        error_messages={"required": "Enter why this setting is dropped"},
    )


class ArrivalForm(GovukForm):
    """The same questions for the setting by its link and for the LANO."""

    submit_text = "Save the practical needs"
    version = VersionField()
    reception = forms.CharField(
        label="Who to ask for at reception", help_text="A member of staff. Name no children.", max_length=300, required=False
    )  # fmt: skip
    parking = forms.CharField(label="Parking", max_length=300, required=False)
    access = forms.CharField(
        label="Access to the building",
        help_text="For example, the entrance to use, step-free ways, proof of identity.",
        max_length=300,
        required=False,
    )
    wifi = forms.CharField(
        label="Wi-Fi", help_text="How visitors connect. Do not write a password.", max_length=300, required=False
    )
    quiet_room = forms.CharField(label="A quiet room to talk in", max_length=300, required=False)
    communication = forms.CharField(
        label="Interpreters and other support",
        help_text="For example, British Sign Language (BSL), for staff or parents who will meet inspectors.",
        max_length=300,
        required=False,
    )


class RecordForm(GovukForm):
    submit_text = "Save the record"
    version = VersionField()
    pupils = forms.IntegerField(label="Children and young people met", min_value=0, max_value=2000, required=False)
    parents = forms.IntegerField(label="Parents and carers met", min_value=0, max_value=2000, required=False)
    staff = forms.IntegerField(label="Staff met", min_value=0, max_value=2000, required=False)
    documents = forms.CharField(
        label="Documents seen", help_text="One a line. Name no children.", widget=forms.Textarea, max_length=4000, required=False
    )  # fmt: skip
    notes = forms.CharField(
        label="Inspectors’ notes", help_text="Read by inspectors only. Name no children.", widget=forms.Textarea,
        max_length=20000, required=False,
    )  # fmt: skip


class InvitationForm(GovukForm):
    submit_text = "Save the invitation"
    version = VersionField()
    pupils_with_send = forms.IntegerField(
        label="Pupils with SEND at the setting", min_value=0, max_value=20000, required=False
    )
    invited = forms.IntegerField(
        label="How many of them had their parents or carers invited?", min_value=0, max_value=20000, required=False
    )
    how = forms.CharField(
        label="How were they invited?", help_text="For example, a letter home and a text message.", max_length=200, required=False
    )  # fmt: skip
    invited_on = DateField(label="Day they were invited", required=False)
    proof = forms.CharField(
        label="Text that was sent", help_text="Copy the invitation. Name no families.", widget=forms.Textarea, max_length=5000,
        required=False,
    )  # fmt: skip


class LinkForm(GovukForm):
    """How a link reaches the person: by e-mail, or copied by whoever makes it."""

    submit_text = "Make a new link"
    how = forms.ChoiceField(label="How will they get it?", widget=forms.RadioSelect)

    def __init__(self, *args: object, email: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        send = [("send", ChoiceText("Send it by e-mail", hint=f"To {email}"))] if email else []
        self.fields["how"].choices = [*send, ("copy", ChoiceText("Show it to me", hint="You copy it and pass it on"))]  # type: ignore[attr-defined]


class ConfirmForm(GovukForm):
    """A button and nothing else."""

    def __init__(self, *args: object, submit_text: str = "Confirm", **kwargs: object) -> None:
        self.submit_text = submit_text
        super().__init__(*args, **kwargs)
