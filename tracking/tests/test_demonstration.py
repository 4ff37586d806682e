"""The demonstration of progress, made by the services."""

import pytest

from accounts.choices import Role
from core import clock
from tracking.demonstration import furnish
from tracking.models import BoardPack, Contest
from tracking.queries.standings import counts, standings

pytestmark = pytest.mark.django_db


def cast_of(area):
    return {
        Role.LANO: area.lano, Role.DCS: area.dcs, Role.ICB_EXECUTIVE: area.board, Role.PARTNERSHIP_OFFICER: area.officer,
        Role.PCF: area.forum,
    }  # fmt: skip


def test_the_demonstration_has_something_of_everything(surrey):
    furnish(cast=cast_of(surrey), plan=surrey.plan)
    found = standings(surrey.plan, clock.today())
    told = counts(found)
    assert all(
        told[state] for state in ("not_started", "underway_behind", "underway_on_target", "completed", "evidenced")
    )
    assert any(one.doubts for one in found)
    assert Contest.objects.count() == 1 and BoardPack.objects.count() == 1
