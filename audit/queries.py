"""Reads of the audit record."""

from __future__ import annotations

from django.db import models

from audit.models import Entry, EntryQuerySet


def of_subject(subject: models.Model) -> EntryQuerySet:
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


def of_inspection(reference: str) -> EntryQuerySet:
    return Entry.objects.filter(inspection_ref=reference)


def of_partnership(slug: str) -> EntryQuerySet:
    return Entry.objects.filter(partnership_ref=slug)


def of_person(person: models.Model) -> EntryQuerySet:
    return Entry.objects.filter(actor_id=person.pk)
