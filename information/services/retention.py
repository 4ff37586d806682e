"""Person-level lists that are past their time: their files go, that they were given and who opened them stays in the audit."""

from __future__ import annotations

from datetime import date

from core import files
from core.retention import remover, told
from information.models import AnswerFile
from inspections.queries.holds import over_since

AT_ONCE = 20


@remover("person_lists")
def person_lists(until: date) -> int:
    """The newest version first, since each one points to the one it replaced."""
    lists = AnswerFile.objects.exclude(item__person_list="").filter(item__inspection__in=over_since(until).values("pk"))
    batch = list(lists.filter(replaced_by=None).select_related("file").order_by("pk")[:AT_ONCE])
    for one in batch:
        one.delete()
        files.forget(one.file)
    return told(AnswerFile, len(batch))
