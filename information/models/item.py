"""One item of the information request of an inspection, and who may read what answers it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts import policy
from accounts.choices import Permission
from core.models import Timestamped, Versioned
from inspections.models import Deadline, Inspection
from rulebook.frameworks.weeks import RequestItemSpec
from rulebook.lifecycles.request_item import REQUEST_ITEM

ANSWERED = ("shared", "accepted", "not_held", "not_applicable")
CLOSED = ("accepted", "not_held", "not_applicable", "withdrawn")
WITH_AREA = ("requested", "assigned", "in_progress", "uploaded", "rejected", "validated", "queried")


class Body(models.TextChoices):
    AUTHORITY = "authority", "Local authority"
    BOARD = "board", "Health"
    JOINT = "joint", "Authority and health together"


class ItemQuerySet(models.QuerySet["RequestItem"]):
    def seen_by(self, actor: Any) -> Self:
        """The items whose status a person may see."""
        return self.filter(_reached(actor, Permission.REQUEST_VIEW, "inspection") | _owned(actor, ""))

    def answerable_by(self, actor: Any) -> Self:
        """The items a person may upload to or answer; a person-level list only by those who may open it."""
        lists = _reached(actor, Permission.LISTS_VIEW, "inspection") | _owned(actor, "")
        return self.filter(_reached(actor, Permission.REQUEST_ANSWER, "inspection")).filter(Q(person_list="") | lists)

    def with_due(self) -> Self:
        """Each with `due`: its own date, else that of the deadline its rule laid out."""
        laid = Deadline.objects.filter(
            inspection=OuterRef("inspection"), rule_code=OuterRef("due_rule"), scope="inspection"
        ).order_by("occurrence")
        return self.annotate(due=Coalesce("set_due_on", Subquery(laid.values("due_on")[:1])))


class RequestItem(Versioned, Timestamped):
    """`number` ("A12") never changes and is cited; `last_part` is the last number given to a file (A12.3), never given again.

    `person_list` is "list-1" or "list-2" for a list that is checked, "unchecked" for another list of children, else empty.
    """

    LIFECYCLE = REQUEST_ITEM

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="request_items")
    number = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    group = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    body = models.CharField(max_length=20, choices=Body)
    due_rule = models.CharField(max_length=60, blank=True)
    set_due_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="request_items"
    )
    state = models.CharField(
        max_length=20, default=REQUEST_ITEM.initial, choices=list(REQUEST_ITEM.states.items()), db_index=True
    )
    why_not = models.TextField(blank=True, help_text="Why it is not held or not applicable, while it is.")
    person_list = models.CharField(max_length=20, blank=True)
    confirmed = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    last_part = models.PositiveIntegerField(default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ("inspection", "place")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_item_of_a_number"),
            models.UniqueConstraint(fields=["inspection", "code"], name="one_item_of_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/request/{self.number}/"

    @property
    def spec(self) -> RequestItemSpec | None:
        """Its line in the framework, while the edition still has it."""
        return next((spec for spec in self.inspection.kind_spec.weeks.request if spec.code == self.code), None)

    @property
    def state_words(self) -> str:
        return REQUEST_ITEM.states[self.state]

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class FileQuerySet(models.QuerySet["AnswerFile"]):
    def readable_by(self, actor: Any) -> Self:
        """The files a person may open: lists by those who may open lists, and before it is shared only by the area."""
        owned = _owned(actor, "item__")
        seen = _reached(actor, Permission.REQUEST_VIEW, "item__inspection") | owned
        lists = Q(item__person_list="") | _reached(actor, Permission.LISTS_VIEW, "item__inspection") | owned
        shared = Q(shared_at__isnull=False) | _reached(actor, Permission.REQUEST_ANSWER, "item__inspection") | owned
        return self.filter(seen).filter(lists).filter(shared)

    def standing(self) -> Self:
        """Those not withdrawn and not replaced by a newer version."""
        return self.filter(withdrawn_at__isnull=True, replaced_by__isnull=True)


class AnswerFile(models.Model):
    """One file that answers an item: "A12.3". A newer version is a new part; a withdrawn one keeps its number."""

    item = models.ForeignKey(RequestItem, on_delete=models.CASCADE, related_name="files")
    part = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ("item", "part")
        constraints = [models.UniqueConstraint(fields=["item", "part"], name="one_file_of_a_part")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"{self.item.get_absolute_url()}files/{self.part}/"

    @property
    def number(self) -> str:
        """How it is cited: A12.3."""
        return f"{self.item.number}.{self.part}"

    def audit_scope(self) -> tuple[str, str]:
        return self.item.audit_scope()

    def audit_label(self) -> str:
        # The title is typed by a person and might name a child; the number does not.
        return f"{self.number} of {self.item.title}"[:300]


def _reached(actor: Any, permission: Permission, path: str) -> Q:
    return Q(**{f"{path}__in": Inspection.objects.permitted(actor, permission).order_by().values("pk")})


def _owned(actor: Any, path: str) -> Q:
    """What owning an item carries, while the owner still belongs to an area that answers."""
    if Permission.LISTS_VIEW not in policy.BY_OWNING_AN_ITEM or not getattr(actor, "pk", None):
        return Q(pk__in=[])
    return Q(**{f"{path}owner": actor}) & _reached(actor, Permission.REQUEST_ANSWER, f"{path}inspection")


def is_late(item: RequestItem, today: date) -> bool:
    """Still with the area after its day. `item` comes from `with_due`."""
    due: date | None = getattr(item, "due", None)
    return item.state in WITH_AREA and due is not None and due < today
