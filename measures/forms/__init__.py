"""Forms of measures: defining, recording, correcting, another baseline, a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import ChoiceText, GovukForm, VersionField
from improvement.models import Action, PlanItem
from measures.choices import EVERY_CHOICES, UNIT_CHOICES, Better, Decision
from measures.models import Measure
from partnerships.choices import INDICATORS
from rulebook.periods import LIKE, Every
from rulebook.units import MOST_PLACES

TARGETS_HINT = "One line for each: the period, a colon and the value. For example, 2027: 12.5"
NO_CHILD = "Do not name a child or young person."


class PathForm(GovukForm):
    """A baseline and the targets after it, as typed."""

    baseline_period = forms.CharField(label="Baseline: which period?", required=False, max_length=40)
    baseline_value = forms.CharField(label="Baseline: which value?", required=False, max_length=40)
    targets = forms.CharField(
        label="Targets",
        help_text=TARGETS_HINT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
    )


class MeasureForm(PathForm):
    submit_text = "Save the measure"
    item = forms.ChoiceField(
        label="Which item of the plan does it measure?", error_messages={"required": "Choose an item"}
    )
    action = forms.ChoiceField(label="Does it measure one action of that item?", required=False)
    name = forms.CharField(
        label="Name of the measure", help_text="For example, pupils with SEN support", max_length=200,
        error_messages={"required": "Enter the name of the measure"},
    )  # fmt: skip
    definition = forms.CharField(
        label="What exactly is counted?",
        help_text="Who or what is counted, and who or what is left out",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5_000,
    )
    source = forms.CharField(
        label="Where do the figures come from?", help_text="For example, school census, January", required=False,
        max_length=300,
    )  # fmt: skip
    unit = forms.ChoiceField(
        label="What is it counted in?", choices=[("", "Choose a unit"), *UNIT_CHOICES],
        error_messages={"required": "Choose the unit"},
    )  # fmt: skip
    places = forms.TypedChoiceField(
        label="How many decimal places?", choices=[(str(n), str(n)) for n in range(MOST_PLACES + 1)], coerce=int
    )
    better = forms.ChoiceField(
        label="Which way is better?", choices=Better.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose which way is better"},
    )  # fmt: skip
    every = forms.ChoiceField(
        label="How often is it counted?", choices=[("", "Choose how often"), *EVERY_CHOICES],
        error_messages={"required": "Choose how often it is counted"},
    )  # fmt: skip
    indicator = forms.ChoiceField(
        label="Is it the same as a published statistic?",
        help_text="If so, the region, statistical neighbours and England stand beside it. Published statistics are yearly and in per cent.",
        required=False,
        choices=[("", "No"), *((code, title) for code, (title, _) in INDICATORS.items())],
    )
    version = VersionField(required=False)
    field_order = (
        "item", "action", "name", "definition", "source", "unit", "places", "better", "every", "indicator", "baseline_period",
        "baseline_value", "targets",
    )  # fmt: skip

    def __init__(
        self, *args: Any, items: Iterable[PlanItem], actions: Iterable[Action], held: Measure | None = None,
        fixed: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        chosen = [action for action in actions if held is None or action.item_id == held.item_id]
        if held is None:
            self._offer("item", "Choose an item", [(str(one.order), f"{one.order}. {one.text}") for one in items])
        else:
            del self.fields["item"]
        if chosen:
            self._offer("action", "No, the item", [(str(one.pk), str(one)) for one in chosen])
        else:
            del self.fields["action"]
        if fixed and held is not None:
            for name in ("baseline_period", "baseline_value", "targets"):
                del self.fields[name]

    def _offer(self, name: str, none: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *((value, _short(text)) for value, text in choices)]


class ValueForm(GovukForm):
    submit_text = "Record the value"
    period = forms.CharField(label="Which period?", max_length=40, error_messages={"required": "Enter the period"})
    value = forms.CharField(label="Value", max_length=40, error_messages={"required": "Enter the value"})
    note = forms.CharField(
        label="Note", help_text=f"Anything a reader should know. {NO_CHILD}", required=False, max_length=500
    )

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "period" in self.fields:
            self.fields["period"].help_text = f"Enter {LIKE[Every(measure.every)]}"
        self.fields["value"].help_text = in_words(measure)


class CorrectionForm(ValueForm):
    """The value that stands is not changed: another is written in its place."""

    submit_text = "Correct the value"
    period = None  # type: ignore[assignment]
    value = forms.CharField(label="The right value", max_length=40, required=False)
    withdraw = forms.BooleanField(label="Withdraw it: there is no value for this period", required=False)
    reason = forms.CharField(
        label="Why does it change?", help_text=f"It stays in the history. {NO_CHILD}", widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000, error_messages={"required": "Say why the value changes"},
    )  # fmt: skip
    field_order = ("value", "withdraw", "reason", "note")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("withdraw") and not (data.get("value") or "").strip() and "value" not in self.errors:
            self.add_error("value", "Enter the right value, or tick that it is withdrawn")
        return data


class RebaselineForm(PathForm):
    submit_text = "Ask for this baseline"
    version = VersionField()
    reason = forms.CharField(
        label="Why must it change?", help_text=f"Whoever decides reads this, and it stays in the history. {NO_CHILD}",
        widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000, error_messages={"required": "Say why it must change"},
    )  # fmt: skip


class DecisionForm(GovukForm):
    submit_text = "Record the decision"
    decision = forms.ChoiceField(
        label="Do you approve?",
        choices=[
            (
                Decision.APPROVED.value,
                ChoiceText("Yes", hint="The new baseline and targets then stand; the old ones stay readable"),
            ),
            (Decision.REFUSED.value, "No"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you approve"},
    )
    note = forms.CharField(
        label="Why?",
        help_text="Needed when you refuse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
    )


class LoadForm(GovukForm):
    submit_text = "Read it and show me"
    file = forms.FileField(
        label="Workbook",
        help_text="An Excel workbook (.xlsx) like the one you can download from the register",
        required=False,
    )
    rows = forms.CharField(
        label="Or paste rows",
        help_text="Copied from the sheet Values, with their headings",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=200_000,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("file")) == bool((data.get("rows") or "").strip()):
            self.add_error("file", "Choose a workbook or paste rows, one of the two")
        return data


class KeepForm(GovukForm):
    submit_text = "Keep all of this"
    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages={"required": "Look at the rows again first"}
    )


def in_words(measure: Measure) -> str:
    """The hint beside a value: “In per cent, with up to 2 decimal places”."""
    if measure.unit_spec.whole:
        return "A whole number"
    decimals = {0: "a whole number", 1: "up to 1 decimal place"}.get(
        measure.places, f"up to {measure.places} decimal places"
    )
    return f"In {measure.unit_spec.whats}, {decimals}"


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}…"
