"""Publishing, withdrawing, correcting, and the Easy Read summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from core.forms import ChoiceText, DateField, GovukForm, TimeField, VersionField
from reports.letters import correct
from reports.letters.easy_read import PICTURES
from reports.models import WithdrawalKind
from reports.services.easy_read import MOST_CHARACTERS

REASON = {"widget": forms.Textarea(attrs={"rows": 4}), "max_length": 1000}


class PublishForm(GovukForm):
    """`number` is the version on the page: what is published is what was read."""

    submit_text = "Confirm"
    when = forms.ChoiceField(
        label="When should it be published?",
        widget=forms.RadioSelect,
        choices=[
            ("now", ChoiceText("Now", hint="It is public as soon as you confirm")),
            ("later", ChoiceText("At a day and time you set", hint="It is published by itself then, in London time")),
        ],
        error_messages={"required": "Choose when it should be published"},
    )
    on = DateField(label="Day, if later", help_text="For example, 16 7 2026", required=False)
    at = TimeField(label="Time, if later", help_text="For example, 9:30am", required=False)
    number = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == "later":
            for name, words in (("on", "Enter the day of publication"), ("at", "Enter the time of publication")):
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, words)
        return given


class WithdrawForm(GovukForm):
    submit_text = "Withdraw it"
    submit_classes = "govuk-button--warning"
    kind = forms.ChoiceField(
        label="Why is it withdrawn?",
        widget=forms.RadioSelect,
        choices=[
            (
                WithdrawalKind.MISTAKE,
                ChoiceText(WithdrawalKind.MISTAKE.label, hint="The page says so, and leads to the words as they were"),
            ),
            (
                WithdrawalKind.REMOVED,
                ChoiceText(
                    WithdrawalKind.REMOVED.label, hint="The page says so, and nobody can read the words any more"
                ),
            ),
        ],
        error_messages={"required": "Choose why it is withdrawn"},
    )
    reason = forms.CharField(label="Reason, for the public to read", help_text="Name no child here.", **REASON)


class BeginCorrectionForm(GovukForm):
    submit_text = "Begin the correction"
    reason = forms.CharField(
        label="What is being corrected? The public will read this",
        help_text="For example: The number of plans on page 3 was wrong. It is printed at the end of the corrected version.",
        **REASON,
    )


class PlaceForm(GovukForm):
    """The words of one place of a correction; its fields are those of the place."""

    submit_text = "Save"
    version = VersionField()

    def __init__(self, *args: Any, place: correct.Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in place.values.items():
            self.fields[name] = forms.CharField(
                label=correct.LABELS[name],
                required=False,
                widget=forms.Textarea(attrs={"rows": min(24, 3 + len(text) // 80)}),
                help_text="Leave a blank line between paragraphs." if "\n\n" in text else "",
            )


class EasyReadForm(GovukForm):
    """Lines of text with a picture each; `count` of them, of which the empty ones are dropped."""

    submit_text = "Save the summary"
    version = VersionField()
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=80)

    def __init__(self, *args: Any, lines: list[Mapping[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = len(lines)
        choices = [("", "No picture"), *sorted(PICTURES.items(), key=lambda one: one[1])]
        for number, line in enumerate(lines):
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Line {number + 1}",
                required=False,
                initial=line["text"],
                widget=forms.TextInput(attrs={"maxlength": 4 * MOST_CHARACTERS}),
            )
            # Checked by the service, so that an unknown one is refused in its words.
            self.fields[f"picture_{number}"] = forms.CharField(
                label=f"Picture beside line {number + 1}",
                required=False,
                initial=line["picture"],
                widget=forms.Select(choices=choices),
            )

    def line_fields(self) -> Iterator[tuple[Any, Any]]:
        for number in range(self.rows):
            yield self[f"text_{number}"], self[f"picture_{number}"]

    def lines(self) -> list[dict[str, str]]:
        given = self.cleaned_data
        return [{"text": given[f"text_{n}"], "picture": given[f"picture_{n}"]} for n in range(self.rows)]
