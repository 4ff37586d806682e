"""Messages of a demonstration are read by everybody; the links that let somebody in are not."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SentMail
from accounts.services.notices import notify
from accounts.views.mail import HIDDEN, without_secret_links
from core import clock, outbox
from tests import factories

pytestmark = pytest.mark.django_db


def invitation() -> str:
    return "https://area.example" + reverse("accounts:invitation-accept", args=["abcdef0123456789"])


def test_secret_links_are_hidden_and_others_stay():
    reset = "https://area.example" + reverse("account_reset_password_from_key", args=["1", "set-password"])
    plain = "https://area.example" + reverse("inspections:inspection-list")
    shown = without_secret_links(f"Choose: {invitation()} or {reset} or https://area.example/nowhere/xyz\nSee {plain}")
    assert shown == f"Choose: {HIDDEN} or {HIDDEN} or {HIDDEN}\nSee {plain}"


@pytest.mark.parametrize(("role", "sees"), [(Role.ADMINISTRATOR, True), (Role.DFE_ADVISER, False)])
def test_only_the_administrator_reads_an_invitation_link(client, settings, role, sees):
    settings.DEMONSTRATION = True
    mail = SentMail.objects.create(
        message_id="<1>", to="a@example.org", subject="Hello", body=f"Here: {invitation()}",
        at=datetime(2024, 5, 1, tzinfo=clock.LONDON),
    )  # fmt: skip
    client.force_login(factories.national(role))
    page = client.get(reverse("accounts:sent-message", args=[mail.pk])).content.decode()
    assert (invitation() in page) is sees
    assert (HIDDEN in page) is not sees


def test_that_there_is_a_safeguarding_concern_is_read_by_those_told_and_the_administrator(client, settings):
    settings.DEMONSTRATION = True
    told, other = factories.UserFactory.create(), factories.national(Role.DFE_ADVISER)
    with transaction.atomic():
        notify(person=told, kind="safeguarding", key="k", subject="Seaborough: S1 to read now", body="Read it.")
        notify(person=told, kind="deadline", key="d", subject="Seaborough: due tomorrow", body="It is due.")
    outbox.relay()
    alert = SentMail.objects.get(subject__contains="S1")
    for person, sees in ((told, True), (factories.national(Role.ADMINISTRATOR), True), (other, False)):
        client.force_login(person)
        page = client.get(reverse("accounts:sent-messages")).content.decode()
        assert ("S1 to read now" in page, "due tomorrow" in page) == (sees, True)
        answer = client.get(reverse("accounts:sent-message", args=[alert.pk]))
        assert answer.status_code == (200 if sees else 404)
