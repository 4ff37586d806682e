"""Looking changes nothing (goal 2): python -m benchmarks.looking

Every address of the access matrix is asked by somebody who may see it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

from benchmarks import place
from benchmarks.goals import Reading, at_most, options, told

# A look that has to leave a trace: who opened what of a child, of what is under embargo or of a restricted record; and who is at a
# section just now.
RECORDED = (
    "audit_entry",
    "cases_caseopening",
    "evidence_safeguarding",
    "information_opening",
    "inspections_sight",
    "reports_sectionpresence",
)


def read() -> Iterator[Reading]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_for_tests"
    with place.database(settings="config.settings_for_tests"):
        from django.db import connection, transaction
        from django.test import Client
        from django.test.utils import CaptureQueriesContext
        from django.urls import reverse

        from core import clock
        from tests.access.matrix import ROWS
        from tests.access.world import CAST, STAGES, TODAY, build

        logging.disable()
        writes: dict[str, set[str]] = {}
        asked_of = 0
        for stage in STAGES:
            with transaction.atomic(), clock.travelled_to(TODAY):
                world = build(stage)
                for row in [row for row in ROWS if row.stage == stage and row.get.get(200)]:
                    name = next(name for name in CAST if name in row.get[200])
                    client = Client()
                    if name != "anonymous":
                        client.force_login(world.people[name])
                    url = reverse(row.name, kwargs=row.url_kwargs(world))
                    client.get(url)
                    with CaptureQueriesContext(connection) as queries:
                        answer = client.get(url)
                        if answer.streaming:
                            b"".join(answer.streaming_content)  # type: ignore[arg-type]
                    asked_of += 1
                    found = {
                        query["sql"]
                        for query in queries
                        if query["sql"].split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE")
                    }
                    if found:
                        writes[row.name] = found
                transaction.set_rollback(True)
    recorded = {name for name, found in writes.items() if all(any(table in sql for table in RECORDED) for sql in found)}
    left = sorted(set(writes) - recorded)
    context = f"{asked_of} addresses; {len(recorded)} record who looked or is there" + (
        f"; {', '.join(left)}" if left else ""
    )
    yield at_most(2, "addresses where a look changes something", len(left), 0, counted=True, context=context)


if __name__ == "__main__":
    asked = options(__doc__)
    told(read(), asked.readings)
