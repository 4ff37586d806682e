"""How other published letters put a thing: like passages of the newest published versions, whichever database keeps them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from django.db import connection

from reports import passage_index, queries
from reports.models import Passage

MOST_SHOWN = 10
# What the database gives before we weigh it: it ranks each in its own way, we rank both in one.
MOST_WEIGHED = 400
MOST_WORDS = 60
LEAST_SHARE = 0.25
WORD = re.compile(r"[a-z0-9]+")
# Too common in any English to say that two passages are alike.
COMMON = frozenset(
    WORD.findall(
        "a an and are as at be been but by can do for from had has have how in into is it its more most not of on or other out over "
        "so some such than that the their them there these they this to too up was were what when where which who will with would"
    )
)


@dataclass(frozen=True, slots=True)
class Alike:
    """A passage, the share (0 to 1) of the weight of the asked words that it holds, and those words."""

    passage: Passage
    share: float
    words: tuple[str, ...]


def alike(text: str, *, apart_from: int | None = None) -> list[Alike]:
    """The passages of other letters most like a text, likest first. `apart_from` is the key of the letter that asks.

    Rare words weigh more than common ones and two words in the same order more than the two apart. Two queries.
    """
    asked = list(dict.fromkeys(_words(text)))[:MOST_WORDS]
    keys = passage_index.candidates(connection, asked, MOST_WEIGHED)
    rows = (
        Passage.objects.filter(pk__in=keys, version__in=queries.published().order_by().values("pk"))
        .select_related("version__letter__inspection__partnership")
        .defer("version__pdf", "version__context", "version__fragment")
    )
    if apart_from is not None:
        rows = rows.exclude(version__letter=apart_from)
    held = [(row, _units(row.text)) for row in rows]
    units = _units(text)
    weight = {
        unit: math.log(1 + len(held) / (1 + sum(unit in words for _, words in held))) * (2 if " " in unit else 1)
        for unit in units
    }
    whole = sum(weight.values()) or 1.0
    found = [
        Alike(row, sum(weight[unit] for unit in units & words) / whole, tuple(sorted(units & words & set(asked))))
        for row, words in held
    ]
    found.sort(key=lambda one: (-one.share, one.passage.pk))
    return [one for one in found if one.share >= LEAST_SHARE][:MOST_SHOWN]


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower()) if len(word) > 1 and word not in COMMON]


def _units(text: str) -> set[str]:
    """The words, cut to their stems roughly, and each pair of neighbours."""
    stems = [_stem(word) for word in _words(text)]
    return {*stems, *(f"{one} {other}" for one, other in pairwise(stems))}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
