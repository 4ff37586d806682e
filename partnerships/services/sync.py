"""Making a table hold exactly the rows of a file, with as few statements as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import ProtectedError, RestrictedError

from partnerships.files import BadFile, Row

BATCH = 500


@dataclass(frozen=True)
class Planned:
    """A row the table should hold: where it comes from, what tells it apart, its values."""

    source: Row
    key: tuple[Any, ...]
    values: dict[str, Any]


@dataclass
class Sync:
    """Rows are changed and added at once; `finish` removes what no file holds any more, last table first.

    Removal waits because a row that goes may still be pointed at by one that is about to change.
    """

    changed: int = 0
    _removals: list[Callable[[], None]] = field(default_factory=list)

    def table(
        self,
        model: type[models.Model],
        planned: Iterable[Planned],
        *,
        key: Sequence[str],
        keep: Sequence[str] = (),
        within: models.Q | None = None,
    ) -> None:
        """Make `model` (or its rows `within`) hold the planned rows. `key` are lookups; fields in `keep` are set only at first.

        Raises BadFile for a key that comes twice or a text too long for its column.
        """
        wanted = _checked(model, planned)
        fields = list(next(iter(wanted.values())).values)
        held = model._base_manager.filter(within or models.Q()).values_list("pk", *key, *fields)
        compared = [index for index, name in enumerate(fields) if name not in keep]
        to_change: list[models.Model] = []
        gone: list[Any] = []
        for pk, *values in held.iterator(chunk_size=5000):
            this, now = tuple(values[: len(key)]), values[len(key) :]
            plan = wanted.pop(this, None)
            if plan is None:
                gone.append(pk)
            elif any(now[index] != plan.values[fields[index]] for index in compared):
                to_change.append(model(pk=pk, **plan.values))
        if to_change:
            written = [model._meta.get_field(fields[index]).name for index in compared]
            written = [name for name in written if not model._meta.get_field(name).primary_key]  # type: ignore[union-attr]
            model._base_manager.bulk_update(to_change, written, batch_size=BATCH)
        if wanted:
            model._base_manager.bulk_create((model(**plan.values) for plan in wanted.values()), batch_size=BATCH)
        self.changed += len(to_change) + len(wanted) + len(gone)
        if gone:
            self._removals.append(lambda: _remove(model, gone, next(iter(_names(planned)), "")))

    def finish(self) -> None:
        for remove in reversed(self._removals):
            remove()


def _names(planned: Iterable[Planned]) -> list[str]:
    return sorted({plan.source.file for plan in planned})


def _remove(model: type[models.Model], pks: list[Any], file: str) -> None:
    try:
        for start in range(0, len(pks), BATCH):
            model._base_manager.filter(pk__in=pks[start : start + BATCH]).delete()
    except (ProtectedError, RestrictedError) as error:
        row = model._base_manager.filter(pk__in=pks).first()
        raise BadFile(file, None, f"{row} is missing, but the service holds records about it") from error


def _checked(model: type[models.Model], planned: Iterable[Planned]) -> dict[tuple[Any, ...], Planned]:
    longest = {
        column.attname: column.max_length
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField) and column.max_length
    }
    wanted: dict[tuple[Any, ...], Planned] = {}
    for plan in planned:
        if plan.key in wanted:
            raise plan.source.fault(
                f"{', '.join(map(str, plan.key))} stands on line {wanted[plan.key].source.line} too"
            )
        for name, most in longest.items():
            if len(plan.values.get(name, "")) > most:
                raise plan.source.fault(f"{plan.values[name][:30]!r}… is longer than {most} characters")
        wanted[plan.key] = plan
    return wanted
