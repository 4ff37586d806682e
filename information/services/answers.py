"""Answering an item: files, "we do not hold this", and what is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from audit.record import record
from core import clock, files
from core.advance import advance
from core.errors import Reason, Refused
from core.models import StoredFile
from information import verbs
from information.models import AnswerFile, Opening, RequestItem
from information.services import loop
from inspections.services.child_names import refuse_file_names, refuse_names
from inspections.services.owners import tell

CHECKED_LISTS = ("list-1", "list-2")
NOT_HELD, NOT_APPLICABLE = "not_held", "not_applicable"


def require_answer(by: Any, item: RequestItem) -> None:
    """Raises PermissionDenied for whoever may not answer this item."""
    if not RequestItem.objects.filter(pk=item.pk).answerable_by(by).exists():
        raise PermissionDenied


@transaction.atomic
def give_files(
    *, by: Any, item: RequestItem, uploads: Sequence[Any], replaces: AnswerFile | None = None, share: bool = False
) -> list[AnswerFile]:
    """Answer an item with files, all or none of them. Raises Refused with a reason for each file that is not taken.

    `replaces` is the file that a single newer version stands for. `share` lets the inspectors see them at once (for the LANO).
    """
    require_answer(by, item)
    if item.person_list in CHECKED_LISTS:
        raise Refused(Reason("A person-level list is checked first: upload it on the page of its item", "files"))
    if not uploads:
        raise Refused(Reason("Choose a file", "files"))
    check_replaced(item, replaces, len(uploads))
    refuse_file_names(item.inspection, uploads, "files")
    stored = files.keep_all(by=by, uploads=uploads, place=item.inspection.partnership.slug)
    given = [add_file(by=by, item=item, stored=file, replaces=replaces) for file in stored]
    if share:
        loop.share(by=by, item=item)
    return given


def check_replaced(item: RequestItem, replaces: AnswerFile | None, number: int) -> None:
    """Raises Refused unless one new file stands for a file of this item that still stands."""
    if replaces is None:
        return
    if number != 1:
        raise Refused(Reason("Choose one file when it replaces another", "files"))
    if not item.files.standing().filter(pk=replaces.pk).exists():
        raise Refused(Reason("Choose a file that has not been replaced or withdrawn", "replaces"))


@transaction.atomic
def add_file(*, by: Any, item: RequestItem, stored: StoredFile, replaces: AnswerFile | None = None) -> AnswerFile:
    """Give a kept file the next number of its item, never given before."""
    # The update takes the row first: two uploads at once get two numbers.
    RequestItem.objects.filter(pk=item.pk).update(last_part=F("last_part") + 1)
    part = RequestItem.objects.values_list("last_part", flat=True).get(pk=item.pk)
    file = AnswerFile.objects.create(
        item=item,
        part=part,
        title=stored.name,
        file=stored,
        replaces=replaces,
        given_by=by,
        given_at=clock.now(),
    )
    changes: dict[str, tuple[Any, Any]] = {"kind": (None, stored.kind), "bytes": (None, stored.size)}
    if replaces is not None:
        changes["replaces"] = (None, replaces.number)
    record(actor=by, verb=verbs.FILE_GIVEN, subject=file, changes=changes)
    item.refresh_from_db()
    if item.state != "uploaded":
        advance(item, "upload", by=by, facts={"file": file})
    clear_why_not(item)
    return file


@transaction.atomic
def withdraw_file(*, by: Any, file: AnswerFile, reason: str) -> None:
    """Take a file back. Its number stays its own; nobody can open it any more. Raises Refused."""
    item = file.item
    require_answer(by, item)
    if not reason.strip():
        raise Refused(Reason("Give a reason", "reason"))
    refuse_names(item.inspection, reason=reason)
    changed = AnswerFile.objects.filter(pk=file.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=clock.now(), withdrawn_by=by, withdrawn_reason=reason.strip()[:300]
    )
    if not changed:
        raise Refused("This file has been withdrawn already.")
    file.refresh_from_db()
    record(actor=by, verb=verbs.FILE_WITHDRAWN, subject=file, reason=reason)
    if files_left(item) == 0 and item.state in item.LIFECYCLE.move("take_back").sources:
        advance(item, "take_back", by=by, facts={"files_left": 0}, reason=reason)


@transaction.atomic
def answer_without(*, by: Any, item: RequestItem, kind: str, reason: str) -> None:
    """Say that the area does not hold this, or that it does not apply, and why. Raises Refused."""
    require_answer(by, item)
    if kind not in (NOT_HELD, NOT_APPLICABLE):
        raise Refused(Reason("Choose an answer", "kind"))
    if not reason.strip():
        raise Refused(Reason("Say why", "reason"))
    refuse_names(item.inspection, reason=reason)
    advance(item, f"mark_{kind}", by=by, facts={"files_left": files_left(item)}, reason=reason)
    RequestItem.objects.filter(pk=item.pk).update(why_not=reason.strip())
    item.refresh_from_db()
    loop.close_queries(by=by, item=item, answer=f"{item.state_words}: {reason.strip()}")
    if item.inspection.lano is not None and item.inspection.lano != by:
        tell(
            item.inspection.lano,
            kind="request_item",
            key=f"request_item:{item.pk}:{kind}:{clock.now().isoformat()}",
            subject=f"{item.inspection.partnership.name}: {item.number} answered ‘{item.state_words.lower()}’",
            body=item.title,
            url=item.get_absolute_url(),
        )


@transaction.atomic
def start(*, by: Any, item: RequestItem) -> None:
    """Say that somebody works on it. Raises Refused."""
    require_answer(by, item)
    advance(item, "start", by=by)


@transaction.atomic
def reopen(*, by: Any, item: RequestItem) -> None:
    """Look again for something said not to be held or not to apply. Raises Refused."""
    require_answer(by, item)
    advance(item, "reopen", by=by)
    clear_why_not(item)


@transaction.atomic
def open_answer(*, by: Any, file: AnswerFile) -> None:
    """Remember that a person opened a file; for a person-level list in the audit too. The caller has asked for rights.
    Raises Refused while it waits for its virus check.
    """
    files.require_available(file.file)
    Opening.objects.create(file=file, person=by, at=clock.now())
    if file.item.person_list:
        record(actor=by, verb=verbs.FILE_OPENED, subject=file)


def files_left(item: RequestItem) -> int:
    return AnswerFile.objects.filter(item=item).standing().count()


def clear_why_not(item: RequestItem) -> None:
    if item.why_not:
        RequestItem.objects.filter(pk=item.pk).update(why_not="")
        item.why_not = ""
