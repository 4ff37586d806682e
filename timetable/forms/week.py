"""Rules, reasons, times away, and looking for a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from core import clock
from core.boxes import SHOWN, BoxesForm
from core.clock import LONDON
from core.forms import ChoiceText, DateField, GovukForm, TimeField
from core.words import long_date
from inspections.models import Inspection
from partnerships.models import Contact
from timetable.choices import Level, MeetingKind
from timetable.queries.spans import weekdays

HALVES = (("am", "morning"), ("pm", "afternoon"))


class FilterForm(GovukForm):
    form_method = "get"
    text = forms.CharField(label="Title, person or place", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All kinds"), *MeetingKind.choices])
    state = forms.ChoiceField(label="Where it stands", required=False)

    def __init__(self, *args: Any, states: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "All"), ("unplaced", "No time yet"), *states.items()]  # type: ignore[attr-defined]


class KeepForm(GovukForm):
    submit_text = "Keep it"
    reason = forms.CharField(
        label="Keep it, because…", widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        error_messages={"required": "Say why it is kept"},
    )  # fmt: skip


class RulesForm(BoxesForm):
    submit_text = "Save the rules"

    def __init__(self, *args: Any, rules: list[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for code, name, hint in rules:
            self.fields[code] = forms.ChoiceField(
                label=name, help_text=hint, widget=forms.RadioSelect,
                choices=[(level.value, level.label) for level in Level],
                error_messages={"required": f"Choose how strict: {name}"},
            )  # fmt: skip

    def levels(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code, _, _ in self.rules}

    def levels_shown(self) -> dict[str, str]:
        return dict(self.cleaned_data[SHOWN])


class WhoseForm(GovukForm):
    """Somebody, or a room, and when."""

    submit_text = "Add the time away"
    whose = forms.ChoiceField(label="Who or what is away?", error_messages={"required": "Choose a person or a room"})
    on = DateField(label="Day", thing="The day")
    start = TimeField(label="From (optional)", help_text="Leave both times empty for the whole day", required=False)
    until = TimeField(label="Until (optional)", required=False)

    def __init__(self, *args: Any, inspection: Inspection, team: list[Any], rooms: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = Contact.objects.filter(partnership_id=inspection.partnership_id, is_active=True).order_by("name")
        self.fields["whose"].choices = [  # type: ignore[attr-defined]
            ("", "Choose"),
            *((f"user-{user.pk}", f"Inspector: {user}") for user in team),
            *((f"contact-{contact.pk}", str(contact)) for contact in contacts),
            *((f"room-{site.pk if site else 0}-{room}", f"Room: {room}{f', {site.name}' if site else ''}")
              for site, room in rooms),
        ]  # fmt: skip

    def span(self) -> tuple[datetime, datetime]:
        given = self.cleaned_data
        start = given["start"] or datetime.min.time()
        until = given["until"] or datetime.max.time().replace(microsecond=0)
        return datetime.combine(given["on"], start, LONDON), datetime.combine(given["on"], until, LONDON)


class HalvesForm(BoxesForm):
    """Mornings and afternoons somebody can be had, week by week; days that are over are left out. `free` are the half days as they are."""

    submit_text = "Save mornings and afternoons"

    def __init__(self, *args: Any, inspection: Inspection, free: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = [day for day in weekdays(inspection) if day >= clock.today()]
        for monday, days in groupby(self.days, monday_of):
            choices = [(f"{day.isoformat()} {half}", half_words(day, name)) for day in days for half, name in HALVES]
            self.fields[f"week_{monday:%Y%m%d}"] = forms.MultipleChoiceField(
                label=f"Week of {long_date(monday)}", choices=choices, required=False,
                widget=forms.CheckboxSelectMultiple, initial=[value for value, _ in choices if value in free],
            )  # fmt: skip

    def chosen(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data[name] for name in self.boxes())

    def chosen_on_page(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data[SHOWN].values())

    def said(self, name: str, value: Any) -> str:
        """Of a week that is not there any more."""
        found = (half.partition(" ") for half in value)
        names = dict(HALVES)
        return "\n".join(
            half_words(day, names[half]) for on, _, half in found if half in names and (day := parse_date(on))
        )

    def _halves(self, ticked: Iterable[Iterable[str]]) -> list[tuple[date, str]]:
        """Of what a page said it showed, what is a half day still."""
        every = {f"{day.isoformat()} {half}": (day, half) for day in self.days for half, _ in HALVES}
        return [every[value] for values in ticked for value in values if value in every]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def half_words(day: date, name: str) -> str:
    return f"{long_date(day)}, {name}"


class ReleaseForm(GovukForm):
    """`digest` is that of the preview: what is released is what was shown."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class PasteForm(GovukForm):
    """Rows copied from a spreadsheet, or a workbook."""

    submit_text = "Check the rows"
    rows = forms.CharField(
        label="Rows copied from Excel",
        help_text="With the row of headings: Title, Kind, Day, Start, Minutes, Place, Room, Inspectors, People, Purpose.",
        widget=forms.Textarea(attrs={"rows": 10}), required=False, max_length=100_000,
    )  # fmt: skip
    book = forms.FileField(
        label="Or a workbook (.xlsx)", required=False, widget=forms.FileInput(attrs={"accept": ".xlsx"})
    )
    unknown = forms.ChoiceField(
        label="What about people who are not in the directory?", widget=forms.RadioSelect, initial="refuse",
        choices=[("refuse", "Show their rows as wrong"),
            ("add", ChoiceText("Add them to the directory", hint="Where the row gives an e-mail: Robin Ellery <robin@example.org>")),
        ],
        error_messages={"required": "Choose what happens to people who are not known"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("rows") and not given.get("book") and not self.errors:
            self.add_error("rows", "Paste the rows, or choose a workbook")
        return given


class ConfirmPasteForm(GovukForm):
    submit_text = "Add these meetings"
    rows = forms.CharField(widget=forms.HiddenInput, max_length=200_000)
    unknown = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, initial="yes")
