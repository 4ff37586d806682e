"""Making an inspection pack: asked for by a button, made by a worker, deleted after some days."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.access import can, require
from accounts.choices import Permission
from accounts.services.notices import notify
from audit.record import record
from coordination import verbs
from coordination.models.pack import Pack
from coordination.queries import pack as queries
from coordination.queries.pack import Contents
from core import clock, outbox, unfinished
from core.errors import Refused
from core.files import forget, keep_made
from core.models import OutboxRow
from core.pdf import render_pdf
from core.spreadsheets import Sheet, workbook
from inspections.models import Inspection
from rulebook.packs import KEEP_DAYS

MAKE, DELETE = "pack", "pack_delete"
NO_RIGHT = "You may no longer download the pack of this inspection."


@transaction.atomic
def ask_for(*, by: Any, inspection: Inspection) -> Pack:
    """Ask for a pack with what this person may see. Raises PermissionDenied; Refused while another one is being made."""
    require(by, Permission.PACK_DOWNLOAD, inspection)
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    if any(pack.standing == "waiting" for pack in queries.packs_of(by, inspection)):
        raise Refused("A pack is being made for you already")
    pack = Pack.objects.create(inspection=inspection, asked_by=by, asked_at=clock.now())
    outbox.enqueue(kind=MAKE, key=f"pack:{pack.pk}", payload={"pack": pack.pk})
    record(actor=by, verb=verbs.PACK_ASKED, subject=pack)
    return pack


unfinished.register(MAKE, lambda: Pack.objects.filter(made_at=None, deleted_at=None, failed=""), pack="pk")
unfinished.register(
    DELETE,
    lambda: Pack.objects.filter(file__isnull=False, made_at__lte=clock.now() - timedelta(days=KEEP_DAYS)),
    pack="pk",
)


@outbox.handler(MAKE, atomic=False)
def make(row: OutboxRow) -> None:
    """Make the file of a pack, tell the person, and see to its deletion. Safe to run twice: a pack is made once.

    It is made before a transaction is opened, since nobody else could save while it is being drawn.
    """
    pack = Pack.objects.select_related("inspection__partnership", "asked_by").get(pk=row.payload["pack"])
    if pack.standing != "waiting":
        return
    if not can(pack.asked_by, Permission.PACK_DOWNLOAD, pack.inspection):
        Pack.objects.filter(pk=pack.pk).update(failed=NO_RIGHT)
        return
    now = clock.now()
    name = f"pack-{pack.inspection.reference}-{now.astimezone(clock.LONDON):%Y-%m-%d}"
    keep(pack, name, zipped(name, members(queries.contents(pack.asked_by, pack.inspection))))


@transaction.atomic
def keep(pack: Pack, name: str, content: bytes) -> None:
    """The zip becomes the file of its pack, unless another worker made it; its asker is told."""
    held = Pack.objects.select_for_update(of=("self",)).select_related("inspection", "asked_by").get(pk=pack.pk)
    if held.standing != "waiting":
        return
    held.file = keep_made(by=held.asked_by, name=f"{name}.zip", kind="zip", content=content)
    held.made_at = clock.now()
    held.save(update_fields=["file", "made_at"])
    outbox.enqueue(
        kind=DELETE,
        key=f"pack_delete:{held.pk}",
        payload={"pack": held.pk},
        due_at=held.made_at + timedelta(days=KEEP_DAYS),
    )
    notify(
        person=held.asked_by,
        kind="pack",
        key=f"pack:{held.pk}",
        subject=f"Your pack is ready: {held.inspection.reference}",
        body=f"You can download it for {KEEP_DAYS} days.",
        url=reverse("coordination:pack", args=[held.inspection.reference]),
    )


@outbox.handler(DELETE)
def delete(row: OutboxRow) -> None:
    """Delete the file of a pack; the record that it was asked for stays. Safe to run twice."""
    pack = Pack.objects.select_for_update(of=("self",)).select_related("file").get(pk=row.payload["pack"])
    if pack.file is None:
        return
    stored, pack.file, pack.deleted_at = pack.file, None, clock.now()
    pack.save(update_fields=["file", "deleted_at"])
    forget(stored)


@transaction.atomic
def taken(*, by: Any, pack: Pack) -> None:
    """Keep on record that somebody downloaded their pack."""
    record(actor=by, verb=verbs.PACK_TAKEN, subject=pack)


def members(found: Contents) -> dict[str, bytes]:
    """{name: content} of the files this person's pack holds, the checksums last."""
    made = {line.name: PARTS[line.name](found) for line in queries.lines(found) if line.name in PARTS}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in made.items())
    return made | {queries.SUMS: sums.encode()}


def zipped(folder: str, files: dict[str, bytes]) -> bytes:
    """One zip file with everything in one folder, so that unpacking it strews nothing about."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(f"{folder}/{name}", content)
    return out.getvalue()


def timetable_book(found: Contents) -> bytes:
    rows = [
        (row.day, row.span, row.meeting.title, row.place, row.inspectors, row.people, row.state, row.meeting.number)
        for row in found.meetings
    ]
    columns = ("Day", "Time", "Meeting", "Place", "Inspectors", "People asked", "Status", "Number")
    return workbook([Sheet("Timetable", columns, rows)], _about(found))


def contacts_book(found: Contents) -> bytes:
    rows = [
        (each.name, each.job_title, each.organisation, each.get_sector_display(), *reached(each), each.working_pattern)
        for each in found.contacts
    ]
    columns = ("Name", "Job title", "Organisation", "Area of work", "Email", "Telephone", "When they work")
    return workbook([Sheet("Contacts", columns, rows)], _about(found))


def reached(contact: Any) -> tuple[str, str]:
    """How to reach somebody, for those who have confirmed that what is held may be used."""
    return (contact.email, contact.phone) if contact.confirmed_on else ("Not confirmed", "Not confirmed")


def sites_book(found: Contents) -> bytes:
    rows = [
        (each.name, each.get_kind_display(), each.phase, each.address, each.postcode, each.in_area,
         each.contact.name if each.contact else "", each.arrival)
        for each in found.sites
    ]  # fmt: skip
    columns = ("Setting", "Kind", "Phase or ages", "Address", "Postcode", "In the area", "Who to ask there", "Arrival")
    return workbook([Sheet("Setting cards", columns, rows)], _about(found))


def sheet_pdf(found: Contents) -> bytes:
    context = {
        "found": found,
        "inspection": found.inspection,
        "contacts": [(each, *reached(each)) for each in found.contacts],
        "lines": queries.lines(found),
        "made_at": clock.now(),
    }
    return render_pdf(render_to_string("coordination/pack_pdf.html", context))


def _about(found: Contents) -> tuple[tuple[str, str], ...]:
    return (
        ("Inspection", str(found.inspection)),
        ("Reference", found.inspection.reference),
        ("Made for", f"{found.asker}: it holds what they may see"),
    )


PARTS: dict[str, Callable[[Contents], bytes]] = {
    queries.TIMETABLE: timetable_book,
    queries.CONTACTS: contacts_book,
    queries.SITES: sites_book,
    queries.INDEX: queries.index_of,
    queries.PDF: sheet_pdf,
}
