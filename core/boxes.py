"""Forms whose boxes stand each for itself: who came, how strict a rule is, which half days somebody can be had.

The form sends back, hidden, what its page showed. The service writes only the boxes this person changed
(`core.versioning.changed_boxes`), so that two people who change different boxes both keep what they said. What was changed in a box
that is not there any more is told, with the box's name as the page showed it. `core.box_pages` is the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.fields import INCOMPLETE, ShownField
from core.forms import GovukForm

SHOWN = "shown"
LABELS = "labels"


class BoxesForm(GovukForm):
    """Put the boxes into `fields`, each with its initial value."""

    shown = ShownField()
    labels = ShownField(required=False)
    # What the page said it showed, also of boxes that are gone.
    showed: Mapping[str, Any] = MappingProxyType({})

    def group_of(self, name: str) -> str:
        """Fields of one group are one box: whoever changes one of them says something about all."""
        return name

    def boxes(self) -> list[str]:
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == SHOWN:
            return json.dumps({name: self.shows(name) for name in self.boxes()})
        if field_name == LABELS:
            return json.dumps({name: str(self.fields[name].label) for name in self.boxes()})
        return super().get_initial_for_field(field, field_name)

    def shows(self, name: str) -> Any:
        """What the page shows in a box before anybody touches it."""
        value = super().get_initial_for_field(self.fields[name], name)
        if is_many(self, name):
            return sorted(map(str, value or ()))
        return "" if value is None else str(value)

    def clean_shown(self) -> dict[str, Any]:
        """Only of boxes that are there still, each of its own kind."""
        given = self.showed = self.cleaned_data[SHOWN] or {}
        if not given and self.boxes():
            raise ValidationError(INCOMPLETE)
        found = {name: given[name] for name in self.boxes() if name in given}
        if any(isinstance(value, list) != is_many(self, name) for name, value in found.items()):
            raise ValidationError(INCOMPLETE)
        return found

    def changed_here(self) -> list[str]:
        """The boxes this person changed."""
        seen = self.cleaned_data[SHOWN]
        return self._whole(name for name in seen if self._sent(name) != seen[name])

    def changed_since(self, now: BoxesForm) -> list[str]:
        """The boxes that are not any more as the page showed them; `now` is the form as it would be shown now."""
        seen = self.cleaned_data[SHOWN]
        return [name for name in seen if name in now.fields and now.shows(name) != seen[name]]

    def in_both(self, now: BoxesForm) -> list[str]:
        mine = self.changed_here()
        return [name for name in self._whole(self.changed_since(now)) if name in mine and name in now.fields]

    def gone(self, now: BoxesForm) -> dict[str, Any]:
        """{box: what was sent} of those that this person changed and that are not there any more."""
        sent = {name: self._raw(name, value) for name, value in self.showed.items() if name not in now.fields}
        return {name: value for name, value in sent.items() if value != self.showed[name]}

    def label_of(self, name: str) -> str:
        """Of a box that may be gone: as the page showed it."""
        if name in self.fields:
            return str(self.fields[name].label)
        return str((self.cleaned_data.get(LABELS) or {}).get(name) or "Something that was on the page")

    def said(self, name: str, value: Any) -> str:
        """In words, what was sent in a box that is gone."""
        return "\n".join(value) if isinstance(value, list) else value

    def stand_on(self, now: BoxesForm) -> None:
        """Show what is kept now in every box this person did not change, and from now on as what the page showed. A box that came
        meanwhile is not on this page, and is not said to be."""
        mine, data = self.changed_here(), self.data.copy()  # type: ignore[attr-defined]
        for name in self.boxes():
            if name not in now.fields:
                del self.fields[name]
            elif name not in mine:
                kept = now.shows(name)
                data.setlist(self.add_prefix(name), kept if isinstance(kept, list) else [kept])
        self.data = data
        self._say_shown({name: now.shows(name) for name in self.boxes()})

    def leave_out(self, names: Iterable[str]) -> None:
        """These boxes are gone, and the person has been told."""
        told = set(names)
        self._say_shown({name: value for name, value in self.showed.items() if name not in told})

    def _say_shown(self, shown: dict[str, Any]) -> None:
        data = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix(SHOWN)] = json.dumps(shown)
        self.data = data

    def _raw(self, name: str, showed: Any) -> Any:
        """What was sent in a box that has no field; what the page showed if nothing was."""
        key = self.add_prefix(name)
        if isinstance(showed, list):
            return sorted(self.data.getlist(key))  # type: ignore[attr-defined]
        return str(self.data[key]).strip() if key in self.data else showed

    def _sent(self, name: str) -> Any:
        value = self.cleaned_data[name]
        return sorted(value) if is_many(self, name) else value

    def _whole(self, names: Iterable[str]) -> list[str]:
        groups = {self.group_of(name) for name in names}
        return [name for name in self.boxes() if self.group_of(name) in groups]


def is_many(form: Any, name: str) -> bool:
    """Whether it is a list of ticks, each a box of its own."""
    return isinstance(form.fields[name], forms.MultipleChoiceField)
