"""Forms of an action's progress: the filter of the list, an update, its end, a milestone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from core.file_fields import OneFileField
from core.files import DOCUMENTS
from core.forms import ChoiceText, DateField, GovukForm, VersionField
from improvement.choices import Impact
from improvement.models import Action
from rulebook.lifecycle import Move
from rulebook.lifecycles.action import ACTION, EVIDENCE
from tracking.models import MilestoneChange
from tracking.queries.actions import SHOW
from tracking.services.evidence import NewEvidence

STATES = [(state, words) for state, words in ACTION.states.items() if state not in ("superseded", "withdrawn")]
FILE_HINT = f"{DOCUMENTS.words.removesuffix(' each')}. Do not name a child or young person in it or in its name."


class FilterForm(GovukForm):
    form_method = "get"
    submit_text = "Show actions"
    submit_classes = "govuk-button--secondary"
    show = forms.ChoiceField(label="Show", choices=SHOW, required=False)
    item = forms.ChoiceField(label="Item", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "Every state"), *STATES], required=False)
    body = forms.ChoiceField(label="Body", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    impact = forms.ChoiceField(label="Impact", choices=[("", "Whatever its impact"), *Impact.choices], required=False)

    def __init__(self, *args: Any, offered: Mapping[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, every in (("item", "Every item"), ("body", "Every body"), ("owner", "Every owner")):
            self.fields[name].choices = [("", every), *offered[name]]  # type: ignore[attr-defined]


class EvidenceFields(GovukForm):
    """The fields of a new piece of evidence."""

    evidence_title = forms.CharField(
        label="What is it?", help_text="For example, minutes of the board", max_length=200, required=False
    )
    evidence_words = forms.CharField(
        label="What does it show?", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000, required=False,
        help_text="Do not name a child or young person.",
    )  # fmt: skip
    evidence_file = OneFileField(label="File (optional)", help_text=FILE_HINT, required=False)
    evidence_dated_on = DateField(label="Which day is it of?", thing="The day of the evidence", required=False)

    def new_evidence(self, otherwise_on: Any) -> NewEvidence | None:
        """The piece that was filled in; dated `otherwise_on` where no day was. None when nothing was filled in."""
        given = self.cleaned_data
        if not (given["evidence_title"] or given["evidence_words"] or given["evidence_file"]):
            return None
        return NewEvidence(
            title=given["evidence_title"],
            words=given["evidence_words"],
            upload=given["evidence_file"] or None,
            dated_on=given["evidence_dated_on"] or otherwise_on,
        )


class EvidenceForm(EvidenceFields):
    submit_text = "Add the evidence"
    evidence_title = forms.CharField(
        label="What is it?", help_text="For example, minutes of the board", max_length=200,
        error_messages={"required": "Enter what the evidence is"},
    )  # fmt: skip
    evidence_dated_on = DateField(label="Which day is it of?", thing="The day of the evidence")


class UpdateForm(EvidenceFields):
    """One update. `move` empty leaves the state; the words of the others are those of the lifecycle."""

    submit_text = "Record the update"
    reported_on = DateField(label="Which day is this update of?", thing="The day")
    done = forms.CharField(label="What was done?", widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000,
                           error_messages={"required": "Enter what was done"})  # fmt: skip
    move = forms.ChoiceField(label="How does the action stand now?", widget=forms.RadioSelect, required=False)
    impact = forms.ChoiceField(
        label="Does it make a difference for children and families?", choices=Impact.choices, widget=forms.RadioSelect, required=False,
        help_text="This is asked apart from whether the action is done.",
    )  # fmt: skip
    reason = forms.CharField(
        label="Why?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000,
        help_text="Needed when the state changes. The exception report shows it for an action that is behind or late.",
    )  # fmt: skip
    remedy = forms.CharField(
        label="What will be done about it?", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000,
        help_text="Needed when the action falls behind target or is opened again. The exception report shows it.",
    )  # fmt: skip
    asks_completion = forms.BooleanField(
        label="Put it forward as completed: somebody other than the owner agrees", required=False
    )
    evidence = forms.MultipleChoiceField(
        label="Evidence this plan has already", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="A better state needs evidence: choose from these or add a new piece below.",
    )  # fmt: skip
    version = VersionField()
    field_order = (
        "reported_on", "done", "move", "reason", "remedy", "impact", "asks_completion", "evidence", "evidence_title", "evidence_words",
        "evidence_file", "evidence_dated_on",
    )  # fmt: skip

    def __init__(
        self, *args: Any, action: Action, moves: Iterable[Move], pieces: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        stays = ChoiceText(f"{ACTION.states[action.state]}, as before")
        self.fields["move"].choices = [  # type: ignore[attr-defined]
            ("", stays),
            *((move.name, ChoiceText(ACTION.states[move.target], hint=_hint(move))) for move in moves),
        ]
        if pieces:
            self.fields["evidence"].choices = pieces  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]
            self.fields["evidence_title"].help_text = "A better state needs evidence. For example, minutes of the board"
        if action.state not in ("underway_on_target", "underway_behind"):
            del self.fields["asks_completion"]

    def add_refusal(self, reasons: Any) -> None:
        """“Attach the evidence” stands beside the field where it can be done."""
        if "evidence" not in self.fields:
            given = getattr(reasons, "reasons", reasons)
            reasons = [type(one)(one.text, "evidence_title" if one.field == "evidence" else one.field) for one in given]
        super().add_refusal(reasons)


def _hint(move: Move) -> str:
    return (
        "Needs a reason and evidence" if EVIDENCE in move.guards else "Needs a reason, and what will be done about it"
    )


class EndForm(GovukForm):
    """Withdrawing an action, or replacing it by another."""

    submit_text = "Record this"
    submit_classes = "govuk-button--warning"
    move = forms.ChoiceField(
        label="What happens to this action?", widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is withdrawn or replaced"},
        choices=[("withdraw", "It is withdrawn"), ("supersede", "Another action takes its place")],
    )  # fmt: skip
    replaced_by = forms.ChoiceField(label="Which action takes its place?", required=False)
    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000,
                             error_messages={"required": "Enter the reason"})  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, others: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].choices = [("", "None"), *others]  # type: ignore[attr-defined]


class MilestoneForm(GovukForm):
    submit_text = "Record this"
    kind = forms.ChoiceField(
        label="What is there to record?", widget=forms.RadioSelect, error_messages={"required": "Choose what to record"}
    )
    on = DateField(
        label="On which day?", help_text="The day it was met, or the new day it is due", thing="The day", required=False
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Needed unless it was met",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        required=False,
    )

    def __init__(self, *args: Any, met: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = [(MilestoneChange.MET, "It was met"), (MilestoneChange.DEFERRED, "It is put off to a later day")]
        self.fields["kind"].choices = (  # type: ignore[attr-defined]
            [(MilestoneChange.NOT_MET, "It was not met after all")] if met else open_to
        )
        if met:
            del self.fields["on"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (
            given.get("kind") in (MilestoneChange.MET, MilestoneChange.DEFERRED)
            and not given.get("on")
            and "on" not in self.errors
        ):
            self.add_error("on", "Enter the day")
        return given
