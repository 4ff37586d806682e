"""Loading the reference data: areas, councils, NHS bodies, statistics. Repeatable, and whole or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from audit.record import record
from core import clock
from partnerships import files, verbs
from partnerships.files import BadFile, ReferenceFile
from partnerships.models import (
    Commissioning,
    Indicator,
    IndicatorValue,
    LoadedFile,
    LocalAuthority,
    NhsBody,
    NhsBodyKind,
    NhsSuccession,
    Partnership,
    PartnershipSuccession,
    Region,
    StatisticalNeighbour,
)
from partnerships.services import areas, boards, figures
from partnerships.services.sync import Sync

# Counted up when the code below reads a file differently, so that unchanged files are read again.
READER = 1
FILES = (
    "local_authorities.csv",
    "local_authorities_former.csv",
    "integrated_care_boards.csv",
    "icb_succession_2026.csv",
    "former_ccgs_2021.csv",
    "la_icb.csv",
    "sen_indicator_definitions.csv",
    "sen_indicators_by_la.csv",
    "statistical_neighbours.csv",
)


def load_reference_data(*, by: Any = None, folder: Path, again: bool = False) -> bool:
    """Make the tables hold what the files hold. True when anything was read, False when every file is as it was.

    `again` reads unchanged files too. Raises BadFile, and changes nothing, when a file is missing or broken or leaves out an area the
    service holds records about.
    """
    given = {name: files.read(folder, name) for name in FILES}
    try:
        with transaction.atomic():
            known = {row.name: row for row in LoadedFile.objects.all()}
            fresh = [file for name, file in given.items() if again or not _same(known.get(name), file)]
            if not fresh:
                return False
            counts = _load(given)
            for file in fresh:
                _remember(by, file, counts[file.name], known.get(file.name))
    except IntegrityError as error:
        raise BadFile(
            "reference data", None, f"the files contradict each other ({error})".replace("\n", " ")
        ) from error
    return True


def _same(known: LoadedFile | None, file: ReferenceFile) -> bool:
    return known is not None and known.sha256 == file.sha256 and known.reader == READER


def _load(given: Mapping[str, ReferenceFile]) -> dict[str, int]:
    """Read everything, since one file refers to another. Returns {file name: lines}."""
    sync = Sync()
    counts: dict[str, int] = {}
    areas.load(sync, given, counts)
    boards.load(sync, given, counts)
    figures.load(sync, given, counts)
    sync.finish()
    return counts


def _remember(by: Any, file: ReferenceFile, rows: int, known: LoadedFile | None) -> None:
    values = {"sha256": file.sha256, "rows": rows, "reader": READER, "at": clock.now()}
    kept, _ = LoadedFile.objects.update_or_create(name=file.name, defaults=values)
    before = (known.rows, known.sha256) if known else (None, None)
    record(
        actor=by,
        verb=verbs.REFERENCE_LOADED,
        subject=kept,
        changes={"rows": (before[0], rows), "sha256": (before[1], file.sha256)},
    )


def counts() -> dict[str, int]:
    """How many rows of each kind the service holds."""
    return {
        "regions": Region.objects.count(),
        "authorities_current": LocalAuthority.objects.filter(is_current=True).count(),
        "authorities_former": LocalAuthority.objects.filter(is_current=False).count(),
        "partnerships": Partnership.objects.count(),
        "partnership_successions": PartnershipSuccession.objects.count(),
        "integrated_care_boards": NhsBody.objects.filter(kind=NhsBodyKind.ICB).count(),
        "clinical_commissioning_groups": NhsBody.objects.filter(kind=NhsBodyKind.CCG).count(),
        "nhs_successions": NhsSuccession.objects.count(),
        "commissioning": Commissioning.objects.count(),
        "statistical_neighbours": StatisticalNeighbour.objects.count(),
        "indicators": Indicator.objects.count(),
        "indicator_values": IndicatorValue.objects.count(),
    }
