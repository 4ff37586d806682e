"""Rules, reasons, times away, and looking for a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms

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
    """Mornings and afternoons somebody can be had."""

    submit_text = "Save mornings and afternoons"
    available = forms.MultipleChoiceField(
        label="Tick each half day they can be had", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = weekdays(inspection)
        self.fields["available"].choices = [  # type: ignore[attr-defined]
            (f"{day.isoformat()} {half}", f"{long_date(day)}, {name}") for day in self.days for half, name in HALVES
        ]

    def chosen(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data["available"])

    def chosen_on_page(self) -> list[tuple[date, str]]:
        return self._halves(self.cleaned_data[SHOWN].get("available", ()))

    def _halves(self, values: Iterable[str]) -> list[tuple[date, str]]:
        """Of what a page said it showed, what is a half day still."""
        every = {f"{day.isoformat()} {half}": (day, half) for day in self.days for half, _ in HALVES}
        return [every[value] for value in values if value in every]


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
