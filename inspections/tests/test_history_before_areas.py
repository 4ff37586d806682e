"""The loader before the areas are there."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Inspection
from partnerships.models import Partnership

pytestmark = pytest.mark.django_db


def test_it_says_what_to_run_first() -> None:
    assert not Partnership.objects.exists()
    with pytest.raises(
        CommandError, match="Nothing was loaded: the areas have not been loaded: run load_reference_data"
    ):
        call_command("load_history")
    assert not Inspection.objects.exists()
