"""Odd input to every form and every address with parameters: no server error, nothing half done."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.world import STAGES
from tests.trust.fuzz_runs import SEED, addresses, forms, share, standing
from tests.trust.fuzzing import Faults

# Of the processor, for all stages of the world together; each stage takes the share of its pages.
SECONDS = float(os.environ.get("FUZZ_SECONDS") or 240)


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust("F1", "every form of every stage, drawn values in its boxes, as everybody who may send it")
@pytest.mark.parametrize("stage", STAGES)
def test_odd_input_to_every_form(stage: str, figures: Any) -> None:
    faults = Faults()
    with standing(stage) as stand:
        chosen = forms(stand, stage, faults, most=2000, seconds=SECONDS * share(stage, "POST"))
    figures(f"{stage}: forms", len(chosen))
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    figures(f"{stage}: half done", len(faults.half()))
    assert not faults.found, f"\n{faults}"
    assert faults.asked, "the time was over before anything was asked: FUZZ_SECONDS"


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust(
    "F2", "every page of every stage that somebody may read, drawn values of each parameter it was seen to read"
)
@pytest.mark.parametrize("stage", STAGES)
def test_odd_query_strings(stage: str, figures: Any) -> None:
    faults = Faults()
    with standing(stage) as stand:
        names = addresses(stand, stage, faults, most=1000, seconds=SECONDS * share(stage, "GET"))
    figures(f"{stage}: parameters", names)
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    assert not faults.errors(), f"\n{faults}"
    assert faults.asked, "the time was over before anything was asked: FUZZ_SECONDS"
