"""Adding and changing one meeting, choosing who comes, giving it a time, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q

from core.boxes import SHOWN, BoxesForm
from core.clock import LONDON
from core.forms import ChoiceText, DateField, GovukForm, ManyField, TimeField, VersionField
from core.words import long_date, time_words
from inspections.models import Inspection
from partnerships.models import Contact, Site
from timetable.choices import MeetingKind
from timetable.models import Meeting

NO_CHILD = "Do not name a child, young person or family: a tracked case is “Case A”."


class MeetingForm(GovukForm):
    """What a meeting is about, where it is, what it needs. Its time is given on a page of its own, except for a new one."""

    submit_text = "Save meeting"
    title = forms.CharField(label="Title", help_text=f"As calendars and e-mails show it. {NO_CHILD}", max_length=200)
    kind = forms.ChoiceField(
        label="Kind of meeting",
        choices=[("", "Choose a kind"), *MeetingKind.choices],
        error_messages={"required": "Choose the kind of meeting"},
    )
    purpose = forms.CharField(
        label="Purpose (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    question = forms.ChoiceField(label="Evaluation criterion (optional)", required=False)
    case = forms.ModelChoiceField(
        label="Tracked case (optional)", queryset=None, required=False, empty_label="None",
        help_text="A meeting of a case gets no time before consent is recorded.",
    )  # fmt: skip
    on = DateField(label="Day (optional)", help_text="For example, 19 1 2026", thing="The day", required=False)
    start = TimeField(label="Start (optional)", help_text="For example, 9:30am", required=False)
    minutes = forms.IntegerField(label="Length in minutes", min_value=5, max_value=720)
    site = forms.ModelChoiceField(label="Place (optional)", queryset=None, required=False, empty_label="Not decided")
    room = forms.CharField(label="Room (optional)", required=False, max_length=100)
    online = forms.BooleanField(label="This meeting is online", required=False)
    link = forms.URLField(
        label="Link to join (optional)", required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": "Enter the link to join in full, like https://meet.example.org/123"},
    )  # fmt: skip
    inspectors_needed = forms.IntegerField(label="Inspectors needed", min_value=1, max_value=10)
    needs = forms.MultipleChoiceField(
        label="What else does it need? (optional)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("needs_ofsted", "Somebody from Ofsted"),
            ("needs_cqc", "Somebody from the Care Quality Commission (CQC)"),
            ("pinned", ChoiceText("Its time stays", hint="A proposal for the week leaves it where it is")),
            ("inspectors_only", ChoiceText("Only inspectors see it", hint="For the inspectors’ own meetings")),
        ],
    )
    version = VersionField(required=False)

    def __init__(
        self, *args: Any, inspection: Inspection, of_team: bool, changing: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        asked = inspection.kind_spec.questions
        if asked:
            fields["question"].label = f"{inspection.words['question'].capitalize()} (optional)"
            fields["question"].choices = [("", "None"), *((area.code, f"{area.code}: {area.text}") for area in asked)]
        else:
            del fields["question"]
        cases = inspection.tracked_cases
        # A case no longer followed stays where it was written.
        written = cases.filter(pk=getattr(self.initial.get("case"), "pk", None))
        fields["case"].queryset = (cases.followed() | written).order_by("code")
        fields["site"].queryset = Site.objects.filter(partnership_id=inspection.partnership_id, is_active=True)
        if not of_team:  # they would not see it again
            fields["needs"].choices = [pair for pair in fields["needs"].choices if pair[0] != "inspectors_only"]
        if changing:
            del fields["on"], fields["start"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if "on" in self.fields and bool(given.get("on")) != bool(given.get("start")):
            missing = "start" if given.get("on") else "on"
            if missing not in self.errors:
                self.add_error(missing, "Enter both the day and the start, or neither")
        return given

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        given = self.cleaned_data
        names = ("title", "kind", "purpose", "case", "minutes", "site", "room", "online", "link", "inspectors_needed")
        kept = {name: given[name] for name in names} | {"question": given.get("question", "")}
        flags = ("needs_ofsted", "needs_cqc", "pinned", "inspectors_only")
        return kept | {name: name in given["needs"] for name in flags}

    def starts_at(self) -> datetime | None:
        on, start = self.cleaned_data.get("on"), self.cleaned_data.get("start")
        return datetime.combine(on, start, LONDON) if on and start else None


class PeopleForm(GovukForm):
    submit_text = "Save who is asked"
    required = ManyField(label="Who must be there?", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    may_come = ManyField(label="Who else is asked?", queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    version = VersionField()

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who has left since stays where they were asked.
        there = Q(is_active=True) | Q(pk__in=meeting.people.values("contact"))
        area = meeting.inspection.partnership_id
        everybody = Contact.objects.filter(there, partnership_id=area).order_by("name")
        for name in ("required", "may_come"):
            self.fields[name].queryset = everybody  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return as_lists(super().clean() or self.cleaned_data, "required", "may_come")


class InspectorsForm(GovukForm):
    submit_text = "Save the inspectors"
    inspectors = ManyField(
        label="Which inspectors take this meeting?", queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    version = VersionField()

    def __init__(self, *args: Any, team: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = team  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return as_lists(super().clean() or self.cleaned_data, "inspectors")


def as_lists(given: dict[str, Any], *names: str) -> dict[str, Any]:
    """What was ticked as lists, to be set beside what somebody else saved."""
    return given | {name: list(given[name]) for name in names if name in given}


class MoveForm(GovukForm):
    """A time without a clash from a list, or another one typed. No dragging."""

    submit_text = "Move the meeting"
    starts_at = forms.ChoiceField(
        label="When?", widget=forms.RadioSelect, error_messages={"required": "Choose a time"}, required=False
    )
    on = DateField(label="Or another day (optional)", thing="The day", required=False)
    start = TimeField(label="Start on that day (optional)", help_text="For example, 6:30pm", required=False)
    reason = forms.CharField(
        label="Why does it move?", widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        error_messages={"required": "Enter why it moves"},
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, meeting: Meeting, free: list[tuple[Any, list[datetime]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (long_date(day), [(moment.isoformat(), time_words(moment)) for moment in moments]) for day, moments in free
        ]
        self.fields["starts_at"].choices = choices  # type: ignore[attr-defined]
        if not choices:  # nothing to choose from: the time is typed
            del self.fields["starts_at"]
            self.fields["on"].label, self.fields["start"].label = "Day", "Start"
        if meeting.state not in ("confirmed", "no_show"):
            self.fields["reason"].required = False
            self.fields["reason"].label = "Why does it move? (optional)"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("starts_at") and (given.get("on") or given.get("start")):
            self.add_error("starts_at", "Choose a time or enter another one, not both")
        elif given.get("on") and given.get("start"):
            given["moment"] = datetime.combine(given["on"], given["start"], LONDON)
        elif given.get("starts_at"):
            given["moment"] = datetime.fromisoformat(given["starts_at"])
        elif "starts_at" not in self.fields:
            self.add_error("on", "Enter the day and the start")
        elif "starts_at" not in self.errors:
            self.add_error("starts_at", "Choose a time")
        return given


class ActForm(GovukForm):
    # "Cancel" would be read as the act itself where the act is to cancel.
    cancel_text = "Go back"
    reason = forms.CharField(
        label="Why?", widget=forms.Textarea(attrs={"rows": 3}), max_length=500, error_messages={"required": "Enter why"}
    )

    def __init__(self, *args: Any, label: str, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = label
        if not needs_reason:
            del self.fields["reason"]


CAME = (("yes", "Yes"), ("no", "No"), ("", "Not known"))


class AttendanceForm(BoxesForm):
    """For each person asked: came, did not come (why), or not known."""

    submit_text = "Save who came"

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(people)
        answers = {None: "", True: "yes", False: "no"}
        for person in self.people:
            came = forms.ChoiceField(
                label=f"Did {person.contact.name} come?", required=False, widget=forms.RadioSelect,
                choices=CAME, initial=answers[person.attended],
            )  # fmt: skip
            why = forms.CharField(
                label=f"Why did {person.contact.name} not come?", help_text="Only if they did not come",
                required=False, max_length=200, initial=person.absence_reason,
            )  # fmt: skip
            self.fields |= {f"came_{person.pk}": came, f"why_{person.pk}": why}

    def group_of(self, name: str) -> str:
        """Whether somebody came, and why not, is one answer."""
        return name.rpartition("_")[2]

    def said(self, name: str, value: Any) -> str:
        return dict(CAME).get(value, value) if name.startswith("came_") else super().said(name, value)

    def answers(self) -> dict[int, tuple[bool | None, str]]:
        return self._answers(self.cleaned_data)

    def answers_shown(self) -> dict[int, tuple[bool | None, str]]:
        return self._answers(self.cleaned_data[SHOWN])

    def _answers(self, given: Mapping[str, str]) -> dict[int, tuple[bool | None, str]]:
        words = {"yes": True, "no": False}
        boxes = ((person.pk, f"came_{person.pk}", f"why_{person.pk}") for person in self.people)
        return {pk: (words.get(given[came]), given[why]) for pk, came, why in boxes if came in given and why in given}


class NoteForm(GovukForm):
    submit_text = "Save the note"
    text = forms.CharField(
        label="Note", help_text=NO_CHILD, widget=forms.Textarea(attrs={"rows": 12}), max_length=20000
    )
    version = VersionField(required=False)
