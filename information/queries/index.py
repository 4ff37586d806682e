"""The index of everything sent: as a page, a workbook and a PDF. It holds what the reader may open, and the status of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.file_kinds import NAMES
from core.spreadsheets import Sheet, workbook
from information.models import AnswerFile
from information.queries.items import ItemRow
from inspections.models import Inspection

ITEM_COLUMNS = ("Number", "Item", "Organisation", "Group", "Owner", "Due on", "Status", "Files", "Why not")
FILE_COLUMNS = ("Number", "Item", "File", "Kind", "Size in bytes", "Given at", "Given by", "Shared at", "Standing")


def standing_words(file: AnswerFile) -> str:
    """Whether a file stands, was withdrawn, or was replaced and by which."""
    if file.withdrawn_at is not None:
        return "Withdrawn"
    newer = getattr(file, "replaced_by", None)
    return f"Replaced by {newer.number}" if newer is not None else "Current"


def index_workbook(inspection: Inspection, rows: Sequence[ItemRow], files: Sequence[AnswerFile], reader: Any) -> bytes:
    """The index as an .xlsx file: a sheet of items and a sheet of files."""
    items = [
        (
            row.item.number, row.item.title, row.item.get_body_display(), row.item.group, str(row.item.owner or ""), row.due,
            row.status, row.files, row.item.why_not,
        )
        for row in rows
    ]  # fmt: skip
    given = [
        (
            file.number, file.item.title, "" if file.withdrawn_at else file.title, NAMES.get(file.file.kind, file.file.kind),
            file.file.size, file.given_at, str(file.given_by), file.shared_at, standing_words(file),
        )
        for file in files
    ]  # fmt: skip
    about = (
        ("Inspection", str(inspection)),
        ("Reference", inspection.reference),
        ("What this is", f"Index of the {inspection.words['information_request']}. Cite a file by its number, such as A12.3."),
        ("Made for", f"{reader}: person-level lists and files not yet shared are left out for those who may not open them"),
        ("Filters", "None: every item is listed"),
    )  # fmt: skip
    return workbook([Sheet("Items", ITEM_COLUMNS, items), Sheet("Files", FILE_COLUMNS, given)], about)
