"""Forms of a review: one question, one item with its actions, the decision, its sending, and which versions to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from core.forms import ChoiceText, GovukForm, VersionField
from improvement.choices import Answer, Decision
from improvement.services.reviews import field_of

NOT_YET = "Nobody outside the review sees this before the decision is sent. Do not name a child or young person."


class ReviewForm(GovukForm):
    submit_text = "Save"
    answer = forms.ChoiceField(label="Your answer", choices=Answer.choices, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Why? (optional)",
        help_text=NOT_YET,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = VersionField()


class ReviewItemForm(GovukForm):
    """A comment on the item, and one on each of its actions."""

    submit_text = "Save"
    comment = forms.CharField(
        label="Comment on the item as a whole (optional)",
        help_text=NOT_YET,
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = VersionField()

    def __init__(self, *args: Any, actions: Iterable[Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_action = {field_of(action["reference"]): action for action in actions}
        for name, action in self.of_action.items():
            text = action["text"]
            self.fields[name] = forms.CharField(
                label=f"Comment on action {action['reference']} (optional)",
                help_text=text if len(text) < 160 else f"{text[:157]}…",
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def action_comments(self) -> dict[str, str]:
        """{reference of the action: what was written of it}"""
        return {action["reference"]: self.cleaned_data.get(name, "") for name, action in self.of_action.items()}


class DecisionForm(GovukForm):
    submit_text = "Save the proposed decision"
    answer = forms.ChoiceField(label="Which decision do you propose?", widget=forms.RadioSelect)
    comment = forms.CharField(
        label="What the letter says about the decision",
        help_text=f"A return needs its reasons here. {NOT_YET}",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    version = VersionField()

    def __init__(self, *args: Any, accepted_word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (Decision.ACCEPTED.value, ChoiceText(accepted_word.capitalize())),
            (
                Decision.RETURNED.value,
                ChoiceText("Not fit for purpose", hint="The plan goes back and is submitted again"),
            ),
        ]


class SendDecisionForm(GovukForm):
    """`read` is the fingerprint of the letter the page showed."""

    submit_text = "Send decision"
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)


class VersionsForm(GovukForm):
    form_method = "get"
    submit_text = "Compare"
    submit_classes = "govuk-button--secondary"
    earlier = forms.ChoiceField(label="What it said in", error_messages={"required": "Choose a version"})
    later = forms.ChoiceField(label="And what it says in", error_messages={"required": "Choose a version"})

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("earlier", "later"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = "There is no such version. Choose another one"
