"""A workbook of measures: read and looked at first, kept once somebody confirms, and undone while it can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Refused
from core.file_names import cleaned, identifies, masked
from core.sheet_import import Fault, Read
from improvement.models import Action, Plan
from measures import verbs
from measures.models import Measure, MeasureLoad, MeasureValue
from measures.services import amounts, measures, sheets
from measures.services.amounts import Path
from measures.services.survey import survey
from measures.services.wanted import DETAILS, Survey, Wanted
from partnerships.models import Indicator

FIELDS = (*DETAILS, "action", "indicator")


class Faulty(Exception):
    """The sheet must be mended first; `faults` say where."""

    def __init__(self, faults: list[Fault]) -> None:
        order = list(sheets.COLUMNS)
        self.faults = sorted(
            faults, key=lambda fault: (order.index(fault.sheet), fault.row, len(fault.column), fault.column)
        )
        super().__init__("; ".join(str(fault) for fault in self.faults))


@transaction.atomic
def read_load(*, by: Any, plan: Plan, upload: Any = None, text: str = "") -> MeasureLoad:
    """Read an uploaded workbook or pasted rows, to be looked at; nothing is kept of it yet.

    Raises PermissionDenied; Refused where it is no workbook or does nothing; Faulty with the place of everything that is wrong.
    """
    measures.open_plan(by, plan.pk, Permission.PLAN_TRACK)
    reads = sheets.read_file(upload) if upload is not None else sheets.read_rows(text)
    found = survey(plan, reads, by)
    faults = [fault for read in reads.values() for fault in read.faults if not _is_of_empty_sheet(fault, reads)]
    if any(fault.stops for fault in [*faults, *found.faults]):
        raise Faulty([*faults, *found.faults])
    if found.does_nothing:
        raise Refused("Everything in the file is on the register already. There is nothing to keep.")
    return MeasureLoad.objects.create(
        plan=plan,
        number=MeasureLoad.objects.filter(plan=plan).count() + 1,
        file_name=_name_of(upload),
        read_by=by,
        read_at=clock.now(),
        rows=sheets.flattened(reads),
        notes=[[fault.place, fault.words] for fault in faults],
    )


def _name_of(upload: Any) -> str:
    """The file's name as people may see it."""
    name = cleaned(upload.name or "") if upload is not None else "Pasted rows"
    return masked(name) if identifies(name) else name


def _is_of_empty_sheet(fault: Fault, reads: Mapping[str, Read]) -> bool:
    """A sheet without rows is no fault where another sheet has some."""
    return (
        not fault.row
        and not reads[fault.sheet].rows
        and bool(reads[fault.sheet].letters)
        and any(read.rows for read in reads.values())
    )


def what_it_does(load: MeasureLoad, by: Any) -> Survey:
    """What keeping would do to the register as it stands now."""
    return survey(load.plan, sheets.revived(load.rows), by)


@transaction.atomic
def keep_load(*, by: Any, load: MeasureLoad, seen: str) -> Survey:
    """Keep all of it, or nothing. `seen` is the fingerprint of what was shown. Raises PermissionDenied or Refused."""
    plan = measures.open_plan(by, load.plan_id, Permission.PLAN_TRACK)
    held = MeasureLoad.objects.select_for_update().get(pk=load.pk)
    if held.kept_at is not None:
        raise Refused("This workbook was kept already.")
    found = survey(plan, sheets.revived(held.rows), by)
    if found.faults:
        raise Refused(*(str(fault) for fault in found.faults[:20]))
    if found.fingerprint != seen:
        raise Refused("The register has changed since you looked. Look again at what will be kept, then confirm.")
    made: dict[str, Any] = {"defined": [], "changed": {}, "targets": {}, "put_back": []}
    of: dict[int, Measure] = {}
    for wanted in found.measures:
        of[id(wanted)] = _keep_measure(by, wanted, made)
    _keep_values(by, held, found, of)
    held.kept_by, held.kept_at, held.made = by, clock.now(), made
    held.save(update_fields=["kept_by", "kept_at", "made"])
    counts = {what: (0, found.count(what)) for what in ("Add", "Change", "Correct")}
    record(actor=by, verb=verbs.LOADED, subject=held, changes={what.lower(): pair for what, pair in counts.items()})
    return found


def _keep_measure(by: Any, wanted: Wanted, made: dict[str, Any]) -> Measure:
    if wanted.held is None:
        defined = measures.define_measure(
            by=by, item=wanted.item, number=wanted.number, path=wanted.path, **wanted.details
        )
        made["defined"].append(defined.pk)
        return defined
    held = wanted.held
    if held.removed_on is not None:
        Measure.objects.filter(pk=held.pk).update(removed_on=None)
        made["put_back"].append(held.pk)
    before = {name: _stored(getattr(held, name)) for name in FIELDS}
    path = amounts.path_of(held)
    changed = {name: value for name, value in wanted.details.items() if getattr(held, name) != value}
    if changed or wanted.path != path:
        measures.change_measure(by=by, measure=held, version=held.version, path=wanted.path, **changed)
        made["changed"][str(held.pk)] = {name: [before[name], _stored(value)] for name, value in changed.items()}
        if wanted.path is not None and wanted.path != path:
            made["targets"][str(held.pk)] = [path.as_json(), wanted.path.as_json()]
    return held


def _stored(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _keep_values(by: Any, load: MeasureLoad, found: Survey, of: Mapping[int, Measure]) -> None:
    """All values in one statement: each is a row of its own, and names the workbook it came from."""
    now = clock.now()
    MeasureValue.objects.bulk_create(
        MeasureValue(
            measure=of.get(id(wanted.of), wanted.of.held),
            period=wanted.period.key,
            period_end_on=wanted.period.ends_on,
            value=wanted.value,
            note=wanted.note,
            recorded_by=by,
            recorded_at=now,
            supersedes=wanted.standing,
            reason=(wanted.reason or "Recorded again") if wanted.standing else "",
            loaded_by=load,
        )
        for wanted in found.values
    )


@transaction.atomic
def undo_load(*, by: Any, load: MeasureLoad) -> list[str]:
    """Put back what stood before; returns what was left because somebody changed it since. Raises PermissionDenied or Refused.

    Values are withdrawn, or the earlier ones recorded again, by rows of their own: what was loaded stays in the record.
    """
    plan = measures.open_plan(by, load.plan_id, Permission.PLAN_TRACK)
    held = MeasureLoad.objects.select_for_update().get(pk=load.pk)
    if held.kept_at is None or held.undone_at is not None:
        raise Refused("This workbook was undone already." if held.undone_at else "This workbook was never kept.")
    left = _undo_values(by, held)
    if held.made["defined"] or held.made["changed"] or held.made["targets"] or held.made["put_back"]:
        measures.open_plan(by, plan.pk, Permission.PLAN_EDIT)
        left += _undo_measures(by, held)
    held.undone_by, held.undone_at = by, clock.now()
    held.save(update_fields=["undone_by", "undone_at"])
    record(actor=by, verb=verbs.LOAD_UNDONE, subject=held, changes={"left": (None, left)})
    return left


def _undo_values(by: Any, load: MeasureLoad) -> list[str]:
    rows = list(load.values.select_related("measure__item", "supersedes", "superseded_by"))
    now = clock.now()
    MeasureValue.objects.bulk_create(
        MeasureValue(
            measure=row.measure,
            period=row.period,
            period_end_on=row.period_end_on,
            value=row.supersedes.value if row.supersedes else None,
            note=row.supersedes.note if row.supersedes else "",
            recorded_by=by,
            recorded_at=now,
            supersedes=row,
            reason=f"Workbook {load.number} was undone",
        )
        for row in rows
        if getattr(row, "superseded_by", None) is None
    )
    return [f"{row} was corrected since" for row in rows if getattr(row, "superseded_by", None) is not None]


def _undo_measures(by: Any, load: MeasureLoad) -> list[str]:
    left: list[str] = []
    reason = f"Workbook {load.number} was undone"
    touched = {*load.made["changed"], *load.made["targets"], *map(str, load.made["defined"] + load.made["put_back"])}
    held = {str(row.pk): row for row in Measure.objects.filter(pk__in=touched).select_related("item__plan")}
    for pk in [*load.made["changed"]]:
        left += _undo_change(by, held[pk], load.made["changed"][pk], load.made["targets"].get(pk))
    for pk in map(str, load.made["defined"] + load.made["put_back"]):
        measure = held[pk]
        if measure.values.filter(superseded_by=None, value__isnull=False).exists():
            left.append(f"{measure} has values recorded since and stays")
        elif measure.removed_on is None:
            measures.remove_measure(by=by, measure=measure, reason=reason)
    return left


def _undo_change(by: Any, measure: Measure, changed: Mapping[str, Any], path: Any) -> list[str]:
    back = {name: before for name, (before, after) in changed.items() if _stored(getattr(measure, name)) == after}
    left = [f"{measure}: the {name} was changed since" for name in changed if name not in back]
    for name, model in (("action", Action), ("indicator", Indicator)):
        if back.get(name) is not None:
            back[name] = model._default_manager.get(pk=back[name])
    earlier = None
    if path is not None:
        before, after = (Path.from_json(one) for one in path)
        if amounts.path_of(measure) == after:
            earlier = before
        else:
            left.append(f"{measure}: the baseline or targets were changed since")
    if back or earlier is not None:
        measures.change_measure(by=by, measure=measure, version=measure.version, path=earlier, **back)
    return left
