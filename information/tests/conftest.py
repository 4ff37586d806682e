from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core import clock
from information.tests.base import CALL, Cast


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "files"
    return settings.PRIVATE_ROOT


@pytest.fixture(autouse=True)
def day_after_the_call() -> Iterator[None]:
    with clock.travelled_to(CALL + timedelta(days=1)):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
