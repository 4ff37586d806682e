"""The themes of each finding that a plan answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.forms import ChoiceText, GovukForm
from inspections.models import Finding
from rulebook.themes import NAMES, THEMES, suggested


class ThemesForm(GovukForm):
    """A group of boxes for each finding. What its words suggest is said beside it and never ticked."""

    submit_text = "Save the themes"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, findings: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(theme.code, ChoiceText(theme.name, hint=theme.means)) for theme in THEMES]
        for finding in findings:
            whole = " ".join([finding.text, *finding.points, finding.closing])
            words = ", ".join(NAMES[code] for code in suggested(whole))
            self.fields[f"finding_{finding.pk}"] = forms.MultipleChoiceField(
                label=f"{finding.order}. {finding.text} {'; '.join(finding.points)}".strip(),
                help_text=f"Its words suggest: {words}" if words else "Its words suggest no theme",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def chosen(self) -> dict[int, list[str]]:
        """{key of a finding: codes}"""
        return {
            int(name.removeprefix("finding_")): codes
            for name, codes in self.cleaned_data.items()
            if name.startswith("finding_")
        }
