"""Sent answers that wait to be moved, for tests."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from core import clock
from surveys.models import Answering, Survey
from surveys.tests.world import AGES, AGREE, NEEDS, SETTINGS


def one(survey: Survey, key: str, answers: dict[str, Any], **more: Any) -> Answering:
    """Answers somebody sent today. `key` tells them apart."""
    today = clock.today()
    known = {"wave": survey.wave, "sent_on": today, "saved_on": today, "reference": f"{survey.pk}-{key}"[:12]} | more
    return Answering(
        key_hash=hashlib.sha256(f"{survey.pk} {key}".encode()).hexdigest(), survey=survey, answers=answers, **known
    )


def some(survey: Survey, number: int, *, seed: int = 1, comments: bool = True, start: int = 0) -> list[Answering]:
    """So many people, each with a text nobody else wrote, in the order in which they sent."""
    chance = random.Random(seed)
    made = []
    for at in range(start, start + number):
        answers: dict[str, Any] = {
            "age-band": chance.choices(AGES, (1, 6, 8, 3))[0].code,
            "setting": chance.choices(SETTINGS, (8, 3, 1))[0].code,
            "need": sorted({chance.choice(NEEDS).code for _ in range(2)}),
            "involved": chance.choices(AGREE, (4, 9, 5, 7, 6, 1, 1))[0].code,
            "right-help": chance.choices(AGREE, (2, 6, 5, 9, 8, 1, 1))[0].code,
        }
        if chance.random() < 0.1:
            del answers["setting"]
        if comments:
            answers["best"] = f"Person {at} wrote this"
        made.append(one(survey, f"{at}", answers))
    return Answering.objects.bulk_create(made)
