"""Access rows: whether the service is well."""

from __future__ import annotations

from core import clock
from tests.access.rows import ADMINISTRATOR, Row, national, open_to_all
from tests.access.world import World


def furnish(world: World) -> None:
    """A piece of work that was given up."""
    from core.models import OutboxRow

    now = clock.now()
    world.things["given_up"] = OutboxRow.objects.create(
        kind="notice_email", key="given up", created_at=now, due_at=now, failed_at=now, attempts=8
    )


ROWS: list[Row] = [
    open_to_all("dashboard:health"),
    open_to_all("dashboard:live"),
    national("dashboard:service-health", ADMINISTRATOR),
    national(
        "dashboard:work-try-again", ADMINISTRATOR, get=405, post=302,
        kwargs=lambda world: {"pk": world.things["given_up"].pk},
    ),
]  # fmt: skip
