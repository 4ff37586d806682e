import pytest

from improvement.models import Plan
from improvement.tests.conftest import at, no_second_factor, see, send, surrey, wsoa  # noqa: F401
from measures.services import measures
from measures.tests.base import path


@pytest.fixture
def plan(wsoa):  # noqa: F811
    return wsoa


@pytest.fixture
def item(plan):
    return plan.items.get(order=5)


@pytest.fixture
def support(surrey, item):  # noqa: F811
    """Pupils with SEN support: yearly, per cent, the baseline of 2016."""
    return measures.define_measure(
        by=surrey.lano, item=item, name="Pupils with SEN support", definition="Pupils with SEN support", source="School census",
        unit="percent", places=2, every="year", better="higher", path=path("2016", "11.00", **{"2018": "11.50"}),
    )  # fmt: skip


@pytest.fixture
def waiters(surrey, item):  # noqa: F811
    """CAMHS waiters: monthly, a count, fewer is better."""
    return measures.define_measure(
        by=surrey.lano, item=item, name="Young people waiting for CAMHS", unit="count", every="month", better="lower",
        path=path("2016-12", "1875", **{"2017-12": "24"}),
    )  # fmt: skip


@pytest.fixture
def delivered(plan):
    """The plan was sent: its baselines are fixed."""
    Plan.objects.filter(pk=plan.pk).update(state="in_delivery")
    plan.refresh_from_db()
    return plan
