"""Erasing a child: who it was, the pack, the records, every text that says the name. That there was a case A, and who read what, stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from accounts.models import User
from audit.models import Entry
from audit.record import record
from audit.redact import redact
from cases import verbs
from cases.models import AuditSection, CaseIdentity, CaseOpening, CaseRecord, Erasure, TrackedCase
from cases.queries.traces import Place, Words, places, words_of_case
from core import clock, files
from core.errors import Reason, Refused
from core.frozen import Frozen
from core.sealed import Sealed, seal, unseal
from information.models import AnswerFile
from inspections.queries.holds import held

EMPTIED = (
    "local_reference", "age_band", "need", "plan", "setting", "why", "consent_giver", "consent_how", "consent_note", "access_needs",
    "joint_summary", "learning",
)  # fmt: skip


AGAIN = "Erased before; the database was restored"
NAMELESS = (
    "was erased again by the name it has in this database; the list keeps no other. If it had others: "
    '--names {one.inspection} {one.code} "…"'
)


@transaction.atomic
def erase(*, by: Any, case: TrackedCase, why: str, names: str = "", listed: Sequence[str] = ()) -> Erasure:
    """Erase the child of a case. `names` are others it is known by, with commas; `listed` what the list of erasures has kept.

    Raises Refused under a legal hold, and the second time.
    """
    case = TrackedCase.objects.select_for_update().select_related("inspection").get(pk=case.pk)
    if Erasure.objects.filter(case=case).exists():
        raise Refused(f"{case} has been erased already.")
    if held(case.inspection):
        raise Refused(f"{case.inspection} stands under a legal hold. Lift it first.")
    words = words_of_case(case)
    words = Words(*dict.fromkeys([*words.texts, *names.split(","), *listed]))
    if words.within(why):
        raise Refused(Reason("Give the reason without the name", "why"))
    removed = empty(case)
    masked, by_hand = _out_of_texts(words, case.inspection_id)
    lists = AnswerFile.objects.filter(item__inspection=case.inspection).exclude(item__person_list="").count()
    erasure = Erasure.objects.create(
        case=case, at=clock.now(), by=by, why=why.strip(),
        places={"removed": removed, "masked": masked, "by hand": by_hand, "person-level lists": lists},
    )  # fmt: skip
    record(actor=by, verb=verbs.ERASED, subject=case, reason=why.strip())
    transaction.on_commit(partial(write_list, {case.pk: words.texts}))
    return erasure


def empty(case: TrackedCase) -> dict[str, int]:
    """Remove what a case holds of its child, in the caller's transaction; its letter, dates and reading log stay."""
    removed = {"documents": 0}
    for document in case.documents.select_related("stored"):
        document.delete()
        files.forget(document.stored)
        removed["documents"] += 1
    removed["identity"] = CaseIdentity.objects.filter(case=case).delete()[0]
    removed["records"] = CaseRecord.objects.filter(case=case).delete()[0]
    removed["audit sections"] = AuditSection.objects.filter(case=case).delete()[0]
    CaseOpening.objects.filter(case=case).exclude(reason="").update(reason="")
    for name in EMPTIED:
        setattr(case, name, "")
    case.save(update_fields=[*EMPTIED, "updated_at"])
    return removed


def _out_of_texts(words: Words, inspection_id: int) -> tuple[list[str], list[str]]:
    """Masks the name wherever a text may still be changed. Gives what was masked, and what a person must deal with."""
    masked: list[str] = []
    by_hand: list[str] = []
    for place in list(places(words, inspection_id)):
        try:
            with transaction.atomic():
                done = _mask(place, words)
        except (DatabaseError, Frozen):  # written once: a letter as it was received, a note as it was saved
            done = False
        (masked if done else by_hand).append(str(place))
    return masked, by_hand


def _mask(place: Place, words: Words) -> bool:
    if place.model is User:  # somebody who works here and has the same name
        return False
    if place.model is Entry:
        entry = Entry.objects.get(pk=place.pk)
        return redact(entry=entry, why="A child was erased") or not words.within(getattr(entry, place.field))
    row = place.model._base_manager.get(pk=place.pk)
    after = words.without(place.value)
    most = getattr(place.model._meta.get_field(place.field), "max_length", None)
    setattr(row, place.field, after[:most] if most and isinstance(after, str) else after)
    row.save(update_fields=[place.field])
    return True


# --- the list outside the database, for the day an older copy of it comes back
@dataclass(frozen=True)
class Listed:
    case: int
    inspection: str
    code: str
    sealed: Sealed | None = None

    def words(self) -> list[str]:
        """What the child was known by; none in a line that was written without. Raises core.sealed.Unreadable."""
        return unseal(self.sealed, _place(self.case)).split("\n") if self.sealed else []


def _place(case: int) -> str:
    return f"cases.erasure.words:{case}"


def write_list(words: Mapping[int, Sequence[str]] | None = None) -> int:
    """Add to the list what it lacks: numbers, letters, and sealed what each was known by. Gives how many it lacked."""
    path = Path(settings.ERASURES)
    known = {one.case for one in read_list(path)} if path.is_file() else set()
    new = Erasure.objects.exclude(case__in=known).select_related("case__inspection")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as kept:
        for one in new:
            known_by = "\n".join((words or {}).get(one.case_id, ()))
            sealed = f" {seal(known_by, _place(one.case_id))}" if known_by else ""
            kept.write(f"{one.at.isoformat()} {one.case_id} {one.case.inspection.reference} {one.case.code}{sealed}\n")
    return len(new)


def read_list(path: Path) -> list[Listed]:
    """Raises ValueError naming a line that cannot be read."""
    found = []
    for place, line in enumerate(path.read_text().splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) not in (4, 5) or not parts[1].isdecimal():
            raise ValueError(f"line {place} is not an erasure")
        found.append(Listed(int(parts[1]), parts[2], parts[3], Sealed(parts[4]) if len(parts) == 5 else None))
    return found


def reapply(listed: list[Listed], names: Mapping[tuple[str, str], str]) -> Iterator[tuple[Listed, str]]:
    """Erase again what an older database still holds; gives each with what was done. `names` are given by hand for a case."""
    for one in listed:
        given = names.get((one.inspection, one.code))
        case = TrackedCase.objects.filter(pk=one.case, inspection__reference=one.inspection, code=one.code).first()
        if case is None:
            yield one, "is not in this database"
        elif Erasure.objects.filter(case=case).exists():
            if given is not None:
                _out_of_texts(Words(*given.split(",")), case.inspection_id)
            yield one, "is erased" if given is None else "is erased, and those names"
        else:
            try:
                erase(by=None, case=case, why=AGAIN, names=given or "", listed=one.words() if given is None else ())
                yield one, "was erased again" if one.sealed or given is not None else NAMELESS.format(one=one)
            except Refused as refused:
                yield one, f"was NOT erased: {refused}"
