"""What happens about an answer: queries, openings, and checks of a person-level list."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from accounts.choices import Permission
from core.words import lower_first
from information.models.item import AnswerFile, RequestItem
from inspections.models import Inspection


class QueryReason(models.TextChoices):
    INCOMPLETE = "incomplete", "Something is missing"
    OTHER_DOCUMENT = "other_document", "It is not what was asked for"
    OUT_OF_DATE = "out_of_date", "It is out of date"
    UNREADABLE = "unreadable", "It cannot be opened or read"
    UNCLEAR = "unclear", "It is not clear"
    DISAGREES = "disagrees", "It does not agree with another document"
    LOOK_AGAIN = "look_again", "Please look again whether you hold it"


class QueryQuerySet(models.QuerySet["ItemQuery"]):
    def readable_by(self, actor: object) -> Self:
        """The inspectors' questions; what the area said to itself before sharing, only for those who answer for it."""
        answers = Inspection.objects.permitted(actor, Permission.REQUEST_ANSWER).order_by().values("pk")
        return self.filter(models.Q(by_inspectors=True) | models.Q(item__inspection__in=answers))


class ItemQuery(models.Model):
    """A question of the inspectors (or, before sharing, of the officer who checks) about an answer, with several reasons at once."""

    item = models.ForeignKey(RequestItem, on_delete=models.CASCADE, related_name="queries")
    by_inspectors = models.BooleanField()
    reasons = models.JSONField(default=list)
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return f"Query about {self.item.number}"

    @property
    def reason_text(self) -> str:
        """ "Something is missing; it is out of date"."""
        found = [QueryReason(code).label for code in self.reasons if code in QueryReason.values]
        return "; ".join(label if place == 0 else lower_first(label) for place, label in enumerate(found))


class Opening(models.Model):
    """That a person opened a file."""

    file = models.ForeignKey(AnswerFile, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.file.number} opened by {self.person}"


class CheckResult(models.TextChoices):
    WAITING = "waiting", "Being checked"
    REFUSED = "refused", "Not accepted"
    ACCEPTED = "accepted", "Accepted"
    FAILED = "failed", "Could not be checked"


class CheckQuerySet(models.QuerySet["ListCheck"]):
    def of(self, actor: object, item: RequestItem) -> Self:
        """The checks a person asked for: nobody else sees them."""
        return self.filter(by=actor, item=item)


class ListCheck(models.Model):
    """The check of one person-level list for its uploader. `problems` name rows, columns and rules and hold nothing of a child.

    `quarantined` is the list as it was sent, kept for the marked copy until `kept_until`, then deleted.
    """

    item = models.ForeignKey(RequestItem, on_delete=models.CASCADE, related_name="checks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=CheckResult, default=CheckResult.WAITING)
    rows = models.PositiveIntegerField(default=0)
    n_errors = models.PositiveIntegerField(default=0)
    n_queries = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    failure = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey(AnswerFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    share = models.BooleanField(default=False)
    quarantined = models.ForeignKey(
        "core.StoredFile", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kept_until = models.DateTimeField(null=True, blank=True)
    answer = models.ForeignKey(AnswerFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="checks")

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"Check of {self.item.number}"

    def get_absolute_url(self) -> str:
        return f"{self.item.get_absolute_url()}checks/{self.pk}/"

    def audit_scope(self) -> tuple[str, str]:
        return self.item.audit_scope()
