"""Messages: seen and counted before they go, one for each reader, and nothing in them that must not travel."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import SentMail
from cases.models import CaseIdentity, TrackedCase
from coordination.models import Message
from coordination.queries.messages import preview
from coordination.services import messages
from coordination.tests.conftest import NOW, Scene
from core import outbox
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Finding
from inspections.tests.pages import signed_in, text_of
from partnerships.models import Contact
from tests import factories as make


def draft(scene: Scene, *audiences: str, subject: str = "{area}: timetable", body: str = "See {lano}.") -> Message:
    message = messages.start(by=scene.lano, inspection=scene.inspection, wording="timetable")
    part = message.parts.get()
    messages.write_part(by=scene.lano, part=part, version=part.version, audiences=audiences, subject=subject, body=body)
    return message


def test_each_reader_gets_one_in_the_senders_name(scene: Scene) -> None:
    message = draft(scene, "dcs", "members")
    shown = preview(message, sender=scene.lano)
    assert len(shown.letters) == 5
    sent = messages.send(by=scene.lano, message=message, digest=shown.digest)
    assert sent == OutboxRow.objects.filter(kind="bulk_email").count() == 5
    outbox.relay()
    OutboxRow.objects.filter(kind="bulk_email").update(done_at=None)
    outbox.relay()
    mail = SentMail.objects.get(to=scene.dcs.email)
    assert SentMail.objects.count() == 5
    assert mail.subject == "Medway: timetable"
    assert mail.body.startswith(f"Dear {scene.dcs}\n\nSee {scene.lano}.")
    assert f"{scene.lano}\nHead of SEND, through this service" in mail.body
    with pytest.raises(Refused, match="already"):
        messages.send(by=scene.lano, message=message, digest=shown.digest)
    assert message.recipients.filter(delivered_at__isnull=False).count() == 5


def test_the_button_counts_and_a_changed_list_is_shown_again(scene: Scene) -> None:
    message = draft(scene, "dcs")
    client = signed_in(scene.lano)
    page = client.get(message.get_absolute_url())
    assert "Send 1 e-mail" in page.content.decode()
    digest = page.context["preview"].digest
    make.member(scene.area, Role.DCS)
    again = client.post(message.get_absolute_url(), {"digest": digest})
    assert "Look at the e-mails again" in text_of(again)
    assert "Send 2 e-mails" in again.content.decode()
    assert not OutboxRow.objects.filter(kind="bulk_email").exists()
    client.post(message.get_absolute_url(), {"digest": again.context["preview"].digest})
    assert OutboxRow.objects.filter(kind="bulk_email").count() == 2


def test_who_cannot_be_reached_is_named_and_left_out(scene: Scene) -> None:
    for name, more in (("Ann Quill", {}), ("Bo Reed", {"email": "bo@example.org", "bounced_at": NOW})):
        Contact.objects.create(partnership=scene.area, name=name, sector="health", **more)
    Contact.objects.create(partnership=scene.area, name="Cy Stone", sector="health", email="cy@example.org")
    message = draft(scene, "contacts-health")
    shown = preview(message, sender=scene.lano)
    assert [letter.name for letter in shown.letters] == ["Cy Stone"]
    assert {letter.name: letter.left_out for letter in shown.left_out} == {
        "Ann Quill": "No e-mail address",
        "Bo Reed": "The last e-mail came back on 14 May 2024",
    }
    messages.send(by=scene.lano, message=message, digest=shown.digest)
    words = text_of(signed_in(scene.lead).get(message.get_absolute_url()))
    assert "Ann Quill: no e-mail address" in words


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"body": "Dear {nmae}"}, "body", "Nobody can fill in ‘nmae’"),
        ({"subject": "{area"}, "subject", "a brace without its partner"),
        ({"subject": "About Thistlewood"}, "subject", "Use ‘Case A’"),
        ({"body": "About Marisol Thistlewood"}, "body", "Use ‘Case A’"),
        ({"subject": "Waiting times are too long"}, "subject", "not published"),
    ],
)
def test_words_that_must_not_travel_are_refused(scene: Scene, given: dict[str, str], field: str, words: str) -> None:
    case = TrackedCase.objects.create(inspection=scene.inspection, code="A")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=scene.lano, given_at=NOW)
    Finding.objects.create(
        inspection=scene.inspection, kind="area_for_priority_action", order=1, text="Waiting times are too long."
    )
    with pytest.raises(Refused) as caught:
        draft(scene, "dcs", **given)
    (reason,) = caught.value.reasons
    assert reason.field == field
    assert words in reason.text


def test_the_notification_pack_has_a_letter_for_each_office(scene: Scene) -> None:
    pack = messages.start(by=scene.lano, inspection=scene.inspection, wording=messages.PACK)
    letters = {letter.name: letter for letter in preview(pack, sender=scene.lano).letters}
    assert set(letters) == {str(person) for person in (scene.dcs, scene.icb, scene.lano, scene.pcf)}
    assert "Monday 29 April 2024" in letters[str(scene.pcf)].body
    assert "families can take part" in letters[str(scene.pcf)].subject


def test_a_sent_message_cannot_be_thrown_away(scene: Scene) -> None:
    message = draft(scene, "dcs")
    messages.send(by=scene.lano, message=message, digest=preview(message, sender=scene.lano).digest)
    signed_in(scene.lano).post(message.get_absolute_url(), {"discard": "yes"})
    assert Message.objects.filter(pk=message.pk).exists()
    other = draft(scene, "dcs")
    signed_in(scene.lano).post(
        reverse("coordination:message-detail", args=[scene.inspection.reference, other.pk]), {"discard": "yes"}
    )
    assert not Message.objects.filter(pk=other.pk).exists()


def test_a_draft_is_there_for_its_own_side_until_it_is_sent(scene: Scene) -> None:
    message = messages.start(by=scene.lead, inspection=scene.inspection, wording="timetable")
    part = message.parts.get()
    messages.write_part(
        by=scene.lead, part=part, version=1, audiences=["dcs"], subject="About the start", body="See you there."
    )
    reference = scene.inspection.reference
    change = reverse("coordination:part-edit", args=[reference, message.pk, 1])
    overviews = [reverse(f"coordination:{name}", args=[reference]) for name in ("message-list", "board")]
    lead, cqc, lano = map(signed_in, (scene.lead, scene.cqc, scene.lano))
    for client in (lead, cqc):
        assert [client.get(url).status_code for url in (message.get_absolute_url(), change)] == [200, 200]
        assert all(message.get_absolute_url() in client.get(url).content.decode() for url in overviews)
    assert lano.post(message.get_absolute_url(), {"discard": "yes"}).status_code == 404
    assert lano.post(change, {"version": 2, "audiences": ["dcs"], "subject": "Mine", "body": "Mine"}).status_code == 404
    assert [lano.get(url).status_code for url in (message.get_absolute_url(), change)] == [404, 404]
    assert not any(message.get_absolute_url() in lano.get(url).content.decode() for url in overviews)
    messages.send(by=scene.lead, message=message, digest=preview(message, sender=scene.lead).digest)
    assert lano.get(message.get_absolute_url()).status_code == 200
    assert all(message.get_absolute_url() in lano.get(url).content.decode() for url in overviews)
