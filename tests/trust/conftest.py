from __future__ import annotations

from collections.abc import Iterator

import pytest

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
