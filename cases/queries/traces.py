"""Every place where the name of one child still stands, in whatever table: found from the models themselves, so that none is forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from cases.models import AuditSection, CaseIdentity, CaseRecord, TrackedCase
from core.sealed import SealedTextField

MARK = "[removed]"
SHORTEST = 5  # what is shorter would be found in half of all texts


@dataclass(frozen=True)
class Place:
    model: type[models.Model]
    pk: Any
    field: str
    value: Any

    def __str__(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field} {self.pk}"


class Words:
    """What a child is known by: the name as a whole, however spaced, and the pupil number."""

    def __init__(self, *texts: str) -> None:
        self.texts = [" ".join(text.split()) for text in texts if len(text.strip()) >= SHORTEST]
        joined = "|".join(r"\s+".join(re.escape(part) for part in text.split()) for text in self.texts)
        self.pattern = re.compile(joined, re.IGNORECASE) if joined else None

    def within(self, value: Any) -> bool:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return bool(self.pattern and self.pattern.search(text))

    def without(self, value: Any) -> Any:
        """The value with a mark in the place of every name, in texts at any depth."""
        if self.pattern is None:
            return value
        if isinstance(value, str):
            return self.pattern.sub(MARK, value)
        if isinstance(value, list):
            return [self.without(one) for one in value]
        if isinstance(value, dict):
            return {self.without(key): self.without(one) for key, one in value.items()}
        return value

    def asked(self, name: str) -> Q:
        """What the database can narrow it to: the longest word of each, as it stands in texts and in JSON."""
        found = Q(pk__in=[])
        for text in self.texts:
            longest = max(text.split(), key=len)
            for form in {longest, json.dumps(longest)[1:-1]}:
                found |= Q(**{f"{name}__icontains": form})
        return found


def words_of_case(case: TrackedCase) -> Words:
    identity = CaseIdentity.objects.filter(case=case).first()
    return Words(identity.name, identity.upn) if identity else Words()


PLAIN = ("CharField", "TextField", "JSONField", "SlugField", "EmailField", "URLField")
# Sealed texts can only be read one by one: those of the same inspection are.
SEALED = {TrackedCase: "inspection", CaseRecord: "case__inspection", AuditSection: "case__inspection"}


def places(words: Words, inspection_id: int) -> Iterator[Place]:
    """Where the words stand: in every plain column, and in the sealed ones of the same inspection."""
    if words.pattern is None:
        return
    for model in apps.get_models():
        if not model._meta.proxy and model._meta.managed:
            yield from _plain(model, words)
    for model, path in SEALED.items():
        yield from _sealed(model, model._base_manager.filter(**{path: inspection_id}), words)


def _plain(model: type[models.Model], words: Words) -> Iterator[Place]:
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedTextField) or field.get_internal_type() not in PLAIN:
            continue
        texts = model._base_manager.annotate(whole_text=Cast(field.attname, TextField()))
        for pk, value in texts.filter(words.asked("whole_text")).values_list("pk", field.attname):
            if words.within(value):
                yield Place(model, pk, field.attname, value)


def _sealed(model: type[models.Model], rows: Any, words: Words) -> Iterator[Place]:
    names = [field.attname for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
    for row in rows:
        for name in names:
            if words.within(getattr(row, name) or ""):
                yield Place(model, row.pk, name, getattr(row, name))
