"""E-mail through a real SMTP server."""

from __future__ import annotations

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from accounts.models import SentMail, User
from accounts.services.notices import notify
from core import outbox

pytestmark = pytest.mark.django_db


class Box(Message):
    def __init__(self):
        super().__init__()
        self.received = []

    def handle_message(self, message):
        self.received.append(message)


@pytest.fixture
def server(settings):
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=0)
    controller.port = _free_port()
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    yield box
    controller.stop()


def _free_port():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tell(name="Ada Osei", subject="Plan due"):
    person = User.objects.create_user("ada@example.org", name=name)
    notify(person=person, kind="plan", key="plan:1", subject=subject, body="The plan is due.", url="/plans/")


def test_a_notice_reaches_a_mail_server_once(server):
    tell()
    assert [outbox.relay(), outbox.relay()] == [1, 0]
    message = server.received[0]
    assert len(server.received) == 1
    assert (message["To"], message["Subject"]) == ("ada@example.org", "Plan due")
    assert "The plan is due." in message.get_payload(decode=True).decode()
    assert not SentMail.objects.exists()


def test_a_second_sending_carries_the_same_message_id(server):
    from core.models import OutboxRow

    tell()
    outbox.relay()
    OutboxRow.objects.update(done_at=None)  # the mark was lost in a crash after the server had taken the message
    outbox.relay()
    assert len({message["Message-ID"] for message in server.received}) == 1


def test_no_header_can_be_put_in_by_a_subject(server):
    tell(subject="Plan due\r\nBcc: all@example.org")
    outbox.relay()
    assert server.received[0]["Bcc"] is None


def test_a_server_that_is_down_is_tried_again_later(server, settings):
    tell()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, _free_port()
    assert outbox.relay() == 0
    from core import clock
    from core.models import OutboxRow

    row = OutboxRow.objects.get()
    assert row.done_at is None and row.last_error
    settings.EMAIL_PORT = port
    with clock.travelled_to(row.due_at):
        assert outbox.relay() == 1
    assert len(server.received) == 1
