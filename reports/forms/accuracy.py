"""Forms of the factual accuracy check and of formal complaints."""

from __future__ import annotations

from typing import Any

from django import forms

from core.file_fields import FilesField
from core.files import DOCUMENTS, MOST_FILES
from core.forms import DateField, GovukForm, VersionField
from partnerships.forms.members import EMPLOYERS, KNOWN_ALREADY
from reports.choices import AccuracyKind, Decision

MOST = 4000


class ReceiptForm(GovukForm):
    submit_text = "Record receipt"
    received_on = DateField(
        label="On which day did you receive the draft?",
        thing="The day of receipt",
        help_text="The time for your comments is counted from this day.",
    )
    reason = forms.CharField(
        label="Why is it corrected? (optional)",
        help_text="Only when a day is recorded already.",
        required=False,
        max_length=300,
    )


class NameForm(GovukForm):
    """Naming one more person to check the draft."""

    submit_text = "Name this person"
    membership = forms.ChoiceField(
        label="For whom will they check it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for whom they will check it"},
    )
    name = forms.CharField(
        label="Full name",
        max_length=150,
        help_text=KNOWN_ALREADY,
        error_messages={"required": "Enter the person’s full name"},
    )
    email = forms.EmailField(
        label="Email address", max_length=254, help_text="We will send an invitation if they have no account yet."
    )
    employer = forms.ChoiceField(
        label="Who do they work for?",
        choices=[(employer.value, employer.label) for employer in EMPLOYERS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who they work for"},
    )
    ends_on = DateField(label="Last day", help_text="They can read the draft until the end of this day.")

    def __init__(self, *args: Any, memberships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["membership"].choices = [  # type: ignore[attr-defined]
            (str(held.pk), f"{held.user}, {held.get_role_display()}") for held in memberships
        ]


class CommentForm(GovukForm):
    """One comment. The section is part of the address of a new one."""

    submit_text = "Save the comment"
    version = VersionField()
    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=AccuracyKind.choices,
        error_messages={"required": "Choose what it is"},
    )
    quote = forms.CharField(
        label="The words of the draft (optional)",
        help_text="Copy them from the section above; with JavaScript, mark them there. Leave this empty for a missing fact.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-quote-into": ""}),
        max_length=MOST,
    )
    text = forms.CharField(
        label="What is wrong or missing?",
        help_text="Do not name a child: use the case code.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
        error_messages={"required": "Say what is wrong or missing"},
    )
    correction = forms.CharField(
        label="What should it say? (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
    )
    evidence = FilesField(
        label="Evidence (optional)",
        help_text=f"Up to {MOST_FILES} files at once. {DOCUMENTS.words}. Do not put the name of a child in the name of a file.",
        required=False,
    )
    without = forms.MultipleChoiceField(label="Files to take out", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, pieces: Any = (), new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            del self.fields["version"]
        if pieces:
            self.fields["without"].choices = [(str(piece.pk), piece.file.name) for piece in pieces]  # type: ignore[attr-defined]
        else:
            del self.fields["without"]


class PlainForm(GovukForm):
    """A button, with what is to be confirmed said above it."""

    def __init__(self, *args: Any, submit_text: str, classes: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text, self.submit_classes = submit_text, classes


class SubmitForm(GovukForm):
    submit_text = "Submit the comments"
    confirmed = forms.BooleanField(
        label="These are all the comments of the partnership. Nothing can be added or changed after this.",
        error_messages={"required": "Confirm that these are all the comments"},
    )


class AnswerForm(GovukForm):
    submit_text = "Save the answer"
    version = VersionField()
    decision = forms.ChoiceField(
        label="What is your answer?",
        widget=forms.RadioSelect,
        choices=Decision.choices,
        error_messages={"required": "Choose your answer"},
    )
    answer = forms.CharField(
        label="Reason",
        help_text="Needed unless it is accepted. The area reads it with the final letter, or when the answers are released.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
    )


class CloseForm(GovukForm):
    submit_text = "Close the check"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(
        label="Why?",
        help_text="For example, the director wrote that the partnership has no comments.",
        max_length=300,
        error_messages={"required": "Give a reason"},
    )


class ComplaintForm(GovukForm):
    submit_text = "Record the complaint"
    received_on = DateField(label="On which day did it come?", thing="The day it came")
    about = forms.CharField(
        label="What is it about?",
        help_text="In a few words; keep the complaint itself in your own system. Do not name a child.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
        error_messages={"required": "Say what the complaint is about"},
    )
    late_reason = forms.CharField(
        label="Why is it taken although it came late? (optional)",
        help_text="Needed when it came after the last day.",
        required=False,
        max_length=300,
    )


class ComplaintAnswerForm(GovukForm):
    submit_text = "Record the answer"
    answered_on = DateField(label="On which day was it answered?", thing="The day of the answer")
    answer = forms.CharField(
        label="What was answered?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
        error_messages={"required": "Say what was answered"},
    )
