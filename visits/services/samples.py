"""Drawing a random sample and keeping it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.services.notices import notify
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections.models import Inspection
from rulebook import sampling
from visits import verbs
from visits.models import RandomSample
from visits.services.names import refuse_child_names

LONGEST_REFERENCE = 40
MOST_ITEMS = 5000


@transaction.atomic
def draw(
    *,
    by: Any,
    inspection: Inspection,
    purpose: str,
    described: str,
    population: Iterable[str],
    size: int,
    seed: str = "",
    reason: str = "",
) -> RandomSample:
    """Draw `size` of the population, with this seed or one made by chance, as the next numbered draw of the inspection.

    Drawing again from the same list or for the same purpose needs a reason. Raises Refused.
    """
    refuse_child_names(by, inspection, purpose=purpose, seed=seed, reason=reason)
    items = sampling.frozen(population)
    if not items:
        raise Refused(Reason("There is nothing to draw from", "population"))
    if len(items) > MOST_ITEMS:
        raise Refused(Reason(f"Draw from {MOST_ITEMS} items or fewer", "population"))
    if not 1 <= size <= len(items):
        raise Refused(Reason(f"The sample must be between 1 and {len(items)}, the number of items in the list", "size"))
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    fingerprint, purpose, reason = sampling.fingerprint(items), purpose.strip(), reason.strip()
    if not reason and (earlier := _earlier(inspection, purpose, fingerprint)):
        raise Refused(
            Reason(f"Draw {earlier.number} was for this purpose or from this list. Enter why you draw again", "reason")
        )
    seed = seed.strip() or secrets.token_hex(8)
    last = RandomSample.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            sample = RandomSample.objects.create(
                inspection=inspection, number=last + 1, purpose=purpose, drawn_at=clock.now(), drawn_by=by, seed=seed,
                method=sampling.METHOD, described=described[:200], population=list(items), population_sha256=fingerprint,
                size=size, result=list(sampling.draw(items, size=size, seed=seed)), reason=reason,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("Somebody else has just drawn a sample. Look at the list before you draw again.") from error
    record(actor=by, verb=verbs.SAMPLE_DRAWN, subject=sample, changes={"seed": (None, seed)}, reason=reason)
    if inspection.lano is not None and inspection.lano != by:
        notify(
            person=inspection.lano,
            kind="sample",
            key=f"sample:{sample.pk}",
            subject=f"{inspection.partnership.name}: a random sample was drawn",
            body=f"Draw {sample.number}, {size} of {len(items)}. The page shows the list, the seed and how to repeat it.",
            url=sample.get_absolute_url(),
        )
    return sample


def _earlier(inspection: Inspection, purpose: str, fingerprint: str) -> RandomSample | None:
    same = RandomSample.objects.filter(inspection=inspection).order_by("-number")
    return (same.filter(purpose__iexact=purpose) | same.filter(population_sha256=fingerprint)).first()


def references(pasted: str) -> list[str]:
    """The local references in a pasted list, one a line. Raises Refused for a line that looks like a name; the line is not repeated."""
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        if (
            len(line) > LONGEST_REFERENCE
            or not re.search(r"\d", line)
            or re.search(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}", line)
        ):
            raise Refused(
                Reason(
                    f"Line {number} does not look like a local reference. A reference has a figure, such as EHC-1043. "
                    "Do not paste names",
                    "references",
                )
            )
    return lines
