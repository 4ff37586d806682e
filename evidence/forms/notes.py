"""The form of a note, its filter, and its withdrawal. The device that saves by itself sends the same form as the button does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core import once
from core.autosave import SavesItself
from core.errors import Reason
from core.forms import ChoiceText, DateField, GovukForm
from evidence.choices import Bearing, Quotation, SourceKind, Strand
from evidence.models import Enquiry
from evidence.queries import references
from evidence.queries.content import CHOICES, LABELS, TEXTS, Content
from evidence.services.note_checks import LONGEST
from inspections.models import Inspection

CRITERION, ENQUIRY = "criterion_", "enquiry_"
BEARINGS = [
    ("", "No"),
    *((value, f"{label} it" if value != Bearing.CONTEXT else label) for value, label in Bearing.choices),
]
REFERENCES = (
    "Documents like A12.3, cases like Case B, meetings like M14, survey summaries like E2. Put commas between them."
)


class NoteForm(SavesItself, GovukForm):
    """Nothing is required here: a note may be half written. What it must have before it is ready, the service says."""

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=once.new_key)
    title = forms.CharField(label="Title (optional)", required=False)
    text = forms.CharField(
        label=LABELS["text"], required=False, max_length=LONGEST["text"], widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Write Case A or Case B, never a child’s name.",
    )  # fmt: skip
    source_kind = forms.ChoiceField(
        label=LABELS["source_kind"], required=False, choices=[("", "Choose"), *SourceKind.choices], widget=forms.Select
    )
    strand = forms.ChoiceField(
        label=f"{LABELS['strand']} (optional)", required=False, choices=[("", "None in particular"), *Strand.choices]
    )
    happened_on = DateField(label="Day", thing="The day", required=False, help_text="For example, 14 5 2024")
    people_met = forms.CharField(
        label=f"{LABELS['people_met']} (optional)", required=False, help_text="Their roles are enough, for example two health visitors."
    )  # fmt: skip
    quotation = forms.ChoiceField(
        label="Does it quote somebody?",
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (Quotation.NONE.value, "No"),
            (Quotation.USABLE.value, ChoiceText("Yes, and it can be used", hint="It may be printed in the letter.")),
            (
                Quotation.IDENTIFYING.value,
                ChoiceText("Yes, but it would identify a child", hint="It is never printed."),
            ),
        ],
    )
    links = forms.CharField(label="Refers to (optional)", required=False, max_length=600, help_text=REFERENCES)

    def __init__(self, *args: Any, inspection: Inspection, enquiries: Iterable[Enquiry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inspection = inspection
        tied = self.initial.get("tied", ())
        for area in inspection.kind_spec.questions:
            self.fields[f"{CRITERION}{area.code}"] = self._bearing(f"{area.code}: {area.text}")
        for enquiry in enquiries:
            if enquiry.closed_at is None or str(enquiry.number) in tied:
                self.fields[f"{ENQUIRY}{enquiry.number}"] = self._bearing(f"{enquiry.citation}: {enquiry.text}")

    @staticmethod
    def _bearing(label: str) -> forms.ChoiceField:
        return forms.ChoiceField(label=label, required=False, choices=BEARINGS)

    def clean_links(self) -> list[list[str]]:
        try:
            return [list(link) for link in references.read(self.cleaned_data["links"])]
        except references.NoReference as unread:
            raise forms.ValidationError(f"‘{unread}’ is not a reference. {REFERENCES}") from unread

    def given(self) -> Content:
        """The fields of the note (see queries.content) whose boxes could be read."""
        clean = self.cleaned_data
        content: Content = {name: clean[name] for name in (*TEXTS, *CHOICES, "links") if name in clean}
        if "happened_on" in clean:
            content["happened_on"] = clean["happened_on"].isoformat() if clean["happened_on"] else ""
        for name, before in (("criteria", CRITERION), ("enquiries", ENQUIRY)):
            boxes = [box for box in self.fields if box.startswith(before)]
            if all(box in clean for box in boxes):
                content[name] = {box.removeprefix(before): clean[box] for box in boxes if clean[box]}
        return content

    def faults(self) -> list[Reason]:
        """What could not be read, by the field of the note it belongs to."""
        return [
            Reason(" ".join(map(str, messages)), _field_of(box))
            for box, messages in self.errors.items()
            if box in self.fields and not self.fields[box].widget.is_hidden
        ]

    def add_refusal(self, reasons: Any) -> None:
        """A reason about all criteria or all lines of enquiry stands beside the first of them."""
        first = {
            name: next((box for box in self.fields if box.startswith(before)), None)
            for name, before in (("criteria", CRITERION), ("enquiries", ENQUIRY))
        }
        given = getattr(reasons, "reasons", reasons)
        super().add_refusal([Reason(each.text, first.get(each.field or "", each.field)) for each in given])


def _field_of(box: str) -> str:
    for name, before in (("criteria", CRITERION), ("enquiries", ENQUIRY)):
        if box.startswith(before):
            return name
    return box


def initial_of(content: Content) -> dict[str, Any]:
    """What the boxes of the form show for a note."""
    shown = {name: content[name] for name in (*TEXTS, *CHOICES, "happened_on")}
    shown["links"] = ", ".join(references.shown((kind, ref)) for kind, ref in content["links"])
    shown |= {f"{CRITERION}{code}": bearing for code, bearing in content["criteria"].items()}
    shown |= {f"{ENQUIRY}{number}": bearing for number, bearing in content["enquiries"].items()}
    return shown | {"tied": tuple(content["enquiries"])}


class FilterForm(GovukForm):
    form_method = "get"
    submit_text = "Show these notes"
    submit_classes = "govuk-button--secondary"
    text = forms.CharField(label="Words or a number like N12", required=False)
    source = forms.ChoiceField(label="Comes from", required=False, choices=[("", "Anywhere"), *SourceKind.choices])
    strand = forms.ChoiceField(label="Sector", required=False, choices=[("", "Any"), *Strand.choices])
    criterion = forms.ChoiceField(required=False)
    enquiry = forms.ChoiceField(label="Line of enquiry", required=False)
    bearing = forms.ChoiceField(label="Bears on it how", required=False, choices=[("", "In any way"), *Bearing.choices])
    author = forms.ChoiceField(label="Written by", required=False)
    on = forms.ChoiceField(label="Day", required=False)
    quotation = forms.ChoiceField(
        label="Quotation", required=False, choices=[("", "With or without"), *Quotation.choices[1:]]
    )
    withdrawn = forms.ChoiceField(
        label="Withdrawn", required=False, choices=[("", "Leave out"), ("yes", "Show only these")]
    )

    def __init__(
        self, *args: Any, inspection: Inspection, choices: dict[str, list[tuple[str, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        areas = [(area.code, f"{area.code}: {area.text[:70]}") for area in inspection.kind_spec.questions]
        fields["criterion"].label = inspection.words["question"].capitalize()
        fields["criterion"].choices = [("", "Any"), *areas]
        for name, options in choices.items():
            fields[name].choices = [("", "Any"), *options]


class WithdrawForm(GovukForm):
    submit_text = "Withdraw the note"
    submit_classes = "govuk-button--warning"
    reason = forms.CharField(
        label="Why is it withdrawn?", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text="The note stays readable with this reason, and counts no more.",
    )  # fmt: skip
