"""The filter of the national view, and the naming of a view."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms

from accounts.choices import REGIONS
from core.forms import GovukForm
from dashboard.queries.action_counts import WORST_FIRST
from dashboard.queries.areas import LATE, ORDERS, WATCHED
from rulebook import frameworks
from rulebook.lifecycles.action import ACTION
from rulebook.lifecycles.inspection import INSPECTION
from rulebook.lifecycles.plan import PLAN

ORDER_WORDS = {
    "area": "Area",
    "region": "Region",
    "stage": "Stage",
    "outcome": "Outcome",
    "published": "Newest outcome first",
    "due": "Soonest deadline first",
}
SHOW = (("", "All areas"), (LATE, "With an overdue deadline"), (WATCHED, "Areas you watch"))


class AreaFilterForm(GovukForm):
    """A GET form: every field is optional, and a value it does not know is left out, so an old address still opens."""

    form_method = "get"

    text = forms.CharField(label="Area or its code", required=False, max_length=100)
    region = forms.ChoiceField(label="Region", required=False)
    framework = forms.ChoiceField(label="Framework", required=False)
    stage = forms.ChoiceField(label="Stage", required=False)
    outcome = forms.ChoiceField(label="Latest outcome", required=False)
    plan = forms.ChoiceField(label="Plan", required=False)
    actions = forms.ChoiceField(label="With an action that is", required=False)
    show = forms.ChoiceField(label="Which areas", required=False)
    order = forms.ChoiceField(label="Order", required=False, choices=[(code, ORDER_WORDS[code]) for code in ORDERS])

    def __init__(self, *args: Any, somebody: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = {
            outcome.code: outcome.label
            for framework in frameworks.ALL
            for kind in framework.latest.kinds.values()
            for outcome in kind.outcome_scale.outcomes
        }
        self._choose("region", "All regions", sorted(REGIONS, key=lambda region: region[1]))
        self._choose("framework", "Both frameworks", [(one.code, one.short_name) for one in frameworks.ALL])
        self._choose("stage", "All stages", list(INSPECTION.states.items()))
        self._choose("outcome", "All outcomes", list(outcomes.items()))
        self._choose("plan", "With or without", list(PLAN.states.items()))
        self._choose("actions", "Any or none", [(state, ACTION.states[state]) for state in WORST_FIRST])
        self.fields["show"].choices = SHOW if somebody else SHOW[:1]  # type: ignore[attr-defined]
        if not somebody:
            del self.fields["show"]

    def _choose(self, name: str, everything: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """What was asked for, without what is not a choice."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def address(self, **changed: str) -> str:
        """The query part of an address that asks for this, in one spelling."""
        return urlencode({name: value for name, value in (self.chosen() | changed).items() if value})

    def words(self) -> list[tuple[str, str]]:
        """(label, value in words) of what was asked for, for a file to state."""
        said = []
        for name, value in self.chosen().items():
            named = dict(getattr(self.fields[name], "choices", ()))
            said.append((str(self.fields[name].label), str(named.get(value, value))))
        return said


def plain_address(text: str, *, somebody: bool) -> str:
    """The query part of an address of the national view as the form itself would write it: nothing else survives."""
    return AreaFilterForm(dict(parse_qsl(text[:2000])), somebody=somebody).address()


class SaveViewForm(GovukForm):
    submit_text = "Save this view"
    name = forms.CharField(
        label="What do you call this view?",
        help_text="For example, North West, overdue",
        max_length=60,
        error_messages={"required": "Enter a name for the view"},
    )
    address = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
