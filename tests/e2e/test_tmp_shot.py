from datetime import timedelta
import pytest
from accounts.choices import Role
from core import clock, pulse
from core.models import OutboxRow
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_shot(visitor, axe):
    now = clock.now()
    person = factories.national(Role.ADMINISTRATOR)
    pulse.beat(pulse.CANARY)
    pulse.beat(pulse.SCHEDULER)

    def row(kind, key, **more):
        OutboxRow.objects.create(
            **({"kind": kind, "key": key, "created_at": now - timedelta(hours=3), "due_at": now} | more)
        )

    row(
        "notice_email",
        "a",
        failed_at=now,
        attempts=8,
        last_error="ConnectionRefusedError: [Errno 111] Connection refused",
    )
    row(
        "invitation_email",
        "b",
        failed_at=now,
        attempts=1,
        last_error="The mail server took the whole message and did not say whether it will deliver it. Ask there before you have it sent again: the person may have it already.",
    )
    row(
        "draw_pdf",
        "c",
        attempts=3,
        due_at=now + timedelta(minutes=4),
        last_error="PdfFailed: It took longer than 30 seconds",
    )
    for n in range(12):
        row("publish_letter", f"p{n}", due_at=now + timedelta(days=n + 1))
    visitor.as_(person)
    visitor.page.goto(f"{visitor.base}/service-health/")
    axe(visitor.page)
    visitor.page.screenshot(path="/tmp/health.png", full_page=True)
    visitor.page.set_viewport_size({"width": 320, "height": 700})
    visitor.page.screenshot(path="/tmp/health320.png", full_page=True)
    visitor.page.set_viewport_size({"width": 1000, "height": 700})

    visitor.page.goto(f"{visitor.base}/accessibility/")
