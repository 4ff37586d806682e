"""What a person was told. One notice per person and key: telling twice is impossible."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    # That there is such a matter at all is known to those who are told.
    RESTRICTED_KINDS = frozenset({"safeguarding"})

    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_person_and_key")]

    def __str__(self) -> str:
        return self.subject
