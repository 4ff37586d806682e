import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from core import clock, reach
from tests import rows
from tests.access.world import TODAY, build
from tests.access.test_matrix import session_of
from django.test import Client
from accounts.access import reach_of
from inspections.models import Inspection
def test_x(db):
    with clock.travelled_to(TODAY):
        w = build("notified")
        p = w.people["lead_inspector"]
        s = session_of(p)
        rows.prepare()
        with rows.as_application():
            print("REACH", reach_of(p))
            with reach.everything(): print("REACH all", reach_of(p))
            c = Client(); c.cookies["sessionid"] = s
            with CaptureQueriesContext(connection) as q:
                r = c.get(f"/inspections/{w.inspection.reference}/visits/")
            for x in q.captured_queries: print(x["sql"][:700]); print()
            print(r.status_code)
    assert 0
