"""Forms of visits: planning, agenda, evidence, holding, the joint record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from core.file_fields import FilesField
from core.files import DOCUMENTS, MOST_FILES
from core.forms import DateField, GovukForm, VersionField
from improvement.models import PlanItem
from monitoring.choices import MOST_CHARACTERS
from rulebook.frameworks import support
from rulebook.frameworks.base import VisitKind

NO_NAMES = "Do not name a child or young person."
MOST_OFFICES = 60
LONGEST_OFFICE = 200


def long_text(label: str, *, rows: int = 6, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=MOST_CHARACTERS, **more)


class OfficesField(forms.CharField):
    """Offices, one on each line; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_OFFICES:
            raise forms.ValidationError(f"Enter {MOST_OFFICES} offices or fewer")
        if any(len(line) > LONGEST_OFFICE for line in lines):
            raise forms.ValidationError(f"Each line may have at most {LONGEST_OFFICE} characters")
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def offices(label: str = "Who attended, by office?") -> OfficesField:
    return OfficesField(
        label=label,
        help_text="One office on each line, not names: Director of children’s services; NHS England adviser",
        error_messages={"required": "Enter who attended, by office"},
        max_length=MOST_CHARACTERS,
    )


class PlanVisitForm(GovukForm):
    submit_text = "Plan the visit"
    kind = forms.ChoiceField(
        label="What kind of visit is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of visit"},
    )
    visit_on = DateField(
        label="On which day?", thing="The day of the visit", error_messages={"required": "Enter the day of the visit"}
    )
    where = forms.CharField(label="Where? (optional)", required=False, max_length=200)

    def __init__(self, *args: Any, kinds: Sequence[VisitKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.name) for kind in kinds]  # type: ignore[attr-defined]


class VisitForm(GovukForm):
    submit_text = "Save"
    visit_on = DateField(
        label="On which day?", thing="The day of the visit", error_messages={"required": "Enter the day of the visit"}
    )
    where = forms.CharField(label="Where? (optional)", required=False, max_length=200)
    agenda = long_text("Agenda", rows=10, required=False, help_text=f"The area reads it. {NO_NAMES}")
    version = VersionField()


class RequestEvidenceForm(GovukForm):
    submit_text = "Ask for the evidence"
    evidence_asked = long_text(
        "What evidence is asked for?",
        help_text="The area is told at once.",
        error_messages={"required": "Say what evidence is asked for"},
    )


class EvidenceForm(GovukForm):
    submit_text = "Send"
    text = long_text("In words", required=False, help_text=NO_NAMES)
    files = FilesField(  # type: ignore[assignment]  # the form's own `files` is set on its instances
        label="Files (optional)",
        required=False,
        help_text=f"Up to {MOST_FILES} files. {DOCUMENTS.words}. Do not put the name or number of a child in the name of a file.",
    )
    item = forms.ChoiceField(label="Which item of the plan is it about?", required=False)
    complete = forms.BooleanField(label="This is all our evidence for this visit", required=False)

    def __init__(self, *args: Any, items: Iterable[PlanItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            ("", "The whole plan"),
            *item_choices(items),
        ]


class HoldForm(GovukForm):
    submit_text = "Record that it was held"
    held_on = DateField(
        label="On which day was it held?",
        thing="The day it was held",
        error_messages={"required": "Enter the day it was held"},
    )
    attended = offices()


class NotesForm(GovukForm):
    submit_text = "Save the notes"
    text = long_text("Notes", rows=14, help_text=NO_NAMES, error_messages={"required": "Enter the notes"})
    version = VersionField()


class FindingForm(GovukForm):
    submit_text = "Save"
    progress = forms.ChoiceField(
        label="How does it stand?",
        choices=[(word.code, word.text) for word in support.PROGRESS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the item stands"},
    )
    text = long_text("What was found? (optional)", required=False, help_text=f"It stands in the letter. {NO_NAMES}")
    version = VersionField()


class RaiseActionForm(GovukForm):
    submit_text = "Raise the action"
    item = forms.ChoiceField(label="Which item does it belong to?", error_messages={"required": "Choose the item"})
    text = forms.CharField(
        label="What is to be done?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=10_000,
        help_text=NO_NAMES,
        error_messages={"required": "Enter what will be done"},
    )
    owner_office = forms.CharField(
        label="Who does it? (optional)",
        help_text="An office, not a name: head of therapies",
        required=False,
        max_length=300,
    )
    body = forms.ChoiceField(label="Which body answers for it? (optional)", required=False)
    finish_by_on = DateField(label="By when? (optional)", thing="The day it is to be done by", required=False)

    def __init__(self, *args: Any, items: Iterable[PlanItem], bodies: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "Choose an item"), *item_choices(items)]  # type: ignore[attr-defined]
        self.fields["body"].choices = [("", "Not said"), *((name, name) for name in bodies)]  # type: ignore[attr-defined]


class CancelForm(GovukForm):
    submit_text = "Cancel the visit"
    submit_classes = "govuk-button--warning"
    reason = long_text("Why?", rows=4, help_text="The area is told.", error_messages={"required": "Enter the reason"})


class NothingForm(GovukForm):
    """A form of one button; `submit_text` is set by the page."""


def item_choices(items: Iterable[PlanItem]) -> list[tuple[str, str]]:
    return [(str(item.order), f"Item {item.order}: {shortened(item.text)}") for item in items]


def shortened(text: str, most: int = 90) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
