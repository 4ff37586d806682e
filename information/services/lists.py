"""Person-level lists: checked on upload, refused or accepted whole. A refused list is kept for its marked copy only, and not for long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock, files, outbox, unfinished
from core.errors import Refused
from core.models import OutboxRow
from core.spreadsheets import Mark, Sheet, workbook
from core.words import as_date
from information import verbs
from information.models import CheckResult, ListCheck, RequestItem
from information.services import answers, loop, reading
from inspections.services.child_names import refuse_file_names
from inspections.services.owners import tell
from rulebook import person_lists

# What is read in less than a second, by kind; a larger list is left to a worker. A workbook of 5,000 rows has about 300KB.
CHECKED_AT_ONCE = {"csv": 1024 * 1024, "xlsx": 64 * 1024, "ods": 32 * 1024}
KEPT_FOR = timedelta(hours=24)
MOST_PROBLEMS = 2_000
CHECK, FORGET = "check_person_list", "forget_person_list"
COLOURS = {"error": "F8D7DA", "query": "FFF3CD"}


@transaction.atomic
def upload_list(*, by: Any, item: RequestItem, upload: Any, share: bool = False, field: str = "list_file") -> ListCheck:
    """Take a list to be checked, at once or (a large one) by a worker; the person is told. Raises Refused beside `field`."""
    answers.require_answer(by, item)
    if item.person_list not in answers.CHECKED_LISTS:
        raise Refused("This item is not a list that is checked.")
    if item.state not in item.LIFECYCLE.move("upload").sources | {"uploaded"}:
        raise Refused(f"This item is at ‘{item.state_words}’: nothing can be uploaded to it.")
    refuse_file_names(item.inspection, [upload], field)
    stored = files.keep(
        by=by, upload=upload, rules=files.SPREADSHEETS, field=field, place=item.inspection.partnership.slug
    )
    check = ListCheck.objects.create(
        item=item,
        by=by,
        at=clock.now(),
        quarantined=stored,
        kept_until=clock.now() + KEPT_FOR,
        share=share,
        replaces=item.files.standing().last(),
    )
    outbox.enqueue(
        kind="forget_person_list",
        key=f"list_check:{check.pk}:forget",
        payload={"check": check.pk},
        due_at=check.kept_until,
    )
    if stored.size <= CHECKED_AT_ONCE[stored.kind]:
        run_check(check)
    else:
        outbox.enqueue(kind="check_person_list", key=f"list_check:{check.pk}", payload={"check": check.pk})
    return check


def run_check(check: ListCheck, *, tell_them: bool = False) -> None:
    """Read and check a waiting list; accept it whole or refuse it whole; with `tell_them` its uploader gets a notice.
    Running it again does nothing.

    It is read before a transaction is opened, since nobody else could save while a large list is being read.
    """
    if check.result != CheckResult.WAITING or check.quarantined is None:
        return
    found: person_lists.Checked | Refused
    try:
        found = person_lists.check(check.item.person_list, _rows(check), clock.today())
    except Refused as refused:
        found = refused
    _settle(check, found, tell_them)


@transaction.atomic
def _settle(check: ListCheck, found: person_lists.Checked | Refused, tell_them: bool) -> None:
    """Accept or refuse a list that was read, unless another worker did."""
    check = ListCheck.objects.select_for_update(of=("self",)).select_related("quarantined", "by").get(pk=check.pk)
    if check.result != CheckResult.WAITING or check.quarantined is None:
        return
    try:
        if isinstance(found, Refused):
            raise found
        with transaction.atomic():
            _keep_result(check, found)
            if found.errors == 0:
                _accept(check)
    except Refused as refused:
        ListCheck.objects.filter(pk=check.pk).update(
            result=CheckResult.FAILED, failure=" ".join(reason.text for reason in refused.reasons)[:300]
        )
        forget(check)
    check.refresh_from_db()
    changes = {
        "result": (None, check.get_result_display()),
        "rows": (None, check.rows),
        "errors": (None, check.n_errors),
        "queries": (None, check.n_queries),
    }
    record(actor=check.by, verb=verbs.LIST_CHECKED, subject=check.item, changes=changes)
    if tell_them:
        tell(
            check.by,
            kind="list_checked",
            key=f"list_check:{check.pk}",
            subject=f"{check.item.inspection.partnership.name}: {check.item.number} has been checked",
            body="Look at what was found.",
            url=check.get_absolute_url(),
        )


def _rows(check: ListCheck) -> list[reading.Row]:
    if check.quarantined is None:
        return []
    with files.open_file(check.quarantined) as content:
        return reading.rows_of(content, check.quarantined.kind, check.item.person_list)


def _keep_result(check: ListCheck, found: person_lists.Checked) -> None:
    # Errors first, so that the limit cuts queries.
    problems = sorted(found.problems, key=lambda problem: (problem.severity != person_lists.ERROR, problem.row))
    check.result = CheckResult.REFUSED if found.errors else CheckResult.ACCEPTED
    check.rows, check.n_errors, check.n_queries = found.rows, found.errors, found.queries
    check.problems = [
        [problem.row, problem.column, problem.heading, problem.code, problem.message, problem.severity]
        for problem in problems[:MOST_PROBLEMS]
    ]
    check.save(update_fields=["result", "rows", "n_errors", "n_queries", "problems"])


def _accept(check: ListCheck) -> None:
    """The list becomes the next file of its item, in the place of the one that stood; earlier refused copies go."""
    stored = check.quarantined
    if stored is None:
        return
    standing = check.replaces if check.replaces and check.item.files.standing().filter(pk=check.replaces.pk) else None
    check.answer = answers.add_file(by=check.by, item=check.item, stored=stored, replaces=standing)
    check.quarantined, check.kept_until = None, None
    check.save(update_fields=["answer", "quarantined", "kept_until"])
    for earlier in ListCheck.objects.filter(item=check.item, by=check.by, quarantined__isnull=False):
        if earlier.result != CheckResult.WAITING:
            forget(earlier)
    if check.share:
        loop.share(by=check.by, item=check.item)


@transaction.atomic
def forget(check: ListCheck) -> None:
    """Delete the copy of a list that was not accepted. What was wrong with it stays, for its uploader."""
    kept = ListCheck.objects.select_related("quarantined").get(pk=check.pk)
    stored = kept.quarantined
    if stored is None:
        return
    ListCheck.objects.filter(pk=check.pk).update(quarantined=None, kept_until=None)
    files.forget(stored)


def marked_copy(check: ListCheck) -> bytes:
    """The refused list as a workbook with its bad cells marked.

    Its columns keep their letters; one more at the right says what to mend, and one what row it was.

    Raises Refused when the copy was deleted.
    """
    if check.quarantined is None:
        raise Refused("The copy of your list was deleted. Upload the list again to get it marked.")
    rows = _rows(check)
    found = person_lists.check(check.item.person_list, rows, as_date(check.at) or clock.today())
    return _marked(check, rows, found)


def _marked(check: ListCheck, rows: list[reading.Row], found: person_lists.Checked) -> bytes:
    head = rows[found.heading_row - 1] if found.heading_row else []
    width = max((len(row) for row in rows), default=0)
    by_row: dict[int, list[person_lists.Problem]] = {}
    for problem in found.problems:
        by_row.setdefault(problem.row, []).append(problem)
    body: list[list[Any]] = []
    marks: dict[tuple[int, int], Mark] = {}
    for number, row in enumerate(rows[found.heading_row :], found.heading_row + 1):
        if all(person_lists.is_nothing(cell) for cell in row):
            continue
        faults = by_row.get(number, [])
        said = "; ".join(fault.message for fault in faults)
        body.append([*row, *[None] * (width - len(row)), said, number])
        for fault in faults:
            if fault.column:
                place = next(i for i in range(width + 1) if person_lists.letter(i) == fault.column)
                marks[len(body) - 1, place] = Mark(fault.message, COLOURS[fault.severity])
    names = [str(cell or "") for cell in head] + [""] * (width - len(head))
    about = (
        ("List", check.item.title),
        ("Rows checked", str(found.rows)),
        ("Errors", str(found.errors)),
        ("Queries", str(found.queries)),
        ("Whole list", "; ".join(fault.message for fault in by_row.get(found.heading_row or 1, [])) or "Nothing"),
        ("Colours", "Red must be mended before the list is accepted. Yellow is worth a look."),
        ("Before you upload", "Delete the last two columns"),
    )
    return workbook([Sheet("Marked list", [*names, "What to mend", "Row in your list"], body, marks)], about)


def template(person_list: str) -> bytes:
    """An empty list with the headings of the published template."""
    columns = person_lists.COLUMNS[person_list]
    title = person_list.replace("-", " ").capitalize()
    about = (("What this is", f"The {len(columns)} columns of {title}"), ("Dates", "Write them like 31/03/2015"))
    return workbook([Sheet(title, [column.heading for column in columns], [])], about)


@transaction.atomic
def record_copy(*, by: Any, check: ListCheck) -> None:
    """Remember that the marked copy was downloaded."""
    record(actor=by, verb=verbs.LIST_COPIED, subject=check.item)


# A small list is checked while its uploader waits, so only those that were left for a worker are ever seen waiting.
unfinished.register(
    CHECK, lambda: ListCheck.objects.filter(result=CheckResult.WAITING, quarantined__isnull=False), check="pk"
)


@outbox.handler(CHECK, atomic=False)
def _check_later(row: OutboxRow) -> None:
    check = ListCheck.objects.select_related("item", "quarantined").filter(pk=row.payload["check"]).first()
    if check is not None:
        run_check(check, tell_them=True)


@outbox.handler(FORGET)
def _forget_later(row: OutboxRow) -> None:
    check = ListCheck.objects.filter(pk=row.payload["check"]).first()
    if check is not None and check.result != CheckResult.WAITING:
        forget(check)
