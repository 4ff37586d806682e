"""Forms for entering sheets. The form of a sheet is made from the questions of its survey."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import ChoiceText, GovukForm, VersionField
from core.plain import say_plainly
from surveys import questions
from surveys.choices import Language, Mode, Variant
from surveys.models import Entry, Survey
from surveys.queries.answering import MOST_TEXT
from surveys.queries.paper import differences, only_after, put

NO_ANSWER = ""


class BeginForm(GovukForm):
    submit_text = "Continue"
    mode = forms.ChoiceField(
        label="How were the answers given?",
        widget=forms.RadioSelect,
        choices=[
            (Mode.PAPER, ChoiceText("On paper", hint="Two people enter each sheet, one after the other")),
            (Mode.TELEPHONE, ChoiceText("By telephone", hint="Entered once: there is no sheet to enter again")),
        ],
        error_messages={"required": "Choose how the answers were given"},
    )
    number = forms.IntegerField(
        label="Number on the sheet",
        help_text="For answers on paper. Write a number on each sheet before you begin. A telephone call is given one.",
        min_value=1,
        required=False,
    )
    variant = forms.ChoiceField(
        label="Which version is it?", widget=forms.RadioSelect, choices=Variant.choices, initial=Variant.STANDARD
    )
    language = forms.ChoiceField(
        label="In which language were the answers given?", choices=Language.choices, initial=Language.ENGLISH
    )
    helped = forms.BooleanField(label="Somebody helped the person to answer", required=False)


class SheetForm(GovukForm):
    """Every question of one survey on one page. Nothing has to be answered."""

    submit_text = "Save this sheet"

    def __init__(self, *args: Any, survey: Survey, variant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = questions.of(survey)
        for number, question in enumerate((each for each in asked if _is_on(each.easy_text, variant)), 1):
            label = f"{number}. {put(question, variant)}"
            hint = " ".join(filter(None, (only_after(question, asked, variant), question.hint)))
            self.fields[question.code] = field = self.field(question, variant, label, hint)
            say_plainly(field, put(question, variant))

    @staticmethod
    def field(question: Any, variant: str, label: str, hint: str) -> forms.Field:
        if question.kind == "text":
            return forms.CharField(
                label=label, help_text=hint, widget=forms.Textarea, max_length=MOST_TEXT, required=False
            )
        choices: list[tuple[str, Any]] = [
            (option.code, put(option, variant)) for option in questions.offered(question, variant)
        ]
        if question.kind == "several":
            return forms.MultipleChoiceField(
                label=label, help_text=hint, choices=choices, widget=forms.CheckboxSelectMultiple, required=False
            )
        # A radio button cannot be taken back, so no answer is one of them.
        choices.append((NO_ANSWER, ChoiceText("No answer", divider=True)))
        return forms.ChoiceField(
            label=label, help_text=hint, choices=choices, widget=forms.RadioSelect, required=False, initial=NO_ANSWER
        )

    def answers(self) -> dict[str, Any]:
        return {code: value for code, value in self.cleaned_data.items() if code != "submission_key"}


class SettleForm(GovukForm):
    """One choice for each question on which two enterings differ."""

    submit_text = "Settle and send"
    version = VersionField()

    def __init__(self, *args: Any, entry: Entry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for difference in differences(entry):
            self.fields[difference.code] = forms.ChoiceField(
                label=difference.text,
                widget=forms.RadioSelect,
                choices=[
                    ("first", ChoiceText(difference.first, hint=f"As {entry.first_by} entered it")),
                    ("second", ChoiceText(difference.second, hint=f"As {entry.second_by} entered it")),
                ],
                error_messages={"required": f"Choose what is on the sheet for “{difference.text}”"},
            )

    def choices(self) -> dict[str, str]:
        return {code: value for code, value in self.cleaned_data.items() if code not in ("submission_key", "version")}


class TakeAwayForm(GovukForm):
    submit_text = "Take this sheet away"
    submit_classes = "govuk-button--warning"


def _is_on(easy_text: str, variant: str) -> bool:
    return variant != Variant.EASY_READ or bool(easy_text)
