"""The first administrator of an empty installation."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import NationalRole, User
from core.models import OutboxRow

pytestmark = pytest.mark.django_db


def test_the_first_administrator_is_invited_by_mail(capsys):
    call_command("invite", "ada@example.org", name="Ada Admin")
    assert capsys.readouterr().out == "ada@example.org is invited and is service administrator.\n"
    assert NationalRole.objects.get(user__email="ada@example.org").role == "administrator"
    assert "/invitations/" in OutboxRow.objects.get(kind="invitation_email").payload["body"]


@pytest.mark.parametrize(
    ("email", "match"), [("no address", "correct format"), ("ada@example.org", "already holds this role")]
)
def test_what_cannot_be_is_one_line_and_changes_nothing(email, match):
    call_command("invite", "ada@example.org", name="Ada Admin")
    with pytest.raises(CommandError, match=match):
        call_command("invite", email, name="Someone")
    assert User.objects.count() == OutboxRow.objects.count() == 1
