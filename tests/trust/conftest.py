from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.trust.backups import Kept, made_kept
from tests.trust.harness import Stage, made_stage


@pytest.fixture(scope="session")
def whole_stage() -> Iterator[Stage]:
    with made_stage() as made:
        yield made


@pytest.fixture
def stage(whole_stage: Stage) -> Stage:
    """The service, whole: what an earlier row broke off in the middle is put right first."""
    whole_stage.put_right()
    return whole_stage


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """Where given files are kept: not there before the first."""
    settings.PRIVATE_ROOT = tmp_path / "store"
    return settings.PRIVATE_ROOT


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Kept]:
    with django_db_blocker.unblock(), made_kept(tmp_path_factory.mktemp("kept")) as made:
        yield made
