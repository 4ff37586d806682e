"""The button that asks for a pack."""

from __future__ import annotations

from core.forms import GovukForm


class PackForm(GovukForm):
    submit_text = "Make my pack"
