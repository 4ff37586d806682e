"""The inspection pack: what is in it for whom, made once, downloaded by its owner, deleted after its days."""

from __future__ import annotations

import hashlib
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from coordination.models import Pack
from coordination.queries import pack as queries
from coordination.services import pack as services
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from partnerships.models import Contact, Membership, Site
from rulebook.packs import KEEP_DAYS
from tests import factories
from timetable.models import Meeting

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 5, 7, 9, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    with clock.travelled_to(NOW):
        yield


@pytest.fixture
def inspection():
    made = factories.InspectionFactory(
        state="notified", notified_on=NOW.date() - timedelta(days=8), onsite_start_on=NOW.date() + timedelta(days=6),
        onsite_end_on=NOW.date() + timedelta(days=10),
    )  # fmt: skip
    area = made.partnership
    site = Site.objects.create(partnership=area, name="Northfield School", kind="primary", arrival="Ring twice")
    Contact.objects.create(
        partnership=area, name="Robin Ellery", email="robin@example.org", phone="1", confirmed_on=NOW.date()
    )
    Contact.objects.create(partnership=area, name="Not Asked", email="secret@example.org")
    for number, title, own in ((1, "Focus group with headteachers", False), (2, "Inspectors’ huddle", True)):
        Meeting.objects.create(
            inspection=made, number=number, kind="focus_group", title=title, state="confirmed", site=site,
            starts_at=NOW + timedelta(days=6 + number), inspectors_only=own,
        )  # fmt: skip
    return made


@pytest.fixture
def lano(inspection):
    return factories.member(inspection.partnership, Role.LANO)


def unpacked(pack):
    with zipfile.ZipFile(Path(settings.PRIVATE_ROOT) / pack.file.stored_as) as packed:
        return {Path(name).name: packed.read(name) for name in packed.namelist()}


def made(by, inspection):
    pack = services.ask_for(by=by, inspection=inspection)
    outbox.relay()
    pack.refresh_from_db()
    return pack


@pytest.mark.django_db(transaction=True)
def test_while_a_pack_is_drawn_everybody_else_can_save(inspection, lano, monkeypatch):
    packs, held = services.zipped, []

    def watched(*parts):
        held.append(transaction.get_connection().in_atomic_block)
        return packs(*parts)

    monkeypatch.setattr(services, "zipped", watched)
    assert made(lano, inspection).standing == "ready"
    assert held == [False]


def test_a_pack_holds_its_files_and_their_checksums(inspection, lano):
    pack = made(lano, inspection)
    files = unpacked(pack)
    assert set(files) == {line.name for line in queries.lines(queries.contents(lano, inspection))}
    assert files["inspection-pack.pdf"].startswith(b"%PDF-")
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert Notice.objects.get(person=lano, kind="pack").url == reverse("coordination:pack", args=[inspection.reference])


def cells(content):
    page = load_workbook(BytesIO(content)).worksheets[0]
    return {str(cell) for row in page.iter_rows(values_only=True) for cell in row}


def test_what_is_in_it_is_what_the_asker_may_see(inspection, lano):
    inspector = factories.team(inspection, Role.LEAD_INSPECTOR)
    for person, sees in ((lano, False), (inspector, True)):
        found = cells(services.timetable_book(queries.contents(person, inspection)))
        assert "Focus group with headteachers" in found
        assert ("Inspectors’ huddle" in found) is sees


def test_numbers_and_addresses_only_of_those_who_confirmed_them(inspection, lano):
    found = cells(services.contacts_book(queries.contents(lano, inspection)))
    assert {"robin@example.org", "Not Asked", "Not confirmed"} <= found
    assert "secret@example.org" not in found


def test_one_is_made_at_a_time_and_only_once(inspection, lano):
    pack = services.ask_for(by=lano, inspection=inspection)
    with pytest.raises(Refused, match="already"):
        services.ask_for(by=lano, inspection=inspection)
    row = OutboxRow.objects.get(kind=services.MAKE)
    services.make(row)
    pack.refresh_from_db()
    first = pack.file_id
    services.make(row)
    pack.refresh_from_db()
    assert pack.file_id == first


def test_who_lost_the_right_meanwhile_gets_none(inspection, lano):
    pack = services.ask_for(by=lano, inspection=inspection)
    Membership.objects.update(ends_on=NOW.date() - timedelta(days=1))
    outbox.relay()
    pack.refresh_from_db()
    assert (pack.standing, pack.file) == ("failed", None)
    with pytest.raises(PermissionDenied):
        services.ask_for(by=lano, inspection=inspection)


def test_it_is_deleted_after_its_days(inspection, lano):
    pack = made(lano, inspection)
    path = Path(settings.PRIVATE_ROOT) / pack.file.stored_as
    with clock.travelled_to(NOW + timedelta(days=KEEP_DAYS, minutes=-1)):
        outbox.relay()
        assert path.exists()
    with clock.travelled_to(NOW + timedelta(days=KEEP_DAYS, minutes=1)):
        outbox.relay()
    pack.refresh_from_db()
    assert pack.standing == "deleted"


def test_its_page_and_its_download_belong_to_one_person(client, inspection, lano):
    client.force_login(lano)
    page = reverse("coordination:pack", args=[inspection.reference])
    assert "setting-cards.xlsx" in client.get(page).content.decode()
    client.post(page, {"submission_key": "k"})
    client.post(page, {"submission_key": "k"})
    assert "is being made" in client.get(page).content.decode()
    outbox.relay()
    pack = Pack.objects.get()
    download = reverse("coordination:pack-download", args=[inspection.reference, pack.pk])
    assert download in client.get(page).content.decode()
    answer = client.get(download)
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert f"pack-{inspection.reference}-2024-05-07.zip" in answer["Content-Disposition"]
    client.force_login(factories.team(inspection, Role.LEAD_INSPECTOR))
    assert client.get(download).status_code == 404
    assert set(Entry.objects.filter(verb__startswith="pack.").values_list("verb", flat=True)) == {
        "pack.asked", "pack.downloaded",
    }  # fmt: skip
