"""Planning an inspection, looking for one, and asking what a date would lead to."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django import forms

from core.forms import DateField, GovukForm
from inspections.models import Inspection
from partnerships.models import Partnership, Region
from rulebook import frameworks
from rulebook.frameworks.base import Edition
from rulebook.lifecycles.inspection import INSPECTION


def kind_choices(editions: list[Edition]) -> list[tuple[str, str]]:
    """(code, name) of the kinds of these editions, each code once."""
    named: dict[str, str] = {}
    for edition in editions:
        for kind in edition.kinds.values():
            named.setdefault(kind.code, kind.name)
    return list(named.items())


class CreateInspectionForm(GovukForm):
    submit_text = "Plan this inspection"
    kind = forms.ChoiceField(
        label="What kind of inspection is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of inspection"},
    )
    partnership = forms.ModelChoiceField(
        label="Which area?",
        queryset=Partnership.objects.none(),
        empty_label="Choose an area",
        error_messages={"required": "Choose the area", "invalid_choice": "Choose an area from the list"},
    )
    planned_for_on = DateField(
        label="When is the notification call planned? (optional)",
        help_text="Usually a Monday. For example, 17 4 2023. You can leave this empty and set it later.",
        thing="The planned date",
        required=False,
    )
    follows = forms.ModelChoiceField(
        label="Which inspection does it follow up? (optional)",
        help_text="Only for a kind that follows another. Left empty, it is the area’s latest inspection that can be followed up.",
        queryset=Inspection.objects.none(),
        empty_label="The latest of this area",
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edition = frameworks.in_force_on(on).edition_on(on)
        self.fields["kind"].choices = kind_choices([edition])  # type: ignore[attr-defined]
        self.fields["partnership"].queryset = Partnership.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["follows"].queryset = (  # type: ignore[attr-defined]
            Inspection.objects.published()
            .filter(superseded_by=None)
            .select_related("partnership")
            .order_by("partnership__name", "-pk")
        )


@cache
def _choices_of_the_rules() -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """{field: what it says for all of them, its choices}, from the frameworks alone."""
    outcomes = {
        outcome.code: outcome.label
        for framework in frameworks.ALL
        for kind in framework.latest.kinds.values()
        for outcome in kind.outcome_scale.outcomes
    }
    return {
        "framework": ("Both frameworks", [(framework.code, framework.short_name) for framework in frameworks.ALL]),
        "kind": ("All kinds", kind_choices([framework.latest for framework in reversed(frameworks.ALL)])),
        "state": ("All stages", list(INSPECTION.states.items())),
        "outcome": ("All outcomes", list(outcomes.items())),
    }


class InspectionFilterForm(GovukForm):
    """A GET form: every field is optional and a value it does not know is left out."""

    form_method = "get"

    text = forms.CharField(label="Area or reference", required=False, max_length=100)
    region = forms.ChoiceField(label="Region", required=False)
    framework = forms.ChoiceField(label="Framework", required=False)
    kind = forms.ChoiceField(label="Kind", required=False)
    state = forms.ChoiceField(label="Stage", required=False)
    outcome = forms.ChoiceField(label="Outcome", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions: dict[str, str] = dict(Region.objects.order_by("name").values_list("code", "name"))
        self._choose("region", "All regions", list(self.regions.items()))
        for name, (everything, choices) in _choices_of_the_rules().items():
            self._choose(name, everything, choices)

    def _choose(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """What was asked for, without what is not a choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class WhatIfForm(GovukForm):
    """A GET form. `kind` is "framework:kind"."""

    form_method = "get"
    submit_text = "Show the plan"

    kind = forms.ChoiceField(
        label="Which kind of inspection?", error_messages={"required": "Choose the kind of inspection"}
    )
    notified_on = DateField(
        label="Notified on which day?",
        help_text="For example, 17 4 2023",
        thing="The notification date",
        error_messages={"required": "Enter the notification date"},
    )
    onsite_start_on = DateField(
        label="On site from which day? (optional)",
        help_text="Left empty, it is counted by the rule of the framework.",
        thing="The first day on site",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (f"{framework.code}:{kind.code}", f"{kind.name} ({framework.short_name})")
            for framework in reversed(frameworks.ALL)
            for kind in framework.latest.kinds.values()
            if kind.notice_rule
        ]

    def chosen_kind(self) -> tuple[str, str]:
        framework, kind = self.cleaned_data["kind"].split(":")
        return framework, kind
