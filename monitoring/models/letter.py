"""A letter of the DfE and NHS England to an area: drafted, signed by both, and then a copy that never changes."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.frozen import FrozenModel
from core.models import Timestamped, Versioned
from improvement.models import Plan, PlanItem
from monitoring.choices import Body, LetterKind
from monitoring.models.visit import Visit
from rulebook.lifecycles import SUPPORT_LETTER


class SupportLetter(Versioned, Timestamped):
    """One letter. After a visit it has `visit`; a letter of release has `items` and `released_on`.

    `place` counts the letters of the inspection and stands in the address. The area sees it from the day it is sent.
    """

    LIFECYCLE = SUPPORT_LETTER

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="support_letters")
    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="support_letters")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=LetterKind)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    items = models.ManyToManyField(PlanItem, blank=True, related_name="release_letters")
    released_on = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, default=SUPPORT_LETTER.initial, choices=list(SUPPORT_LETTER.states.items()), db_index=True
    )
    text = models.TextField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("inspection", "place")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "place"], name="one_support_letter_per_place"),
            models.UniqueConstraint(fields=["visit"], condition=~Q(state="discarded"), name="one_letter_of_a_visit"),
            models.CheckConstraint(
                condition=Q(kind="follow_up", visit__isnull=False) | Q(kind="release", released_on__isnull=False),
                name="support_letter_of_a_visit_or_a_release",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_on__isnull=False), name="sent_letter_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.inspection.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:letter-detail", args=[self.inspection.reference, self.place])

    @property
    def title(self) -> str:
        return (
            f"Letter after {self.visit.title[:1].lower()}{self.visit.title[1:]}" if self.visit else "Letter of release"
        )

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"

    @property
    def is_draft(self) -> bool:
        return self.state == SUPPORT_LETTER.initial

    @property
    def state_words(self) -> str:
        return SUPPORT_LETTER.states[self.state]

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class LetterSignature(FrozenModel):
    """That one body agreed the letter as it then stood: `sha256` of its whole content, `version` of its text. Another content is
    not signed.
    """

    letter = models.ForeignKey(SupportLetter, on_delete=models.PROTECT, related_name="signatures")
    body = models.CharField(max_length=20, choices=Body)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = "signature of a letter"
        ordering = ("letter", "at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["letter", "body", "sha256"], name="one_signature_per_body_and_content")
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}: {self.letter}"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()


class SentLetter(FrozenModel):
    """The letter as it was sent: its whole content as JSON text, whose SHA-256 both bodies signed."""

    letter = models.OneToOneField(SupportLetter, on_delete=models.PROTECT, related_name="copy")
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    signatures = models.JSONField(default=list)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = "sent letter"

    def __str__(self) -> str:
        return f"{self.letter}, as sent"

    @property
    def shown(self) -> dict[str, Any]:
        """What pages and the PDF print: the content with its dates as dates."""
        return dated(json.loads(self.content))

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()


class LetterPrint(models.Model):
    """The PDF of a sent letter, made by a worker."""

    sent = models.OneToOneField(SentLetter, on_delete=models.PROTECT, related_name="print")
    pdf = models.BinaryField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"PDF of {self.sent}"


def dated(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a letter with its ISO texts as dates (None for none), for templates."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    visit = content["visit"]
    return content | {
        "visit": visit and visit | {"held_on": day(visit["held_on"])},
        "actions": [action | {"by": day(action["by"])} for action in content["actions"]],
        "released": [item | {"on": day(item["on"])} for item in content["released"]],
    }


def sha256_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
