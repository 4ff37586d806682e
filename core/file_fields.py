"""The fields of forms that take files. They look at each file before the form's transaction begins, so that nobody waits for that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from core.file_intake import FileRules, look_at
from core.file_kinds import NotTaken
from core.files import DOCUMENTS, MOST_FILES


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, or none where it is not required; cleans to a list."""

    widget = SeveralFiles

    def __init__(self, *, rules: FileRules = DOCUMENTS, **more: Any) -> None:
        self.rules = rules
        super().__init__(**more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"Choose {MOST_FILES} files or fewer at once", code="too_many")
        look_at_all(given, self.rules)
        return given


class OneFileField(forms.FileField):
    """One file; cleans to it, or to None. An empty one is refused by its name."""

    def __init__(self, *, rules: FileRules = DOCUMENTS, **more: Any) -> None:
        self.rules = rules
        super().__init__(**more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        look_at_all([data], self.rules)
        return data


def look_at_all(given: Iterable[Any], rules: FileRules) -> None:
    """Raises ValidationError with a sentence for each file that is not taken."""
    faults = []
    for file in given:
        try:
            look_at(file, rules)
        except NotTaken as refusal:
            faults.append(forms.ValidationError(str(refusal), code="not_taken"))
    if faults:
        raise forms.ValidationError(faults)
