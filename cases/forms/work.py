"""The work on one case: consent, documents, audit, records and steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from cases.choices import ConsentGiver, ConsentHow, PackKind
from cases.forms.selection import NO_NAMES
from cases.models import AuditSection
from core.file_fields import OneFileField
from core.forms import ChoiceText, DateField, GovukForm, VersionField
from rulebook.frameworks.weeks import TrackingSpec
from rulebook.lifecycle import Move


class ConsentForm(GovukForm):
    submit_text = "Record the answer"
    answer = forms.ChoiceField(
        label="What did the family answer?",
        choices=[
            ("given", ChoiceText("They agree to take part")),
            ("declined", ChoiceText("They do not take part", hint="Nobody asks why. Leave the other questions empty.")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the family answered"},
    )
    on = DateField(
        label="When did they answer?",
        thing="The day they answered",
        error_messages={"required": "Enter the day they answered"},
    )
    giver = forms.ChoiceField(
        label="Who agreed? (if they take part)",
        help_text="From 16, a young person who can decide for themselves does so.",
        choices=ConsentGiver.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    how = forms.ChoiceField(
        label="How did they agree? (if they take part)",
        choices=ConsentHow.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    access_needs = forms.CharField(
        label="What would help them at the meeting? (optional)",
        help_text=f"For example an interpreter, a quiet room, step-free access or a person they trust. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    note = forms.CharField(
        label="Note on the consent (optional)",
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )

    def facts(self) -> dict[str, Any]:
        kept = {name: self.cleaned_data[name] for name in ("on", "giver", "how", "note", "access_needs")}
        return kept | {"given": self.cleaned_data["answer"] == "given"}


class AccessNeedsForm(GovukForm):
    submit_text = "Save"
    version = VersionField()
    access_needs = forms.CharField(
        label="What would help them at the meeting?",
        help_text=f"For example an interpreter, a quiet room, step-free access or a person they trust. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        error_messages={"required": "Enter what would help, or that nothing is needed"},
    )


class DocumentForm(GovukForm):
    submit_text = "Add document"
    kind = forms.ChoiceField(
        label="What kind of document is it?", choices=PackKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of document it is"},
    )  # fmt: skip
    title = forms.CharField(
        label="Title",
        help_text="For example, Annual review of March. Without any name.",
        max_length=150,
        error_messages={"required": "Enter a title"},
    )
    file = OneFileField(
        label="File",
        help_text="Its name must not hold the child’s name either. PDF, Word, Excel, text or a picture, smaller than 50MB.",
        error_messages={"required": "Choose a file"},
    )


class RemoveForm(GovukForm):
    submit_text = "Remove"
    submit_classes = "govuk-button--warning"


class SubmitPackForm(GovukForm):
    submit_text = "Submit the pack"
    checked = forms.BooleanField(
        label="I have checked that the pack is about this case and nobody else",
        error_messages={"required": "Confirm that you have checked the pack"},
    )


class MoveForm(GovukForm):
    reason = forms.CharField(
        label="What more is needed?",
        help_text=f"It is kept in the history. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say what more is needed"},
    )
    sure = forms.BooleanField(label="Yes", error_messages={"required": "Confirm this step"})

    def __init__(self, *args: Any, move: Move, confirm: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.needs_reason:
            del self.fields["sure"]
        else:
            del self.fields["reason"]
            self.fields["sure"].label = confirm
        self.submit_text = move.label
        self.submit_classes = "govuk-button--warning" if move.name == "withdraw" else ""


class SectionForm(GovukForm):
    """An author's section. One button keeps a draft, the other signs it."""

    submit_text = "Sign the section"
    version = VersionField()

    def __init__(self, *args: Any, tracking: TrackingSpec, section: AuditSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = range(len(tracking.audit_criteria))
        answered = [answer.get("grade", "") for answer in section.answers]
        signing = "draft" not in self.data
        for place, criterion in enumerate(tracking.audit_criteria):
            self.fields[f"grade_{place}"] = forms.ChoiceField(
                label=criterion,
                choices=[(word, word) for word in tracking.audit_grades],
                widget=forms.RadioSelect,
                required=signing,
                initial=answered[place] if place < len(answered) else "",
                error_messages={"required": f"Choose an answer for ‘{criterion}’"},
            )
        self.fields["evidence"] = forms.CharField(
            label="What is the evidence?",
            help_text=f"Say what you read and where it stands in the pack. {NO_NAMES}",
            widget=forms.Textarea(attrs={"rows": 6}),
            max_length=5000,
            required=signing,
            initial=section.evidence,
            error_messages={"required": "Say what the evidence is"},
        )

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("draft", "Save as a draft", css_class="govuk-button--secondary"))
        return helper

    def grades(self) -> Mapping[int, str]:
        return {place: self.cleaned_data.get(f"grade_{place}", "") for place in self.places}


class ReturnForm(GovukForm):
    submit_text = "Return the section"
    reason = forms.CharField(
        label="What has to change?",
        help_text=f"The author gets your words by e-mail. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": "Say what has to change"},
    )


class SummaryForm(GovukForm):
    submit_text = "Save the summary"
    version = VersionField()
    summary = forms.CharField(
        label="Joint summary",
        help_text=f"What the three sections say together. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=5000,
        error_messages={"required": "Enter the joint summary"},
    )
    learning = forms.CharField(
        label="What did the area learn from this case? (optional)",
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
        required=False,
    )


class RecordForm(GovukForm):
    submit_text = "Save the record"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    held_on = DateField(label="When was the meeting? (optional)", thing="The day of the meeting", required=False)
    notes = forms.CharField(
        label="Inspectors’ notes",
        help_text=f"Only the inspection team reads these. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=10000,
        error_messages={"required": "Write the notes of the meeting"},
    )
    own_words = forms.CharField(
        label="In their own words (optional)",
        help_text=f"What they said, as they said it. {NO_NAMES}",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
        required=False,
    )
    may_share_words = forms.BooleanField(label="They are happy for the area to read their own words", required=False)

    def __init__(self, *args: Any, with_own_words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_own_words:
            del self.fields["own_words"], self.fields["may_share_words"]
